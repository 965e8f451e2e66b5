#include "command/baseline.h"

#include "base/error.h"
#include "protocol/metrics.h"
#include "report/points.h"
#include "report/points_read.h"
#include "report/run_data.h"

#define DEPTH_MAX 16 /* of folders in folders: a link may lead back */

struct _Baseline
{
  GHashTable *found; /* a scenario's name → Found */
};

/* What there is of one scenario. */
typedef struct
{
  char *path; /* the file that holds it */
  PointRows *rows; /* of a single run one, without axes */
} Found;

/* What gets worse, and which way. */
static const struct
{
  MetricId metric;
  gboolean more_is_better;
} judged[] = {
  { METRIC_FINAL_TRAIN_LOSS, FALSE }, { METRIC_FINAL_TEST_LOSS, FALSE }, { METRIC_FINAL_TEST_ACCURACY, TRUE },
  { METRIC_TIME_TO_TARGET, FALSE },   { METRIC_SIMULATED, FALSE },       { METRIC_ITERATION_MEAN, FALSE },
  { METRIC_THROUGHPUT, TRUE },        { METRIC_SPEEDUP, TRUE },
};

/* --- reading --- */

static void
found_free (gpointer data)
{
  Found *found = data;
  g_free (found->path);
  g_clear_pointer (&found->rows, point_rows_free);
  g_free (found);
}

void
baseline_free (Baseline *baseline)
{
  g_hash_table_unref (baseline->found);
  g_free (baseline);
}

/* (transfer full) */
static PointRows *
rows_of_run (const RunData *run)
{
  PointRows *rows = point_rows_new (g_new0 (char *, 1));
  PointRow row = { .values = g_new0 (char *, 1) };
  memcpy (row.metrics, run->metrics, sizeof row.metrics);
  for (guint m = 0; m < N_METRICS; m++)
    row.half_widths[m] = NAN;
  g_array_append_val (rows->rows, row);
  return rows;
}

/* The results in @dir, which has a result.json. */
static gboolean
take_results (Baseline *baseline, const char *dir, GError **error)
{
  gboolean sweep = is_sweep_folder (dir);
  g_autoptr (RunData) result = run_data_read_result (dir, error);
  g_autoptr (PointRows) rows = !result ? NULL : sweep ? point_rows_read (dir, error) : rows_of_run (result);
  const Found *other = result ? g_hash_table_lookup (baseline->found, result->name) : NULL;
  if (rows && other)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: there are results of %s in %s too", dir, result->name, other->path);
  if (!rows || other)
    return FALSE;
  Found *found = g_new0 (Found, 1);
  found->path = g_build_filename (dir, sweep ? "points.csv" : "result.json", NULL);
  found->rows = g_steal_pointer (&rows);
  g_hash_table_insert (baseline->found, g_strdup (result->name), found);
  return TRUE;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The folders in @dir in the order of their names, so that of two mistakes always the same is told. (transfer full) */
static GPtrArray *
folders_in (const char *dir)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  for (const char *name; entries && (name = g_dir_read_name (entries));)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_steal_pointer (&path));
    }
  g_ptr_array_sort (folders, by_name);
  return folders;
}

static gboolean
look_into (Baseline *baseline, const char *dir, guint depth, GError **error)
{
  g_autofree char *result = g_build_filename (dir, "result.json", NULL);
  if (g_file_test (result, G_FILE_TEST_EXISTS))
    return take_results (baseline, dir, error);
  g_autoptr (GPtrArray) folders = folders_in (dir);
  for (guint i = 0; i < folders->len && depth < DEPTH_MAX; i++)
    if (!look_into (baseline, folders->pdata[i], depth + 1, error))
      return FALSE;
  return TRUE;
}

Baseline *
baseline_read (const char *dir, GError **error)
{
  g_autoptr (Baseline) baseline = g_new0 (Baseline, 1);
  baseline->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  if (!look_into (baseline, dir, 0, error))
    return NULL;
  if (g_hash_table_size (baseline->found) > 0)
    return g_steal_pointer (&baseline);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s: there are no results in it (lockstep run --out or sweep --out writes them)", dir);
  return NULL;
}

gboolean
baseline_has (const Baseline *baseline, const char *scenario)
{
  return g_hash_table_contains (baseline->found, scenario);
}

/* --- judging --- */

/* What the judging of one scenario shares. */
typedef struct
{
  const Found *found;
  const Sweep *sweep; /* NULL: one run */
  const Expect *expect;
  const ExpectResult *results;
  double tolerance;
  GPtrArray *verdicts;
} Judge;

static guint
n_repeats (const Judge *j)
{
  return j->sweep ? sweep_n_repeats (j->sweep) : 1;
}

/* Over the seeds; NAN too where one of the runs failed. */
static Estimate
estimate_now (const Judge *j, guint configuration, MetricId metric)
{
  guint n = n_repeats (j);
  g_autofree double *values = g_new (double, n);
  gboolean failed = FALSE;
  for (guint r = 0; r < n; r++)
    {
      const ExpectResult *result = &j->results[configuration * n + r];
      values[r] = result->metrics[metric];
      failed = failed || result->failed;
    }
  return failed ? (Estimate){ NAN, NAN } : estimate_of (values, n);
}

static double
square_or_0 (double x)
{
  return isfinite (x) ? x * x : 0;
}

/* (transfer full) */
static ExpectVerdict *
verdict_new (const Judge *j, guint configuration, const char *what)
{
  ExpectVerdict *verdict = g_new0 (ExpectVerdict, 1);
  g_autofree char *title = expect_title (j->expect, configuration);
  verdict->configuration = configuration;
  verdict->name = g_strdup_printf ("%s %s", title, what);
  return verdict;
}

/* "0.0166 s, was 0.0164 s, noise 0.0001 s". */
static char *
figures (MetricId metric, double now, double was, double noise, gboolean repeated)
{
  GString *text = g_string_new (NULL);
  expect_append_value (text, metric, now);
  g_string_append (text, ", was ");
  expect_append_value (text, metric, was);
  g_string_append (text, repeated ? ", noise " : ", one seed");
  if (repeated)
    expect_append_value (text, metric, noise);
  return g_string_free (text, FALSE);
}

static void
judge_metric (const Judge *j, guint configuration, const PointRow *row, MetricId metric, gboolean more_is_better)
{
  Estimate now = estimate_now (j, configuration, metric);
  double was = row->metrics[metric], half_width = row->half_widths[metric];
  double noise = sqrt (square_or_0 (half_width) + square_or_0 (now.half_width));
  double margin = noise + j->tolerance * fabs (was), limit = more_is_better ? was - margin : was + margin;
  g_autofree char *what = g_strdup_printf ("%s no worse than the baseline's", metric_at (metric)->name);
  ExpectVerdict *verdict = verdict_new (j, configuration, what);
  GString *expected = g_string_new (more_is_better ? ">= " : "<= ");
  expect_append_value (expected, metric, limit);
  verdict->expected = g_string_free (expected, FALSE);
  verdict->measured = figures (metric, now.mean, was, noise, isfinite (half_width) || isfinite (now.half_width));
  verdict->passed = more_is_better ? now.mean >= limit : now.mean <= limit;
  verdict->where = g_strdup (j->found->path);
  g_ptr_array_add (j->verdicts, verdict);
}

static void
skip (const Judge *j, guint configuration, const char *why)
{
  ExpectVerdict *verdict = verdict_new (j, configuration, "no worse than the baseline");
  verdict->passed = TRUE;
  verdict->skipped = g_strdup (why);
  g_ptr_array_add (j->verdicts, verdict);
}

/* The axes' pointers, NULL-terminated. (transfer container) */
static const char **
axes_of (const Sweep *sweep)
{
  guint n = sweep ? sweep_n_axes (sweep) : 0;
  const char **axes = g_new0 (const char *, n + 1);
  for (guint a = 0; a < n; a++)
    axes[a] = sweep_axis (sweep, a);
  return axes;
}

/* (transfer full) */
static char *
configuration_key (const Judge *j, guint configuration, const char *const *axes)
{
  guint n = g_strv_length ((char **)axes);
  g_autofree const char **values = g_new0 (const char *, n + 1);
  for (guint a = 0; a < n; a++)
    values[a] = sweep_point (j->sweep, configuration * n_repeats (j))->settings[a].text;
  return point_key (axes, values);
}

static void
judge_configurations (const Judge *j, const char *const *axes)
{
  const PointRows *rows = j->found->rows;
  g_autoptr (GHashTable) index = point_rows_index (rows, axes);
  guint n = j->sweep ? sweep_n_points (j->sweep) / n_repeats (j) : 1;
  for (guint c = 0; c < n; c++)
    {
      g_autofree char *key = configuration_key (j, c, axes);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
      const PointRow *row = number > 0 ? &g_array_index (rows->rows, PointRow, number - 1) : NULL;
      if (!row)
        skip (j, c, "the baseline has no such point");
      for (guint i = 0; row && i < G_N_ELEMENTS (judged); i++)
        if (isfinite (row->metrics[judged[i].metric]))
          judge_metric (j, c, row, judged[i].metric, judged[i].more_is_better);
    }
}

void
baseline_judge (const Baseline *baseline, const Scenario *scenario, const Sweep *sweep, const Expect *expect,
                const ExpectResult *results, double tolerance, GPtrArray *verdicts)
{
  const Found *found = g_hash_table_lookup (baseline->found, scenario->name);
  const Judge judge = { found, sweep, expect, results, tolerance, verdicts };
  g_autofree const char **axes = axes_of (sweep);
  if (!found)
    skip (&judge, 0, "the baseline has no results of it");
  else if (!point_rows_have_axes (found->rows, axes))
    skip (&judge, 0, "the baseline varies other keys");
  else
    judge_configurations (&judge, axes);
}
