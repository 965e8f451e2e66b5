#include "learning/dense.h"

#include "base/wide.h"
#include "learning/blas.h"

void
dense_stack_init (DenseStack *stack, Model *model, guint inputs, const gint64 *hidden, guint n_hidden, guint outputs,
                  guint first_number)
{
  stack->n_layers = n_hidden + 1;
  stack->widths = g_new (guint, stack->n_layers + 1);
  stack->widths[0] = inputs;
  for (guint l = 0; l < n_hidden; l++)
    stack->widths[l + 1] = hidden[l];
  stack->widths[stack->n_layers] = outputs;
  for (guint l = 0; l < stack->n_layers; l++)
    {
      guint in = stack->widths[l], out = stack->widths[l + 1];
      g_autofree char *weights = g_strdup_printf ("W%u", l + first_number);
      g_autofree char *bias = g_strdup_printf ("b%u", l + first_number);
      model_add_tensor (model,
                        &(Tensor){ .name = weights, .rows = out, .columns = in, .flops = 2.0 * in * out, .activations = out });
      model_add_tensor (model, &(Tensor){ .name = bias, .rows = out, .columns = 1, .bias = TRUE });
    }
}

void
dense_stack_clear (DenseStack *stack)
{
  g_clear_pointer (&stack->widths, g_free);
}

/* Of W and b of layer @l. */
static gsize
layer_parameters (const DenseStack *stack, guint l)
{
  return (gsize)stack->widths[l + 1] * (stack->widths[l] + 1);
}

gsize
dense_stack_floats (const DenseStack *stack, guint n)
{
  gsize floats = 0;
  guint widest = 0;
  for (guint l = 1; l <= stack->n_layers; l++)
    {
      floats += aligned_floats ((gsize)n * stack->widths[l]);
      widest = MAX (widest, stack->widths[l]);
    }
  return floats + aligned_floats ((gsize)n * widest);
}

/* Not-a-number stays. */
WIDE static void
relu (float *a, gsize count)
{
  for (gsize i = 0; i < count; i++)
    a[i] = a[i] < 0 ? 0 : a[i];
}

/* out [n][width] = x [n][in] Wᵀ + b */
static void
layer_forward (const float *w, const float *x, guint n, guint in, guint width, float *out)
{
  const float *bias = w + (gsize)in * width;
  for (guint i = 0; i < n; i++)
    memcpy (out + (gsize)i * width, bias, width * sizeof *out);
  blas_multiply (BLAS_AS_IT_IS, BLAS_TRANSPOSED, n, width, in, x, in, w, in, 1, out, width);
}

float *
dense_stack_forward (const DenseStack *stack, const float *w, const float *x, guint n, float *workspace)
{
  float *out = workspace;
  for (guint l = 0; l < stack->n_layers; l++)
    {
      gsize count = (gsize)n * stack->widths[l + 1];
      layer_forward (w, x, n, stack->widths[l], stack->widths[l + 1], out);
      if (l + 1 == stack->n_layers)
        break;
      relu (out, count);
      w += layer_parameters (stack, l);
      x = out;
      out += aligned_floats (count);
    }
  return out;
}

/* sum [width] = Σ_rows of x [n][width], in row order */
WIDE static void
sum_rows (const float *restrict x, guint n, guint width, float *restrict sum)
{
  memset (sum, 0, width * sizeof *sum);
  for (guint i = 0; i < n; i++, x += width)
    for (guint j = 0; j < width; j++)
      sum[j] += x[j];
}

/* grad: dW [width][in] = deltaᵀ x, then db [width] = Σ_rows delta */
static void
layer_gradient (const float *delta, const float *x, guint n, guint in, guint width, float *grad)
{
  blas_multiply (BLAS_TRANSPOSED, BLAS_AS_IT_IS, width, in, n, delta, width, x, in, 0, grad, in);
  sum_rows (delta, n, width, grad + (gsize)in * width);
}

/* The gradient by the layer's input: dx [n][in] = delta W. */
static void
layer_backward (const float *w, const float *delta, guint n, guint in, guint width, float *dx)
{
  blas_multiply (BLAS_AS_IT_IS, BLAS_AS_IT_IS, n, in, width, delta, width, w, in, 0, dx, in);
}

/* Replaces the activations by their gradient: passed where the unit was on. */
WIDE static void
relu_backward (float *restrict a, const float *restrict da, gsize count)
{
  for (gsize i = 0; i < count; i++)
    a[i] = a[i] > 0 ? da[i] : 0;
}

void
dense_stack_backward (const DenseStack *stack, const float *w, const float *x, guint n, float *workspace, float *grad, float *dx)
{
  float *a = workspace;
  for (guint l = 0; l + 1 < stack->n_layers; l++)
    {
      w += layer_parameters (stack, l);
      grad += layer_parameters (stack, l);
      a += aligned_floats ((gsize)n * stack->widths[l + 1]);
    }
  float *scratch = a + aligned_floats ((gsize)n * stack->widths[stack->n_layers]);
  for (guint l = stack->n_layers - 1; l > 0; l--)
    {
      guint in = stack->widths[l], width = stack->widths[l + 1];
      float *below = a - aligned_floats ((gsize)n * in);
      layer_gradient (a, below, n, in, width, grad);
      layer_backward (w, a, n, in, width, scratch);
      relu_backward (below, scratch, (gsize)n * in);
      w -= layer_parameters (stack, l - 1);
      grad -= layer_parameters (stack, l - 1);
      a = below;
    }
  layer_gradient (a, x, n, stack->widths[0], stack->widths[1], grad);
  if (dx)
    layer_backward (w, a, n, stack->widths[0], stack->widths[1], dx);
}
