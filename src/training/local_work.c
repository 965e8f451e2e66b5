#include "training/local_work.h"

#include "training/compute.h"
#include "training/state.h"

/* A copy of the vectors side by side. (transfer full) */
static Vector *
join (Training *t, Vector *const *vectors, guint n)
{
  if (n == 1)
    return vector_ref (vectors[0]);
  Vector *whole = vector_new (learner_store (t->learner), model_n_parameters (learner_model (t->learner)));
  float *to = vector_data (whole);
  for (guint i = 0; i < n; i++)
    {
      memcpy (to, vector_data (vectors[i]), vector_length (vectors[i]) * sizeof (float));
      to += vector_length (vectors[i]);
    }
  return whole;
}

Params *
local_work_params (Training *t, Worker *worker)
{
  Vector **held;
  if (!worker->own)
    worker->own = g_new0 (Params, 1);
  Params *own = worker->own;
  if (!own->optimizer)
    {
      const LearningSettings *learning = &t->settings->learning;
      own->count = model_n_parameters (learner_model (t->learner));
      own->optimizer =
          optimizer_new (learning->optimizer, learning->optimizer_knobs, learner_model (t->learner), 0, own->count);
    }
  if (!own->w)
    {
      guint n = worker_held (t, worker, &held);
      own->w = join (t, held, n);
    }
  return own;
}

guint64
local_work_rows (const Training *t, const Worker *worker, guint64 iteration)
{
  guint batches = t->settings->training.accumulate;
  return t->order ? order_rows_of (t->order, worker->node.index, iteration * batches, batches) : t->job.samples;
}

void
local_work_add_samples (Training *t, Worker *worker)
{
  worker->samples += local_work_rows (t, worker, worker->started);
}

/* A running mean over rows: of one iteration alone it is that iteration's, to the bit. */
void
local_work_add_loss (Training *t, Worker *worker, double loss)
{
  guint64 n = local_work_rows (t, worker, worker->started - 1);
  worker->loss = n == worker->samples ? loss : worker->loss + (loss - worker->loss) * n / worker->samples;
}

/* Δ, and the round's parameters are given back. */
static Vector *
change (Training *t, Worker *worker)
{
  Params *own = worker->own;
  const float *after = vector_data (own->w);
  Vector *delta = vector_new (learner_store (t->learner), own->count);
  float *d = vector_data (delta);
  for (guint i = 0; i < t->n_held; i++)
    {
      const float *before = vector_data (worker->shards[i]);
      for (gsize j = 0; j < vector_length (worker->shards[i]); j++)
        *d++ = before[j] - *after++;
    }
  vector_clear (&own->w);
  return delta;
}

gboolean
local_work_goes_on (Training *t, Worker *worker)
{
  gboolean more = worker->steps_left > 0;
  if (worker->gradient)
    {
      params_step (worker->own, vector_data (worker->gradient));
      vector_clear (&worker->gradient);
    }
  if (!more)
    {
      worker->local = FALSE;
      if (t->learner)
        {
          worker->gradient = change (t, worker);
          faults_spoil (t, worker->node.index, worker->started - 1, worker->gradient);
        }
      return FALSE;
    }
  worker->steps_left--;
  updates_add_iteration (t, worker);
  return TRUE;
}

void
worker_compute_round (Training *t, Node *node, guint64 steps)
{
  Worker *worker = (Worker *)node;
  if (!updates_take (t, worker))
    return;
  steps = MIN (steps, t->updates.budget.own - worker->started);
  worker->local = TRUE;
  worker->steps_left = steps - 1;
  if (t->learner)
    local_work_params (t, worker);
  compute_start (t, worker);
}

void
worker_forget (Training *t, Node *node)
{
  Params *own = ((Worker *)node)->own;
  if (own)
    g_clear_pointer (&own->optimizer, optimizer_free);
}

guint64
worker_pass (Training *t, Node *worker)
{
  return t->order ? order_pass (t->order, worker->index) : 1;
}
