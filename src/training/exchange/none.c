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
};
