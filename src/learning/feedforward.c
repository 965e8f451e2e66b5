#include "learning/feedforward.h"

#include "learning/dense.h"

typedef struct
{
  DenseStack stack;
  const Loss *loss;
} Feedforward;

static void
feedforward_free (gpointer data)
{
  Feedforward *net = data;
  dense_stack_clear (&net->stack);
  g_free (net);
}

void
feedforward_build (Model *model, const Dataset *shape, const gint64 *hidden, guint n_hidden, guint outputs, const Loss *loss)
{
  Feedforward *net = g_new (Feedforward, 1);
  net->loss = loss;
  dense_stack_init (&net->stack, model, shape->features, hidden, n_hidden, outputs, 1);
  model_set_state (model, net, feedforward_free);
}

static gsize
rows_floats (const Feedforward *net, guint n)
{
  return aligned_floats ((gsize)n * net->stack.widths[0]);
}

gsize
feedforward_workspace_floats (const Model *model, guint n)
{
  const Feedforward *net = model_state (model);
  return rows_floats (net, n) + dense_stack_floats (&net->stack, n);
}

double
feedforward_gradient (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace)
{
  const Feedforward *net = model_state (model);
  const float *x = batch_gather (batch, net->stack.widths[0], workspace);
  float *activations = workspace + rows_floats (net, batch->n);
  float *z = dense_stack_forward (&net->stack, w, x, batch->n, activations);
  double loss = net->loss->gradient (batch, net->stack.widths[net->stack.n_layers], z);
  dense_stack_backward (&net->stack, w, x, batch->n, activations, grad, NULL);
  return loss;
}

void
feedforward_evaluate (const Model *model, const float *w, const Batch *batch, Evaluation *out, float *workspace)
{
  const Feedforward *net = model_state (model);
  const float *x = batch_gather (batch, net->stack.widths[0], workspace);
  float *z = dense_stack_forward (&net->stack, w, x, batch->n, workspace + rows_floats (net, batch->n));
  net->loss->evaluate (batch, net->stack.widths[net->stack.n_layers], z, out);
}
