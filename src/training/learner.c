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
  float **one;       /* [slots]: the gradient of one batch among several of an iteration */
  GradientTask *spare;
};

struct _GradientTask
{
  Learner *learner;
  Work work;
  Vector **shards;
  guint n_shards, shards_room;
  guint32 *rows; /* [accumulate][order_batch_max] */
  guint *counts; /* [accumulate]: rows of each batch */
  Vector *gradient;
  double loss;
  GradientTask *next; /* of those that are spare */
};

/* Some rows of an evaluation, which go through the network together. */
typedef struct
{
  EvaluationTask *task;
  Work work;
  Batch rows;
  Evaluation result;
} EvaluationPart;

struct _EvaluationTask
{
  Learner *learner;
  Vector **shards;
  guint n_shards;
  guint n_test, n_train; /* rows */
  guint n_parts;
  EvaluationPart parts[]; /* the test set's, then those of training rows */
};

static float *
floats_new (gsize n)
{
  void *p = NULL;
  if (posix_memalign (&p, 64, MAX (n, 1) * sizeof (float)) != 0)
    g_error ("out of memory: %" G_GSIZE_FORMAT " floats of workspace", n);
  return p;
}

/* The floats of *@of, made when first needed. */
static float *
kept_floats (float **of, gsize n)
{
  if (!*of)
    *of = floats_new (n);
  return *of;
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
  float *to = kept_floats (&learner->assembled[slot], model_n_parameters (learner->model));
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
  learner->one = g_new0 (float *, work_pool_slots (learner->pool));
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
      free (learner->one[i]);
    }
  while (learner->spare)
    {
      GradientTask *task = learner->spare;
      learner->spare = task->next;
      g_free (task->shards);
      g_free (task->rows);
      g_free (task->counts);
      g_free (task);
    }
  free (learner->initial);
  g_free (learner->workspace);
  g_free (learner->assembled);
  g_free (learner->one);
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
  float *one = kept_floats (&task->learner->one[slot], n);
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

/* A spare one, or a new one: an iteration allocates nothing. */
static GradientTask *
gradient_task_take (Learner *learner)
{
  guint batch = order_batch_max (learner->order), batches = learner->settings->training.accumulate;
  GradientTask *task = learner->spare;
  if (task)
    {
      learner->spare = task->next;
      return task;
    }
  task = g_new0 (GradientTask, 1);
  task->learner = learner;
  task->work = (Work){ .run = gradient_run, .task = task, .large = TRUE };
  task->rows = g_new (guint32, (gsize)batch * batches);
  task->counts = g_new (guint, batches);
  return task;
}

static void
gradient_task_release (GradientTask *task)
{
  for (guint i = 0; i < task->n_shards; i++)
    vector_unref (task->shards[i]);
  task->gradient = NULL;
  task->next = task->learner->spare;
  task->learner->spare = task;
}

static void
hold_shards (GradientTask *task, Vector *const *shards, guint n)
{
  if (n > task->shards_room)
    {
      task->shards = g_renew (Vector *, task->shards, n);
      task->shards_room = n;
    }
  for (guint i = 0; i < n; i++)
    task->shards[i] = vector_ref (shards[i]);
  task->n_shards = n;
}

GradientTask *
learner_gradient_start (Learner *learner, guint worker, guint64 iteration, Vector *const *shards, guint n_shards, SimTime due)
{
  guint batch = order_batch_max (learner->order), batches = learner->settings->training.accumulate;
  GradientTask *task = gradient_task_take (learner);
  hold_shards (task, shards, n_shards);
  for (guint a = 0; a < batches; a++)
    task->counts[a] = order_batch (learner->order, worker, iteration * batches + a, task->rows + (gsize)a * batch);
  task->loss = 0;
  task->gradient = vector_new (learner->store, model_n_parameters (learner->model));
  work_submit (learner->pool, due, &task->work);
  return task;
}

Vector *
learner_gradient_join (GradientTask *task, double *loss)
{
  work_join (&task->work);
  Vector *gradient = task->gradient;
  *loss = task->loss;
  gradient_task_release (task);
  return gradient;
}

void
learner_gradient_cancel (GradientTask *task)
{
  work_cancel (&task->work);
  vector_unref (task->gradient);
  gradient_task_release (task);
}

static void
evaluation_run (gpointer data, guint slot)
{
  EvaluationPart *part = data;
  const EvaluationTask *task = part->task;
  const float *w = learner_assemble (task->learner, task->shards, task->n_shards, slot);
  model_evaluate (task->learner->model, w, &part->rows, EVALUATION_CHUNK, &part->result, learner_workspace (task->learner, slot));
}

/* The first @n of @rows, in parts. */
static void
evaluation_start_parts (EvaluationTask *task, Batch rows, guint n)
{
  guint features = task->learner->data->features;
  for (guint first = 0; first < n; first += EVALUATION_CHUNK)
    {
      EvaluationPart *part = &task->parts[task->n_parts++];
      *part = (EvaluationPart){ .task = task, .work = { .run = evaluation_run, .task = part }, .rows = rows };
      part->rows.x += (gsize)first * features;
      part->rows.y = rows.y ? rows.y + first : NULL;
      part->rows.t = rows.t ? rows.t + first : NULL;
      part->rows.n = MIN (EVALUATION_CHUNK, n - first);
      work_submit (task->learner->pool, EVALUATION_DUE, &part->work);
    }
}

static guint
parts_of (guint rows)
{
  return (rows + EVALUATION_CHUNK - 1) / EVALUATION_CHUNK;
}

EvaluationTask *
learner_evaluation_start (Learner *learner, Vector *const *shards, guint n_shards, guint train_rows)
{
  const Dataset *d = learner->data;
  guint n_train = MIN (train_rows, d->n_train);
  EvaluationTask *task = g_malloc0 (sizeof *task + (parts_of (d->n_test) + parts_of (n_train)) * sizeof *task->parts);
  task->learner = learner;
  task->shards = shards_ref (shards, n_shards);
  task->n_shards = n_shards;
  task->n_test = d->n_test;
  task->n_train = n_train;
  evaluation_start_parts (task, (Batch){ .x = d->test_x, .y = d->test_y, .t = d->test_t }, task->n_test);
  evaluation_start_parts (task, (Batch){ .x = d->train_x, .y = d->train_y, .t = d->train_t }, task->n_train);
  return task;
}

/* Parts [first, end) together, summed in the order of their rows, whoever computed them. */
static Evaluation
evaluation_join_parts (EvaluationTask *task, guint first, guint end)
{
  Evaluation sum = { 0 };
  for (guint i = first; i < end; i++)
    {
      EvaluationPart *part = &task->parts[i];
      work_join (&part->work);
      sum.loss_sum += part->result.loss_sum;
      sum.correct += part->result.correct;
    }
  return sum;
}

void
learner_evaluation_join (EvaluationTask *task, double *train_loss, double *test_loss, double *test_accuracy)
{
  gboolean classifies = task->learner->data->classes > 0;
  guint of_test = parts_of (task->n_test);
  Evaluation test = evaluation_join_parts (task, 0, of_test), train = evaluation_join_parts (task, of_test, task->n_parts);
  *train_loss = task->n_train > 0 ? train.loss_sum / task->n_train : NAN;
  *test_loss = task->n_test > 0 ? test.loss_sum / task->n_test : NAN;
  *test_accuracy = classifies && task->n_test > 0 ? (double)test.correct / task->n_test : NAN;
  vectors_free (task->shards, task->n_shards);
  g_free (task);
}
