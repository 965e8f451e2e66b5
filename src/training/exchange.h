/* Exchanges: how what workers compute travels. One descriptor each (exchange/server.c, all_reduce.c, none.c), one table.
 *
 * A step's points call the exchange: before a bucket of parameters is used (need), and when a bucket of what was computed is there
 * (ready). What comes of it is told to the protocol's handlers: on_push and on_applied at servers, on_reduced at workers. Nobody
 * asks which exchange it is.
 */
#pragma once

#include "base/knob.h"
#include "collective/plan.h"
#include "network/settings.h"
#include "training/protocol.h"

typedef struct _Worker Worker;

/* One way of travelling. */
typedef struct
{
  /* Makes what it needs, servers included; the workers follow. */
  void (*open) (Training *);
  void (*close) (Training *);
  /* Whether @worker holds bucket @bucket of its next parameters; NULL: always. */
  gboolean (*need) (const Training *, const Worker *, guint bucket);
  /* What @worker computed is there as far as bucket @bucket; it hands out every bucket once, in order. */
  void (*ready) (Training *, Worker *, guint bucket);
  /* worker_apply: the result of the exchange goes into @worker's parameters. NULL: workers have none. */
  void (*apply) (Training *, Worker *);
  /* The parameters as they stand: @n vectors, side by side. (transfer full) */
  Vector **(*parameters) (Training *, guint *n);
  /* The run is cut now: records what is under way. NULL: nothing is. */
  void (*cut) (Training *);
  /* In an outage. What others have of @worker's pushes and have not begun to apply is dropped; returns how many of its exchanges
   * will be applied nevertheless. NULL: none. */
  guint (*forget) (Training *, Worker *);
  /* @worker gets the parameters as they stand, to begin anew at once (TRUE), or when it is told (FALSE). */
  gboolean (*renew) (Training *, Worker *);
  /* Who takes part has changed: what is under way between the workers ends, and is begun again by those that are there. NULL:
   * nothing is. */
  void (*interrupt) (Training *);
  /* Snapshots: appends the parameters (SavedParams), and returns whatever else there is to know, freed by @destroy; everything is as
   * it was then, and what is under way void. */
  gpointer (*save) (Training *, GArray *params, GDestroyNotify *destroy);
  void (*restore) (Training *, const GArray *params, gconstpointer rest);
  /* Whom a worker waits for, that has handed out everything: "server0, which …". (transfer full) */
  char *(*awaited) (const Training *, const Worker *);
} ExchangeWay;

extern const ExchangeWay exchange_over_servers, exchange_over_all_reduce, exchange_none;

typedef struct _Exchange
{
  const char *name; /* the word in training.exchange */
  const char *summary;
  const Knob *knobs; /* parameter server: servers, placement */
  const ExchangeWay *way;
  guint kind;                   /* ProtocolExchanges: of the protocols that run over it */
  const Collective *collective; /* of an all-reduce */
  gboolean automatic;           /* stands for the all-reduce that exchange_choose takes; until then for this collective */
} Exchange;

/** NULL-terminated: parameter-server, the all-reduces in the order of all_reduce_table, auto. */
const Exchange *const *exchange_table (void);
const Exchange *exchange_find (const char *name);
/** What the settings' gradients travel by; exchange_none's way where they name none. */
const ExchangeWay *exchange_way (const RunSettings *settings);

/** Whether protocol, exchange, workers and servers go together; NULL protocols and exchanges do. Otherwise LOCKSTEP_ERROR_INPUT,
 * and @key (static) is which of them is to blame: "exchange", "servers", "workers", a knob of the protocol's. */
gboolean exchange_accepts (const RunSettings *settings, const char **key, GError **error);

/** An all-reduce of @n_elements of @wire_bytes among @n_ranks workers, shaped as their network is: two-level by its islands,
 * racks or sites, a torus by its sides. */
Plan exchange_plan (const Exchange *exchange, const NetworkSettings *network, guint n_ranks, gsize n_elements, guint wire_bytes);
