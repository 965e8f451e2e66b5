/* Aggregations: how what several workers computed becomes one, perhaps in spite of some that are wrong.
 *
 * Every kind is a pure function of the rows in their order, so it does not matter who came first. All but mean and norm-clip count each
 * worker once, whatever its samples: a weight is something that a liar could choose.
 */
#pragma once

#include "base/knob.h"

/* What each of @n workers computed, @count floats each, in worker order, and its share of the samples (they sum to 1). */
typedef struct
{
  const float *const *rows;
  const float *shares;
  guint n;
  gsize count;
} AggregationInput;

typedef struct _AggregationKind
{
  const char *name; /* the word in training.aggregation */
  const char *summary;
  const Knob *knobs; /* NULL: none */
  /* How many workers it needs at least; NULL: one. */
  guint (*least) (const Knobs *knobs);
  /* @out: count floats, all of which it sets. */
  void (*combine) (const Knobs *knobs, const AggregationInput *input, float *out);
} AggregationKind;

extern const AggregationKind aggregation_mean, aggregation_median, aggregation_trimmed_mean, aggregation_krum,
    aggregation_multi_krum, aggregation_norm_clip;

/** NULL-terminated; the first one is the default. */
extern const AggregationKind *const aggregation_table[];
extern const WordTable aggregation_words;

/** out = the sum of weights[k]·rows[k], added in their order. */
void aggregation_sum (const AggregationInput *input, const float *weights, float *out);
