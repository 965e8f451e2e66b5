#include "base/csv.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

void
csv_begin (CsvReader *reader, char *text, const char *path)
{
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  *reader = (CsvReader){ .path = path, .next = text, .next_line = 1 };
}

void
csv_end (CsvReader *reader)
{
  g_clear_pointer (&reader->cells, g_free);
}

gboolean
csv_complain (const CsvReader *reader, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: %s", reader->path, reader->line, what);
  return FALSE;
}

static gboolean
ends_line (const char *p)
{
  return *p == '\n' || (*p == '\r' && p[1] == '\n');
}

/* Moves behind the end of the line that @p is at. */
static void
end_line (CsvReader *reader, char *p)
{
  p += *p == '\r';
  reader->next = *p == '\n' ? p + 1 : p;
  reader->next_line++;
}

/* Whether the next line holds nothing; it is then passed over. */
static gboolean
skip_line (CsvReader *reader)
{
  char *p = reader->next + strspn (reader->next, " \t\r");
  if (*p == '#' && reader->comments && p == reader->next)
    p += strcspn (p, "\n");
  if (*p != '\n' && (*p != '\0' || p == reader->next))
    return FALSE;
  end_line (reader, p);
  return TRUE;
}

static void
add_cell (CsvReader *reader, char *cell)
{
  if (reader->n_cells == reader->room)
    {
      reader->room = MAX (16, 2 * reader->room);
      reader->cells = g_renew (char *, reader->cells, reader->room);
    }
  reader->cells[reader->n_cells++] = cell;
}

/* The inside of quotes that open at @p, moved together where quotes are doubled. Returns what follows them; NULL: they do not
 * close. */
static char *
take_quoted (CsvReader *reader, char *p)
{
  char *to = ++p;
  add_cell (reader, to);
  for (; *p; p++)
    {
      if (*p == '"' && *++p != '"')
        {
          *to = '\0';
          return p;
        }
      reader->next_line += *p == '\n';
      *to++ = *p;
    }
  return NULL;
}

/* Takes the cell at @p and returns where it ends: at a comma, a line's end or the text's. */
static char *
take_cell (CsvReader *reader, char *p, GError **error)
{
  if (*p != '"')
    {
      add_cell (reader, p);
      while (*p && *p != ',' && !ends_line (p))
        p++;
      return p;
    }
  p = take_quoted (reader, p);
  if (p && (!*p || *p == ',' || ends_line (p)))
    return p;
  csv_complain (reader, error, p ? "a comma or the end of the line is due behind closing quotes" : "quotes do not close");
  return NULL;
}

gboolean
csv_next (CsvReader *reader, GError **error)
{
  while (*reader->next && skip_line (reader))
    ;
  if (!*reader->next)
    return FALSE;
  reader->line = reader->next_line;
  reader->row = reader->next;
  reader->n_cells = 0;
  for (char *p = reader->row;; p++)
    {
      p = take_cell (reader, p, error);
      if (!p)
        return FALSE;
      gboolean more = *p == ',';
      if (!more)
        end_line (reader, p);
      *p = '\0';
      if (!more)
        return TRUE;
    }
}

gboolean
csv_next_of (CsvReader *reader, guint n, GError **error)
{
  if (!csv_next (reader, error))
    return FALSE;
  return reader->n_cells == n
         || csv_complain (reader, error, reader->n_cells < n ? "has too few cells" : "has too many cells");
}

gboolean
csv_head (CsvReader *reader, const char *head, GError **error)
{
  g_auto (GStrv) names = g_strsplit (head, ",", -1);
  guint n = g_strv_length (names), same = 0;
  if (csv_next (reader, NULL) && reader->n_cells == n)
    while (same < n && g_str_equal (reader->cells[same], names[same]))
      same++;
  reader->line = MAX (reader->line, 1);
  return same == n || csv_complain (reader, error, "is not a table that lockstep wrote");
}

guint
csv_column (const CsvReader *reader, guint i)
{
  return (guint)(reader->cells[i] - reader->row) + 1;
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
csv_nanoseconds (const char *cell, gint64 *out)
{
  const gint64 second = 1000000000;
  char *end;
  guint64 seconds = g_ascii_strtoull (cell, &end, 10);
  if (!g_ascii_isdigit (*cell) || *end != '.' || strspn (end + 1, "0123456789") != 9 || end[10] != '\0')
    return FALSE;
  *out = (gint64)(seconds * second + g_ascii_strtoull (end + 1, NULL, 10));
  return seconds < (guint64)(G_MAXINT64 / second);
}

/* strtod would take hexadecimal digits, "inf" and "nan" too. */
gboolean
csv_number (const char *cell, double *out)
{
  const char *begin = cell + strspn (cell, " \t");
  gsize n = strspn (begin, "+-.0123456789eE");
  char *end;
  *out = g_ascii_strtod (begin, &end);
  return n > 0 && end == begin + n && end[strspn (end, " \t\r")] == '\0' && isfinite (*out);
}

gboolean
csv_number_or_none (const char *cell, double *out)
{
  *out = NAN;
  return *cell == '\0' || csv_number (cell, out);
}
