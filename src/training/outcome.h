/* What a run came to: the metrics by the names of design section 7, the evaluations on the way, how each worker spent its time.
 */
#pragma once

#include "network/topology.h"
#include "record/record.h"
#include "training/metric.h"

/* A row of metrics.csv. NAN: an empty cell. */
typedef struct
{
  SimTime time;
  guint64 updates, samples, bytes;
  double batch_loss, train_loss, test_loss, test_accuracy;
} EvaluationRow;

typedef struct
{
  const char *name; /* the outcome's names */
  guint64 iterations;
  double seconds[N_ACTIVITIES];
} WorkerOutcome;

/* How a link was used, in one direction. */
typedef struct
{
  const char *from, *to; /* "worker3", "switch"; the outcome's names */
  double bandwidth;      /* bytes per second */
  double utilisation;    /* share of what it could have carried in the whole run */
  guint64 bytes;
} LinkUse;

#define LINKS_SHOWN 8

typedef struct
{
  double metrics[N_METRICS]; /* NAN: does not apply */
  const Metric *own;         /* the protocol's own metrics; NULL: none */
  double measured[N_METRICS - METRIC_OWN]; /* what each of them came to; among the metrics after metrics_place */
  double hidden;             /* share of the workers' time in which messages travelled while they computed */
  double starved;            /* share in which they waited for input; part of wait */
  GArray *links;             /* LinkUse: every link that carried bytes, in the topology's order */
  GArray *busiest;           /* LinkUse: of these the busiest, first the most used, at most LINKS_SHOWN */
  GStringChunk *names;
  Topology *topology;        /* what messages went over; NULL: there was no network */
  guint64 bytes_sent, bytes_received, bytes_lost; /* of messages */
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
