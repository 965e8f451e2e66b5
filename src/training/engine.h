/* Private to training/: what a run is made of.
 *
 * Node, Worker and Server live from the start of the run to its end, so handlers may hold pointers to them; a Message is part of
 * its Worker and is valid until its update is applied. A worker's own events (compute, the wait for input, an update after a
 * reduction) carry (worker, epoch) and are dropped where the epoch is not the worker's; messages carry (worker, server).
 */
#pragma once

#include "collective/plan_run.h"
#include "training/budget.h"
#include "training/clocks.h"
#include "training/input.h"
#include "training/job.h"
#include "training/learner.h"
#include "training/outcome.h"
#include "training/run.h"
#include "training/statistics.h"
#include "training/training.h"

typedef struct _Worker Worker;
typedef struct _Server Server;
typedef struct _Reduction Reduction;
typedef struct _Evaluator Evaluator;

typedef enum
{
  ROLE_WORKER,
  ROLE_SERVER,
} Role;

struct _Node
{
  Role role;
  guint index; /* among those of its role */
  NodeId host;
  guint32 epoch; /* bumped by a crash */
  gpointer state;
};

/* A push: one worker's gradient on its way to one server, and what the server must know of it. */
struct _Message
{
  Worker *worker;
  Server *server;
  Vector *gradient; /* all of it; NULL when modelled */
  guint64 iteration;
  guint64 read_version; /* of the server's shard that the gradient was computed from */
  double loss;
  guint64 samples;
};

typedef enum
{
  WORKER_COMPUTING,  /* between its step's first and last point, or waiting for its input */
  WORKER_EXCHANGING, /* its gradient travels */
  WORKER_LEAVING,    /* the budget is spent; the last shards are on their way to it */
  WORKER_GONE,
} WorkerState;

/* With overlap the next iteration may start while shards of the last one are still on their way, so what is counted per iteration
 * is counted twice. */
typedef struct
{
  guint unapplied;   /* shards */
  guint64 staleness; /* largest over the shards applied so far */
} Contribution;

struct _Worker
{
  Node node;
  guint64 started; /* iterations */
  guint64 done;
  WorkerState state;
  gboolean member; /* of the clocks */
  Input *input;    /* NULL: batches are always there */

  /* The iteration under way. */
  SimTime iteration_start;
  SimTime compute_time;       /* in all, undisturbed by stalls */
  SimTime compute_start;      /* as if there had been no stalls: point p is due at compute_start + share·compute_time */
  SimTime running_since;      /* of the compute span that is open */
  guint point;                /* the next point of the step */
  gboolean running;           /* its compute span is open */
  gboolean stalled;           /* at a need */
  gboolean starved;           /* waiting for input */
  guint n_handed;             /* buckets that the exchange has: pushed, or there for their reduction */
  guint n_entered, n_reduced; /* buckets whose reduction it has entered, and has the result of */

  guint *unpulled;              /* [n_buckets]: shards that the worker still waits for */
  Contribution contribution[2]; /* by the parity of the iteration */
  Message *pushes;              /* [n_servers] */
  /* Real gradients only: */
  GradientTask *task;
  Vector *gradient;
  double loss;
  Vector **shards; /* [MAX (n_servers, 1)]: the parameters in hand */
};

/* One shard: a machine's part of one bucket. */
struct _Server
{
  Node node;
  guint bucket;
  gsize first, count; /* parameters of the real model */
  guint64 bytes;      /* of its messages */
  Vector *parameters; /* NULL when modelled */
  Vector *outgoing;   /* the same at the wire's precision; NULL until somebody asks */
  Optimizer *optimizer;
  guint64 version;
  Clocks *clocks;
  guint machine;
  Message average;    /* stands for what is gathered in the machine's queue; its worker is NULL */
  gboolean averaging; /* it is there */
  Message **gathered; /* [n_workers] */
  guint n_gathered;
  GQueue held;       /* Node *, in order of holding */
  gboolean *pulling; /* [n_workers]: its pull waits here */
};

/* What servers stand on: it applies one update at a time, in order of arrival, whichever shard it is for. */
typedef struct
{
  GQueue applying;        /* Message *; the head is under way … */
  SimTime applying_since; /* … since then */
  guint64 bytes;          /* of its shards */
} Machine;

struct _Training
{
  const RunSettings *settings;
  const Protocol *protocol;
  const RunEnvironment *environment;
  Simulator *sim;
  Record *record;
  Topology *topology; /* NULL when nothing is sent; network and executor too */
  Network *network;
  PlanExecutor *executor;
  Learner *learner; /* NULL when gradients are modelled */
  gpointer protocol_state;

  Worker *workers;
  guint n_workers;
  Server *servers; /* shards, in the order of the parameters */
  guint n_servers;
  guint *first_server; /* [n_buckets]: the shards of a bucket are neighbours */
  Machine *machines;   /* that servers stand on */
  guint n_machines;
  gboolean dedicated;
  Job job;
  double *step_s; /* [n_workers] undisturbed compute of an iteration */

  HandlerId begin, point, updated, applied, local_push, local_pull, cut;
  guint push_client, pull_client;
  Reduction *reduction; /* NULL without an all-reduce */
  Optimizer *optimizer; /* of the workers' own parameters, without servers */
  Evaluator *evaluator;

  Budget budget;
  Clocks *clocks; /* an iteration counts when all its shards are applied */
  guint n_active, n_members;
  guint averaged_shards; /* servers that have applied the round's average */

  guint64 updates, samples, iterations;
  double iteration_time; /* nanoseconds, sum over workers, which may pass what a SimTime holds */
  double starved_time;   /* the same of waiting for input */
  Tally staleness, lead;
  const char *stopped_by; /* not NULL: the run is over at this instant */
  GError *failure;
};

/* The purposes of messages: channels of one pair of machines that do not wait for one another. Those of reductions are apart from
 * these by themselves. */
typedef enum
{
  CHANNEL_PUSH,
  CHANNEL_PULL,
  N_CHANNELS,
} ChannelKind;

static inline guint32
channel (ChannelKind kind, guint shard)
{
  return shard * N_CHANNELS + kind;
}

/* engine.c */
/** Says why the run ends now; the first reason stands. @reason is static. */
void training_stop (Training *t, const char *reason);
void training_fail (Training *t, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean training_is_real (const Training *t);

/* worker.c */
void worker_init (Training *t, Worker *worker, guint index);
void worker_clear (Training *t, Worker *worker);
/** All shards of one of its iterations are applied: its clock ticks. */
void worker_contributed (Training *t, Worker *worker);
/** Leaves the clocks when the budget has nothing left for it and all it has pushed, or will push, is applied. */
void worker_retire (Training *t, Worker *worker);
/** Shards of a bucket have arrived: a stalled worker goes on, one whose iteration is over starts the next. */
void worker_pulled (Training *t, Worker *worker, guint bucket);
/** Sends the shards of @bucket to their servers. */
void worker_push_bucket (Training *t, Worker *worker, guint bucket);

/* iteration.c */
/** Begins the compute of an iteration that the budget has granted. */
void iteration_start (Training *t, Worker *worker);
/** Whether the worker holds the parameters that its first layers need. */
gboolean iteration_may_start (const Training *t, const Worker *worker);
/** Goes on with a stalled compute, if what it needs is there now. */
void iteration_resume (Training *t, Worker *worker);
/** The run is cut now: the compute under way is recorded as far as it has come. */
void iteration_cut (Training *t, Worker *worker);
void iteration_on_begin (gpointer t, guint64 worker, guint64 epoch);
void iteration_on_point (gpointer t, guint64 worker, guint64 epoch);

/* server.c */
/** Makes the shards: for every bucket its part on every machine, in the order of the parameters. */
void servers_init (Training *t);
void server_on_push_arrived (gpointer t, guint64 tag);
void server_on_pull_arrived (gpointer t, guint64 tag);
void servers_clear (Training *t);
/* A push or pull within one machine. */
void server_on_local_push (gpointer t, guint64 tag, guint64 unused);
void server_on_local_pull (gpointer t, guint64 tag, guint64 unused);

/* apply.c */
void server_on_applied (gpointer t, guint64 machine, guint64 unused);
/** Records the updates that the end of the run cuts short. */
void servers_cut (Training *t);

/* reduction.c */
Reduction *reduction_new (Training *t);
/** @worker's gradient of the next bucket is there: enters its all-reduce, after those of the buckets before it. */
void reduction_enter (Training *t, Reduction *reduction, Worker *worker);
void reduction_on_updated (gpointer t, guint64 worker, guint64 epoch);
void reduction_free (Training *t, Reduction *reduction);
/** The parameters after @worker's round: computed by the first worker that asks. (transfer full) */
Vector *reduction_apply (Training *t, Reduction *reduction, Worker *worker);
/** One worker more has applied its round; the last one completes the update. */
void reduction_applied (Training *t, Reduction *reduction, Worker *worker);

/* evaluation.c */
Evaluator *evaluator_new (Training *t);
void evaluator_free (Evaluator *evaluator);
/** An update is in the parameters: counts it, and evaluates when one is due. @batch_loss: mean over the update's batches. */
void evaluator_update (Training *t, Evaluator *evaluator, guint64 samples, guint64 staleness, double batch_loss);
/** The last evaluation. */
void evaluator_finish (Training *t, Evaluator *evaluator);
/** The hash of the parameters that would be evaluated now; real gradients only. */
void evaluator_fingerprint (Training *t, char out[17]);
/** Hands over the rows, (transfer full), and the simulated time of the first one that meets the target; NAN: none. */
GArray *evaluator_rows (Evaluator *evaluator, double *time_to_target);

/* outcome_build.c */
Outcome *training_outcome (Training *t);
