#include "report/picture.h"

#include "base/data_dir.h"
#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/units.h"
#include "report/gnuplot.h"

gboolean
picture_write_data (const char *dir, const char *name, const GString *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) reason = NULL;
  OutputFile *file = output_file_open (path, &reason);

  if (file != NULL)
    {
      fwrite (text->str, 1, text->len, output_file_stream (file));
      if (output_file_commit (file, &reason))
        return TRUE;
    }
  g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, reason->message);
  return FALSE;
}

void
picture_set_text (GString *settings, const char *name, const char *text)
{
  g_string_append_printf (settings, "%s = ", name);
  escape_gnuplot (settings, text);
  g_string_append_c (settings, '\n');
}

void
picture_set_number (GString *settings, const char *name, double value)
{
  char digits[32];
  g_string_append_printf (settings, "%s = %s\n", name, isfinite (value) ? number_format (value, digits) : "NaN");
}

void
picture_add_note (char **note, const char *format, ...)
{
  g_autofree char *before = *note, *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strchomp (line);
  *note = before != NULL ? g_strconcat (before, "\n", line, NULL) : g_steal_pointer (&line);
}

/* Appends the scripts; FALSE with a note when one is not there. */
static gboolean
append_scripts (GString *to, const char *picture, const char *const *scripts, char **note)
{
  for (guint i = 0; scripts[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("plots/%s.gp", scripts[i]), *path = data_file_find (name), *text = NULL;

      if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
        {
          picture_add_note (note, "%s.svg was not drawn: %s is not where lockstep's files are", picture, name);
          return FALSE;
        }
      g_string_append (to, text);
    }
  return TRUE;
}

gboolean
picture_draw (const char *dir, const char *name, const char *const *scripts, const GString *settings, char **note, GError **error)
{
  g_autofree char *file = g_strdup_printf ("%s.gp", name), *why = NULL;
  g_autoptr (GString) whole = g_string_new (NULL);

  g_string_printf (whole, "# Draws %s.svg: gnuplot %s\n%s", name, file, settings->str);
  if (!append_scripts (whole, name, scripts, note))
    return TRUE;
  if (!picture_write_data (dir, file, whole, error))
    return FALSE;
  why = gnuplot_draw (dir, name);
  if (why != NULL)
    picture_add_note (note, "%s.svg was not drawn: %s", name, why);
  return TRUE;
}

TimeUnit
time_unit_for (double seconds)
{
  static const TimeUnit units[] = { { "h", 1.0 / 3600 }, { "min", 1.0 / 60 }, { "s", 1 }, { "ms", 1e3 }, { "µs", 1e6 } };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (units); i++)
    if (seconds * units[i].per_s >= 2)
      return units[i];
  return units[G_N_ELEMENTS (units) - 1];
}
