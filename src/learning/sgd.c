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

WIDE static void
plain_step (gsize count, float *restrict w, const float *restrict g, float rate, float decay)
{
  for (gsize i = 0; i < count; i++)
    w[i] -= rate * (g[i] + decay * w[i]);
}

WIDE static void
momentum_step (gsize count, float *restrict w, const float *restrict g, float *restrict v, float rate, float momentum, float decay)
{
  for (gsize i = 0; i < count; i++)
    {
      v[i] = momentum * v[i] + (g[i] + decay * w[i]);
      w[i] -= rate * v[i];
    }
}

static void
sgd_apply (const Knobs *knobs, const Model *model, gsize first, gsize count, float *w, const float *g, float *state, guint64 step)
{
  float rate = knob_number (knobs, "rate"), momentum = knob_number (knobs, "momentum");
  float decay = knob_number (knobs, "weight_decay");
  guint n;
  const Tensor *tensors = model_tensors (model, &n);
  for (guint i = 0; i < n; i++)
    {
      gsize from = MAX (tensors[i].first, first), to = MIN (tensors[i].first + tensors[i].count, first + count);
      if (from >= to)
        continue;
      gsize at = from - first;
      if (momentum > 0)
        momentum_step (to - from, w + at, g + at, state + at, rate, momentum, tensors[i].bias ? 0 : decay);
      else
        plain_step (to - from, w + at, g + at, rate, tensors[i].bias ? 0 : decay);
    }
}

const OptimizerKind optimizer_sgd = {
  .name = "sgd",
  .summary = "stochastic gradient descent with momentum and weight decay",
  .knobs = sgd_knobs,
  .n_states = sgd_n_states,
  .apply = sgd_apply,
};
