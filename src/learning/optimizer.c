#include "learning/optimizer.h"

struct _Optimizer
{
  const OptimizerKind *kind;
  Knobs *knobs;
  const Model *model;
  gsize first, count;
  float *state; /* [n_states][count] */
  guint64 step;
};

const OptimizerKind *const optimizer_table[] = { &optimizer_sgd, NULL };

static const char *const planned[] = { "adam", "adamw", "adagrad", "rmsprop", "lars", "lamb", NULL };

WORDS_WITH_KNOBS (optimizer, OptimizerKind, optimizer_table)
const WordTable optimizer_words = { "optimizer", "optimizers", WORD_FUNCTIONS (optimizer), planned };

Optimizer *
optimizer_new (const OptimizerKind *kind, const Knobs *knobs, const Model *model, gsize first, gsize count)
{
  g_assert (first + count <= model_n_parameters (model));
  Optimizer *optimizer = g_new0 (Optimizer, 1);
  optimizer->kind = kind;
  optimizer->knobs = knobs_copy (knobs);
  optimizer->model = model;
  optimizer->first = first;
  optimizer->count = count;
  optimizer->state = g_new0 (float, kind->n_states (knobs) * count);
  return optimizer;
}

Optimizer *
optimizer_copy (const Optimizer *optimizer)
{
  Optimizer *copy = g_memdup2 (optimizer, sizeof *optimizer);
  copy->knobs = knobs_copy (optimizer->knobs);
  copy->state = g_memdup2 (optimizer->state, optimizer->kind->n_states (optimizer->knobs) * optimizer->count * sizeof (float));
  return copy;
}

void
optimizer_free (Optimizer *optimizer)
{
  knobs_free (optimizer->knobs);
  g_free (optimizer->state);
  g_free (optimizer);
}

void
optimizer_apply (Optimizer *optimizer, const float *from, float *to, const float *g)
{
  optimizer->step++;
  optimizer->kind->apply (optimizer->knobs, optimizer->model, optimizer->first, optimizer->count, from, to, g,
                          optimizer->state, optimizer->step);
}
