#include "learning/aggregation.h"

#include "base/wide.h"

const AggregationKind *const aggregation_table[] = {
  &aggregation_mean,       &aggregation_median,    &aggregation_trimmed_mean, &aggregation_krum,
  &aggregation_multi_krum, &aggregation_norm_clip, NULL,
};

WORDS_WITH_KNOBS (aggregation, AggregationKind, aggregation_table)
const WordTable aggregation_words = { "aggregation", "aggregations", WORD_FUNCTIONS (aggregation), NULL };

#define BLOCK 4096 /* floats of the sum that stay in the nearest cache while all rows are added to them */

WIDE static void
add_scaled (const float *row, float weight, gsize n, float *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] += weight * row[i];
}

void
aggregation_sum (const AggregationInput *input, const float *weights, float *out)
{
  for (gsize first = 0; first < input->count; first += BLOCK)
    {
      gsize n = MIN (BLOCK, input->count - first);
      memset (out + first, 0, n * sizeof (float));
      for (guint k = 0; k < input->n; k++)
        add_scaled (input->rows[k] + first, weights[k], n, out + first);
    }
}

static void
mean_combine (const Knobs *knobs, const AggregationInput *input, float *out)
{
  aggregation_sum (input, input->shares, out);
}

const AggregationKind aggregation_mean = {
  .name = "mean",
  .summary = "the average, weighted by samples",
  .combine = mean_combine,
};
