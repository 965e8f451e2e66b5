#include "learning/conv.h"

#include "base/wide.h"
#include "learning/blas.h"
#include "learning/pooling.h"
#include "learning/unfold.h"

#define SUMS 8 /* that are added to at a time */

gboolean
conv_init (Conv *conv, guint in_channels, guint in_height, guint in_width, guint channels, guint kernel, guint padding,
           guint pool)
{
  if (in_height + 2 * padding < kernel || in_width + 2 * padding < kernel)
    return FALSE;
  *conv = (Conv){ .in_channels = in_channels,
                  .in_height = in_height,
                  .in_width = in_width,
                  .kernel = kernel,
                  .padding = padding,
                  .pool = pool,
                  .channels = channels,
                  .height = in_height + 2 * padding - kernel + 1,
                  .width = in_width + 2 * padding - kernel + 1 };
  conv->out_height = conv->height / pool;
  conv->out_width = conv->width / pool;
  return conv->out_height > 0 && conv->out_width > 0;
}

gsize
conv_in (const Conv *conv)
{
  return (gsize)conv->in_channels * conv->in_height * conv->in_width;
}

/* Of one channel. */
static gsize
plane (const Conv *conv)
{
  return (gsize)conv->height * conv->width;
}

gsize
conv_middle (const Conv *conv)
{
  return conv->channels * plane (conv);
}

gsize
conv_out (const Conv *conv)
{
  return (gsize)conv->channels * conv->out_height * conv->out_width;
}

gsize
conv_columns (const Conv *conv)
{
  return (gsize)conv->in_channels * conv->kernel * conv->kernel;
}

gsize
conv_parameters (const Conv *conv)
{
  return conv->channels * (conv_columns (conv) + 1);
}

gsize
conv_scratch (const Conv *conv)
{
  return unfold_scratch (conv);
}

/* middle = relu (middle + bias), a bias a channel, as max (z, −b) + b: the compiler makes no branch of that, and not-a-number
 * stays. */
WIDE static void
bias_relu (const float *restrict bias, guint channels, gsize pixels, float *restrict middle)
{
  for (guint c = 0; c < channels; c++, middle += pixels)
    for (gsize i = 0; i < pixels; i++)
      middle[i] = (-bias[c] > middle[i] ? -bias[c] : middle[i]) + bias[c];
}

/* sums[c] += Σ of channel @c of x, in the order of the pixels. Several channels at a time, as each sum waits for its last addend;
 * those that are too many repeat the last one. */
WIDE static void
sum_channels (const float *x, guint channels, gsize pixels, float *sums)
{
  for (guint first = 0; first < channels; first += SUMS)
    {
      const float *channel[SUMS];
      float sum[SUMS];
      for (guint j = 0; j < SUMS; j++)
        {
          guint c = MIN (first + j, channels - 1);
          channel[j] = x + c * pixels;
          sum[j] = sums[c];
        }
      for (gsize i = 0; i < pixels; i++)
        for (guint j = 0; j < SUMS; j++)
          sum[j] += channel[j][i];
      for (guint j = 0; j < SUMS && first + j < channels; j++)
        sums[first + j] = sum[j];
    }
}

void
conv_forward (const Conv *conv, const float *w, const float *x, guint n, float *middle, float *out, float *scratch)
{
  gsize columns = conv_columns (conv), pixels = plane (conv);
  for (guint i = 0; i < n; i++)
    {
      blas_multiply (BLAS_AS_IT_IS, BLAS_AS_IT_IS, conv->channels, pixels, columns, w, columns, unfold (conv, x, scratch), pixels,
                     0, middle, pixels);
      bias_relu (w + conv->channels * columns, conv->channels, pixels, middle);
      pool_forward (conv, middle, out);
      x += conv_in (conv);
      middle += conv_middle (conv);
      out += conv_out (conv);
    }
}

/* One image: the kernels' and biases' gradient added to @grad; @delta is the gradient of the convolution's outputs. */
static void
add_gradient (const Conv *conv, const float *x, const float *delta, float *grad, float *scratch)
{
  gsize columns = conv_columns (conv), pixels = plane (conv);
  blas_multiply (BLAS_AS_IT_IS, BLAS_TRANSPOSED, conv->channels, columns, pixels, delta, pixels, unfold (conv, x, scratch),
                 pixels, 1, grad, columns);
  sum_channels (delta, conv->channels, pixels, grad + conv->channels * columns);
}

/* One image: the gradient by the input, over @x. */
static void
input_gradient (const Conv *conv, const float *w, const float *delta, float *x, float *scratch)
{
  gsize columns = conv_columns (conv), pixels = plane (conv);
  blas_multiply (BLAS_TRANSPOSED, BLAS_AS_IT_IS, columns, pixels, conv->channels, w, columns, delta, pixels, 0,
                 fold_columns (conv, scratch), pixels);
  fold (conv, x, scratch);
}

void
conv_backward (const Conv *conv, const float *w, const float *x, guint n, float *middle, const float *dout, float *grad,
               float *dx, float *scratch)
{
  memset (grad, 0, conv_parameters (conv) * sizeof *grad);
  for (guint i = 0; i < n; i++)
    {
      pool_backward (conv, dout, middle);
      add_gradient (conv, x, middle, grad, scratch);
      if (dx)
        input_gradient (conv, w, middle, dx + i * conv_in (conv), scratch);
      x += conv_in (conv);
      middle += conv_middle (conv);
      dout += conv_out (conv);
    }
}
