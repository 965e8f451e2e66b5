#include "training/group.h"

#include "training/happening.h"
#include "training/state.h"

#define ROUNDS_MAX 2
#define LANES_MAX 64 /* of a plan: channels are that far apart */

typedef struct
{
  guint64 number;
  gboolean open;
  PlanRun **runs;   /* [n_buckets]; NULL: not begun, or done */
  Vector **vectors; /* [n], by rank; reduced in place */
  Vector *shared;   /* parameters after the round */
  guint first;      /* the rank whose result was asked for first */
  guint n_left;
  guint64 unit, samples; /* of the member that entered first; of all */
  double weight, loss;   /* sums: of samples in units of the first's, of losses so weighted */
} Round;

typedef struct
{
  guint worker;
  guint n_handed, n_entered, n_reduced; /* buckets of its round */
} Rank;

struct _ReduceGroup
{
  Training *training;
  const Exchange *exchange;
  void (*on_reduced) (Training *, Worker *);
  gboolean over_data; /* the plans run over the real vectors; otherwise those are averaged in the order of the workers */
  guint n;
  Rank *ranks;
  guint *rank_of; /* [n_workers] */
  NodeId *hosts;  /* [n], by rank */
  Round rounds[ROUNDS_MAX];
};

static void
set_members (ReduceGroup *group, const guint *members, guint n)
{
  group->n = n;
  for (guint rank = 0; rank < n; rank++)
    {
      group->ranks[rank] = (Rank){ .worker = members[rank] };
      group->rank_of[members[rank]] = rank;
      group->hosts[rank] = members[rank]; /* a worker's host has its number */
    }
}

ReduceGroup *
group_new (Training *t, const guint *members, guint n, const Exchange *exchange, void (*on_reduced) (Training *, Worker *))
{
  ReduceGroup *group = g_new0 (ReduceGroup, 1);
  group->training = t;
  group->exchange = exchange;
  group->on_reduced = on_reduced;
  group->over_data = t->learner && t->job.elements == model_n_parameters (learner_model (t->learner));
  group->ranks = g_new0 (Rank, n);
  group->rank_of = g_new0 (guint, t->n_workers);
  group->hosts = g_new (NodeId, n);
  set_members (group, members, n);
  for (guint i = 0; i < ROUNDS_MAX; i++)
    {
      group->rounds[i].runs = g_new0 (PlanRun *, t->job.step.n_buckets);
      group->rounds[i].vectors = g_new0 (Vector *, n);
    }
  return group;
}

static void
round_close (const ReduceGroup *group, Round *round)
{
  for (guint i = 0; i < group->n; i++)
    vector_clear (&round->vectors[i]);
  vector_clear (&round->shared);
  round->open = FALSE;
}

static void
break_off (const Training *t, const ReduceGroup *group, Round *round)
{
  for (guint b = 0; b < t->job.step.n_buckets; b++)
    g_clear_pointer (&round->runs[b], plan_run_abort);
  round_close (group, round);
}

gboolean
group_totals (const ReduceGroup *group, guint64 number, Update *out)
{
  const Round *round = &group->rounds[number % ROUNDS_MAX];
  if (!round->open || round->number != number)
    return FALSE;
  *out = (Update){ .samples = round->samples, .loss = round->loss / round->weight };
  return TRUE;
}

gboolean
group_is_applied (const ReduceGroup *group, guint64 number)
{
  return group->rounds[number % ROUNDS_MAX].shared != NULL;
}

void
group_reset (Training *t, ReduceGroup *group, const guint *members, guint n)
{
  for (guint i = 0; i < ROUNDS_MAX; i++)
    break_off (t, group, &group->rounds[i]);
  set_members (group, members, n);
}

gboolean
group_has (const ReduceGroup *group, const Worker *worker)
{
  guint rank = group->rank_of[worker->node.index];
  return rank < group->n && group->ranks[rank].worker == worker->node.index;
}

void
group_free (Training *t, ReduceGroup *group)
{
  for (guint i = 0; i < ROUNDS_MAX; i++)
    {
      break_off (t, group, &group->rounds[i]);
      g_free (group->rounds[i].runs);
      g_free (group->rounds[i].vectors);
    }
  g_free (group->ranks);
  g_free (group->rank_of);
  g_free (group->hosts);
  g_free (group);
}

static Round *
round_of (ReduceGroup *group, const Worker *worker)
{
  Round *round = &group->rounds[worker->unit % ROUNDS_MAX];
  if (!round->open)
    *round = (Round){ .number = worker->unit, .open = TRUE, .runs = round->runs, .vectors = round->vectors };
  g_assert (round->number == worker->unit);
  return round;
}

static void try_enter (Training *t, ReduceGroup *group, guint rank);

static void
on_rank_done (gpointer owner, guint64 tag, guint rank)
{
  ReduceGroup *group = owner;
  Training *t = group->training;
  if (++group->ranks[rank].n_reduced < t->job.step.n_buckets)
    try_enter (t, group, rank);
  else
    group->on_reduced (t, &t->workers[group->ranks[rank].worker]);
  happenings_tell (t);
}

/* @tag: round place, bucket. */
static void
on_done (gpointer owner, guint64 tag)
{
  ((ReduceGroup *)owner)->rounds[tag >> 32].runs[tag & G_MAXUINT32] = NULL;
}

static PlanRun *
run_of (Training *t, ReduceGroup *group, Round *round, guint bucket, guint64 iteration)
{
  static const PlanRunClient client = { on_rank_done, on_done };
  guint place = round->number % ROUNDS_MAX;
  if (round->runs[bucket])
    return round->runs[bucket];
  Plan plan = exchange_plan (group->exchange, &t->settings->cluster.network, group->n, t->job.step.buckets[bucket].count,
                             t->job.element_bytes);
  round->runs[bucket] =
      plan_run_new (t->world->executor, &plan, OPERATOR_AVERAGE, group->hosts, NULL,
                    (place * t->job.step.n_buckets + bucket) * LANES_MAX, iteration, &client, group,
                    (guint64)place << 32 | bucket);
  plan_run_set_bucket (round->runs[bucket], step_bucket_number (&t->job.step, bucket));
  return round->runs[bucket];
}

static void
scale (Vector *vector, float factor)
{
  if (factor == 1)
    return;
  float *x = vector_data (vector);
  for (gsize i = 0; i < vector_length (vector); i++)
    x[i] *= factor;
}

/* What @worker computed enters the round, weighted by its samples: Σ w_k v_k / Σ w_k is the plain average of the w_k v_k times
 * n / Σ w_k, and where all have as many samples nothing is multiplied. */
static void
join (Training *t, Round *round, guint rank, Worker *worker)
{
  round->unit = round->samples == 0 ? worker->samples : round->unit;
  double weight = (double)worker->samples / round->unit;
  round->weight += weight;
  round->loss += weight * worker->loss;
  round->samples += worker->samples;
  if (!worker->gradient)
    return;
  if (t->codec->encode)
    t->codec->encode (vector_data (worker->gradient), vector_length (worker->gradient));
  round->vectors[rank] = g_steal_pointer (&worker->gradient);
  scale (round->vectors[rank], weight);
}

/* Enters the next bucket when it is there and the bucket before it is through. */
static void
try_enter (Training *t, ReduceGroup *group, guint rank)
{
  Rank *state = &group->ranks[rank];
  guint bucket = state->n_entered;
  if (bucket == state->n_handed || bucket > state->n_reduced)
    return;
  Worker *worker = &t->workers[state->worker];
  Round *round = round_of (group, worker);
  PlanRun *run = run_of (t, group, round, bucket, worker->started - 1);
  if (group->over_data)
    plan_run_set_data (run, rank, vector_data (round->vectors[rank]) + t->job.step.buckets[bucket].first);
  state->n_entered++;
  plan_run_enter (run, rank);
}

void
group_hand (Training *t, ReduceGroup *group, Worker *worker)
{
  guint rank = group->rank_of[worker->node.index];
  Rank *state = &group->ranks[rank];
  if (state->n_reduced == t->job.step.n_buckets)
    state->n_handed = state->n_entered = state->n_reduced = 0;
  if (state->n_handed++ == 0)
    join (t, round_of (group, worker), rank, worker);
  try_enter (t, group, rank);
}

/* The average in worker order, into the first worker's vector: for plans whose size is not that of the real gradient. */
static void
average_in_order (Training *t, const ReduceGroup *group, Round *round)
{
  Vector *sum = NULL;
  for (guint k = 0; k < t->n_workers; k++)
    {
      Vector *vector = group->ranks[group->rank_of[k]].worker == k ? round->vectors[group->rank_of[k]] : NULL;
      if (vector && sum)
        operator_reduce (OPERATOR_SUM, vector_data (sum), vector_data (vector), vector_length (sum));
      else if (vector)
        {
          sum = vector;
          round->first = group->rank_of[k];
        }
    }
  float *x = vector_data (sum);
  for (gsize i = 0; i < vector_length (sum); i++)
    x[i] /= group->n;
}

/* An all-reduce gives every rank the same vector. */
static void
check_same (Training *t, const ReduceGroup *group, const Round *round, guint rank)
{
  const float *a = vector_data (round->vectors[round->first]), *b = vector_data (round->vectors[rank]);
  if (memcmp (a, b, vector_length (round->vectors[rank]) * sizeof (float)) != 0)
    training_fail (t, "worker%u and worker%u have different sums after one all-reduce", group->ranks[round->first].worker,
                   group->ranks[rank].worker);
}

const float *
group_result (Training *t, ReduceGroup *group, const Worker *worker)
{
  guint rank = group->rank_of[worker->node.index];
  Round *round = round_of (group, worker);
  if (!round->vectors[rank])
    return NULL;
  if (round->n_left == 0)
    round->first = rank;
  if (round->n_left == 0 && !group->over_data)
    average_in_order (t, group, round);
  if (group->over_data || round->n_left == 0)
    scale (round->vectors[group->over_data ? rank : round->first], group->n / round->weight);
  if (group->over_data && round->n_left > 0)
    check_same (t, group, round, rank);
  return vector_data (round->vectors[round->first]);
}

Vector **
group_shared (Training *t, ReduceGroup *group, const Worker *worker)
{
  return &round_of (group, worker)->shared;
}

gboolean
group_leave (Training *t, ReduceGroup *group, const Worker *worker, Update *out)
{
  Round *round = round_of (group, worker);
  if (++round->n_left < group->n)
    return FALSE;
  *out = (Update){ .samples = round->samples, .loss = round->loss / round->weight };
  round_close (group, round);
  return TRUE;
}

char *
group_awaited (const Training *t, const ReduceGroup *group, const Worker *worker)
{
  const Rank *own = &group->ranks[group->rank_of[worker->node.index]];
  guint64 unit = worker->unit;
  for (guint rank = 0; rank < group->n; rank++)
    {
      const Rank *other = &group->ranks[rank];
      const Worker *member = &t->workers[other->worker];
      if (member->unit < unit || (member->unit == unit && other->n_entered < own->n_entered))
        return g_strdup_printf ("worker%u, which has not entered the reduction", other->worker);
    }
  return g_strdup ("its reduction");
}
