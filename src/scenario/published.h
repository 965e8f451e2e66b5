/* Published figures: what others measured, stated in a scenario's "published" beside its sweep.
 *
 *   { "is": "efficiency == 90 %", "when": { "/workload/model": "resnet101", "/cluster/workers": 512 }, "source": "Sergeev & Del
 * Balso, 2018" }
 *
 * They are shown and drawn beside what was simulated; nothing is judged by them, that is what "expect" is for.
 */
#pragma once

#include "scenario/sweep.h"
#include "training/outcome.h"

typedef struct
{
  guint configuration; /* of the sweep */
  MetricId metric;
  double value;       /* in the metric's base unit */
  char *label;        /* of the point: "model=resnet101 workers=512" */
  const char *source; /* borrowed from the scenario; NULL: not said */
} Published;

/** A figure for every point that its "when" matches, in the file's order; @sweep may be NULL. Returns: (transfer full) of
 * Published, empty without a "published"; or NULL with the mistakes. */
GArray *published_new (const Scenario *scenario, const Sweep *sweep, Diagnostics *diagnostics);
