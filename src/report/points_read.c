#include "report/points_read.h"

#include "base/csv.h"
#include "base/file.h"
#include "protocol/metrics.h"

#define FILE_MAX ((gsize)1 << 30)
#define NO_METRIC N_METRICS
#define INTERVAL_SUFFIX ".ci95"

static void
row_clear (gpointer data)
{
  g_strfreev (((PointRow *)data)->values);
}

PointRows *
point_rows_new (char **axes)
{
  PointRows *rows = g_new (PointRows, 1);
  *rows = (PointRows){ axes, g_array_new (FALSE, FALSE, sizeof (PointRow)) };
  g_array_set_clear_func (rows->rows, row_clear);
  return rows;
}

void
point_rows_free (PointRows *rows)
{
  g_strfreev (rows->axes);
  g_array_unref (rows->rows);
  g_free (rows);
}

/* What stands in a column: a metric's mean, or half its interval's width. */
typedef struct
{
  MetricId metric; /* NO_METRIC: something else */
  gboolean half_width;
} Column;

static Column
column_called (const char *name)
{
  gboolean half_width = g_str_has_suffix (name, INTERVAL_SUFFIX);
  g_autofree char *metric = g_strndup (name, strlen (name) - (half_width ? strlen (INTERVAL_SUFFIX) : 0));
  return (Column){ metric_find (metric), half_width };
}

/* The axes, which are pointers, come first. Returns what stands in each column. */
static Column *
take_head (PointRows *rows, const CsvReader *head)
{
  guint n = 0;
  Column *columns = g_new (Column, head->n_cells);
  while (n < head->n_cells && head->cells[n][0] == '/')
    n++;
  rows->axes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    rows->axes[i] = g_strdup (head->cells[i]);
  for (guint i = 0; i < head->n_cells; i++)
    columns[i] = column_called (head->cells[i]);
  return columns;
}

static gboolean
take_row (PointRows *rows, const CsvReader *reader, const Column *columns)
{
  guint n = g_strv_length (rows->axes);
  PointRow row = { .values = g_new0 (char *, n + 1) };
  gboolean good = TRUE;
  for (guint i = 0; i < n; i++)
    row.values[i] = g_strdup (reader->cells[i]);
  for (guint m = 0; m < N_METRICS; m++)
    row.metrics[m] = row.half_widths[m] = NAN;
  for (guint i = n; i < reader->n_cells; i++)
    if (columns[i].metric != NO_METRIC)
      {
        double *into = columns[i].half_width ? row.half_widths : row.metrics;
        good = csv_number_or_none (reader->cells[i], &into[columns[i].metric]) && good;
      }
  g_array_append_val (rows->rows, row);
  return good;
}

static gboolean
take_rows (PointRows *rows, CsvReader *reader, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  guint n_columns = csv_next (reader, NULL) ? reader->n_cells : 0;
  g_autofree Column *columns = n_columns > 0 ? take_head (rows, reader) : NULL;
  if (n_columns == 0 || columns[n_columns - 1].metric == NO_METRIC)
    return csv_complain (reader, error, "is not a table of a sweep's points that lockstep wrote");
  while (csv_next_of (reader, n_columns, &wrong))
    if (!take_row (rows, reader, columns))
      return csv_complain (reader, error, "is not a row of points");
  if (!wrong)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

PointRows *
point_rows_parse (char *text, const char *path, GError **error)
{
  g_autoptr (PointRows) rows = point_rows_new (NULL);
  g_auto (CsvReader) reader;
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

/* --- points --- */

char *
point_key (const char *const *axes, const char *const *values)
{
  GString *key = g_string_new (NULL);
  for (guint a = 0; axes[a]; a++)
    g_string_append_printf (key, "%s%s=%s", a > 0 ? " " : "", strrchr (axes[a], '/') + 1, values[a]);
  return g_string_free (key, FALSE);
}

char *
point_row_key (const PointRows *rows, guint row, const char *const *axes)
{
  char *const *values = g_array_index (rows->rows, PointRow, row).values;
  guint n = g_strv_length (rows->axes);
  g_autofree const char **along = g_new0 (const char *, n + 1);
  for (guint a = 0; axes[a]; a++)
    for (guint b = 0; b < n; b++)
      if (g_str_equal (axes[a], rows->axes[b]))
        along[a] = values[b];
  return point_key (axes, along);
}

GHashTable *
point_rows_index (const PointRows *rows, const char *const *axes)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = rows->rows->len; i-- > 0;)
    g_hash_table_insert (index, point_row_key (rows, i, axes), GUINT_TO_POINTER (i + 1));
  return index;
}

gboolean
point_rows_have_axes (const PointRows *rows, const char *const *axes)
{
  gboolean same = g_strv_length ((char **)axes) == g_strv_length (rows->axes);
  for (guint a = 0; same && axes[a]; a++)
    same = g_strv_contains ((const char *const *)rows->axes, axes[a]);
  return same;
}

gboolean
is_sweep_folder (const char *dir)
{
  g_autofree char *manifest = g_build_filename (dir, "sweep.json", NULL);
  return g_file_test (manifest, G_FILE_TEST_EXISTS);
}
