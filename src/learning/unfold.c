#include "learning/unfold.h"

#include "base/wide.h"
#include "learning/dense.h"

typedef struct
{
  guint height, width; /* with the padding */
} Padded;

static Padded
padded_size (const Conv *conv)
{
  return (Padded){ conv->in_height + 2 * conv->padding, conv->in_width + 2 * conv->padding };
}

static gsize
padded_floats (const Conv *conv)
{
  Padded size = padded_size (conv);
  return (gsize)conv->in_channels * size.height * size.width;
}

float *
fold_columns (const Conv *conv, float *scratch)
{
  return scratch + aligned_floats (padded_floats (conv));
}

gsize
unfold_scratch (const Conv *conv)
{
  gsize columns = conv_columns (conv) * conv->height * conv->width;
  return aligned_floats (padded_floats (conv)) + aligned_floats (columns);
}

/* Where row @y of channel @c begins in the padded image. */
static gsize
inner_row (const Conv *conv, guint c, guint y)
{
  Padded size = padded_size (conv);
  return ((gsize)c * size.height + conv->padding + y) * size.width + conv->padding;
}

static void
pad (const Conv *conv, const float *x, float *padded)
{
  if (conv->padding > 0)
    memset (padded, 0, padded_floats (conv) * sizeof *padded);
  for (guint c = 0; c < conv->in_channels; c++)
    for (guint y = 0; y < conv->in_height; y++, x += conv->in_width)
      memcpy (padded + inner_row (conv, c, y), x, conv->in_width * sizeof *x);
}

static void
crop (const Conv *conv, const float *padded, float *x)
{
  for (guint c = 0; c < conv->in_channels; c++)
    for (guint y = 0; y < conv->in_height; y++, x += conv->in_width)
      memcpy (x, padded + inner_row (conv, c, y), conv->in_width * sizeof *x);
}

/* The part of the padded image that row @row of the columns sees begins here, and its rows are size.width apart. */
static gsize
seen_from (const Conv *conv, guint row)
{
  Padded size = padded_size (conv);
  guint k = conv->kernel, c = row / (k * k), ky = row / k % k, kx = row % k;
  return ((gsize)c * size.height + ky) * size.width + kx;
}

typedef float Four __attribute__ ((vector_size (16)));
typedef float Eight __attribute__ ((vector_size (32)));

/* to = from, or to += from, in as few pieces as a row has: it is short, and there are thousands of them. */
WIDE_PART void
move_row (const float *from, guint width, float *to, gboolean add)
{
  guint x = 0;
  for (; x + 8 <= width; x += 8)
    {
      Eight eight, there;
      memcpy (&eight, from + x, sizeof eight);
      if (add)
        {
          memcpy (&there, to + x, sizeof there);
          eight += there;
        }
      memcpy (to + x, &eight, sizeof eight);
    }
  for (; x + 4 <= width; x += 4)
    {
      Four four, there;
      memcpy (&four, from + x, sizeof four);
      if (add)
        {
          memcpy (&there, to + x, sizeof there);
          four += there;
        }
      memcpy (to + x, &four, sizeof four);
    }
  for (; x < width; x++)
    to[x] = add ? to[x] + from[x] : from[x];
}

WIDE const float *
unfold (const Conv *conv, const float *x, float *scratch)
{
  float *columns = fold_columns (conv, scratch), *to = columns;
  guint n = conv_columns (conv);
  guint pitch = padded_size (conv).width, height = conv->height, width = conv->width;
  pad (conv, x, scratch);
  for (guint row = 0; row < n; row++)
    {
      const float *from = scratch + seen_from (conv, row);
      for (guint y = 0; y < height; y++, from += pitch, to += width)
        move_row (from, width, to, FALSE);
    }
  return columns;
}

WIDE void
fold (const Conv *conv, float *x, float *scratch)
{
  const float *from = fold_columns (conv, scratch);
  guint n = conv_columns (conv);
  guint pitch = padded_size (conv).width, height = conv->height, width = conv->width;
  memset (scratch, 0, padded_floats (conv) * sizeof *scratch);
  for (guint row = 0; row < n; row++)
    {
      float *to = scratch + seen_from (conv, row);
      for (guint y = 0; y < height; y++, from += width, to += pitch)
        move_row (from, width, to, TRUE);
    }
  crop (conv, scratch, x);
}
