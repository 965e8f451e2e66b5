/* Coordinate by coordinate, from all workers' values in order: the median, and the mean without the outermost (Yin, Chen, Ramchandran
 * and Bartlett, ICML 2018).
 */
#include <stdlib.h>

#include "learning/aggregation.h"

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* The mean of what is left when @cut values are taken from either end. What is not a number counts as the largest of all. */
static void
combine_inner (const AggregationInput *input, guint cut, float *out)
{
  g_autofree float *values = g_new (float, input->n);
  for (gsize i = 0; i < input->count; i++)
    {
      double sum = 0;
      for (guint k = 0; k < input->n; k++)
        values[k] = isnan (input->rows[k][i]) ? INFINITY : input->rows[k][i];
      qsort (values, input->n, sizeof *values, compare_floats);
      for (guint k = cut; k < input->n - cut; k++)
        sum += values[k];
      out[i] = (float)(sum / (input->n - 2 * cut));
    }
}

static void
median_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  combine_inner (input, (input->n - 1) / 2, out);
}

const AggregationKind aggregation_median = {
  .name = "median",
  .summary = "the median of each coordinate",
  .combine = median_combine,
};

static const Knob trimmed_knobs[] = {
  { "trim", KNOB_NUMBER, .value = NAN, .max = 0.4999, .required = TRUE,
    .help = "share of the workers that is left out at either end of each coordinate, rounded down to whole workers" },
  { NULL },
};

static void
trimmed_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  combine_inner (input, (guint)floor (knob_number (knobs, "trim") * input->n + 1e-9), out);
}

const AggregationKind aggregation_trimmed_mean = {
  .name = "trimmed-mean",
  .summary = "the mean of each coordinate without its largest and smallest values",
  .knobs = trimmed_knobs,
  .combine = trimmed_combine,
};
