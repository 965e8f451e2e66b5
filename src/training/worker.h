/* Workers: the iteration under way, the parameters in hand, and what is on its way to a worker. */
#pragma once

#include "training/input.h"
#include "training/learner.h"
#include "training/node.h"
#include "training/params.h"

typedef enum
{
  WORKER_RESTING, /* waits to be called, and asks for nothing */
  WORKER_GONE,
  /* From here on it is busy. */
  WORKER_COMPUTING,  /* between its step's first and last point, or waiting for its input */
  WORKER_EXCHANGING, /* what it computed travels */
  WORKER_LEAVING,    /* the budget is spent; the last shards are on their way to it */
} WorkerState;

struct _Worker
{
  Node node;
  SimTime state_since;
  guint64 started; /* iterations */
  guint64 done;
  guint64 rounds;   /* begun: what was computed for one exchange each */
  guint64 version;  /* largest of the parameters that came */
  guint64 unit;     /* of the budget: the round, or the iteration, that it computes for */
  guint open;       /* rounds or iterations granted to it that are neither applied nor dropped */
  guint32 push;     /* the parcel that its buckets leave in; PARCEL_NONE between iterations */
  Input *input;     /* NULL: batches are always there */
  guint *unpulled;  /* [n_buckets]: shards that the worker still waits for; the run's */
  GArray *deferred; /* parcels (guint32) that wait until it has computed; NULL: none ever did */

  guint8 state;   /* WorkerState */
  guint8 member;  /* of the clocks */
  guint8 called;  /* the shards that it waits for it has not asked for */
  guint8 running; /* its compute span is open */
  guint8 stalled; /* at a need */
  guint8 starved; /* waiting for input */
  guint8 local;   /* a round of local work: its own optimizer takes every step */

  /* The iteration under way. */
  guint point;           /* the next point of the step */
  guint n_handed;        /* buckets that the exchange has */
  guint steps_left;      /* of a round of local work, behind this one */
  SimTime iteration_start;
  SimTime compute_time;  /* in all, undisturbed by stalls and by what changes its speed in time */
  SimTime computed;      /* of that, when the compute span that is open began */
  SimTime running_since; /* of that span */

  /* What was computed for this exchange. */
  guint64 samples;
  double loss; /* mean */
  /* Real gradients only: */
  GradientTask *task;
  Vector *gradient; /* or the change that a round of local work made, w before less w after */
  Vector **shards;  /* [MAX (n_servers, 1)]: the parameters in hand */
  Params *own;      /* of protocols whose workers keep some, and of a round of local work; NULL until then */
};

void worker_init (Training *t, Worker *worker, guint index);
void worker_clear (Training *t, Worker *worker);
void worker_set_state (Training *t, Worker *worker, WorkerState state);
/** It rests, even where it was gone. */
void worker_bring_back (Training *t, Worker *worker);
/** The vectors that a gradient would be computed at now: its own parameters, or the shards in hand. Borrowed; returns how many. */
guint worker_held (const Training *t, const Worker *worker, Vector ***vectors);

/** Whether shards are on their way to it. */
gboolean worker_awaits (const Training *t, const Worker *worker);
/** Hands out the next bucket of what was computed. */
void worker_hand_out (Training *t, Worker *worker);
/** It no longer holds anybody up; it does again. */
void worker_leave_clocks (Training *t, Worker *worker);
void worker_join_clocks (Training *t, Worker *worker);
/** All its pushes' fates are known: it leaves the clocks when the budget has nothing left for it. */
void worker_retire (Training *t, Worker *worker);
/** A shard of its parameters, of that version, has arrived; @w: NULL when modelled, or when the worker has them in hand. */
void worker_take_parameters (Training *t, Worker *worker, guint shard, guint64 version, Vector *w);
/** Delivers again what was deferred, until it is busy. */
void worker_take_deferred (Training *t, Worker *worker);
