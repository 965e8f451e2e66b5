/* All-reduces among the workers: one a bucket, one bucket after another on each worker, as on the one stream that data-parallel
 * libraries use. */
#include "training/engine.h"

/* A worker that is done with a round may enter the next one while others are still in it, so two can be under way; no more, since
 * nobody leaves a round that not everybody has entered. */
#define ROUNDS_MAX 2
#define LANES_MAX 64 /* of a plan: channels are that far apart */

typedef struct
{
  guint64 number;
  gboolean open;
  PlanRun **runs;     /* [n_buckets]; NULL: not begun, or done */
  Vector **gradients; /* [n_workers]; reduced in place */
  Vector *next;       /* parameters after the round */
  guint first;        /* the worker whose reduction made them */
  guint n_applied;
  double loss; /* sum over workers */
} Round;

struct _Reduction
{
  gboolean over_data;         /* the plans run over the real vectors; otherwise those are averaged in worker order */
  guint *worker_of, *rank_of; /* [n_workers] */
  NodeId *nodes;              /* [n_workers], by rank */
  Round rounds[ROUNDS_MAX];
};

static Plan
bucket_plan (const Training *t, guint bucket)
{
  return exchange_plan (t->settings->training.exchange, &t->settings->cluster.network, t->n_workers,
                        t->job.step.buckets[bucket].count, t->job.element_bytes);
}

/* In order, or first the first worker of every group of machines that stand together, then the second … */
static void
number_ranks (const Training *t, Reduction *reduction)
{
  const TopologyKind *kind = topology_kind (t->topology);
  gboolean across = t->settings->training.rank_order == RANKS_ACROSS && kind->group;
  guint stride = across ? kind->group (topology_knobs (t->topology), t->n_workers) : t->n_workers, rank = 0;
  for (guint first = 0; across && first < stride; first++)
    for (guint k = first; k < t->n_workers; k += stride)
      reduction->worker_of[rank++] = k;
  for (; rank < t->n_workers; rank++)
    reduction->worker_of[rank] = rank;
  for (rank = 0; rank < t->n_workers; rank++)
    {
      reduction->rank_of[reduction->worker_of[rank]] = rank;
      reduction->nodes[rank] = t->workers[reduction->worker_of[rank]].node.host;
    }
}

Reduction *
reduction_new (Training *t)
{
  Reduction *reduction = g_new0 (Reduction, 1);
  reduction->over_data = t->learner && t->job.elements == model_n_parameters (learner_model (t->learner));
  reduction->nodes = g_new (NodeId, t->n_workers);
  reduction->worker_of = g_new (guint, t->n_workers);
  reduction->rank_of = g_new (guint, t->n_workers);
  number_ranks (t, reduction);
  for (guint i = 0; i < ROUNDS_MAX; i++)
    {
      reduction->rounds[i].runs = g_new0 (PlanRun *, t->job.step.n_buckets);
      reduction->rounds[i].gradients = g_new0 (Vector *, t->n_workers);
    }
  return reduction;
}

static void
round_close (Training *t, Round *round)
{
  for (guint i = 0; i < t->n_workers; i++)
    vector_clear (&round->gradients[i]);
  vector_clear (&round->next);
  round->open = FALSE;
}

void
reduction_free (Training *t, Reduction *reduction)
{
  if (!reduction)
    return;
  for (guint i = 0; i < ROUNDS_MAX; i++)
    {
      Round *round = &reduction->rounds[i];
      for (guint b = 0; b < t->job.step.n_buckets; b++)
        if (round->runs[b])
          plan_run_abort (round->runs[b]);
      round_close (t, round);
      g_free (round->runs);
      g_free (round->gradients);
    }
  g_free (reduction->nodes);
  g_free (reduction->worker_of);
  g_free (reduction->rank_of);
  g_free (reduction);
}

static Round *
round_of (Training *t, const Worker *worker)
{
  guint64 number = worker->started - 1;
  Round *round = &t->reduction->rounds[number % ROUNDS_MAX];
  if (!round->open)
    *round = (Round){ .number = number, .open = TRUE, .runs = round->runs, .gradients = round->gradients };
  g_assert (round->number == number);
  return round;
}

static void try_enter (Training *t, Worker *worker);

static void
reduced (Training *t, Worker *worker)
{
  SimTime update = t->settings->training.update_time;
  if (update > 0)
    simulator_after (t->sim, update, t->updated, worker->node.index, worker->node.epoch);
  else
    t->protocol->worker.on_reduced (t, &worker->node);
}

void
reduction_on_updated (gpointer owner, guint64 index, guint64 epoch)
{
  Training *t = owner;
  if (t->workers[index].node.epoch == epoch)
    t->protocol->worker.on_reduced (t, &t->workers[index].node);
}

static void
on_rank_done (gpointer owner, guint64 tag, guint rank)
{
  Training *t = owner;
  Worker *worker = &t->workers[t->reduction->worker_of[rank]];
  if (++worker->n_reduced == t->job.step.n_buckets)
    reduced (t, worker);
  else
    try_enter (t, worker);
}

/* @tag: round place, bucket. */
static void
on_done (gpointer owner, guint64 tag)
{
  Training *t = owner;
  t->reduction->rounds[tag >> 32].runs[tag & G_MAXUINT32] = NULL;
}

static PlanRun *
run_of (Training *t, Round *round, guint bucket)
{
  static const PlanRunClient client = { on_rank_done, on_done };
  guint place = round->number % ROUNDS_MAX;
  if (round->runs[bucket])
    return round->runs[bucket];
  Plan plan = bucket_plan (t, bucket);
  round->runs[bucket] = plan_run_new (t->executor, &plan, OPERATOR_AVERAGE, t->reduction->nodes, NULL,
                                      (place * t->job.step.n_buckets + bucket) * LANES_MAX, round->number, &client, t,
                                      (guint64)place << 32 | bucket);
  return round->runs[bucket];
}

/* Enters the next bucket when its gradient is there and the bucket before it is through. */
static void
try_enter (Training *t, Worker *worker)
{
  guint bucket = worker->n_entered, k = worker->node.index;
  if (bucket == worker->n_handed || bucket > worker->n_reduced)
    return;
  Round *round = round_of (t, worker);
  if (!round->gradients[k] && worker->gradient)
    {
      round->gradients[k] = g_steal_pointer (&worker->gradient);
      round->loss += worker->loss;
    }
  PlanRun *run = run_of (t, round, bucket);
  if (t->reduction->over_data)
    plan_run_set_data (run, t->reduction->rank_of[k], vector_data (round->gradients[k]) + t->job.step.buckets[bucket].first);
  worker->n_entered++;
  plan_run_enter (run, t->reduction->rank_of[k]);
}

void
reduction_enter (Training *t, Reduction *reduction, Worker *worker)
{
  worker->n_handed++;
  try_enter (t, worker);
}

void
worker_reduce (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  while (worker->n_handed < t->job.step.n_buckets)
    reduction_enter (t, t->reduction, worker);
}

/* The average in worker order, into the first worker's vector: for plans whose size is not that of the real gradient. */
static void
average_in_order (Training *t, Round *round, gsize n)
{
  float *sum = vector_data (round->gradients[0]);
  for (guint k = 1; k < t->n_workers; k++)
    operator_reduce (OPERATOR_SUM, sum, vector_data (round->gradients[k]), n);
  for (gsize i = 0; i < n; i++)
    sum[i] /= t->n_workers;
}

static Vector *
next_parameters (Training *t, Round *round, const Worker *worker)
{
  gsize n = vector_length (worker->shards[0]);
  round->first = t->reduction->over_data ? worker->node.index : 0;
  if (!t->reduction->over_data)
    average_in_order (t, round, n);
  Vector *next = vector_new (learner_store (t->learner), n);
  memcpy (vector_data (next), vector_data (worker->shards[0]), n * sizeof (float));
  optimizer_apply (t->optimizer, vector_data (next), vector_data (round->gradients[round->first]));
  return next;
}

Vector *
reduction_apply (Training *t, Reduction *reduction, Worker *worker)
{
  Round *round = round_of (t, worker);
  if (!t->learner)
    return NULL;
  if (!round->next)
    round->next = next_parameters (t, round, worker);
  else if (reduction->over_data)
    {
      /* An all-reduce gives every rank the same vector, so every worker's parameters are the first one's. */
      float *a = vector_data (round->gradients[round->first]), *b = vector_data (round->gradients[worker->node.index]);
      if (memcmp (a, b, vector_length (round->next) * sizeof (float)) != 0)
        training_fail (t, "worker%u and worker%u have different sums after one all-reduce", round->first, worker->node.index);
    }
  return vector_ref (round->next);
}

void
reduction_applied (Training *t, Reduction *reduction, Worker *worker)
{
  Round *round = round_of (t, worker);
  if (++round->n_applied < t->n_workers)
    return;
  double loss = round->loss / t->n_workers;
  round_close (t, round);
  for (guint i = 0; i < t->n_workers; i++)
    worker_contributed (t, &t->workers[i]);
  evaluator_update (t, t->evaluator, t->n_workers * t->job.samples, 0, loss);
  for (guint i = 0; i < t->n_workers; i++)
    worker_retire (t, &t->workers[i]);
}
