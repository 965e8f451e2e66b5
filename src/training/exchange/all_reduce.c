/* All-reduces: every worker holds the parameters; what the workers computed is averaged by a collective, and each applies the
 * average. Their replicas are one and the same version, which the first of a round makes and the others take. */
#include "training/group.h"
#include "training/happening.h"
#include "training/replicas.h"
#include "training/state.h"

typedef struct
{
  ReduceGroup *group;
  Params replica; /* after the last round that somebody has applied; its optimizer makes the next one */
} AllReduce;

/* In order, or first the first worker of every group of machines that stand together, then the second … */
static guint *
number_ranks (const Training *t)
{
  const TopologyKind *kind = topology_kind (t->world->topology);
  guint *members = g_new (guint, t->n_workers);
  gboolean across = t->settings->training.rank_order == RANKS_ACROSS && kind->group;
  guint stride = across ? kind->group (topology_knobs (t->world->topology), t->n_workers) : t->n_workers, rank = 0;
  for (guint first = 0; across && first < stride; first++)
    for (guint k = first; k < t->n_workers; k += stride)
      members[rank++] = k;
  for (; rank < t->n_workers; rank++)
    members[rank] = rank;
  return members;
}

static void
all_reduce_open (Training *t)
{
  AllReduce *all = t->exchange_state = g_new0 (AllReduce, 1);
  g_autofree guint *members = number_ranks (t);
  replicas_init (t);
  all->group = group_new (t, members, t->n_workers, t->settings->training.exchange, replica_reduced);
  if (t->learner)
    all->replica.optimizer = training_outer_optimizer (t, 0, model_n_parameters (learner_model (t->learner)));
}

static void
all_reduce_close (Training *t)
{
  AllReduce *all = t->exchange_state;
  if (!all)
    return;
  group_free (t, all->group);
  params_clear (&all->replica);
  g_free (all);
}

static void
all_reduce_ready (Training *t, Worker *worker, guint bucket)
{
  group_hand (t, ((AllReduce *)t->exchange_state)->group, worker);
}

static Vector *
next_version (AllReduce *all, const Worker *worker, const float *result)
{
  g_assert (!all->replica.w);
  all->replica.w = vector_ref (worker->shards[0]);
  all->replica.count = vector_length (all->replica.w);
  params_step (&all->replica, result);
  return g_steal_pointer (&all->replica.w);
}

static void
all_reduce_apply (Training *t, Worker *worker)
{
  AllReduce *all = t->exchange_state;
  const float *result = group_result (t, all->group, worker);
  Vector **next = group_shared (t, all->group, worker);
  Update update;
  if (result && !*next)
    *next = next_version (all, worker, result);
  if (result)
    {
      vector_unref (worker->shards[0]);
      worker->shards[0] = vector_ref (*next);
    }
  t->updates.changes++;
  if (!group_leave (t, all->group, worker, &update))
    return;
  for (guint k = 0; k < t->n_workers; k++)
    {
      t->workers[k].open--;
      clocks_tick (t->updates.clocks, k);
    }
  training_update (t, &update);
  for (guint k = 0; k < t->n_workers; k++)
    worker_retire (t, &t->workers[k]);
}

static char *
all_reduce_awaited (const Training *t, const Worker *worker)
{
  return group_awaited (t, ((AllReduce *)t->exchange_state)->group, worker);
}

const ExchangeWay exchange_over_all_reduce = {
  .open = all_reduce_open,
  .close = all_reduce_close,
  .ready = all_reduce_ready,
  .apply = all_reduce_apply,
  .parameters = replicas_average,
  .awaited = all_reduce_awaited,
};
