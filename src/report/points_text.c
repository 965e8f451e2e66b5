#include "report/points.h"

#include "base/escape.h"
#include "base/units.h"
#include "report/words.h"

/* What tells points apart, the most telling first; as many as the terminal is wide. */
static const MetricId telling[] = {
  METRIC_SIMULATED,           METRIC_SPEEDUP,        METRIC_EFFICIENCY,       METRIC_TIME_TO_TARGET,
  METRIC_FINAL_TEST_ACCURACY, METRIC_ITERATION_MEAN, METRIC_THROUGHPUT,       METRIC_STALENESS_MEAN,
  METRIC_FINAL_TRAIN_LOSS,    METRIC_BREAKDOWN_WAIT, METRIC_BREAKDOWN_COMPUTE
};

static void
append_cell (GString *csv, double value)
{
  char digits[32];
  g_string_append_printf (csv, ",%s", isfinite (value) ? number_format (value, digits) : "");
}

static void
append_fields (GString *csv, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_string_append (csv, i > 0 ? "," : "");
      escape_csv (csv, fields[i]);
    }
}

char *
sweep_table_csv (const SweepTable *table)
{
  gboolean intervals = sweep_table_repeats (table) > 1;
  GString *csv = g_string_new (NULL);

  append_fields (csv, sweep_table_axes (table));
  for (guint m = 0; m < N_METRICS; m++)
    {
      g_string_append_printf (csv, ",%s", metric_table[m].name);
      if (intervals)
        g_string_append_printf (csv, ",%s.ci95", metric_table[m].name);
    }
  g_string_append_c (csv, '\n');
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    {
      append_fields (csv, sweep_table_values (table, p));
      for (guint m = 0; m < N_METRICS; m++)
        {
          Estimate estimate = sweep_table_mean (table, p, m);
          append_cell (csv, estimate.mean);
          if (intervals)
            append_cell (csv, estimate.half_width);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

/* A column of the table on the terminal: a heading and a cell for each point. */
typedef struct
{
  char *heading;
  char **cells; /* NULL-terminated */
  guint width;
} Column;

static void
column_clear (gpointer data)
{
  Column *column = data;
  g_free (column->heading);
  g_strfreev (column->cells);
}

static guint
column_width (const Column *column)
{
  glong width = g_utf8_strlen (column->heading, -1);

  for (guint i = 0; column->cells[i] != NULL; i++)
    width = MAX (width, g_utf8_strlen (column->cells[i], -1));
  return (guint)width;
}

static const char *
last_part (const char *pointer)
{
  const char *slash = strrchr (pointer, '/');
  return slash != NULL ? slash + 1 : pointer;
}

static Column
axis_column (const SweepTable *table, guint axis)
{
  guint n = sweep_table_n_points (table);
  Column column = { printable (last_part (sweep_table_axes (table)[axis])), g_new0 (char *, n + 1), 0 };

  for (guint p = 0; p < n; p++)
    column.cells[p] = printable (sweep_table_values (table, p)[axis]);
  column.width = column_width (&column);
  return column;
}

static Column
metric_column (const SweepTable *table, MetricId metric)
{
  guint n = sweep_table_n_points (table);
  Column column = { g_strdup (metric_table[metric].name), g_new0 (char *, n + 1), 0 };

  for (guint p = 0; p < n; p++)
    column.cells[p] = words_metric (metric, sweep_table_mean (table, p, metric).mean);
  column.width = column_width (&column);
  return column;
}

static gboolean
any_point_has (const SweepTable *table, MetricId metric)
{
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    if (isfinite (sweep_table_mean (table, p, metric).mean))
      return TRUE;
  return FALSE;
}

static GArray *
choose_columns (const SweepTable *table, guint width)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));
  guint used = 0;

  g_array_set_clear_func (columns, column_clear);
  for (guint a = 0; sweep_table_axes (table)[a] != NULL; a++)
    {
      Column column = axis_column (table, a);
      used += column.width + 2;
      g_array_append_val (columns, column);
    }
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      Column column;

      if (!any_point_has (table, telling[i]))
        continue;
      column = metric_column (table, telling[i]);
      used += column.width + 2;
      if (used > width)
        {
          column_clear (&column);
          break;
        }
      g_array_append_val (columns, column);
    }
  return columns;
}

static void
print_cell (FILE *to, const char *text, guint width)
{
  glong length = g_utf8_strlen (text, -1);
  fprintf (to, "  %*s%s", (int)(width - MIN ((glong)width, length)), "", text);
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
  g_autoptr (GArray) columns = choose_columns (table, width);

  fputs (colour ? "\033[1m" : "", to);
  for (guint c = 0; c < columns->len; c++)
    print_cell (to, g_array_index (columns, Column, c).heading, g_array_index (columns, Column, c).width);
  fputs (colour ? "\033[0m\n" : "\n", to);
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    {
      for (guint c = 0; c < columns->len; c++)
        print_cell (to, g_array_index (columns, Column, c).cells[p], g_array_index (columns, Column, c).width);
      fputc ('\n', to);
    }
  print_failures (table, to);
}
