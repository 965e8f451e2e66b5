/* Private to training/: what a run is made of. Each part has its own file; this is where they hang together.
 *
 * Nodes live from the start of the run to its end. Everything else is told by ids: nodes by their numbers, parcels by their places
 * in the slab.
 */
#pragma once

#include "base/fifo.h"
#include "cluster/pace.h"
#include "training/evaluation.h"
#include "training/exchange.h"
#include "training/faults.h"
#include "training/job.h"
#include "training/measure.h"
#include "training/parcel.h"
#include "training/run.h"
#include "training/server.h"
#include "training/stall.h"
#include "training/training.h"
#include "training/update.h"
#include "training/world.h"

typedef enum
{
  OPERATION_BEGIN,   /* a compute that waited for its input */
  OPERATION_POINT,   /* the next point of a step */
  OPERATION_UPDATED, /* an update at a worker */
  OPERATION_APPLIED, /* an update at a server */
  OPERATION_JOIN,    /* of a group that reduces */
  OPERATION_TIMER,   /* the protocol's own */
  OPERATION_PERIOD,  /* … which does not count as life */
  N_OPERATIONS,
} OperationKind;

struct _Training
{
  const RunSettings *settings;
  const Protocol *protocol;
  const ExchangeWay *way;
  const Codec *codec;
  const RunEnvironment *environment;
  World *world;
  Order *order;     /* which rows workers take; NULL: there are no data */
  Learner *learner; /* NULL when gradients are modelled */
  gpointer protocol_state, exchange_state;
  Job job;
  double *step_s; /* [n_workers] undisturbed compute of an iteration */
  Pace *pace;     /* NULL: no speed changes in time */

  Worker *workers;
  guint *unpulled; /* [n_workers][n_buckets] */
  guint n_workers;
  Server *servers; /* shards, in the order of the parameters */
  guint n_servers;
  guint n_held; /* vectors that a worker's parameters come in */

  Operation operations[N_OPERATIONS];
  Parcels parcels;
  Fifo happenings;
  gboolean telling;
  Stall stall;
  Updates updates;
  Faults *faults;    /* NULL: nothing breaks */
  Measure *measures; /* of the protocol's own metrics */
  Evaluator *evaluator;
  const char *stopped_by; /* not NULL: the run is over at this instant */
  GError *failure;
};

/** The node of that number: the workers first, then the servers. */
static inline Node *
training_node (const Training *t, guint number)
{
  return number < t->n_workers ? &t->workers[number].node : &t->servers[number - t->n_workers].node;
}

/** The parcel of that id; borrowed until the next one is made. */
static inline ParcelRecord *
parcel_record (const Training *t, guint32 id)
{
  return &t->parcels.records[id];
}

static inline void
parcel_unref (Training *t, guint32 id)
{
  if (--t->parcels.records[id].references == 0)
    parcel_free (t, id);
}

/** What is known of the push of that id. */
static inline PushRecord *
push_record (const Training *t, guint32 id)
{
  return &t->parcels.pushes[t->parcels.records[id].number];
}

/** What applies updates to the parameters [first, first+count) where they are exchanged. (transfer full) */
Optimizer *training_outer_optimizer (const Training *t, gsize first, gsize count);
/** Says why the run ends now; the first reason stands. @reason is static. */
void training_stop (Training *t, const char *reason);
void training_fail (Training *t, const char *format, ...) G_GNUC_PRINTF (2, 3);
