#include "report/picture.h"

#include <gio/gio.h>

#include "base/data_dir.h"
#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/units.h"

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

static void
run_gnuplot (const char *gnuplot, const char *dir, const char *name, const char *script, char **note)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *part = g_strdup_printf ("%s.svg.part", name), *piped = g_strdup_printf ("output = '%s'\n%s", part, script);
  g_autofree char *part_path = g_build_filename (dir, part, NULL), *svg = g_strdup_printf ("%s/%s.svg", dir, name);

  g_subprocess_launcher_set_cwd (launcher, dir);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, gnuplot, "--default-settings", NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, piped, NULL, NULL, &complaint, &error))
    picture_add_note (note, "%s.svg was not drawn: %s", name, error->message);
  else if (!g_subprocess_get_successful (process))
    picture_add_note (note, "%s.svg was not drawn: gnuplot says: %.*s", name, (int)strcspn (g_strstrip (complaint), "\n"),
                      complaint);
  else if (g_rename (part_path, svg) != 0)
    picture_add_note (note, "%s.svg was not drawn", name);
  else
    return;
  g_unlink (part_path);
}

gboolean
picture_draw (const char *dir, const char *name, const char *const *scripts, const GString *settings, char **note, GError **error)
{
  g_autofree char *file = g_strdup_printf ("%s.gp", name), *gnuplot = g_find_program_in_path ("gnuplot");
  g_autoptr (GString) whole = g_string_new (NULL);

  g_string_printf (whole, "# Draws %s.svg: gnuplot %s\n%s", name, file, settings->str);
  if (!append_scripts (whole, name, scripts, note))
    return TRUE;
  if (!picture_write_data (dir, file, whole, error))
    return FALSE;
  if (gnuplot != NULL)
    run_gnuplot (gnuplot, dir, name, whole->str, note);
  else
    picture_add_note (note, "%s.svg was not drawn: there is no gnuplot in PATH; install it, then: gnuplot %s", name, file);
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
