/* No exchange: what a worker computed is its own. It steps its own parameters, and every step is an update. */
#include "training/happening.h"
#include "training/local_work.h"
#include "training/replicas.h"
#include "training/state.h"

static void
none_ready (Training *t, Worker *worker, guint bucket)
{
  if (bucket + 1 == t->job.step.n_buckets)
    replica_reduced (t, worker);
}

static void
none_apply (Training *t, Worker *worker)
{
  const Update update = { .samples = worker->samples, .loss = worker->loss };
  if (worker->gradient)
    params_step (local_work_params (t, worker), vector_data (worker->gradient));
  vector_clear (&worker->gradient);
  t->updates.changes++;
  worker->open--;
  clocks_tick (t->updates.clocks, worker->node.index);
  training_update (t, &update);
  happened (t, HAPPENED_SPENT, &worker->node, HAPPENED_TO_ALL);
}

/* Somebody's model, in the state that it is in. */
static gboolean
none_renew (Training *t, Worker *worker)
{
  const Worker *peer = replicas_peer (t, worker);
  if (!peer)
    {
      faults_start_over (t);
      return FALSE;
    }
  if (t->learner)
    {
      params_clear (worker->own);
      worker->own->w = vector_ref (peer->own->w);
      local_work_params (t, worker);
    }
  if (t->protocol->node_size > 0)
    memcpy (worker->node.state, peer->node.state, t->protocol->node_size);
  return TRUE;
}

static gpointer
none_save (Training *t, GArray *params, GDestroyNotify *destroy)
{
  for (guint k = 0; t->learner && k < t->n_workers; k++)
    params_save (t->workers[k].own, params);
  return NULL;
}

static void
none_restore (Training *t, const GArray *params, gconstpointer rest)
{
  for (guint k = 0; t->learner && k < t->n_workers; k++)
    params_restore (t->workers[k].own, &g_array_index (params, SavedParams, k));
}

static char *
none_awaited (const Training *t, const Worker *worker)
{
  return g_strdup ("somebody to send it a parcel");
}

const ExchangeWay exchange_none = {
  .open = replicas_init,
  .ready = none_ready,
  .apply = none_apply,
  .parameters = replicas_average,
  .awaited = none_awaited,
  .renew = none_renew,
  .save = none_save,
  .restore = none_restore,
};
