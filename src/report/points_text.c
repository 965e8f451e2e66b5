#include "report/points.h"

#include "base/escape.h"
#include "protocol/metrics.h"
#include "report/text_table.h"
#include "report/words.h"
#include "report/wrap.h"

static const MetricId telling[] = {
  METRIC_SIMULATED,           METRIC_SPEEDUP,        METRIC_EFFICIENCY,        METRIC_TIME_TO_TARGET,
  METRIC_FINAL_TEST_ACCURACY, METRIC_ITERATION_MEAN, METRIC_THROUGHPUT,        METRIC_STALENESS_MEAN,
  METRIC_FINAL_TRAIN_LOSS,    METRIC_BREAKDOWN_WAIT, METRIC_BREAKDOWN_COMPUTE,
};

MetricId
points_telling (guint i)
{
  if (i < G_N_ELEMENTS (telling))
    return telling[i];
  MetricId own = METRIC_OWN + i - G_N_ELEMENTS (telling);
  return own < metrics_count () ? own : N_METRICS;
}

static const char *
last_part (const char *pointer)
{
  const char *slash = strrchr (pointer, '/');
  return slash != NULL ? slash + 1 : pointer;
}

static char **
axis_cells (const SweepTable *table, guint axis)
{
  guint n = sweep_table_n_points (table);
  char **cells = g_new0 (char *, n + 1);

  for (guint p = 0; p < n; p++)
    cells[p] = g_strdup (sweep_table_values (table, p)[axis]);
  return cells;
}

static char **
auto_cells (const SweepTable *table)
{
  guint n = sweep_table_n_points (table);
  char **cells = g_new0 (char *, n + 1);

  for (guint p = 0; p < n; p++)
    cells[p] = g_strdup (sweep_table_auto (table, p) != NULL ? sweep_table_auto (table, p) : "-");
  return cells;
}

/* "12 ms", or with several seeds "12 ms ± 300 us". */
static char *
estimate_words (MetricId metric, Estimate estimate)
{
  g_autofree char *mean = words_metric (metric, estimate.mean), *half = words_metric (metric, estimate.half_width);
  return isfinite (estimate.half_width) ? g_strdup_printf ("%s ± %s", mean, half) : g_steal_pointer (&mean);
}

static char **
metric_cells (const SweepTable *table, MetricId metric)
{
  guint n = sweep_table_n_points (table);
  char **cells = g_new0 (char *, n + 1);

  for (guint p = 0; p < n; p++)
    cells[p] = estimate_words (metric, sweep_table_mean (table, p, metric));
  return cells;
}

static gboolean
any_point_has (const SweepTable *table, MetricId metric)
{
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    if (isfinite (sweep_table_mean (table, p, metric).mean))
      return TRUE;
  return FALSE;
}

/* The axes, what auto came to, and every metric that a point has. @n_fixed: how many columns come before the metrics. */
static TextTable *
text_table_of (const SweepTable *table, guint *n_fixed)
{
  TextTable *text = text_table_new (sweep_table_n_points (table));

  for (guint a = 0; sweep_table_axes (table)[a] != NULL; a++)
    text_table_add (text, g_strdup (last_part (sweep_table_axes (table)[a])), axis_cells (table, a), FALSE);
  if (sweep_table_any_auto (table))
    text_table_add (text, g_strdup ("auto"), auto_cells (table), FALSE);
  *n_fixed = text_table_n_columns (text);
  for (guint i = 0; points_telling (i) != N_METRICS; i++)
    if (any_point_has (table, points_telling (i)))
      text_table_add (text, g_strdup (metric_at (points_telling (i))->name), metric_cells (table, points_telling (i)), FALSE);
  return text;
}

/* Prints the first @n_fixed columns and as many of the others as @width has room for; then names what there was no room for. */
static void
print_columns (const TextTable *text, guint n_fixed, FILE *to, gboolean colour, guint width)
{
  guint n = text_table_n_columns (text), n_shown = 0;
  g_autofree guint *shown = g_new (guint, n);
  g_autoptr (GString) left_out = g_string_new (NULL);
  guint64 used = 0;

  for (guint c = 0; c < n; c++)
    {
      used += text_table_width (text, c);
      if (c < n_fixed || used <= width)
        shown[n_shown++] = c;
      else
        g_string_append_printf (left_out, "%s%s", left_out->len > 0 ? ", " : "", text_table_heading (text, c));
    }
  text_table_print (text, shown, n_shown, to, colour);
  if (left_out->len == 0)
    return;
  g_autofree char *line = g_strdup_printf ("no room for %s; --csv prints all", left_out->str);
  fputs ("  ", to);
  wrap_print (to, line, 2, 4, width);
}

static void
print_failures (const SweepTable *table, FILE *to)
{
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    for (guint r = 0; r < sweep_table_repeats (table); r++)
      if (sweep_table_failure (table, p, r) != NULL)
        {
          g_autofree char *joined = g_strjoinv (", ", (char **)sweep_table_values (table, p)), *values = printable (joined);
          g_autofree char *why = printable (sweep_table_failure (table, p, r));
          fprintf (to, "  failed: [%s]%s %s\n", values, sweep_table_repeats (table) > 1 ? " (one of its seeds):" : ":", why);
        }
}

void
sweep_table_print (const SweepTable *table, FILE *to, gboolean colour, guint width)
{
  guint n_fixed;
  g_autoptr (TextTable) text = text_table_of (table, &n_fixed);

  print_columns (text, n_fixed, to, colour, width);
  if (sweep_table_repeats (table) > 1)
    fprintf (to, "  ±: half the 95 %% interval of the mean over %u seeds\n", sweep_table_repeats (table));
  print_failures (table, to);
}
