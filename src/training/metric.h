/* What a run is measured by: the metrics that any run may have, by the names of design section 7. A protocol declares those of its
 * own beside its handlers.
 */
#pragma once

#include <glib.h>

typedef enum
{
  METRIC_FINAL_TRAIN_LOSS,
  METRIC_FINAL_TEST_LOSS,
  METRIC_FINAL_TEST_ACCURACY,
  METRIC_TIME_TO_TARGET,
  METRIC_SIMULATED,
  METRIC_ITERATION_MEAN,
  METRIC_THROUGHPUT,
  METRIC_SPEEDUP,
  METRIC_EFFICIENCY,
  METRIC_STALENESS_MEAN,
  METRIC_STALENESS_P50,
  METRIC_STALENESS_P99,
  METRIC_STALENESS_MAX,
  METRIC_LEAD_MEAN,
  METRIC_LEAD_MAX,
  METRIC_UPDATES,
  METRIC_SAMPLES,
  METRIC_BYTES,
  METRIC_MESSAGES,
  METRIC_DROPPED,
  METRIC_LOST_UPDATES,
  METRIC_FAILURES,
  METRIC_DETECTIONS,
  METRIC_FALSE_SUSPICIONS,
  METRIC_DETECTION_MEAN,
  METRIC_BREAKDOWN_COMPUTE,
  METRIC_BREAKDOWN_COMMUNICATE,
  METRIC_BREAKDOWN_WAIT,
  METRIC_BREAKDOWN_DOWN,
  METRIC_BREAKDOWN_CHECKPOINT,
  METRIC_OWN, /* the first of those that protocols declare; protocol/metrics.h numbers them */
  N_METRICS = METRIC_OWN + 16, /* room; none beyond metrics_count () is ever read */
} MetricId;

typedef enum
{
  METRIC_UNIT_NONE,
  METRIC_UNIT_SECONDS,
  METRIC_UNIT_BYTES,
  METRIC_UNIT_SAMPLES_PER_S,
  METRIC_UNIT_SHARE,
} MetricUnit;

/* What becomes of the values that a protocol measures in a run. */
typedef enum
{
  MEASURE_MEAN,
  MEASURE_MAX,
  MEASURE_SUM,
} MeasureKind;

typedef struct
{
  const char *name; /* "final.train_loss" */
  MetricUnit unit;
  const char *help;
  gboolean planned;    /* in the vocabulary, but no key of this version can make it other than 0 */
  MeasureKind measure; /* of a protocol's own */
} Metric;

/** What any run may have. */
extern const Metric metric_table[METRIC_OWN];
