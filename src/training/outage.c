#include "training/outage.h"

#include "training/compute.h"
#include "training/happening.h"
#include "training/local_work.h"
#include "training/state.h"

static void
drop_deferred (Training *t, Worker *worker)
{
  for (guint i = 0; worker->deferred && i < worker->deferred->len; i++)
    parcel_unref (t, g_array_index (worker->deferred, guint32, i));
  g_clear_pointer (&worker->deferred, g_array_unref);
}

void
outage_void (Training *t, Worker *worker)
{
  node_void (&worker->node);
  if (worker->state == WORKER_COMPUTING && worker->n_handed == 0)
    faults_set_unhanded (t, worker);
  compute_void (t, worker);
  drop_deferred (t, worker);
  if (worker->push != PARCEL_NONE)
    parcel_unref (t, worker->push);
  worker->push = PARCEL_NONE;
  worker->called = FALSE;
  for (guint i = 0; i < t->job.step.n_buckets; i++)
    worker->unpulled[i] = 0;
  if (worker->state != WORKER_GONE || worker->open > 0)
    worker_bring_back (t, worker);
}

guint64
outage_begun (Training *t, const Worker *worker, guint64 started, guint64 samples)
{
  do
    {
      guint64 rows = local_work_rows (t, worker, --started);
      samples -= MIN (rows, samples);
    }
  while (samples > 0 && started > 0);
  return started;
}

/* The last @n exchanges that the worker began are to be begun again, the last of them of worker->samples. */
static void
take_back (Training *t, Worker *worker, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 samples = i == 0 ? worker->samples : t->job.samples;
      worker->started = outage_begun (t, worker, worker->started, samples);
      if (!t->protocol->rounds)
        budget_return (&t->updates.budget, samples);
    }
}

void
outage_write_off (Training *t, Worker *worker)
{
  guint kept = t->way->forget ? t->way->forget (t, worker) : 0;
  guint unhanded = faults_take_unhanded (t, worker);
  take_back (t, worker, worker->open - kept);
  faults_add_lost (t, worker->open - kept - unhanded);
  worker->open = kept;
}

void
outage_forget (Training *t, Worker *worker)
{
  if (t->way->interrupt)
    t->way->interrupt (t);
  else
    outage_write_off (t, worker);
}

void
outage_renew (Training *t, Worker *worker)
{
  if (!t->way->renew (t, worker))
    return;
  if (!updates_left (t, worker))
    {
      worker_retire (t, worker);
      worker_set_state (t, worker, WORKER_GONE);
    }
  else if (!t->protocol->calls)
    happened (t, HAPPENED_START, &worker->node, HAPPENED_TO_ALL);
}
