/* What a run came to: the metrics by the names of design section 7, the evaluations on the way, how each worker spent its time.
 */
#pragma once

#include "record/record.h"

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
  METRIC_BREAKDOWN_COMPUTE,
  METRIC_BREAKDOWN_COMMUNICATE,
  METRIC_BREAKDOWN_WAIT,
  METRIC_BREAKDOWN_DOWN,
  METRIC_BREAKDOWN_CHECKPOINT,
  N_METRICS,
} MetricId;

typedef enum
{
  METRIC_UNIT_NONE,
  METRIC_UNIT_SECONDS,
  METRIC_UNIT_BYTES,
  METRIC_UNIT_SAMPLES_PER_S,
  METRIC_UNIT_SHARE,
} MetricUnit;

typedef struct
{
  const char *name; /* "final.train_loss" */
  MetricUnit unit;
  const char *help;
  gboolean planned; /* in the vocabulary, but no key of this version can make it other than 0 */
} Metric;

extern const Metric metric_table[N_METRICS];
/** N_METRICS when there is no such metric. */
MetricId metric_find (const char *name);

/* A row of metrics.csv. NAN: an empty cell. */
typedef struct
{
  SimTime time;
  guint64 updates, samples, bytes;
  double batch_loss, train_loss, test_loss, test_accuracy;
} EvaluationRow;

typedef struct
{
  char *name;
  guint64 iterations;
  double seconds[N_ACTIVITIES];
} WorkerOutcome;

/* How a link was used, in one direction. */
typedef struct
{
  const char *from, *to; /* "worker3", "switch"; the outcome's link_names */
  double bandwidth;      /* bytes per second */
  double utilisation;    /* share of what it could have carried in the whole run */
  guint64 bytes;
} LinkUse;

#define LINKS_SHOWN 8

typedef struct
{
  double metrics[N_METRICS]; /* NAN: does not apply */
  double hidden;             /* share of the workers' time in which messages travelled while they computed */
  double starved;            /* share in which they waited for input; part of wait */
  GArray *links;             /* LinkUse: every link that carried bytes, in the topology's order */
  GArray *busiest;           /* LinkUse: of these the busiest, first the most used, at most LINKS_SHOWN */
  GStringChunk *link_names;
  guint64 events;
  guint64 shortcuts;     /* collectives that were advanced at once … */
  double shortcuts_from; /* … the first of them from then on, in seconds; NAN: none */
  double wall_s;
  gboolean interrupted;
  const char *stopped_by;         /* "epochs", "target", "interrupt" …; static */
  char timeline[17], weights[17]; /* weights: "" when no parameters were trained */
  const char *blas_core;
  GArray *evaluations; /* EvaluationRow */
  WorkerOutcome *workers;
  guint n_workers;
} Outcome;

void outcome_free (Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)
