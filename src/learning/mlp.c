/* A multilayer perceptron: dense layers with ReLU between them, mean cross-entropy. */
#include "learning/feedforward.h"

static const Knob mlp_knobs[] = {
  { .name = "hidden",
    .type = KNOB_INTEGERS,
    .value = NAN,
    .min = 1,
    .max = 1000000,
    .help = "widths of the hidden layers; none is softmax regression" },
  { 0 },
};

static gboolean
mlp_build (Model *model, const Knobs *knobs, const Dataset *shape, GError **error)
{
  guint n_hidden;
  const gint64 *hidden = knob_integers (knobs, "hidden", &n_hidden);
  feedforward_build (model, shape, hidden, n_hidden, shape->classes, &loss_cross_entropy);
  return TRUE;
}

const ModelKind model_mlp = {
  .name = "mlp",
  .summary = "multilayer perceptron with ReLU, cross-entropy",
  .knobs = mlp_knobs,
  .classifies = TRUE,
  .build = mlp_build,
  .workspace_floats = feedforward_workspace_floats,
  .gradient = feedforward_gradient,
  .evaluate = feedforward_evaluate,
};
