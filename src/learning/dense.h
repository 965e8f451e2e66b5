/* A stack of dense layers, ReLU between them (its gradient at 0 is 0): a_l = relu(a_{l−1} W_lᵀ + b_l), the last one without.
 *
 * Parameters are W1 [widths 1][widths 0], b1, W2, b2 … one after another; activations are row-major [n][width].
 */
#pragma once

#include "learning/model.h"

typedef struct
{
  guint n_layers;
  guint *widths; /* [n_layers + 1], input first */
} DenseStack;

/** Layers @inputs → hidden[0] → … → @outputs; registers the tensors W1, b1 … with @model, numbered from @first_number. */
void dense_stack_init (DenseStack *stack, Model *model, guint inputs, const gint64 *hidden, guint n_hidden, guint outputs,
                       guint first_number);
void dense_stack_clear (DenseStack *stack);

/** Floats for @n rows: the activations of every layer, and room for one gradient of them. */
gsize dense_stack_floats (const DenseStack *stack, guint n);

/** From @x [n][inputs] and the stack's parameters @w. Returns: the outputs [n][outputs], inside @workspace. */
float *dense_stack_forward (const DenseStack *stack, const float *w, const float *x, guint n, float *workspace);

/** After a forward pass whose outputs were replaced by the loss's gradient: writes all of @grad (laid out as the parameters), and
 *  the gradient of the input into @dx [n][inputs] unless that is NULL; @dx may be @x. The activations are spent. */
void dense_stack_backward (const DenseStack *stack, const float *w, const float *x, guint n, float *workspace, float *grad,
                           float *dx);

/** @size rounded up to whole cache lines of floats, so that what follows is aligned. */
static inline gsize
aligned_floats (gsize size)
{
  return (size + 15) & ~(gsize)15;
}
