/* What linear, softmax and mlp are: a dense stack under a loss. */
#pragma once

#include "learning/loss.h"

/** Gives @model the layers @shape->features → hidden … → @outputs. */
void feedforward_build (Model *model, const Dataset *shape, const gint64 *hidden, guint n_hidden, guint outputs,
                        const Loss *loss);

gsize feedforward_workspace_floats (const Model *model, guint n);
double feedforward_gradient (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace);
void feedforward_evaluate (const Model *model, const float *w, const Batch *batch, Evaluation *out, float *workspace);
