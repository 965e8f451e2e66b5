/* Stochastic gradient descent with momentum and weight decay: g ← g + λw on weights, not biases; v ← ρv + g; w ← w − ηv. */
#include <float.h>

#include "base/wide.h"
#include "learning/optimizer.h"

static const Knob sgd_knobs[] = {
  { .name = "rate", .type = KNOB_NUMBER, .value = NAN, .min = DBL_MIN, .max = 1e6, .required = TRUE, .help = "learning rate η" },
  { .name = "momentum", .type = KNOB_NUMBER, .value = 0, .min = 0, .max = 1, .help = "share ρ of the last step that is kept" },
  { .name = "weight_decay",
    .type = KNOB_NUMBER,
    .value = 0,
    .min = 0,
    .max = 1e6,
    .help = "λ: adds λw to the gradient of weights, not of biases" },
  { 0 },
};

static guint
sgd_n_states (const Knobs *knobs)
{
  return knob_number (knobs, "momentum") > 0 ? 1 : 0;
}

/* In place or not, no element needs another one: the compiler is told so. */
WIDE static void
plain_step (gsize count, const float *from, float *to, const float *g, float rate, float decay)
{
#pragma GCC ivdep
  for (gsize i = 0; i < count; i++)
    to[i] = from[i] - rate * (g[i] + decay * from[i]);
}

WIDE static void
momentum_step (gsize count, const float *from, float *to, const float *g, float *v, float rate, float momentum, float decay)
{
#pragma GCC ivdep
  for (gsize i = 0; i < count; i++)
    {
      v[i] = momentum * v[i] + (g[i] + decay * from[i]);
      to[i] = from[i] - rate * v[i];
    }
}

static void
sgd_apply (const Knobs *knobs, const Model *model, gsize first, gsize count, const float *from, float *to, const float *g,
           float *state, guint64 step)
{
  float rate = knob_number (knobs, "rate"), momentum = knob_number (knobs, "momentum");
  float weight_decay = knob_number (knobs, "weight_decay");
  guint n;
  const Tensor *tensors = model_tensors (model, &n);
  for (guint i = 0; i < n; i++)
    {
      gsize begin = MAX (tensors[i].first, first), end = MIN (tensors[i].first + tensors[i].count, first + count);
      if (begin >= end)
        continue;
      gsize at = begin - first;
      float decay = tensors[i].bias ? 0 : weight_decay;
      if (momentum > 0)
        momentum_step (end - begin, from + at, to + at, g + at, state + at, rate, momentum, decay);
      else
        plain_step (end - begin, from + at, to + at, g + at, rate, decay);
    }
}

const OptimizerKind optimizer_sgd = {
  .name = "sgd",
  .summary = "stochastic gradient descent with momentum and weight decay",
  .knobs = sgd_knobs,
  .n_states = sgd_n_states,
  .apply = sgd_apply,
};
