#include "learning/csv_table.h"

#include <float.h>

#include "base/error.h"
#include "base/file.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define MAX_BYTES (1u << 31)

static gboolean
parse_number (const char *text, double *value)
{
  char *end;
  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

/* Names, when not one of the fields is a number. */
static gboolean
is_heading (char **fields)
{
  double unused;
  for (guint i = 0; fields[i]; i++)
    if (parse_number (fields[i], &unused))
      return FALSE;
  return TRUE;
}

static gboolean
add_row (CsvTable *table, char **fields, guint line, GError **error)
{
  for (guint i = 0; fields[i]; i++)
    {
      double value;
      gboolean number = parse_number (fields[i], &value);
      if (!number || fabs (value) > FLT_MAX)
        {
          g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: column %u: \"%.40s\" is not a number%s", table->path,
                       line, i + 1, fields[i],
                       number                          ? " of 32 bits"
                       : g_ascii_isalpha (*fields[i]) ? " (classes are numbered from 0)"
                                                       : "");
          return FALSE;
        }
      float narrow = value;
      g_array_append_val (table->values, narrow);
    }
  g_array_append_val (table->lines, line);
  table->n_rows++;
  return TRUE;
}

static gboolean
add_line (CsvTable *table, const char *text, guint line, GError **error)
{
  g_auto (GStrv) fields = g_strsplit (text, ",", -1);
  guint n = g_strv_length (fields);
  if (table->n_columns == 0 && n == 1 && strpbrk (text, ";\t"))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: %s stand between the columns, not commas", table->path,
                   line, strchr (text, ';') ? "semicolons" : "tabs");
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  if (table->n_columns == 0)
    {
      table->n_columns = n;
      if (is_heading (fields))
        {
          table->names = g_steal_pointer (&fields);
          return TRUE;
        }
    }
  if (n == table->n_columns)
    return add_row (table, fields, line, error);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: %u columns, but the first line has %u", table->path, line, n,
               table->n_columns);
  return FALSE;
}

/* Cuts @text into lines in place. */
static gboolean
add_lines (CsvTable *table, char *text, GError **error)
{
  guint line = 1;
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  for (char *end; text; text = end, line++)
    {
      end = strchr (text, '\n');
      if (end)
        *end++ = '\0';
      g_strchomp (text);
      if (*text != '\0' && !add_line (table, text, line, error))
        return FALSE;
    }
  if (table->n_rows > 0)
    return TRUE;
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
  if (!add_lines (table, text, error))
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
