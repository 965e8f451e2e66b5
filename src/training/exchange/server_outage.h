/* Private to the parameter server's exchange: what outages do to it. */
#pragma once

#include "training/server.h"

/** ExchangeWay.forget and renew. */
guint servers_forget (Training *t, Worker *worker);
gboolean servers_renew (Training *t, Worker *worker);
/** ExchangeWay.save and restore. */
gpointer servers_save (Training *t, GArray *params, GDestroyNotify *destroy);
void servers_restore (Training *t, const GArray *params, gconstpointer rest);
/** A push has arrived, in a run in which workers may be down: it may be void, or late. */
void server_take_push_guarded (Training *t, Server *server, Parcel *push);
