/* A protocol is a table of callbacks that read like the paper; protocol/ holds one file for each.
 *
 * The engine (training.h) owns the queue and calls a handler, named for what has just happened, at the node where it happened;
 * the handler answers with verbs. A NULL handler: the protocol has nothing to do then; only what a
 * verb of its own brings about must have one (on_push and on_applied over servers, on_parcel, on_timer). No handler runs before the verb that
 * caused it has returned to the handler that spoke it. No handler asks the simulator who has crashed, names another protocol's
 * parcel, or keeps a Parcel beyond its return.
 */
#pragma once

#include "base/knob.h"
#include "sim/clock.h"
#include "training/metric.h"
#include "training/vector.h"

typedef struct _Training Training;
typedef struct _Node Node; /* a worker, or a server (one shard) */

/* What a message brought, as its receiver sees it: borrowed until the handler returns. */
typedef struct
{
  Node *from;
  guint32 id;      /* the engine's */
  guint32 kind;    /* of the protocol's own parcels, from PARCEL_OWN on */
  guint64 number;  /* a push: the round, or the sender's iteration, that it is for; otherwise the sender's own number */
  guint64 version; /* a push: of the server's parameters that it was computed from; parameters: their own */
  guint64 samples; /* a push: rows that it was computed from */
  double loss;     /* a push: their mean */
  Vector *data;    /* NULL when modelled */
} Parcel;

typedef enum
{
  PARCEL_PUSH,       /* worker to server: a gradient, or the change that a round of local work made */
  PARCEL_PARAMETERS, /* server to worker */
  PARCEL_OWN,        /* the first kind that a protocol may give its own parcels */
  PARCEL_KINDS = 16,
} ParcelKind;

typedef enum
{
  MEMBER_LEFT,     /* a worker leaves the clocks: it has nothing left to do, or is down and nobody waits for it */
  MEMBER_JOINED,   /* one that had left is back */
  MEMBER_RETURNED, /* one that had not left is back, without anything that it had been at */
} MemberEvent;

typedef struct
{
  /* Worker: the run starts, or the parameters of the next iteration are all in. Server: the run starts. */
  void (*on_start) (Training *, Node *);
  /* Worker: what worker_compute or worker_compute_round began is there. */
  void (*on_computed) (Training *, Node *worker);
  /* Worker: it has the result of the reduction it entered. */
  void (*on_reduced) (Training *, Node *worker);
  /* Server: a push has wholly arrived. */
  void (*on_push) (Training *, Node *server, const Parcel *push);
  /* Server: a push has arrived whose round is applied or being applied, as may be when its worker was down; it counts for
   * nothing here, and what it asks for is to be answered. NULL: on_push looks for itself. */
  void (*on_late) (Training *, Node *server, const Parcel *push);
  /* Server: whether @worker, which is back, may begin with the parameters as they stand; otherwise its pull is held. NULL: always. */
  gboolean (*may_go) (Training *, Node *server, Node *worker);
  /* Server: the update that server_apply or server_apply_average began is in the parameters; @worker is whose it was, NULL for an
   * average. */
  void (*on_applied) (Training *, Node *server, Node *worker);
  /* A parcel of the protocol's own has arrived. */
  void (*on_parcel) (Training *, Node *, const Parcel *);
  /* A timer that the node set has run out. */
  void (*on_timer) (Training *, Node *, guint32 tag);
  /* Server: something became of @worker. */
  void (*on_member) (Training *, Node *server, Node *worker, MemberEvent event);
  /* Releases what the node's state holds, at the end. */
  void (*clear) (Training *, Node *);
} RoleHandlers;

typedef enum
{
  RUNS_ALONE = 1 << 0,        /* one worker, no network */
  RUNS_ON_SERVERS = 1 << 1,   /* over a parameter server */
  RUNS_ON_REDUCTION = 1 << 2, /* over an all-reduce */
  RUNS_AMONG_PEERS = 1 << 3,  /* workers send to one another; at least two of them */
} ProtocolExchanges;

typedef struct _RunSettings RunSettings;
typedef struct _OptimizerKind OptimizerKind;

typedef struct _Protocol
{
  const char *name; /* the word in training.protocol */
  const char *summary;
  const char *paper;
  const Knob *knobs;            /* "staleness", …; NULL: none */
  const Metric *metrics;        /* its own, told by training_measure; NULL: none */
  guint exchanges;              /* ProtocolExchanges that it can run over */
  const char *default_exchange; /* NULL: none */
  gboolean rounds;              /* an update is a round of many workers, and budgets are spent by whole rounds */
  gboolean streams;             /* gradients leave, bucket by bucket, as soon as they are there (with training.overlap) */
  gboolean calls;               /* servers call workers, which do nothing by themselves */
  gboolean owns;                /* workers keep parameters, and an optimizer, of their own */
  gsize run_size, node_size;    /* its own state for the run and for each node, zeroed */
  /* Workers whose work makes a round, and batches that each of them computes in it (0: as many as its data asks for); NULL: all,
   * and one. Without rounds: pushes that make an update, whoever sends them, and batches in each; NULL: one, and one. */
  void (*round) (const RunSettings *, guint *workers, guint *batches);
  /* What applies updates where they are exchanged, and its knobs (transfer full); NULL: workload.optimizer. */
  const OptimizerKind *(*outer) (const RunSettings *, Knobs **knobs);
  /* Whether the knobs suit each other and the cluster; otherwise LOCKSTEP_ERROR_INPUT, and which knob is to blame. NULL: always. */
  gboolean (*accepts) (const RunSettings *, const char **knob, GError **error);
  void (*start) (Training *); /* sets the run's state up; may be NULL */
  void (*stop) (Training *);  /* releases what start made, which is nothing where the run could not begin; may be NULL */
  RoleHandlers worker, server;
} Protocol;
