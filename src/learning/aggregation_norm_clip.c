/* The average of what is cut to a length: g_k ← g_k · min (1, C / ‖g_k‖). Nobody can pull further than C; what is not a number pulls
 * nowhere.
 */
#include <float.h>

#include "learning/aggregation.h"

static const Knob norm_clip_knobs[] = {
  { "clip", KNOB_NUMBER, .value = NAN, .min = DBL_MIN, .max = 1e30, .required = TRUE, .help = "the longest that a gradient may be" },
  { NULL },
};

static double
norm (const float *row, gsize count)
{
  double sum = 0;
  for (gsize i = 0; i < count; i++)
    sum += (double)row[i] * row[i];
  return sqrt (sum);
}

static void
norm_clip_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  double clip = knob_number (knobs, "clip");
  g_autofree float *weights = g_new (float, input->n);
  g_autofree const float **rows = g_new (const float *, input->n);
  guint n = 0;
  for (guint k = 0; k < input->n; k++)
    {
      double length = norm (input->rows[k], input->count);
      if (!isfinite (length))
        continue;
      weights[n] = input->shares[k] * (float)(length > clip ? clip / length : 1);
      rows[n++] = input->rows[k];
    }
  aggregation_sum (&(AggregationInput){ rows, weights, n, input->count }, weights, out);
}

const AggregationKind aggregation_norm_clip = {
  .name = "norm-clip",
  .summary = "the average of gradients that are cut to a length",
  .knobs = norm_clip_knobs,
  .combine = norm_clip_combine,
};
