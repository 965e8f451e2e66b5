#include "training/learner.h"

#include "learning/blas.h"

#define EVALUATION_CHUNK 512 /* rows that go through the network together */
#define EVALUATION_DUE (SIM_TIME_NEVER - 1)

struct _Learner
{
  const RunSettings *settings;
  Dataset *data;
  Model *model;
  Order *order; /* borrowed */
  VectorStore *store;
  WorkPool *pool;
  float *initial;    /* all parameters at the start; NULL until asked for */
  float **workspace; /* [slots], made when first needed; each belongs to one runner at a time */
  float **assembled; /* [slots]: parameters of several shards side by side */
};

struct _GradientTask
{
  Learner *learner;
  Work *work;
  Vector **shards;
  guint n_shards;
  guint32 *rows; /* [accumulate][order_batch_max] */
  guint *counts; /* [accumulate]: rows of each batch */
  Vector *gradient;
  double loss;
};

/* One part of an evaluation: the test set, or training rows. */
typedef struct
{
  EvaluationTask *task;
  Work *work;
  gboolean train;
  guint n;
  Evaluation result;
} EvaluationPart;

struct _EvaluationTask
{
  Learner *learner;
  Vector **shards;
  guint n_shards;
  EvaluationPart test, train;
};

static float *
floats_new (gsize n)
{
  void *p = NULL;
  if (posix_memalign (&p, 64, MAX (n, 1) * sizeof (float)) != 0)
    g_error ("out of memory: %" G_GSIZE_FORMAT " floats of workspace", n);
  return p;
}

static float *
learner_workspace (Learner *learner, guint slot)
{
  if (!learner->workspace[slot])
    {
      gsize batch = model_workspace_floats (learner->model, order_batch_max (learner->order));
      gsize chunk = model_workspace_floats (learner->model, EVALUATION_CHUNK);
      learner->workspace[slot] = floats_new (MAX (batch, chunk));
    }
  return learner->workspace[slot];
}

/* The parameters in one piece: the shard itself, or the shards copied side by side. */
static const float *
learner_assemble (Learner *learner, Vector *const *shards, guint n_shards, guint slot)
{
  if (n_shards == 1)
    return vector_data (shards[0]);
  if (!learner->assembled[slot])
    learner->assembled[slot] = floats_new (model_n_parameters (learner->model));
  float *to = learner->assembled[slot];
  for (guint i = 0; i < n_shards; i++)
    {
      memcpy (to, vector_data (shards[i]), vector_length (shards[i]) * sizeof (float));
      to += vector_length (shards[i]);
    }
  return learner->assembled[slot];
}

static Vector **
shards_ref (Vector *const *shards, guint n_shards)
{
  Vector **refs = g_new (Vector *, n_shards);
  for (guint i = 0; i < n_shards; i++)
    refs[i] = vector_ref (shards[i]);
  return refs;
}

Learner *
learner_new (const RunSettings *settings, Dataset *data, Order *order, guint threads, GError **error)
{
  const LearningSettings *learning = &settings->learning;
  Model *model = model_new (learning->model, learning->model_knobs, data, error);
  if (!model || !blas_start (threads, error))
    {
      g_clear_pointer (&model, model_free);
      dataset_free (data);
      return NULL;
    }
  Learner *learner = g_new0 (Learner, 1);
  learner->settings = settings;
  learner->model = model;
  learner->order = order;
  learner->data = data;
  learner->store = vector_store_new ();
  learner->pool = work_pool_new (threads);
  learner->workspace = g_new0 (float *, work_pool_slots (learner->pool));
  learner->assembled = g_new0 (float *, work_pool_slots (learner->pool));
  return learner;
}

void
learner_free (Learner *learner)
{
  if (!learner)
    return;
  for (guint i = 0; i < work_pool_slots (learner->pool); i++)
    {
      free (learner->workspace[i]);
      free (learner->assembled[i]);
    }
  free (learner->initial);
  g_free (learner->workspace);
  g_free (learner->assembled);
  work_pool_free (learner->pool);
  vector_store_free (learner->store);
  model_free (learner->model);
  dataset_free (learner->data);
  g_free (learner);
}

const Model *
learner_model (const Learner *learner)
{
  return learner->model;
}

VectorStore *
learner_store (Learner *learner)
{
  return learner->store;
}

guint
learner_train_rows (const Learner *learner)
{
  return learner->data->n_train;
}

Vector *
learner_initial (Learner *learner, gsize first, gsize count)
{
  if (!learner->initial)
    {
      learner->initial = floats_new (model_n_parameters (learner->model));
      init_parameters (learner->settings->learning.init, learner->model, learner->settings->seed, learner->initial);
    }
  Vector *vector = vector_new (learner->store, count);
  memcpy (vector_data (vector), learner->initial + first, count * sizeof (float));
  return vector;
}

/* The mean loss over batch @a of the iteration; its gradient in @out. */
static double
gradient_of_batch (GradientTask *task, guint a, const float *w, float *out, guint slot)
{
  Learner *learner = task->learner;
  const Dataset *d = learner->data;
  const guint32 *rows = task->rows + (gsize)a * order_batch_max (learner->order);
  Batch batch = { d->train_x, d->train_y, d->train_t, rows, task->counts[a] };
  return model_gradient (learner->model, w, &batch, out, learner_workspace (learner, slot));
}

/* The mean of the iteration's batches, weighted by their rows in units of a full batch: of full batches it is their sum over their
 * number. */
static void
accumulate (GradientTask *task, const float *w, float *sum, guint slot)
{
  gsize n = vector_length (task->gradient);
  float *one = floats_new (n);
  double total = 0;
  for (guint a = 0; a < task->learner->settings->training.accumulate; a++)
    {
      float *out = a == 0 ? sum : one;
      double share = (double)task->counts[a] / order_batch_max (task->learner->order);
      task->loss += share * gradient_of_batch (task, a, w, out, slot);
      total += share;
      for (gsize i = 0; share != 1 && i < n; i++)
        out[i] *= (float)share;
      if (a > 0)
        operator_reduce (OPERATOR_SUM, sum, one, n);
    }
  for (gsize i = 0; i < n; i++)
    sum[i] /= (float)total;
  task->loss /= total;
  free (one);
}

static void
gradient_run (gpointer data, guint slot)
{
  GradientTask *task = data;
  Learner *learner = task->learner;
  const float *w = learner_assemble (learner, task->shards, task->n_shards, slot);
  float *out = vector_data (task->gradient);
  if (learner->settings->training.accumulate > 1)
    accumulate (task, w, out, slot);
  else
    task->loss = gradient_of_batch (task, 0, w, out, slot);
}

GradientTask *
learner_gradient_start (Learner *learner, guint worker, guint64 iteration, Vector *const *shards, guint n_shards, SimTime due)
{
  guint batch = order_batch_max (learner->order), batches = learner->settings->training.accumulate;
  GradientTask *task = g_new0 (GradientTask, 1);
  task->learner = learner;
  task->shards = shards_ref (shards, n_shards);
  task->n_shards = n_shards;
  task->rows = g_new (guint32, (gsize)batch * batches);
  task->counts = g_new (guint, batches);
  for (guint a = 0; a < batches; a++)
    task->counts[a] = order_batch (learner->order, worker, iteration * batches + a, task->rows + (gsize)a * batch);
  task->gradient = vector_new (learner->store, model_n_parameters (learner->model));
  task->work = work_submit (learner->pool, due, gradient_run, task);
  return task;
}

static void
gradient_task_free (GradientTask *task)
{
  vectors_free (task->shards, task->n_shards);
  g_free (task->rows);
  g_free (task->counts);
  g_free (task);
}

Vector *
learner_gradient_join (GradientTask *task, double *loss)
{
  work_join (task->work);
  Vector *gradient = task->gradient;
  *loss = task->loss;
  gradient_task_free (task);
  return gradient;
}

void
learner_gradient_cancel (GradientTask *task)
{
  work_cancel (task->work);
  vector_unref (task->gradient);
  gradient_task_free (task);
}

static void
evaluation_run (gpointer data, guint slot)
{
  EvaluationPart *part = data;
  Learner *learner = part->task->learner;
  const Dataset *d = learner->data;
  const float *w = learner_assemble (learner, part->task->shards, part->task->n_shards, slot);
  Batch batch = part->train ? (Batch){ d->train_x, d->train_y, d->train_t, NULL, part->n }
                            : (Batch){ d->test_x, d->test_y, d->test_t, NULL, part->n };
  model_evaluate (learner->model, w, &batch, EVALUATION_CHUNK, &part->result, learner_workspace (learner, slot));
}

static void
evaluation_part_start (EvaluationTask *task, EvaluationPart *part, gboolean train, guint n)
{
  *part = (EvaluationPart){ .task = task, .train = train, .n = n };
  if (n > 0)
    part->work = work_submit (task->learner->pool, EVALUATION_DUE, evaluation_run, part);
}

EvaluationTask *
learner_evaluation_start (Learner *learner, Vector *const *shards, guint n_shards, guint train_rows)
{
  EvaluationTask *task = g_new0 (EvaluationTask, 1);
  task->learner = learner;
  task->shards = shards_ref (shards, n_shards);
  task->n_shards = n_shards;
  evaluation_part_start (task, &task->test, FALSE, learner->data->n_test);
  evaluation_part_start (task, &task->train, TRUE, MIN (train_rows, learner->data->n_train));
  return task;
}

static double
evaluation_part_join (EvaluationPart *part)
{
  if (part->work)
    work_join (part->work);
  return part->n > 0 ? part->result.loss_sum / part->n : NAN;
}

void
learner_evaluation_join (EvaluationTask *task, double *train_loss, double *test_loss, double *test_accuracy)
{
  gboolean classifies = task->learner->data->classes > 0;
  *train_loss = evaluation_part_join (&task->train);
  *test_loss = evaluation_part_join (&task->test);
  *test_accuracy = classifies && task->test.n > 0 ? (double)task->test.result.correct / task->test.n : NAN;
  vectors_free (task->shards, task->n_shards);
  g_free (task);
}
