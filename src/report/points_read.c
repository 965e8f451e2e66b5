#include "report/points_read.h"

#include "base/csv.h"
#include "base/file.h"

#define FILE_MAX ((gsize)1 << 30)
#define NO_METRIC N_METRICS

static void
row_clear (gpointer data)
{
  g_strfreev (((PointRow *)data)->values);
}

void
point_rows_free (PointRows *rows)
{
  g_strfreev (rows->axes);
  g_array_unref (rows->rows);
  g_free (rows);
}

static MetricId
metric_called (const char *name)
{
  guint m = 0;
  while (m < N_METRICS && !g_str_equal (metric_table[m].name, name))
    m++;
  return m;
}

/* The axes, which are pointers, come first. Returns what stands in each column: a metric, or NO_METRIC. */
static MetricId *
take_head (PointRows *rows, const CsvReader *head)
{
  guint n = 0;
  MetricId *metrics = g_new (MetricId, head->n_cells);
  while (n < head->n_cells && head->cells[n][0] == '/')
    n++;
  rows->axes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    rows->axes[i] = g_strdup (head->cells[i]);
  for (guint i = 0; i < head->n_cells; i++)
    metrics[i] = metric_called (head->cells[i]);
  return metrics;
}

static gboolean
take_row (PointRows *rows, const CsvReader *reader, const MetricId *metrics)
{
  guint n = g_strv_length (rows->axes);
  PointRow row = { .values = g_new0 (char *, n + 1) };
  gboolean good = TRUE;
  for (guint i = 0; i < n; i++)
    row.values[i] = g_strdup (reader->cells[i]);
  for (guint m = 0; m < N_METRICS; m++)
    row.metrics[m] = NAN;
  for (guint i = n; i < reader->n_cells; i++)
    if (metrics[i] != NO_METRIC)
      good = csv_number_or_none (reader->cells[i], &row.metrics[metrics[i]]) && good;
  g_array_append_val (rows->rows, row);
  return good;
}

static gboolean
take_rows (PointRows *rows, CsvReader *reader, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  guint n_columns = csv_next (reader, NULL) ? reader->n_cells : 0;
  g_autofree MetricId *metrics = n_columns > 0 ? take_head (rows, reader) : NULL;
  if (n_columns == 0 || metric_called (reader->cells[n_columns - 1]) == NO_METRIC)
    if (n_columns == 0 || !g_str_has_suffix (reader->cells[n_columns - 1], ".ci95"))
      return csv_complain (reader, error, "is not a table of a sweep's points that lockstep wrote");
  while (csv_next_of (reader, n_columns, &wrong))
    if (!take_row (rows, reader, metrics))
      return csv_complain (reader, error, "is not a row of points");
  if (!wrong)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

PointRows *
point_rows_parse (char *text, const char *path, GError **error)
{
  g_autoptr (PointRows) rows = g_new0 (PointRows, 1);
  g_auto (CsvReader) reader;
  rows->rows = g_array_new (FALSE, FALSE, sizeof (PointRow));
  g_array_set_clear_func (rows->rows, row_clear);
  csv_begin (&reader, text, path);
  return take_rows (rows, &reader, error) ? g_steal_pointer (&rows) : NULL;
}

PointRows *
point_rows_read (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "points.csv", NULL);
  g_autofree char *text = file_read_text (path, FILE_MAX, error);
  return text ? point_rows_parse (text, path, error) : NULL;
}

gboolean
is_sweep_folder (const char *dir)
{
  g_autofree char *manifest = g_build_filename (dir, "sweep.json", NULL);
  return g_file_test (manifest, G_FILE_TEST_EXISTS);
}
