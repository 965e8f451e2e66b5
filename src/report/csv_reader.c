#include "report/csv_reader.h"

#include <errno.h>

#include "base/error.h"

gboolean
csv_complain (const CsvReader *reader, const char *what, GError **error)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: %s", reader->path, reader->line, what);
  return FALSE;
}

/* Cuts the next line off; NULL at the end. */
static char *
take_line (CsvReader *reader)
{
  char *line = reader->next, *end;

  if (*line == '\0')
    return NULL;
  end = strchr (line, '\n');
  reader->next = end != NULL ? end + 1 : line + strlen (line);
  if (end != NULL)
    *end = '\0';
  reader->line++;
  return line;
}

gboolean
csv_begin (CsvReader *reader, char *text, const char *path, const char *head, GError **error)
{
  const char *line;

  *reader = (CsvReader){ .path = path, .next = text };
  line = take_line (reader);
  if (line != NULL && g_str_equal (line, head))
    return TRUE;
  reader->line = 1;
  return csv_complain (reader, "is not a table that lockstep wrote", error);
}

gboolean
csv_next (CsvReader *reader, char **cells, guint n, GError **error)
{
  char *line = take_line (reader);
  guint found = 1;

  if (line == NULL)
    return FALSE;
  cells[0] = line;
  for (char *c = line; *c != '\0'; c++)
    if (*c == ',')
      {
        *c = '\0';
        if (found == n)
          return csv_complain (reader, "has too many cells", error);
        cells[found++] = c + 1;
      }
  return found == n || csv_complain (reader, "has too few cells", error);
}

gboolean
csv_count (const char *cell, guint64 *out)
{
  char *end;

  *out = 0;
  if (*cell == '\0')
    return TRUE;
  errno = 0;
  *out = g_ascii_strtoull (cell, &end, 10);
  return g_ascii_isdigit (*cell) && *end == '\0' && errno == 0;
}

gboolean
csv_time (const char *cell, SimTime *out)
{
  char *end;
  guint64 seconds = g_ascii_strtoull (cell, &end, 10), ns = 0;

  if (!g_ascii_isdigit (*cell) || *end != '.' || strspn (end + 1, "0123456789") != 9 || end[10] != '\0')
    return FALSE;
  ns = g_ascii_strtoull (end + 1, NULL, 10);
  *out = (SimTime)(seconds * SIM_SECOND + ns);
  return seconds < (guint64)(G_MAXINT64 / SIM_SECOND);
}

gboolean
csv_number (const char *cell, double *out)
{
  char *end;

  *out = NAN;
  if (*cell == '\0')
    return TRUE;
  *out = g_ascii_strtod (cell, &end);
  return end != cell && *end == '\0';
}
