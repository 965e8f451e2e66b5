/* The convolution (im2col and a matrix product) against the loops of its definition, in double precision:
 *
 *   z[c][y][x] = b[c] + Σ_{i,u,v} K[c][i][u][v] · in[i][y + u − p][x + v − p],  a = max (z, 0),  out = largest of each square of
 * a
 */
#include "learning/conv.h"
#include "suites.h"

#define IMAGES 3

typedef struct
{
  Conv conv;
  float *w, *x, *dout;                  /* given */
  float *middle, *out, *grad, *scratch; /* computed by what is tested */
  double *z, *grad_naive, *dx_naive;
} Scene;

static float *
waves (gsize n, double step)
{
  float *values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    values[i] = sin (step * i + 0.2) + 0.3 * cos (0.37 * step * i * i);
  return values;
}

static void
scene_init (Scene *s, guint padding, guint pool)
{
  g_assert_true (conv_init (&s->conv, 2, 7, 22, 11, 3, padding, pool));
  s->w = waves (conv_parameters (&s->conv), 1.3);
  s->x = waves (IMAGES * conv_in (&s->conv), 0.7);
  s->dout = waves (IMAGES * conv_out (&s->conv), 2.1);
  s->middle = g_new (float, IMAGES *conv_middle (&s->conv));
  s->out = g_new (float, IMAGES *conv_out (&s->conv));
  s->grad = g_new (float, conv_parameters (&s->conv));
  s->scratch = g_new (float, conv_scratch (&s->conv));
  s->z = g_new (double, IMAGES *conv_middle (&s->conv));
  s->grad_naive = g_new0 (double, conv_parameters (&s->conv));
  s->dx_naive = g_new0 (double, IMAGES *conv_in (&s->conv));
}

static void
scene_clear (Scene *s)
{
  gpointer owned[] = { s->w, s->x, s->dout, s->middle, s->out, s->grad, s->scratch, s->z, s->grad_naive, s->dx_naive };
  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
}

/* A weight of channel @c, its place in K and the input that it meets for output (@y, @x) of @image; FALSE in the padding. */
static gboolean
tap (const Conv *v, guint image, guint c, guint y, guint x, guint k, gsize *weight, gsize *input)
{
  guint side = v->kernel, i = k / (side * side);
  gint iy = (gint)(y + k / side % side) - (gint)v->padding, ix = (gint)(x + k % side) - (gint)v->padding;
  *weight = c * conv_columns (v) + k;
  *input = image * conv_in (v) + ((gsize)i * v->in_height + iy) * v->in_width + ix;
  return iy >= 0 && iy < (gint)v->in_height && ix >= 0 && ix < (gint)v->in_width;
}

/* One output (@at of @image): z when @delta is NULL, else what @delta there adds to the gradients. */
static void
naive_output (Scene *s, guint image, gsize at, const double *delta)
{
  const Conv *v = &s->conv;
  guint x = at % v->width, y = at / v->width % v->height, c = at / v->width / v->height;
  gsize bias = v->channels * conv_columns (v) + c, weight, input;
  double z = s->w[bias];
  for (guint k = 0; k < conv_columns (v); k++)
    if (tap (v, image, c, y, x, k, &weight, &input))
      {
        z += (double)s->w[weight] * s->x[input];
        s->grad_naive[weight] += delta ? *delta * s->x[input] : 0;
        s->dx_naive[input] += delta ? *delta * s->w[weight] : 0;
      }
  s->grad_naive[bias] += delta ? *delta : 0;
  s->z[image * conv_middle (v) + at] = z;
}

/* The place of the largest in the square of output @i, first in row-major order. */
static gsize
naive_largest (const Conv *v, const double *z, gsize i)
{
  gsize x = i % v->out_width * v->pool, y = i / v->out_width % v->out_height * v->pool, c = i / v->out_width / v->out_height;
  gsize best = (c * v->height + y) * v->width + x;
  for (guint k = 1; k < v->pool * v->pool; k++)
    {
      gsize at = (c * v->height + y + k / v->pool) * v->width + x + k % v->pool;
      if (z[at] > z[best])
        best = at;
    }
  return best;
}

static void
check_forward (Scene *s)
{
  const Conv *v = &s->conv;
  conv_forward (v, s->w, s->x, IMAGES, s->middle, s->out, s->scratch);
  for (guint image = 0; image < IMAGES; image++)
    {
      const double *z = s->z + image * conv_middle (v);
      for (gsize at = 0; at < conv_middle (v); at++)
        naive_output (s, image, at, NULL);
      for (gsize i = 0; i < conv_out (v); i++)
        assert_near (s->out[image * conv_out (v) + i], MAX (0, z[naive_largest (v, z, i)]), 1e-5);
    }
}

static void
check_backward (Scene *s)
{
  const Conv *v = &s->conv;
  for (guint image = 0; image < IMAGES; image++)
    for (gsize i = 0; i < conv_out (v); i++)
      {
        double *z = s->z + image * conv_middle (v), delta = s->dout[image * conv_out (v) + i];
        gsize at = naive_largest (v, z, i);
        if (z[at] > 0)
          naive_output (s, image, at, &delta);
      }
  conv_backward (v, s->w, s->x, IMAGES, s->middle, s->dout, s->grad, s->x, s->scratch);
  for (gsize i = 0; i < conv_parameters (v); i++)
    assert_near (s->grad[i], s->grad_naive[i], 1e-4);
  for (gsize i = 0; i < IMAGES * conv_in (v); i++)
    assert_near (s->x[i], s->dx_naive[i], 1e-5);
}

/* Two channels of 7 × 22, whose edges do not always fill a pooling square, nor what is done at a time; eleven of output. */
static void
test_naive (void)
{
  for (guint padding = 0; padding < 4; padding++)
    for (guint pool = 1; pool < 4; pool++)
      {
        Scene s;
        scene_init (&s, padding, pool);
        check_forward (&s);
        check_backward (&s);
        scene_clear (&s);
      }
}

static void
test_shapes (void)
{
  Conv conv;
  g_assert_true (conv_init (&conv, 1, 28, 28, 6, 5, 2, 2));
  g_assert_cmpuint (conv_middle (&conv), ==, 6 * 28 * 28);
  g_assert_cmpuint (conv_out (&conv), ==, 6 * 14 * 14);
  g_assert_cmpuint (conv_parameters (&conv), ==, 6 * 26);
  g_assert_false (conv_init (&conv, 1, 4, 28, 6, 5, 0, 1));
  g_assert_false (conv_init (&conv, 1, 6, 28, 6, 5, 0, 3));
}

#define SQUARES 19 /* more than all that four elements, of two values each, can be; not a multiple of what is done at a time */

/* One channel of 2 × 38, a kernel of one weight 1: the first of the largest in a square takes its whole gradient. */
static void
test_pooling_ties (void)
{
  static const guint places[] = { 0, 1, 2 * SQUARES, 2 * SQUARES + 1 };
  Conv conv;
  const float w[] = { 1, 0 };
  float x[4 * SQUARES], expected[4 * SQUARES] = { 0 }, middle[4 * SQUARES], dout[SQUARES], out[SQUARES], grad[2];
  g_assert_true (conv_init (&conv, 1, 2, 2 * SQUARES, 1, 1, 0, 2));
  g_autofree float *scratch = g_new (float, conv_scratch (&conv));
  for (guint i = 0; i < SQUARES; i++)
    {
      guint first = 0;
      for (guint e = 0; e < 4; e++)
        x[2 * i + places[e]] = i >> e & 1 ? 7.25f : 3.5f;
      while (first < 3 && i % 16 != 0 && !(i >> first & 1))
        first++;
      dout[i] = 0.375f * (float)i - 2.5f;
      expected[2 * i + places[first]] = dout[i];
    }
  conv_forward (&conv, w, x, 1, middle, out, scratch);
  for (guint i = 0; i < SQUARES; i++)
    g_assert_cmpfloat (out[i], ==, i % 16 != 0 ? 7.25f : 3.5f);
  conv_backward (&conv, w, x, 1, middle, dout, grad, x, scratch);
  g_assert_cmpmem (x, sizeof x, expected, sizeof expected);
}

void
add_conv_tests (void)
{
  g_test_add_func ("/conv/shapes", test_shapes);
  g_test_add_func ("/conv/naive", test_naive);
  g_test_add_func ("/conv/pooling-ties", test_pooling_ties);
}
