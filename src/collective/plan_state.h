/* What the parts of the executor share: the state of a run, a rank and a lane.
 *
 * Invariant: a lane's step is posted or it is not; of a posted step n_open operations are not over, and none of its operations is
 * OP_HELD. A flow is matched with one operation at each end, both OP_FLYING (eager: the receiver's alone, once it has arrived).
 */
#pragma once

#include "collective/transfer.h"

#define OP_NONE STEP_OPS_MAX

typedef enum
{
  OP_HELD,    /* its step is not posted */
  OP_WAITING, /* for its other end */
  OP_FLYING,  /* matched */
  OP_OVER,
} OpState;

/* Where a lane of a rank stands: all that is kept of it. */
typedef struct
{
  Step step;
  guint32 index, n_steps;
  guint8 state[STEP_OPS_MAX]; /* OpState */
  guint8 n_open;              /* operations of a posted step that are not over */
  gboolean posted;
  guint32 received[STEP_OPS_MAX];  /* the transfers, until the step is over */
  guint32 early_first, early_last; /* eager: arrivals whose receive is not posted, oldest first */
} LaneState;

typedef struct
{
  float *data;
  guint lanes_left;
  gboolean entered;
} RankState;

typedef struct _Form Form;

struct _PlanRun
{
  PlanExecutor *executor;
  guint64 handle; /* what events know it by; its low half is its place in executor->runs */
  Plan plan;
  Operator op;
  guint n_lanes, ranks_left;
  gboolean real;
  NodeId *nodes;
  RankState *ranks;
  LaneState *lanes; /* [n_ranks × n_lanes]; NULL while it has a form */
  Form *form;       /* NULL: it goes step by step */
  gboolean begun;   /* somebody has entered */
  guint16 bucket;   /* for the record */
  guint32 purpose;
  guint64 iteration, tag;
  const PlanRunClient *client;
  gpointer owner;
};

struct _PlanExecutor
{
  Simulator *sim;
  Network *network;
  guint client;
  gboolean eager;
  double reduce_bytes_per_s;
  HandlerId rank_done, reduced, form_end, form_done;
  gboolean can_reckon, shortcuts;
  guint64 n_shortcuts;
  SimTime first_shortcut; /* when the first of them was entered */
  Transfers transfers;
  GPtrArray *runs;     /* NULL: a free place */
  GArray *free_places; /* guint32 */
  guint64 n_runs_made;
};

static inline LaneState *
run_lane (PlanRun *run, guint rank, guint lane)
{
  return &run->lanes[rank * run->n_lanes + lane];
}

/** NULL when the run is gone. */
PlanRun *executor_find (const PlanExecutor *executor, guint64 handle);
/** Tells the run's client that @rank is done; the last one ends the run. */
void executor_tell (PlanExecutor *executor, guint64 handle, guint rank);
/** All lanes before their first step. */
void run_init_lanes (PlanRun *run);

/** The message of transfer @id, of @count elements. Its label is that of the sender's step, as far as that is posted here; a run that had a form
 * may resume the receiver first, but is not kept. */
MessageSpec transfer_message (PlanRun *run, guint32 id, gsize count);
/** Counts the steps of @rank, which is ready, and posts the first ones. */
void rank_begin (PlanRun *run, guint rank);
/** Network and simulator tell: the send of @transfer has left (waited), @transfer has arrived, a reduction is done. */
void rank_on_left (PlanRun *run, const Transfer *transfer);
void rank_on_arrived (PlanRun *run, guint32 transfer);
void rank_on_reduced (PlanRun *run, guint rank, guint lane, guint op);
