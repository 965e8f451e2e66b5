/* Tables of numbers, and the data source that learns from them. All values are finite, and every name leads to a column. */
#include "fuzz/fuzz.h"
#include "learning/csv_table.h"
#include "learning/dataset.h"

#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

/* Whether the table is accepted. */
static gboolean
check_table (const char *bytes, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup (bytes, n);
  g_autoptr (CsvTable) table = csv_table_parse ("fuzz.csv", text, &error);
  if (!table)
    {
      g_assert_nonnull (error);
      return FALSE;
    }
  for (guint i = 0; table->names && table->names[i]; i++)
    g_assert_cmpint (csv_table_column (table, table->names[i], NULL), <=, (int)i);
  for (guint row = 0; row < table->n_rows; row++)
    for (guint column = 0; column < table->n_columns; column++)
      g_assert_true (isfinite (csv_table_value (table, row, column)));
  return TRUE;
}

static void
check_source (const char *path, const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = knobs_new (source_csv.knobs);
  DataPlace place = { 0 };
  knobs_set_word (knobs, "path", path);
  knobs_set_word (knobs, "target", target);
  g_autoptr (Dataset) data = dataset_load (&source_csv, knobs, &place, &error);
  g_assert_true (data ? data->n_train > 0 && data->n_test > 0 : error != NULL);
}

static void
run (const char *bytes, gsize n)
{
  if (!check_table (bytes, n))
    return;
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("lockstep-fuzz-XXXXXX", &path, NULL);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, bytes, n), ==, n);
  close (file);
  check_source (path, "class");
  check_source (path, "number");
  g_unlink (path);
}

const FuzzTarget fuzz_csv = { .name = "csv", .run = run };
