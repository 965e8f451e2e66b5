/* Linear regression: x·w + b, mean squared error. */
#include "learning/feedforward.h"

static gboolean
linear_build (Model *model, const Knobs *knobs, const Dataset *shape, GError **error)
{
  feedforward_build (model, shape, NULL, 0, 1, &loss_squared);
  return TRUE;
}

const ModelKind model_linear = {
  .name = "linear",
  .summary = "linear regression, mean squared error",
  .build = linear_build,
  .workspace_floats = feedforward_workspace_floats,
  .gradient = feedforward_gradient,
  .evaluate = feedforward_evaluate,
};
