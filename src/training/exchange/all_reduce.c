/* All-reduces: every worker holds the parameters; what the workers computed is averaged by a collective, and each applies the
 * average. Their replicas are one and the same version, which the first of a round makes and the others take. */
#include "training/group.h"
#include "training/happening.h"
#include "training/outage.h"
#include "training/replicas.h"
#include "training/state.h"

typedef struct
{
  ReduceGroup *group;
  Params replica;    /* after the last round that somebody has applied; its optimizer makes the next one … */
  Optimizer *before; /* … as it was before that, where workers may be down; else NULL */
  gboolean guarded;  /* workers may be down */
  gboolean joining;  /* somebody waits for the end of the round to join */
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

static void on_join (Training *t, Node *node, guint32 unused);

static void
all_reduce_open (Training *t)
{
  AllReduce *all = t->exchange_state = g_new0 (AllReduce, 1);
  g_autofree guint *members = number_ranks (t);
  replicas_init (t);
  all->guarded = t->settings->faults.n > 0;
  operation_register (t, &t->operations[OPERATION_JOIN], "waits for the end of the round", PRIORITY_TIMER, on_join);
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
  g_clear_pointer (&all->before, optimizer_free);
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
  if (all->guarded)
    {
      g_clear_pointer (&all->before, optimizer_free);
      all->before = optimizer_copy (all->replica.optimizer);
    }
  all->replica.w = vector_ref (worker->shards[0]);
  all->replica.count = vector_length (all->replica.w);
  params_step (&all->replica, result);
  return g_steal_pointer (&all->replica.w);
}

static void
close_round (Training *t, const AllReduce *all, const Update *update)
{
  for (guint k = 0; k < t->n_workers; k++)
    if (group_has (all->group, &t->workers[k]))
      {
        t->workers[k].open--;
        clocks_tick (t->updates.clocks, k);
      }
  training_update (t, update);
  for (guint k = 0; k < t->n_workers; k++)
    worker_retire (t, &t->workers[k]);
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
  close_round (t, all, &update);
  if (all->joining)
    operation_begin (t, &t->operations[OPERATION_JOIN], &worker->node, 0, 0);
}

/* Whether @worker, which is there, has the result of round @number. */
static gboolean
has_result (const Training *t, const Worker *worker, guint64 number)
{
  return faults_is_there (t, worker) && (worker->unit > number || (worker->state == WORKER_GONE && worker->unit == number));
}

/* All who are there get the newest parameters that one of them has. If those are the result of the round that is under way, that
 * round is complete; otherwise nobody has made its step. */
static void
take_newest (Training *t, AllReduce *all)
{
  guint64 due = t->updates.updates;
  Update update;
  Worker *ahead = NULL;
  gboolean open = group_totals (all->group, due, &update);
  for (guint k = 0; open && k < t->n_workers && !ahead; k++)
    if (group_has (all->group, &t->workers[k]) && has_result (t, &t->workers[k], due))
      ahead = &t->workers[k];
  Worker *holder = ahead ? ahead : replicas_peer (t, NULL);
  Vector *newest = holder && t->learner ? vector_ref (holder->shards[0]) : NULL;
  for (guint k = 0; newest && k < t->n_workers; k++)
    if (faults_is_there (t, &t->workers[k]))
      {
        vector_unref (t->workers[k].shards[0]);
        t->workers[k].shards[0] = vector_ref (newest);
      }
  if (ahead)
    close_round (t, all, &update);
  else if (open && all->before && group_is_applied (all->group, due))
    {
      optimizer_free (all->replica.optimizer);
      all->replica.optimizer = g_steal_pointer (&all->before);
    }
  vector_clear (&newest);
}

/* In the order of their ranks. */
static guint
members_now (const Training *t, guint *members)
{
  guint n = 0;
  g_autofree guint *ranks = number_ranks (t);
  for (guint i = 0; i < t->n_workers; i++)
    if (t->workers[ranks[i]].member)
      members[n++] = ranks[i];
  return n;
}

/* Whoever has been away goes on with the step that is due. */
static void
level_steps (Training *t)
{
  guint64 due = 0;
  for (guint k = 0; k < t->n_workers; k++)
    if (t->workers[k].member)
      due = MAX (due, t->workers[k].started);
  for (guint k = 0; k < t->n_workers; k++)
    if (t->workers[k].member)
      t->workers[k].started = due;
}

static void
all_reduce_interrupt (Training *t)
{
  AllReduce *all = t->exchange_state;
  g_autofree guint *members = g_new (guint, t->n_workers);
  take_newest (t, all);
  all->joining = FALSE;
  for (guint k = 0; k < t->n_workers; k++)
    {
      Worker *worker = &t->workers[k];
      if (worker->state >= WORKER_COMPUTING)
        outage_void (t, worker);
      outage_write_off (t, worker);
    }
  group_reset (t, all->group, members, members_now (t, members));
  level_steps (t);
  for (guint k = 0; k < t->n_workers; k++)
    if (faults_is_there (t, &t->workers[k]) && t->workers[k].state == WORKER_RESTING && t->workers[k].member)
      outage_renew (t, &t->workers[k]);
}

/* Everybody there has the same. */
static gpointer
all_reduce_save (Training *t, GArray *params, GDestroyNotify *destroy)
{
  AllReduce *all = t->exchange_state;
  const Worker *holder = replicas_peer (t, NULL);
  if (t->learner)
    all->replica.w = vector_ref (holder->shards[0]);
  params_save (&all->replica, params);
  vector_clear (&all->replica.w);
  return NULL;
}

static void
all_reduce_restore (Training *t, const GArray *params, gconstpointer rest)
{
  AllReduce *all = t->exchange_state;
  g_autofree guint *members = g_new (guint, t->n_workers);
  params_restore (&all->replica, &g_array_index (params, SavedParams, 0));
  for (guint k = 0; t->learner && k < t->n_workers; k++)
    {
      vector_unref (t->workers[k].shards[0]);
      t->workers[k].shards[0] = vector_ref (all->replica.w);
    }
  vector_clear (&all->replica.w);
  all->joining = FALSE;
  group_reset (t, all->group, members, members_now (t, members));
}

static void
on_join (Training *t, Node *node, guint32 unused)
{
  all_reduce_interrupt (t);
}

/* One that is no member joins when the round that the others are in has ended. */
static gboolean
all_reduce_renew (Training *t, Worker *worker)
{
  AllReduce *all = t->exchange_state;
  const Worker *peer = replicas_peer (t, worker);
  if (!peer)
    {
      faults_start_over (t);
      return FALSE;
    }
  if (t->learner)
    {
      vector_unref (worker->shards[0]);
      worker->shards[0] = vector_ref (peer->shards[0]);
    }
  worker->rounds = t->updates.updates;
  if (group_has (all->group, worker))
    return TRUE;
  all->joining = TRUE;
  if (t->updates.n_busy == 0)
    all_reduce_interrupt (t);
  return FALSE;
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
  .renew = all_reduce_renew,
  .save = all_reduce_save,
  .restore = all_reduce_restore,
  .interrupt = all_reduce_interrupt,
};
