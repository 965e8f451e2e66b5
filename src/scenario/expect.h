/* Expectations: the conditions that a scenario's "expect" states and `lockstep test` judges.
 *
 *   "final.test_accuracy >= 0.80"                          a metric against a number; times and sizes have their unit:
 *   "time_to_target < 40 s"
 *   "time_to_target[bsp] > 1.5 * time_to_target[ssp]"      points of a sweep: [value], [axis=value], several with commas;
 *                                                          pairs of points that agree in all other axes are compared
 *   { "is": …, "when": { "/cluster/workers": 8 } }         only at the points that have these values (one, or a list of them)
 *   { "is": …, "repeats": "all" | "mean" | "4 of 5" }      how the repeats of a configuration count; all unless given
 *   { "fingerprint": "0123456789abcdef", "when": … }       of the timeline
 *   { "fingerprint": { "timeline": …, "weights": …, "blas_core": … } }
 *
 * Operators: < <= > >= == !=. A share may be written in per cent ("85 %"). A metric that the run did not produce (NaN) fails its
 * condition. What cannot be read, or names no metric or no point, is a mistake in the file. Pure: the results come from the
 * caller.
 */
#pragma once

#include "scenario/sweep.h"
#include "training/outcome.h"

typedef struct _Expect Expect;

/* What one run came to. */
typedef struct
{
  gboolean failed;                            /* the run itself: every condition on it fails */
  double metrics[N_METRICS];                  /* NAN: not produced */
  const char *timeline, *weights, *blas_core; /* fingerprints; may be NULL */
} ExpectResult;

/* One condition at one configuration (or pair of them). */
typedef struct
{
  guint condition;           /* which one, from 0 */
  guint configuration;       /* where; the left one of a pair */
  char *name;                /* "ssp-straggler[workers=8] speedup >= 6" */
  char *expected, *measured; /* ">= 6", "5.31"; of several repeats each value; in the metric's own unit */
  char *held;                /* of several repeats "3 of 5 held, 4 needed"; NULL: there is one, or their mean counts */
  gboolean passed;
  char *skipped;                    /* why it was not judged (it then passes); NULL: it was */
  const char *description, *source; /* what the condition says of itself, borrowed from the document; may be NULL */
  char *where; /* "file:line:column" of the condition */
  /* Of a fingerprint only: the string in the file (its quotes included) and what should stand there, for --update. */
  TextSpan blessed_at;
  char *bless; /* NULL: no fingerprint, or the run has none */
  /* The same for the core that weights were computed on; core NULL: that stands there, or is not stated. */
  TextSpan core_at;
  const char *core_was; /* borrowed from the document */
  char *core;
} ExpectVerdict;

/** Reads the conditions of @scenario; @sweep is its grid or NULL. Without an "expect" there are none. (transfer full), or NULL
 * with the mistakes. */
Expect *expect_new (const Scenario *scenario, const Sweep *sweep, Diagnostics *diagnostics);
void expect_free (Expect *expect);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Expect, expect_free)

/** A comparison may be missed by the share @tolerance (0 … 1) of its right side; 0 unless set. Fingerprints may not. */
void expect_set_tolerance (Expect *expect, double tolerance);

guint expect_n_conditions (const Expect *expect);

/** The scenario and, in a sweep, the point: "ssp[workers=8]". (transfer full) */
char *expect_title (const Expect *expect, guint configuration);
/** @value of @metric in its own unit, "0.0165 s"; NAN is "nothing". */
void expect_append_value (GString *out, MetricId metric, double value);

/** Judges all, condition by condition in the file's order, each by configuration. @results: one for each point of the sweep in
 * its order, or one. (transfer full) of ExpectVerdict, which the array frees. */
GPtrArray *expect_judge (const Expect *expect, const ExpectResult *results);
