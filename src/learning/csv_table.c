#include "learning/csv_table.h"

#include <float.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"

#define MAX_BYTES (1u << 31)

/* Names, when not one of the cells is a number. */
static gboolean
is_heading (const CsvReader *row)
{
  double unused;
  for (guint i = 0; i < row->n_cells; i++)
    if (csv_number (row->cells[i], &unused))
      return FALSE;
  return TRUE;
}

static void
take_names (CsvTable *table, const CsvReader *row)
{
  table->names = g_new0 (char *, row->n_cells + 1);
  for (guint i = 0; i < row->n_cells; i++)
    table->names[i] = g_strstrip (g_strdup (row->cells[i]));
}

static gboolean
add_row (CsvTable *table, const CsvReader *row, GError **error)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      double value;
      gboolean number = csv_number (row->cells[i], &value);
      if (!number || fabs (value) > FLT_MAX)
        {
          const char *cell = g_strstrip (row->cells[i]), *why = g_ascii_isalpha (*cell) ? " (classes are numbered from 0)" : "";
          return csv_complain (row, error, "column %u: \"%.40s\" is not a number%s", i + 1, cell, number ? " of 32 bits" : why);
        }
      float narrow = value;
      g_array_append_val (table->values, narrow);
    }
  g_array_append_val (table->lines, row->line);
  table->n_rows++;
  return TRUE;
}

/* Whether the first line is not one in another dialect. */
static gboolean
commas_separate (const CsvReader *row, GError **error)
{
  const char *cell = row->cells[0];
  return row->n_cells > 1 || !strpbrk (cell, ";\t")
         || csv_complain (row, error, "%s stand between the columns, not commas", strchr (cell, ';') ? "semicolons" : "tabs");
}

static gboolean
add_rows (CsvTable *table, CsvReader *reader, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  while (csv_next (reader, &wrong))
    {
      gboolean first = table->n_columns == 0;
      if (first && !commas_separate (reader, error))
        return FALSE;
      if (first)
        table->n_columns = reader->n_cells;
      if (reader->n_cells != table->n_columns)
        return csv_complain (reader, error, "%u columns, but the first line has %u", reader->n_cells, table->n_columns);
      if (first && is_heading (reader))
        take_names (table, reader);
      else if (!add_row (table, reader, error))
        return FALSE;
    }
  if (!wrong && table->n_rows > 0)
    return TRUE;
  if (wrong)
    g_propagate_error (error, g_steal_pointer (&wrong));
  else
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: has no rows", table->path);
  return FALSE;
}

CsvTable *
csv_table_parse (const char *path, char *text, GError **error)
{
  g_autoptr (CsvTable) table = g_new0 (CsvTable, 1);
  table->path = g_strdup (path);
  table->values = g_array_new (FALSE, FALSE, sizeof (float));
  table->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (CsvReader) reader;
  csv_begin (&reader, text, path);
  if (!add_rows (table, &reader, error))
    return NULL;
  return g_steal_pointer (&table);
}

CsvTable *
csv_table_read (const char *path, GError **error)
{
  g_autofree char *text = file_read_text (path, MAX_BYTES, error);
  return text ? csv_table_parse (path, text, error) : NULL;
}

void
csv_table_free (CsvTable *table)
{
  g_free (table->path);
  g_strfreev (table->names);
  g_array_unref (table->values);
  g_array_unref (table->lines);
  g_free (table);
}

int
csv_table_column (const CsvTable *table, const char *name, GError **error)
{
  guint64 number;
  if (name == NULL)
    return table->n_columns - 1;
  for (guint i = 0; table->names && table->names[i]; i++)
    if (strcmp (table->names[i], name) == 0)
      return i;
  if (g_ascii_string_to_unsigned (name, 10, 1, table->n_columns, &number, NULL))
    return number - 1;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s: has no column \"%s\" (a name of its first line, or a number from 1 to %u)", table->path, name,
               table->n_columns);
  return -1;
}

float
csv_table_value (const CsvTable *table, guint row, guint column)
{
  return g_array_index (table->values, float, (gsize)row * table->n_columns + column);
}

guint
csv_table_line (const CsvTable *table, guint row)
{
  return g_array_index (table->lines, guint, row);
}
