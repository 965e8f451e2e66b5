#include "training/compute.h"
#include "training/happening.h"
#include "training/local_work.h"
#include "training/state.h"

void
worker_init (Training *t, Worker *worker, guint index)
{
  node_init (t, &worker->node, ROLE_WORKER, index, index);
  worker->member = TRUE;
  worker->push = PARCEL_NONE;
  worker->input = input_new (&t->settings->job.input, t->settings->learning.batch);
  worker->unpulled = t->unpulled + (gsize)index * t->job.step.n_buckets;
  if (!t->learner)
    return;
  worker->shards = g_new0 (Vector *, t->n_held);
  for (guint i = 0; i < t->n_servers; i++)
    worker->shards[i] = vector_ref (t->servers[i].params.w);
  if (t->n_servers == 0)
    worker->shards[0] = index == 0 ? learner_initial (t->learner, 0, model_n_parameters (learner_model (t->learner)))
                                   : vector_ref (t->workers[0].shards[0]);
  if (t->protocol->owns)
    local_work_params (t, worker);
}

void
worker_clear (Training *t, Worker *worker)
{
  node_clear (t, &worker->node);
  if (worker->task)
    learner_gradient_cancel (worker->task);
  vector_clear (&worker->gradient);
  for (guint i = 0; worker->shards && i < t->n_held; i++)
    vector_clear (&worker->shards[i]);
  if (worker->own)
    params_clear (worker->own);
  g_free (worker->own);
  input_free (worker->input);
  g_clear_pointer (&worker->deferred, g_array_unref);
  g_free (worker->shards);
}

void
worker_set_state (Training *t, Worker *worker, WorkerState state)
{
  t->updates.n_busy += (state >= WORKER_COMPUTING) - (worker->state >= WORKER_COMPUTING);
  t->updates.n_gone += state == WORKER_GONE && worker->state != WORKER_GONE;
  worker->state = state;
  worker->state_since = training_now (t);
}

void
worker_bring_back (Training *t, Worker *worker)
{
  t->updates.n_gone -= worker->state == WORKER_GONE;
  worker_set_state (t, worker, WORKER_RESTING);
}

guint
worker_held (const Training *t, const Worker *worker, Vector ***vectors)
{
  gboolean own = worker->own && worker->own->w;
  *vectors = own ? &worker->own->w : worker->shards;
  return own ? 1 : t->n_held;
}

gboolean
worker_awaits (const Training *t, const Worker *worker)
{
  for (guint i = 0; i < t->job.step.n_buckets; i++)
    if (worker->unpulled[i] > 0)
      return TRUE;
  return FALSE;
}

void
worker_leave_clocks (Training *t, Worker *worker)
{
  worker->member = FALSE;
  t->updates.n_members--;
  clocks_leave (t->updates.clocks, worker->node.index);
  for (guint i = 0; i < t->n_servers; i++)
    {
      clocks_leave (t->servers[i].clocks, worker->node.index);
      happened (t, HAPPENED_LEAVING, &t->servers[i].node, worker->node.number);
    }
}

void
worker_join_clocks (Training *t, Worker *worker)
{
  if (worker->member)
    return;
  worker->member = TRUE;
  t->updates.n_members++;
  clocks_join (t->updates.clocks, worker->node.index);
  for (guint i = 0; i < t->n_servers; i++)
    clocks_join (t->servers[i].clocks, worker->node.index);
}

/* With overlap a worker may be through with its last iteration, or in it, while shards of one before are still to be applied. Pushes
 * that wait for others to make an update with them do not keep it, once it is gone: they would wait for ever. */
void
worker_retire (Training *t, Worker *worker)
{
  gboolean waits = worker->open > 0 && (worker->state != WORKER_GONE || t->updates.budget.unit.pushes == 1);
  if (!worker->member || waits || updates_left (t, worker))
    return;
  worker_leave_clocks (t, worker);
  if (worker->state == WORKER_RESTING)
    worker_set_state (t, worker, WORKER_GONE);
}

void
worker_hand_out (Training *t, Worker *worker)
{
  t->way->ready (t, worker, worker->n_handed++);
}

/* A set of parameters that nobody asked for begins with the first shard of it; one of a later round takes the place of one that has
 * not come as a whole. */
static void
expect_called (Training *t, Worker *worker, guint64 version)
{
  gboolean new = !worker_awaits (t, worker) || (worker->called && version > worker->version);
  if (!new)
    return;
  worker->called = TRUE;
  for (guint i = 0; i < t->job.step.n_buckets; i++)
    worker->unpulled[i] = 0;
  for (guint i = 0; i < t->n_servers; i++)
    worker->unpulled[t->servers[i].bucket]++;
}

/* The shards of a bucket are all in: a stalled worker goes on, one whose iteration is over starts the next. */
static void
bucket_arrived (Training *t, Worker *worker)
{
  if (worker->state == WORKER_COMPUTING && worker->stalled)
    compute_resume (t, worker);
  else if (worker->state == WORKER_LEAVING && !worker_awaits (t, worker))
    {
      worker_set_state (t, worker, WORKER_GONE);
      worker_retire (t, worker);
    }
  else if (worker->state == WORKER_EXCHANGING && compute_may_start (t, worker))
    {
      updates_add_iteration (t, worker);
      happened_now (t, HAPPENED_START, &worker->node);
    }
  else if (worker->called && !worker_awaits (t, worker))
    {
      if (worker->state == WORKER_COMPUTING)
        compute_abandon (t, worker);
      happened (t, HAPPENED_START, &worker->node, HAPPENED_TO_ALL);
    }
}

void
worker_take_parameters (Training *t, Worker *worker, guint shard, guint64 version, Vector *w)
{
  guint bucket = t->servers[shard].bucket;
  expect_called (t, worker, version);
  worker->version = MAX (worker->version, version);
  if (w)
    {
      vector_unref (worker->shards[shard]);
      worker->shards[shard] = vector_ref (w);
    }
  if (--worker->unpulled[bucket] == 0)
    bucket_arrived (t, worker);
}

/* The verbs. */

void
worker_compute (Training *t, Node *node)
{
  if (updates_take (t, (Worker *)node))
    compute_start (t, (Worker *)node);
}

void
worker_exchange (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  while (worker->n_handed < t->job.step.n_buckets)
    worker_hand_out (t, worker);
}

void
worker_apply (Training *t, Node *node)
{
  t->way->apply (t, (Worker *)node);
}

void
worker_next (Training *t, Node *node)
{
  updates_add_iteration (t, (Worker *)node);
  happened (t, HAPPENED_START, node, HAPPENED_TO_ALL);
}

void
worker_rest (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  updates_add_iteration (t, worker);
  worker->called = FALSE;
  for (guint i = 0; i < t->job.step.n_buckets; i++)
    worker->unpulled[i] = 0;
  worker_set_state (t, worker, WORKER_RESTING);
  if (worker->deferred && worker->deferred->len > 0)
    happened (t, HAPPENED_RESTED, node, HAPPENED_TO_ALL);
}

void
worker_answer (Training *t, Node *node)
{
  worker_exchange (t, node);
  worker_rest (t, node);
}

gboolean
worker_is_busy (Training *t, Node *node)
{
  return ((const Worker *)node)->state >= WORKER_COMPUTING;
}

void
worker_mix (Training *t, Node *node, const Parcel *parcel, double share)
{
  if (!parcel->data)
    return;
  params_mix (((Worker *)node)->own, vector_data (parcel->data), share);
  t->updates.changes++;
}

void
worker_defer (Training *t, Node *node, const Parcel *parcel)
{
  Worker *worker = (Worker *)node;
  g_assert (worker_is_busy (t, node));
  if (!worker->deferred)
    worker->deferred = g_array_new (FALSE, FALSE, sizeof (guint32));
  parcel_ref (t, parcel->id);
  g_array_append_val (worker->deferred, parcel->id);
}

void
worker_take_deferred (Training *t, Worker *worker)
{
  while (worker->deferred && worker->deferred->len > 0 && worker->state < WORKER_COMPUTING)
    {
      guint32 parcel = g_array_index (worker->deferred, guint32, 0);
      g_array_remove_index (worker->deferred, 0);
      parcel_deliver (t, parcel, &worker->node);
      parcel_unref (t, parcel);
    }
}
