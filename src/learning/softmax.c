/* Softmax (multinomial logistic) regression: one dense layer, mean cross-entropy. */
#include "learning/feedforward.h"

static gboolean
softmax_build (Model *model, const Knobs *knobs, const Dataset *shape, GError **error)
{
  feedforward_build (model, shape, NULL, 0, shape->classes, &loss_cross_entropy);
  return TRUE;
}

const ModelKind model_softmax = {
  .name = "softmax",
  .summary = "softmax regression, cross-entropy",
  .classifies = TRUE,
  .build = softmax_build,
  .workspace_floats = feedforward_workspace_floats,
  .gradient = feedforward_gradient,
  .evaluate = feedforward_evaluate,
};
