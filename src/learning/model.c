#include "learning/model.h"

#include "base/error.h"

struct _Model
{
  const ModelKind *kind;
  guint features;
  gsize n_parameters;
  GArray *tensors; /* of Tensor, names owned */
  gpointer state;
  GDestroyNotify destroy_state;
};

const ModelKind *const model_table[] = { &model_linear, &model_softmax, &model_mlp, &model_cnn, NULL };

static const char *const planned[] = { "kmeans", "forest", NULL };

WORDS_WITH_KNOBS (model, ModelKind, model_table)
const WordTable model_words = { "model", "models", WORD_FUNCTIONS (model), planned };

static gboolean
check_shape (const ModelKind *kind, const Dataset *shape, GError **error)
{
  if (shape->features > 0 && kind->classifies == (shape->classes > 0))
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "model \"%s\" needs data with %s", kind->name,
               kind->classifies ? "classes" : "targets (regression)");
  return FALSE;
}

static void
tensor_clear (gpointer data)
{
  g_free ((char *)((Tensor *)data)->name);
}

Model *
model_new (const ModelKind *kind, const Knobs *knobs, const Dataset *shape, GError **error)
{
  if (!check_shape (kind, shape, error))
    return NULL;
  g_autoptr (Model) model = g_new0 (Model, 1);
  model->kind = kind;
  model->features = shape->features;
  model->tensors = g_array_new (FALSE, FALSE, sizeof (Tensor));
  g_array_set_clear_func (model->tensors, tensor_clear);
  if (!kind->build (model, knobs, shape, error))
    return NULL;
  return g_steal_pointer (&model);
}

void
model_free (Model *model)
{
  if (model->destroy_state)
    model->destroy_state (model->state);
  g_array_unref (model->tensors);
  g_free (model);
}

void
model_add_tensor (Model *model, const Tensor *tensor)
{
  Tensor added = *tensor;
  added.name = g_strdup (tensor->name);
  added.first = model->n_parameters;
  added.count = (gsize)tensor->rows * tensor->columns;
  added.window = MAX (tensor->window, 1);
  g_array_append_val (model->tensors, added);
  model->n_parameters += added.count;
}

void
model_set_state (Model *model, gpointer state, GDestroyNotify destroy)
{
  model->state = state;
  model->destroy_state = destroy;
}

gpointer
model_state (const Model *model)
{
  return model->state;
}

const ModelKind *
model_kind (const Model *model)
{
  return model->kind;
}

gsize
model_n_parameters (const Model *model)
{
  return model->n_parameters;
}

const Tensor *
model_tensors (const Model *model, guint *n)
{
  *n = model->tensors->len;
  return (const Tensor *)model->tensors->data;
}

gsize
model_workspace_floats (const Model *model, guint n)
{
  return model->kind->workspace_floats (model, n);
}

double
model_gradient (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace)
{
  return model->kind->gradient (model, w, batch, grad, workspace);
}

/* Rows [first, first+n) of @batch. */
static Batch
batch_part (const Batch *batch, guint features, guint first, guint n)
{
  Batch part = *batch;
  part.n = n;
  if (batch->rows)
    {
      part.rows += first;
      return part;
    }
  part.x += (gsize)first * features;
  part.y = batch->y ? batch->y + first : NULL;
  part.t = batch->t ? batch->t + first : NULL;
  return part;
}

void
model_evaluate (const Model *model, const float *w, const Batch *batch, guint chunk, Evaluation *out, float *workspace)
{
  *out = (Evaluation){ 0 };
  for (guint first = 0; first < batch->n; first += chunk)
    {
      Batch part = batch_part (batch, model->features, first, MIN (chunk, batch->n - first));
      Evaluation of_part;
      model->kind->evaluate (model, w, &part, &of_part, workspace);
      out->loss_sum += of_part.loss_sum;
      out->correct += of_part.correct;
    }
}

/* Rows of a shuffled batch lie anywhere: the next one is fetched while this one is copied. */
static void
prefetch (const float *row, guint features)
{
  for (guint i = 0; i < features; i += 16)
    __builtin_prefetch (row + i);
}

const float *
batch_gather (const Batch *batch, guint features, float *room)
{
  if (!batch->rows)
    return batch->x;
  for (guint i = 0; i < batch->n; i++)
    {
      if (i + 1 < batch->n)
        prefetch (batch->x + (gsize)batch->rows[i + 1] * features, features);
      memcpy (room + (gsize)i * features, batch->x + (gsize)batch->rows[i] * features, features * sizeof *room);
    }
  return room;
}
