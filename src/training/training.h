/* The bridge's lower deck: workers, servers and the verbs that a protocol's handlers speak.
 *
 * A worker's iteration is compute, then an exchange, then worker_next. It starts with worker_compute, which asks the budget
 * first; when the budget is spent the worker leaves. A server holds one contiguous shard of the parameters, with clocks of its
 * own.
 *
 * Clock:     the number of a worker's iterations whose push has been applied.
 * Lead:      a worker's clock minus the smallest live clock.
 * Staleness: updates applied at a shard between the read that a gradient was computed from and its own application.
 *
 * Every verb belongs to the handler's own node; nothing here tells a handler who is slow or gone but through on_member.
 */
#pragma once

#include "training/protocol.h"

/** The protocol's own state, zeroed at the start: run_size bytes for the run, node_size for each node. */
gpointer training_protocol_state (Training *t);
gpointer node_state (Node *node);
/** The value of one of the protocol's knobs. */
double training_knob (Training *t, const char *name);
/** Whether gradients travel to servers; otherwise through a reduction, or nowhere. */
gboolean training_has_servers (Training *t);

/* Workers */

/** Starts the next iteration's compute; on_computed follows. When the budget is spent the worker leaves instead. */
void worker_compute (Training *t, Node *worker);
/** Sends each shard of the gradient to its server; on_push follows there. The pull request rides on it. */
void worker_push (Training *t, Node *worker);
/** Enters this round's all-reduce (an average, weighted by samples) with the gradient; on_reduced follows. */
void worker_reduce (Training *t, Node *worker);
/** Applies the gradient in hand, its own or the reduced one, to the worker's parameters. The last worker's application completes
 * the update. */
void worker_apply (Training *t, Node *worker);
/** The iteration is over: on_start follows. */
void worker_next (Training *t, Node *worker);

/* Servers */

/** Applies one push at the full rate, after training.apply_time; on_applied follows with its worker. Pushes queue in order of
 * arrival. */
void server_apply (Training *t, Node *server, Message *push);
/** Keeps a push for server_apply_average. */
void server_gather (Training *t, Node *server, Message *push);
/** Whether a push of every worker that has not left is gathered, and there is at least one; not while their average is being
 * applied. */
gboolean server_gathered_all (Training *t, Node *server);
/** Applies the average of what is gathered, weighted by samples, summed in worker order; on_applied follows with NULL. */
void server_apply_average (Training *t, Node *server);

/** Answers the pull of @worker with the parameters as they stand. Its on_start follows when all shards are in. */
void server_reply (Training *t, Node *server, Node *worker);
/** Answers every worker whose pull waits here, in worker order. */
void server_reply_all (Training *t, Node *server);
/** Keeps the pull of @worker for server_release. */
void server_hold (Training *t, Node *server, Node *worker);
/** Answers, first come first served, every held pull that @may_go allows. */
void server_release (Training *t, Node *server, gboolean (*may_go) (Training *, Node *server, Node *worker));

/** The lead of @worker by this server's clocks. */
guint64 server_lead (Training *t, Node *server, Node *worker);
/** The smallest live clock by this server's clocks; leads change when it does. G_MAXUINT64 when nobody is live. */
guint64 server_slowest (Training *t, Node *server);
