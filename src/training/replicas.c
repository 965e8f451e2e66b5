#include "training/replicas.h"

#include "training/happening.h"
#include "training/state.h"

static void
on_updated (Training *t, Node *node, guint32 unused)
{
  happened (t, HAPPENED_REDUCED, node, HAPPENED_TO_ALL);
}

void
replicas_init (Training *t)
{
  operation_register (t, &t->operations[OPERATION_UPDATED], "applies an update", PRIORITY_COMPUTE, on_updated);
  t->n_held = 1;
}

void
replica_reduced (Training *t, Worker *worker)
{
  SimTime update = t->settings->training.update_time;
  if (update > 0)
    operation_begin (t, &t->operations[OPERATION_UPDATED], &worker->node, update, 0);
  else
    happened (t, HAPPENED_REDUCED, &worker->node, HAPPENED_TO_ALL);
}

static Vector *
parameters_of (const Training *t, guint k)
{
  Vector **held;
  worker_held (t, &t->workers[k], &held);
  return held[0];
}

/* sum[i] += share · (w of worker @k)[i] */
static void
add_share (const Training *t, guint k, float share, float *sum, gsize n)
{
  const float *w = vector_data (parameters_of (t, k));
  for (gsize i = 0; i < n; i++)
    sum[i] += share * w[i];
}

/* The weights are in units of the first worker's rows: where all have as many, this is their plain mean. */
static Vector *
average (Training *t)
{
  Vector *first = parameters_of (t, 0);
  guint k = 1;
  double total = 0;
  while (k < t->n_workers && parameters_of (t, k) == first)
    k++;
  if (k == t->n_workers)
    return vector_ref (first);
  gsize n = vector_length (first);
  Vector *mean = vector_new (learner_store (t->learner), n);
  float *sum = vector_data (mean);
  memset (sum, 0, n * sizeof (float));
  for (k = 0; k < t->n_workers; k++)
    {
      double share = (double)order_rows (t->order, k) / order_rows (t->order, 0);
      add_share (t, k, share, sum, n);
      total += share;
    }
  for (gsize i = 0; i < n; i++)
    sum[i] /= (float)total;
  return mean;
}

Vector **
replicas_average (Training *t, guint *n)
{
  Vector **vectors = g_new (Vector *, 1);
  *n = 1;
  vectors[0] = average (t);
  return vectors;
}
