/* Krum (Blanchard, El Mhamdi, Guerraoui and Stainer, NIPS 2017), in spite of f liars among n:
 *
 *   s (k) = sum of ‖g_k − g_j‖² over the n − f − 2 workers j that are the nearest to k
 *
 * Krum takes the gradient with the lowest score, multi-Krum the average of the n − f with the lowest ones; of equal scores that of the
 * lower worker. Both need n ≥ 2f + 3; of a round that fewer take part in one neighbour and one gradient are left at least.
 */
#include <stdlib.h>

#include "learning/aggregation.h"

static const Knob krum_knobs[] = {
  { "byzantine", KNOB_INTEGER, .value = NAN, .max = 1e6, .required = TRUE, .help = "so many workers may be wrong" },
  { NULL },
};

typedef struct
{
  double score;
  guint worker;
} Scored;

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int
compare_scored (const void *a, const void *b)
{
  const Scored *x = a, *y = b;
  return x->score != y->score ? (x->score > y->score) - (x->score < y->score) : (x->worker > y->worker) - (x->worker < y->worker);
}

/* What is not a number is as far as can be. */
static double
squared_distance (const float *a, const float *b, gsize count)
{
  double sum = 0;
  for (gsize i = 0; i < count; i++)
    sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
  return isnan (sum) ? INFINITY : sum;
}

/* [n * n] */
static double *
distances (const AggregationInput *input)
{
  guint n = input->n;
  double *all = g_new0 (double, (gsize)n * n);
  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      all[(gsize)a * n + b] = all[(gsize)b * n + a] = squared_distance (input->rows[a], input->rows[b], input->count);
  return all;
}

/* The workers, best first. */
static Scored *
ranking (const AggregationInput *input, guint byzantine)
{
  guint n = input->n, neighbours = byzantine + 3 <= n ? n - byzantine - 2 : MIN (1, n - 1);
  g_autofree double *all = distances (input);
  Scored *order = g_new0 (Scored, n);
  for (guint k = 0; k < n; k++)
    {
      double *mine = all + (gsize)k * n;
      order[k].worker = k;
      qsort (mine, n, sizeof *mine, compare_doubles); /* its own, 0, comes first */
      for (guint j = 1; j <= neighbours; j++)
        order[k].score += mine[j];
    }
  qsort (order, n, sizeof *order, compare_scored);
  return order;
}

/* The average of the @chosen best, added in worker order. */
static void
combine_best (const AggregationInput *input, guint byzantine, guint chosen, float *out)
{
  g_autofree Scored *order = ranking (input, byzantine);
  g_autofree gboolean *taken = g_new0 (gboolean, input->n);
  g_autofree const float **rows = g_new (const float *, chosen);
  g_autofree float *weights = g_new (float, chosen);
  guint n = 0;
  for (guint i = 0; i < chosen; i++)
    taken[order[i].worker] = TRUE;
  for (guint k = 0; k < input->n; k++)
    if (taken[k])
      {
        weights[n] = 1.0f / chosen;
        rows[n++] = input->rows[k];
      }
  aggregation_sum (&(AggregationInput){ rows, weights, chosen, input->count }, weights, out);
}

static void
krum_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  combine_best (input, knob_integer (knobs, "byzantine"), 1, out);
}

static void
multi_krum_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  guint byzantine = knob_integer (knobs, "byzantine");
  combine_best (input, byzantine, byzantine < input->n ? input->n - byzantine : 1, out);
}

/* Also asked about a scenario that lacks the number, which is an error of its own. */
static guint
krum_least (const Knobs *knobs)
{
  return knob_given (knobs, "byzantine") ? 2 * (guint)knob_integer (knobs, "byzantine") + 3 : 1;
}

const AggregationKind aggregation_krum = {
  .name = "krum",
  .summary = "the one gradient that is the nearest to its neighbours",
  .knobs = krum_knobs,
  .least = krum_least,
  .combine = krum_combine,
};

const AggregationKind aggregation_multi_krum = {
  .name = "multi-krum",
  .summary = "the average of all but the gradients that are the furthest from their neighbours",
  .knobs = krum_knobs,
  .least = krum_least,
  .combine = multi_krum_combine,
};
