#include "learning/pooling.h"

#include "base/wide.h"

WIDE_PART float
largest_of_square (const float *square, guint pool, guint width)
{
  float best = *square;
  for (guint y = 0; y < pool; y++)
    for (guint x = 0; x < pool; x++)
      best = MAX (best, square[y * width + x]);
  return best;
}

/* A row of squares. */
WIDE_PART void
forward_row (const float *restrict squares, guint pool, guint width, guint n, float *restrict out)
{
  for (guint i = 0; i < n; i++)
    out[i] = largest_of_square (squares + i * pool, pool, width);
}

/* Whoever takes the gradient leaves none for those behind. */
WIDE_PART void
backward_row (float *restrict squares, guint pool, guint width, guint n, const float *restrict dout)
{
  for (guint i = 0; i < n; i++)
    {
      float *square = squares + i * pool, best = largest_of_square (square, pool, width);
      float rest = best > 0 ? dout[i] : 0;
      for (guint y = 0; y < pool; y++)
        for (guint x = 0; x < pool; x++)
          {
            float *at = &square[y * width + x], taken = *at == best ? rest : 0;
            rest = *at == best ? 0 : rest;
            *at = taken;
          }
    }
}

WIDE static void
forward_row_of_pairs (const float *squares, guint width, guint n, float *out)
{
  forward_row (squares, 2, width, n, out);
}

/* Of a vector's elements by twos: each with the other one of its pair, and the second one of each. */
typedef float Floats __attribute__ ((vector_size (32)));
typedef gint32 Mask __attribute__ ((vector_size (32)));
#define OTHER ((Mask){ 1, 0, 3, 2, 5, 4, 7, 6 })
#define SECOND ((Mask){ 0, -1, 0, -1, 0, -1, 0, -1 })

/* a ← the larger of both, element by element. */
WIDE_PART void
raise_to (Floats *a, const Floats *b)
{
  Mask more = *a > *b;
  *a = (Floats)(((Mask)*a & more) | ((Mask)*b & ~more));
}

/* As backward_row with squares of two, four of them at a time: in the upper row, then in the lower one, the first element of a pair
 * takes the gradient before the second. */
WIDE_PART void
backward_four (float *upper, float *lower, const float *dout)
{
  Floats a, b, given = { dout[0], dout[0], dout[1], dout[1], dout[2], dout[2], dout[3], dout[3] };
  memcpy (&a, upper, sizeof a);
  memcpy (&b, lower, sizeof b);
  Floats best = a, other;
  raise_to (&best, &b);
  other = __builtin_shuffle (best, OTHER);
  raise_to (&best, &other);
  Mask in_upper = a == best, in_lower = b == best, beside = __builtin_shuffle (in_upper, OTHER);
  Mask on = best > 0;
  Mask from_upper = in_upper & ~(beside & SECOND) & on;
  Mask from_lower = in_lower & ~(__builtin_shuffle (in_lower, OTHER) & SECOND) & ~(in_upper | beside) & on;
  a = (Floats)((Mask)given & from_upper);
  b = (Floats)((Mask)given & from_lower);
  memcpy (upper, &a, sizeof a);
  memcpy (lower, &b, sizeof b);
}

WIDE static void
backward_row_of_pairs (float *squares, guint width, guint n, const float *dout)
{
  guint i = 0;
  for (; i + 4 <= n; i += 4)
    backward_four (squares + 2 * i, squares + width + 2 * i, dout + i);
  backward_row (squares + 2 * i, 2, width, n - i, dout + i);
}

void
pool_forward (const Conv *conv, const float *middle, float *out)
{
  for (guint c = 0; c < conv->channels; c++, middle += (gsize)conv->height * conv->width)
    for (guint y = 0; y < conv->out_height; y++, out += conv->out_width)
      {
        const float *squares = middle + (gsize)y * conv->pool * conv->width;
        if (conv->pool == 2)
          forward_row_of_pairs (squares, conv->width, conv->out_width, out);
        else
          forward_row (squares, conv->pool, conv->width, conv->out_width, out);
      }
}

/* What no square covers, at the right and lower edges of a channel, had no part in the output. */
static void
clear_edges (const Conv *conv, float *channel)
{
  guint covered = conv->out_width * conv->pool, below = conv->out_height * conv->pool;
  for (guint y = 0; covered < conv->width && y < below; y++)
    memset (channel + (gsize)y * conv->width + covered, 0, (conv->width - covered) * sizeof *channel);
  memset (channel + (gsize)below * conv->width, 0, (gsize)(conv->height - below) * conv->width * sizeof *channel);
}

void
pool_backward (const Conv *conv, const float *dout, float *middle)
{
  for (guint c = 0; c < conv->channels; c++, middle += (gsize)conv->height * conv->width)
    {
      for (guint y = 0; y < conv->out_height; y++, dout += conv->out_width)
        {
          float *squares = middle + (gsize)y * conv->pool * conv->width;
          if (conv->pool == 2)
            backward_row_of_pairs (squares, conv->width, conv->out_width, dout);
          else
            backward_row (squares, conv->pool, conv->width, conv->out_width, dout);
        }
      clear_edges (conv, middle);
    }
}
