/* A sweep: the grid of points that a scenario's "sweep" describes.
 *
 *   "sweep": { "/cluster/workers": [1, 2, 4], "/training/staleness": { "range": [1, 8], "times": 2 },
 *              "zip": [ { "/a": [1, 2], "/b": [3, 4] } ],
 *              "exclude": [ { "/cluster/workers": 1, "/training/protocol": ["ssp", "asp"] } ],
 *              "repeat": 5 }
 *
 * An axis is a list of values, or a range of numbers by a factor ("times") or a step. Axes in one object of "zip" move together.
 * The grid is the product of the axes in the order in which they stand, the last one moving fastest, then the zips; what
 * "exclude" matches is taken out. Each configuration is run "repeat" times, with the seeds seed, seed + 1, …; the repeats of a
 * configuration are neighbours. The order depends on the file alone.
 *
 * A mistake in any point is a mistake in the file. A Sweep refers to its scenario's document, which must outlive it. Immutable.
 */
#pragma once

#include "scenario/scenario.h"

typedef struct _Sweep Sweep;

#define SWEEP_RUNS_MAX 1000000

typedef struct
{
  const char *pointer; /* of the axis: "/cluster/workers" */
  const cJSON *value;
  const char *text; /* the value as people write it: 8, bsp, 10 Gbit/s */
} SweepSetting;

typedef struct
{
  guint configuration;          /* from 0 */
  guint repeat;                 /* from 0 */
  guint64 seed;                 /* of this run */
  const SweepSetting *settings; /* one an axis, sweep_n_axes of them, in the order of the axes */
  const char *label;            /* "workers=8 protocol=bsp"; repeats add "seed=43" */
} SweepPoint;

/** Whether @scenario has a "sweep". */
gboolean scenario_has_sweep (const Scenario *scenario);

/** The grid of @scenario, which has a sweep. (transfer full), or NULL with the mistakes of the sweep itself in @diagnostics. */
Sweep *sweep_new (const Scenario *scenario, Diagnostics *diagnostics);
void sweep_free (Sweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sweep, sweep_free)

guint sweep_n_axes (const Sweep *sweep);
/** The axis' pointer. */
const char *sweep_axis (const Sweep *sweep, guint axis);
/** Short and unique among the axes: "workers"; what labels and the columns of points.csv say. */
const char *sweep_axis_name (const Sweep *sweep, guint axis);
/** Whether @axis is, or moves together with, one for which @moved (one an axis) is not NULL. */
gboolean sweep_axes_together (const Sweep *sweep, guint axis, const char *const *moved);
guint sweep_n_repeats (const Sweep *sweep);
/** Runs: configurations times repeats. */
guint sweep_n_points (const Sweep *sweep);
const SweepPoint *sweep_point (const Sweep *sweep, guint index);

/** The scenario of run @index: read anew with the point's values in place and its seed. @options as they were for the base.
 * (transfer full), or NULL with the mistakes. */
Scenario *sweep_scenario (const Sweep *sweep, guint index, const ScenarioOptions *options, Diagnostics *diagnostics);

/** Reads every configuration and reports what is wrong with it, once; a knob that no point's choice has is reported too.
 * scenario_read does this by itself. */
void sweep_check (const Sweep *sweep, const ScenarioOptions *options, Diagnostics *diagnostics);
