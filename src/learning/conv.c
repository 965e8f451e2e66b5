#include "learning/conv.h"

#include "learning/blas.h"

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
  return MAX (conv_columns (conv), conv->channels) * plane (conv);
}

/* Where a row of the unfolded image comes from: input channel @c, shifted by (@dy, @dx) against the output. The output columns
 * [first, end) lie inside the image. */
typedef struct
{
  guint c;
  gint dy, dx;
  guint first, end;
} Shift;

static Shift
shift_of_row (const Conv *conv, guint row)
{
  guint k = conv->kernel;
  Shift s = { .c = row / (k * k), .dy = (gint)(row / k % k) - (gint)conv->padding, .dx = (gint)(row % k) - (gint)conv->padding };
  s.first = CLAMP (-s.dx, 0, (gint)conv->width);
  s.end = CLAMP ((gint)conv->in_width - s.dx, (gint)s.first, (gint)conv->width);
  return s;
}

/* Where the input row that output row @y meets begins, or −1 in the padding. */
static gssize
input_row (const Conv *conv, const Shift *s, guint y)
{
  gint iy = (gint)y + s->dy;
  if (iy < 0 || iy >= (gint)conv->in_height)
    return -1;
  return ((gssize)s->c * conv->in_height + iy) * conv->in_width;
}

/* im2col: cols [conv_columns][height·width], so that the convolution is K · cols. */
static void
unfold (const Conv *conv, const float *x, float *cols)
{
  for (guint row = 0; row < conv_columns (conv); row++)
    {
      Shift s = shift_of_row (conv, row);
      for (guint y = 0; y < conv->height; y++, cols += conv->width)
        {
          gssize from = input_row (conv, &s, y);
          memset (cols, 0, conv->width * sizeof *cols);
          if (from >= 0)
            memcpy (cols + s.first, x + from + s.first + s.dx, (s.end - s.first) * sizeof *cols);
        }
    }
}

/* The transpose of unfold: sums what every output saw of an input. */
static void
fold (const Conv *conv, const float *cols, float *x)
{
  memset (x, 0, conv_in (conv) * sizeof *x);
  for (guint row = 0; row < conv_columns (conv); row++)
    {
      Shift s = shift_of_row (conv, row);
      for (guint y = 0; y < conv->height; y++, cols += conv->width)
        {
          gssize to = input_row (conv, &s, y);
          for (guint i = s.first; to >= 0 && i < s.end; i++)
            x[to + i + s.dx] += cols[i];
        }
    }
}

/* middle = relu (middle + bias), a bias a channel, as max (z, −b) + b: the compiler makes no branch of that, and not-a-number
 * stays. */
static void
bias_relu (const Conv *conv, const float *bias, float *middle)
{
  for (guint c = 0; c < conv->channels; c++)
    {
      float off = -bias[c];
      for (gsize i = 0; i < plane (conv); i++, middle++)
        *middle = (off > *middle ? off : *middle) - off;
    }
}

/* The first of the largest in the pooling square whose upper left corner is at @corner. */
static gsize
largest_in_square (const Conv *conv, const float *middle, gsize corner)
{
  gsize best = corner;
  for (guint y = 0; y < conv->pool; y++)
    for (guint x = 0; x < conv->pool; x++)
      {
        gsize at = corner + (gsize)y * conv->width + x;
        if (middle[at] > middle[best])
          best = at;
      }
  return best;
}

/* Upper left corner of the first square in row @row of the output's rows, those of all channels one after another. */
static gsize
first_corner (const Conv *conv, guint row)
{
  return row / conv->out_height * plane (conv) + (gsize)(row % conv->out_height) * conv->pool * conv->width;
}

static float
largest_value (const Conv *conv, const float *square)
{
  float best = *square;
  for (guint y = 0; y < conv->pool; y++, square += conv->width)
    for (guint x = 0; x < conv->pool; x++)
      best = MAX (best, square[x]);
  return best;
}

static void
pool_forward (const Conv *conv, const float *middle, float *out)
{
  for (guint row = 0; row < conv->channels * conv->out_height; row++)
    {
      const float *square = middle + first_corner (conv, row);
      for (guint x = 0; x < conv->out_width; x++, square += conv->pool)
        *out++ = largest_value (conv, square);
    }
}

/* Replaces the activations by their gradient: only the largest of a square passes it on, and only where ReLU was on. */
static void
pool_backward (const Conv *conv, const float *dout, float *middle, float *spare)
{
  memset (spare, 0, conv_middle (conv) * sizeof *spare);
  for (guint row = 0; row < conv->channels * conv->out_height; row++)
    {
      gsize corner = first_corner (conv, row);
      for (guint x = 0; x < conv->out_width; x++, corner += conv->pool, dout++)
        {
          gsize at = largest_in_square (conv, middle, corner);
          spare[at] = middle[at] > 0 ? *dout : 0;
        }
    }
  memcpy (middle, spare, conv_middle (conv) * sizeof *middle);
}

void
conv_forward (const Conv *conv, const float *w, const float *x, guint n, float *middle, float *out, float *scratch)
{
  gsize columns = conv_columns (conv), pixels = plane (conv);
  for (guint i = 0; i < n; i++)
    {
      unfold (conv, x, scratch);
      blas_multiply (BLAS_AS_IT_IS, BLAS_AS_IT_IS, conv->channels, pixels, columns, w, columns, scratch, pixels, 0, middle,
                     pixels);
      bias_relu (conv, w + conv->channels * columns, middle);
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
  float *bias = grad + conv->channels * columns;
  unfold (conv, x, scratch);
  blas_multiply (BLAS_AS_IT_IS, BLAS_TRANSPOSED, conv->channels, columns, pixels, delta, pixels, scratch, pixels, 1, grad,
                 columns);
  for (guint c = 0; c < conv->channels; c++)
    for (gsize i = 0; i < pixels; i++)
      bias[c] += *delta++;
}

/* One image: the gradient by the input, over @x. */
static void
input_gradient (const Conv *conv, const float *w, const float *delta, float *x, float *scratch)
{
  gsize columns = conv_columns (conv), pixels = plane (conv);
  blas_multiply (BLAS_TRANSPOSED, BLAS_AS_IT_IS, columns, pixels, conv->channels, w, columns, delta, pixels, 0, scratch, pixels);
  fold (conv, scratch, x);
}

void
conv_backward (const Conv *conv, const float *w, const float *x, guint n, float *middle, const float *dout, float *grad,
               float *dx, float *scratch)
{
  memset (grad, 0, conv_parameters (conv) * sizeof *grad);
  for (guint i = 0; i < n; i++)
    {
      pool_backward (conv, dout, middle, scratch);
      add_gradient (conv, x, middle, grad, scratch);
      if (dx)
        input_gradient (conv, w, middle, dx + i * conv_in (conv), scratch);
      x += conv_in (conv);
      middle += conv_middle (conv);
      dout += conv_out (conv);
    }
}
