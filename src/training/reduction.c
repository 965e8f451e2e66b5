#include "training/engine.h"

/* A worker that is done with a round may enter the next one while others are still in it, so two can be under way; no more, since
 * nobody leaves a round that not everybody has entered. */
#define ROUNDS_MAX 2

typedef struct
{
  guint64 number;
  gboolean open;
  Vector **gradients; /* [n_workers]; reduced in place */
  Vector *next;       /* parameters after the round */
  guint first;        /* the worker whose reduction made them */
  guint n_applied;
  double loss; /* sum over workers */
} Round;

struct _Reduction
{
  Plan plan;
  gboolean over_data; /* the plan runs over the real vectors; otherwise they are averaged in worker order */
  NodeId *nodes;
  Round rounds[ROUNDS_MAX];
  PlanRun *runs[ROUNDS_MAX];
};

static void
on_rank_done (gpointer owner, guint64 tag, guint rank)
{
  Training *t = owner;
  t->protocol->worker.on_reduced (t, &t->workers[rank].node);
}

static void
on_done (gpointer owner, guint64 slot)
{
  ((Training *)owner)->reduction->runs[slot] = NULL;
}

static const PlanRunClient client = { on_rank_done, on_done };

Reduction *
reduction_new (Training *t)
{
  Reduction *reduction = g_new0 (Reduction, 1);
  gsize elements = (t->gradient_bytes + 3) / 4;
  reduction->plan = (Plan){
    .collective = t->settings->training.exchange->collective, .n_ranks = t->n_workers, .n_elements = elements, .group = 1
  };
  reduction->over_data = t->learner && elements == model_n_parameters (learner_model (t->learner));
  reduction->nodes = g_new (NodeId, t->n_workers);
  for (guint i = 0; i < t->n_workers; i++)
    reduction->nodes[i] = t->workers[i].node.host;
  for (guint i = 0; i < ROUNDS_MAX; i++)
    reduction->rounds[i].gradients = g_new0 (Vector *, t->n_workers);
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
      if (reduction->runs[i])
        plan_run_abort (reduction->runs[i]);
      round_close (t, &reduction->rounds[i]);
      g_free (reduction->rounds[i].gradients);
    }
  g_free (reduction->nodes);
  g_free (reduction);
}

static Round *
round_of (Training *t, Reduction *reduction, guint64 number)
{
  guint slot = number % ROUNDS_MAX;
  Round *round = &reduction->rounds[slot];
  if (round->open)
    {
      g_assert (round->number == number);
      return round;
    }
  Vector **gradients = round->gradients;
  *round = (Round){ .number = number, .open = TRUE, .gradients = gradients };
  reduction->runs[slot] = plan_run_new (t->executor, &reduction->plan, OPERATOR_AVERAGE, reduction->nodes, NULL,
                                        channel (CHANNEL_REDUCE, slot), number, &client, t, slot);
  return round;
}

void
worker_reduce (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  Reduction *reduction = t->reduction;
  Round *round = round_of (t, reduction, worker->started - 1);
  PlanRun *run = reduction->runs[round->number % ROUNDS_MAX];
  round->loss += worker->loss;
  round->gradients[node->index] = g_steal_pointer (&worker->gradient);
  if (reduction->over_data)
    plan_run_set_data (run, node->index, vector_data (round->gradients[node->index]));
  plan_run_enter (run, node->index);
}

/* The average in worker order, into the first worker's vector: for a plan whose size is not that of the real gradient. */
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
next_parameters (Training *t, Reduction *reduction, Round *round, Worker *worker)
{
  gsize n = vector_length (worker->shards[0]);
  round->first = reduction->over_data ? worker->node.index : 0;
  if (!reduction->over_data)
    average_in_order (t, round, n);
  Vector *next = vector_new (learner_store (t->learner), n);
  memcpy (vector_data (next), vector_data (worker->shards[0]), n * sizeof (float));
  optimizer_apply (t->optimizer, vector_data (next), vector_data (round->gradients[round->first]));
  return next;
}

Vector *
reduction_apply (Training *t, Reduction *reduction, Worker *worker)
{
  Round *round = round_of (t, reduction, worker->started - 1);
  if (!t->learner)
    return NULL;
  if (!round->next)
    round->next = next_parameters (t, reduction, round, worker);
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
  Round *round = round_of (t, reduction, worker->started - 1);
  if (++round->n_applied < t->n_workers)
    return;
  double loss = round->loss / t->n_workers;
  round_close (t, round);
  for (guint i = 0; i < t->n_workers; i++)
    worker_contributed (t, &t->workers[i]);
  evaluator_update (t, t->evaluator, t->n_workers * t->settings->learning.batch, 0, loss);
  for (guint i = 0; i < t->n_workers; i++)
    worker_retire (t, &t->workers[i]);
}
