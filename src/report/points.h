/* A sweep's points and what each came to: points.csv, the table on the terminal, speedup.svg.
 *
 * A point is one combination of the axes' values and has one run for every seed (repeat). Runs may be filled in in any order;
 * everything written depends on the order of sweep_table_add alone. Nothing here was measured on the wall clock.
 *
 * Speed-up and efficiency are each run's own, against one worker that computes alone. The speed-up in time to the target, which
 * one worker alone may not even reach, is against the smallest point: the one with the fewest workers among those that have the
 * same values on the other axes than /cluster/workers; in a sweep of one size the first point. Repeats are compared seed by seed.
 *
 * Lifecycle: sweep_table_new → sweep_table_add for every point → sweep_table_set_run or _fail → sweep_table_finish → read and
 * write → free.
 */
#pragma once

#include <stdio.h>

#include "scenario/scenario.h"
#include "training/outcome.h"

/* What a sweep keeps of one run. */
typedef struct
{
  double metrics[N_METRICS]; /* NAN: does not apply */
  double updates_to_target;  /* at the evaluation that met the target; NAN */
  const char *automatic;     /* static: the exchange that "auto" came to; NULL: none was asked for */
} SweepRun;

void sweep_run_init (SweepRun *run, const Scenario *scenario, const Outcome *outcome);
/** One JSON text, all digits, that sweep_run_parse reads back: what --resume and shards keep of a finished run. (transfer full)
 */
char *sweep_run_format (const SweepRun *run);
gboolean sweep_run_parse (const char *text, SweepRun *out, GError **error);

typedef struct _SweepTable SweepTable;

/** @axes: JSON pointers, NULL-terminated, copied, as the columns of points.csv are named. @repeats >= 1 seeds a point. */
SweepTable *sweep_table_new (const char *name, const char *const *axes, guint repeats);
void sweep_table_free (SweepTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SweepTable, sweep_table_free)

/** The next point: @values, one for each axis, as people write them (8, bsp, 10 Gbit/s), copied; its number of @workers. Returns
 * its number, from 0. */
guint sweep_table_add (SweepTable *table, const char *const *values, guint workers);
void sweep_table_set_run (SweepTable *table, guint point, guint repeat, const SweepRun *run);
/** The run failed: its metrics are absent. @message is copied. */
void sweep_table_fail (SweepTable *table, guint point, guint repeat, const char *message);
/** Once every point is in: finds the smallest points. */
void sweep_table_finish (SweepTable *table);

const char *sweep_table_name (const SweepTable *table);
/** NULL-terminated, as given. */
const char *const *sweep_table_axes (const SweepTable *table);
guint sweep_table_repeats (const SweepTable *table);
guint sweep_table_n_points (const SweepTable *table);
/** One value for each axis. */
const char *const *sweep_table_values (const SweepTable *table, guint point);
guint sweep_table_workers (const SweepTable *table, guint point);
/** Why the run of a seed failed, or NULL. */
const char *sweep_table_failure (const SweepTable *table, guint point, guint repeat);
/** The smallest point, that @point's speed-up in time to the target is against. */
guint sweep_table_base (const SweepTable *table, guint point);
/** The run of a seed; NULL when it failed or was not run. */
const SweepRun *sweep_table_run (const SweepTable *table, guint point, guint repeat);
/** The exchange that "auto" came to at @point, NULL where none was asked for; and whether it was anywhere. */
const char *sweep_table_auto (const SweepTable *table, guint point);
gboolean sweep_table_any_auto (const SweepTable *table);

/* A mean over seeds. */
typedef struct
{
  double mean;       /* NAN: no seed has the quantity */
  double half_width; /* of its 95 % interval (Student's t); NAN with fewer than two seeds */
} Estimate;

/** Of @n values, those that are NAN left out. */
Estimate estimate_of (const double *values, guint n);
Estimate sweep_table_mean (const SweepTable *table, guint point, MetricId metric);
/** Of @quantity of a run at the smallest point and of the same seed's run at @point; NAN where either failed. */
Estimate sweep_table_against_base (const SweepTable *table, guint point,
                                   double (*quantity) (const SweepRun *base, const SweepRun *run));

/** The metric number @i of those that tell points apart, from 0: the most telling first, protocols' own last, then N_METRICS. */
MetricId points_telling (guint i);

/** points.csv: the axes (and "auto"), then every metric; with several seeds each metric is the mean and a second column "<metric>.ci95" is the
 * half-width of the 95 % interval. Absent: an empty cell. (transfer full) */
char *sweep_table_csv (const SweepTable *table);
/** The same as one JSON text: a list of points with their values, metrics, half-widths and failures. (transfer full) */
char *sweep_table_json (const SweepTable *table);
/** The table on the terminal: the axes and the metrics that tell the points apart, as many as fit into @width, the others by name;
 * then the failures. */
void sweep_table_print (const SweepTable *table, FILE *to, gboolean colour, guint width);
/** points.csv, speedup.gp, speedup.dat and, with gnuplot, speedup.svg, into the existing folder @dir, each whole or not at all.
 *  @note (transfer full, may be NULL) says why there is no picture. LOCKSTEP_ERROR_RUN. */
gboolean sweep_table_write (const SweepTable *table, const char *dir, char **note, GError **error);
