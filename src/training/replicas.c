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

Worker *
replicas_peer (const Training *t, const Worker *worker)
{
  for (guint k = 0; k < t->n_workers; k++)
    if (&t->workers[k] != worker && faults_is_there (t, &t->workers[k]))
      return &t->workers[k];
  return NULL;
}

/* Those that are there, or all where nobody is. (transfer full) worker numbers; *@n of them. */
static guint *
there (const Training *t, guint *n)
{
  guint *workers = g_new (guint, t->n_workers);
  gboolean all = replicas_peer (t, NULL) == NULL;
  *n = 0;
  for (guint k = 0; k < t->n_workers; k++)
    if (all || faults_is_there (t, &t->workers[k]))
      workers[(*n)++] = k;
  return workers;
}

/* The weights are in units of the first worker's rows: where all have as many, this is their plain mean. */
static Vector *
average (Training *t)
{
  guint n_there, i = 1;
  g_autofree guint *workers = there (t, &n_there);
  Vector *first = parameters_of (t, workers[0]);
  double total = 0;
  while (i < n_there && parameters_of (t, workers[i]) == first)
    i++;
  if (i == n_there)
    return vector_ref (first);
  gsize n = vector_length (first);
  Vector *mean = vector_new (learner_store (t->learner), n);
  float *sum = vector_data (mean);
  memset (sum, 0, n * sizeof (float));
  for (i = 0; i < n_there; i++)
    {
      double share = (double)order_rows (t->order, workers[i]) / order_rows (t->order, workers[0]);
      add_share (t, workers[i], share, sum, n);
      total += share;
    }
  for (gsize j = 0; j < n; j++)
    sum[j] /= (float)total;
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
