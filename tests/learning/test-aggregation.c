/* Aggregations against hand-computed examples and against what a naive reading of their papers gives. */
#include <math.h>

#include "base/random.h"
#include "learning/aggregation.h"
#include "suites.h"

#define WORKERS 7
#define COUNT 23

/* @kind with its one knob at @value, over @rows of @count floats. */
static void
combine (const AggregationKind *kind, double value, const float *const *rows, const float *shares, guint n, gsize count, float *out)
{
  g_autoptr (Knobs) knobs = knobs_new (kind->knobs);
  if (kind->knobs && kind->knobs[0].type == KNOB_INTEGER)
    knobs_set_integer (knobs, kind->knobs[0].name, (guint64)value);
  else if (kind->knobs)
    knobs_set_number (knobs, kind->knobs[0].name, value);
  kind->combine (knobs, &(AggregationInput){ rows, shares, n, count }, out);
}

/* Five workers, two coordinates, the last one far away:
 *   (1, 2) (3, 8) (2, 4) (4, 5) (100, −60), shares 0.1 0.2 0.3 0.2 0.2
 *   mean          22.1 = 0.1 + 0.6 + 0.6 + 0.8 + 20, −8.0 = 0.2 + 1.6 + 1.2 + 1 − 12
 *   median        3, 4
 *   trimmed 0.2   one off at either end: (3 + 2 + 4)/3 = 3, (2 + 4 + 5)/3 = 11/3
 *   Krum, f = 1   two neighbours: of (2, 4) at 5 and 5: 10; of (1, 2) at 5 and 18: 23; of (3, 8) at 10 and 17: 27; of (4, 5) at 5
 *                 and 10: 15. It takes (2, 4)
 *   multi-Krum    all but the liar: 2.5, 4.75
 *   norm-clip 5   lengths √5, √73, √20, √41, √13600: factors 1, 5/√73, 1, 5/√41, 5/√13600 */
static const float far_rows[5][2] = { { 1, 2 }, { 3, 8 }, { 2, 4 }, { 4, 5 }, { 100, -60 } };

static void
test_by_hand (void)
{
  const float *const rows[] = { far_rows[0], far_rows[1], far_rows[2], far_rows[3], far_rows[4] };
  const float shares[] = { 0.1f, 0.2f, 0.3f, 0.2f, 0.2f };
  double a = 5 / sqrt (73), b = 5 / sqrt (41), c = 5 / sqrt (13600);
  const struct
  {
    const AggregationKind *kind;
    double value, x, y;
  } cases[] = {
    { &aggregation_mean, 0, 22.1, -8 },
    { &aggregation_median, 0, 3, 4 },
    { &aggregation_trimmed_mean, 0.2, 3, 11.0 / 3 },
    { &aggregation_trimmed_mean, 0.19, 22, -8.2 },
    { &aggregation_krum, 1, 2, 4 },
    { &aggregation_multi_krum, 1, 2.5, 4.75 },
    { &aggregation_norm_clip, 5, 0.1 + 0.6 * a + 0.6 + 0.8 * b + 20 * c, 0.2 + 1.6 * a + 1.2 + b - 12 * c },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      float out[2] = { 77, 77 };
      combine (cases[i].kind, cases[i].value, rows, shares, 5, 2, out);
      g_assert_cmpfloat_with_epsilon (out[0], cases[i].x, 1e-5);
      g_assert_cmpfloat_with_epsilon (out[1], cases[i].y, 1e-5);
    }
}

/* Of an even number the median is the mean of the two in the middle; of one row everything but a short clip is that row. */
static void
test_few (void)
{
  const float *const rows[] = { far_rows[1], far_rows[2], far_rows[4], far_rows[0] };
  const float shares[] = { 1, 0, 0, 0 };
  float out[2];
  combine (&aggregation_median, 0, rows, shares, 4, 2, out);
  g_assert_cmpfloat (out[0], ==, 2.5);
  g_assert_cmpfloat (out[1], ==, 3);
  for (guint i = 0; aggregation_table[i]; i++)
    {
      combine (aggregation_table[i], i == 2 ? 0.3 : 9, rows, shares, 1, 2, out);
      g_assert_cmpfloat (out[0], ==, 3);
      g_assert_cmpfloat (out[1], ==, 8);
    }
}

/* What is not a number, or endless, is in nobody's way. */
static void
test_not_numbers (void)
{
  static const float bad[2] = { NAN, -INFINITY };
  const float *const rows[] = { far_rows[0], bad, far_rows[1], far_rows[2], far_rows[3] };
  const float shares[] = { 0.2f, 0.2f, 0.2f, 0.2f, 0.2f };
  for (guint i = 1; aggregation_table[i]; i++)
    {
      float out[2];
      combine (aggregation_table[i], i == 2 ? 0.2 : i == 5 ? 100 : 1, rows, shares, 5, 2, out);
      g_assert_true (isfinite (out[0]) && isfinite (out[1]));
      g_assert_cmpfloat (out[0], >, 0);
      g_assert_cmpfloat (out[0], <, 5);
    }
}

typedef struct
{
  float values[WORKERS][COUNT];
  const float *rows[WORKERS];
  float shares[WORKERS];
} Round;

static void
draw_round (Round *round, guint64 number)
{
  for (guint k = 0; k < WORKERS; k++)
    {
      round->rows[k] = round->values[k];
      round->shares[k] = 1.0f / WORKERS;
      for (gsize i = 0; i < COUNT; i++)
        round->values[k][i] = (float)random_normal (5, RANDOM_TEST, k, number * COUNT + i) + (k == 2 ? 30 : 0);
    }
}

/* The k-th smallest (from 0) of a coordinate: that of which k are smaller, or equal and of a lower worker. */
static double
kth_smallest (const Round *round, gsize i, guint k)
{
  for (guint w = 0; w < WORKERS; w++)
    {
      guint before = 0;
      for (guint v = 0; v < WORKERS; v++)
        before += round->values[v][i] < round->values[w][i] || (round->values[v][i] == round->values[w][i] && v < w);
      if (before == k)
        return round->values[w][i];
    }
  g_assert_not_reached ();
}

/* Krum's score by trying every set of n − f − 2 neighbours. */
static double
least_sum (const Round *round, guint worker, guint wanted)
{
  double least = INFINITY;
  for (guint set = 0; set < 1u << WORKERS; set++)
    {
      double sum = 0;
      if (set >> worker & 1 || (guint)__builtin_popcount (set) != wanted)
        continue;
      for (guint other = 0; other < WORKERS; other++)
        for (gsize i = 0; set >> other & 1 && i < COUNT; i++)
          sum += pow ((double)round->values[worker][i] - round->values[other][i], 2);
      least = MIN (least, sum);
    }
  return least;
}

static void
test_twins (void)
{
  for (guint64 number = 0; number < 20; number++)
    {
      Round round;
      float median[COUNT], trimmed[COUNT], krum[COUNT];
      draw_round (&round, number);
      combine (&aggregation_median, 0, round.rows, round.shares, WORKERS, COUNT, median);
      combine (&aggregation_trimmed_mean, 0.3, round.rows, round.shares, WORKERS, COUNT, trimmed);
      combine (&aggregation_krum, 2, round.rows, round.shares, WORKERS, COUNT, krum);
      guint best = 0;
      for (guint w = 1; w < WORKERS; w++)
        if (least_sum (&round, w, WORKERS - 4) < least_sum (&round, best, WORKERS - 4))
          best = w;
      g_assert_cmpuint (best, !=, 2);
      g_assert_cmpmem (krum, sizeof krum, round.values[best], sizeof krum);
      for (gsize i = 0; i < COUNT; i++)
        {
          double inner = (kth_smallest (&round, i, 2) + kth_smallest (&round, i, 3) + kth_smallest (&round, i, 4)) / 3;
          g_assert_cmpfloat (median[i], ==, kth_smallest (&round, i, 3));
          g_assert_cmpfloat_with_epsilon (trimmed[i], inner, 1e-6);
        }
    }
}

void
add_aggregation_tests (void)
{
  g_test_add_func ("/learning/aggregation/by-hand", test_by_hand);
  g_test_add_func ("/learning/aggregation/few", test_few);
  g_test_add_func ("/learning/aggregation/not-numbers", test_not_numbers);
  g_test_add_func ("/learning/aggregation/twins", test_twins);
}
