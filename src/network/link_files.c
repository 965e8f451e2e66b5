/* The files of a link script. */
#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "network/link_script_state.h"

#define FILE_BYTES_MAX ((gsize)1 << 28)
#define LONGEST_S 9e9
#define FASTEST 1e15 /* bytes per second */

static gboolean
fits (double value, double most)
{
  return value >= 0 && value <= most;
}

/* --- the trace --- */

static gboolean
read_cell (const CsvReader *reader, guint i, double most, double *out, const char *what, GError **error)
{
  if (csv_number_or_none (reader->cells[i], out) && (isnan (*out) || fits (*out, most)))
    return TRUE;
  return csv_complain (reader, error, "expected %s from 0 up, or nothing, found \"%s\"", what, reader->cells[i]);
}

static ScriptSource *
source_of (LinkScript *script, guint first, const char *link)
{
  for (guint i = first; i < script->sources->len; i++)
    {
      ScriptSource *source = &g_array_index (script->sources, ScriptSource, i);
      if (g_str_equal (source->link, link))
        return source;
    }
  return script_add (script, link, g_strdup ("trace"));
}

/* What a row leaves empty stays as the row before it of that link said. */
static gboolean
read_row (LinkScript *script, guint first, const CsvReader *reader, GError **error)
{
  double time, bits, latency;
  if (!csv_number (reader->cells[0], &time) || !fits (time, LONGEST_S))
    return csv_complain (reader, error, "expected a time in seconds, found \"%s\"", reader->cells[0]);
  if (!read_cell (reader, 2, 8 * FASTEST, &bits, "bits per second", error)
      || !read_cell (reader, 3, LONGEST_S, &latency, "a latency in seconds", error))
    return FALSE;
  ScriptSource *source = source_of (script, first, reader->cells[1]);
  const ScriptStep *last = source->steps->len > 0 ? &g_array_index (source->steps, ScriptStep, source->steps->len - 1) : NULL;
  ScriptStep step = { sim_time_from_s (time), last ? last->change : LINK_UNCHANGED };
  if (last && step.at < last->at)
    return csv_complain (reader, error, "the rows of \"%s\" are not in order of time", source->link);
  if (!isnan (bits))
    step.change.bandwidth = bits / 8;
  if (!isnan (latency))
    step.change.latency = sim_time_from_s (latency);
  g_array_append_val (source->steps, step);
  return TRUE;
}

gboolean
link_trace_read (LinkScript *script, const char *path, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autofree char *text = file_read_text (path, FILE_BYTES_MAX, error);
  guint first = script->sources->len;
  if (!text)
    return FALSE;
  g_auto (CsvReader) reader;
  csv_begin (&reader, text, path);
  reader.comments = TRUE;
  for (gboolean head = TRUE; csv_next_of (&reader, 4, &wrong); head = FALSE)
    if (!(head && g_str_equal (reader.cells[0], "time_s")) && !read_row (script, first, &reader, error))
      return FALSE;
  if (!wrong)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

/* --- SimGrid's profiles --- */

static gboolean
complain (const char *path, guint line, GError **error, const char *what)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u: error: %s", path, line, what);
  return FALSE;
}

/* The numbers of a line; a word before the second of them is put into @word. */
static gboolean
read_line (const char *line, char **word, double *first, double *second)
{
  g_auto (GStrv) cells = g_strsplit_set (line, " \t", -1);
  const char *found[2] = { NULL, NULL };
  guint n = 0;
  for (guint i = 0; cells[i]; i++)
    if (*cells[i] && n++ < 2)
      found[n - 1] = cells[i];
  if (n != 2 || !csv_number (found[1], second))
    return FALSE;
  if (!csv_number (found[0], first))
    *word = g_strdup (found[0]);
  return TRUE;
}

static gboolean
add_step (ScriptSource *source, double time, double value, gboolean latency)
{
  ScriptStep step = { sim_time_from_s (time), LINK_UNCHANGED };
  guint n = source->steps->len;
  if (!fits (time, LONGEST_S) || !fits (value, latency ? LONGEST_S : FASTEST)
      || (n > 0 && step.at < g_array_index (source->steps, ScriptStep, n - 1).at))
    return FALSE;
  if (latency)
    step.change.latency = sim_time_from_s (value);
  else
    step.change.bandwidth = value;
  g_array_append_val (source->steps, step);
  return TRUE;
}

static gboolean
read_profile_line (ScriptSource *source, const char *line, gboolean latency, double *pause)
{
  g_autofree char *word = NULL;
  double time, value;
  if (!*line || *line == '#' || *line == '%')
    return TRUE;
  if (!read_line (line, &word, &time, &value))
    return FALSE;
  if (!word)
    return add_step (source, time, value, latency);
  *pause = value;
  return (g_str_equal (word, "PERIODICITY") || g_str_equal (word, "LOOPAFTER")) && value > 0 && value <= LONGEST_S;
}

gboolean
link_profile_read (ScriptSource *source, const char *path, gboolean latency, GError **error)
{
  g_autofree char *text = file_read_text (path, FILE_BYTES_MAX, error);
  double pause = 0;
  if (!text)
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!read_profile_line (source, g_strstrip (lines[i]), latency, &pause))
      return complain (path, i + 1, error, "expected a time and a value, from 0 up and in order of time, or PERIODICITY and seconds");
  guint n = source->steps->len;
  if (n == 0)
    return complain (path, 1, error, "there is no line of a time and a value");
  if (pause > 0)
    source->period = MAX (sim_time_later (g_array_index (source->steps, ScriptStep, n - 1).at, sim_time_from_s (pause)), 1);
  return TRUE;
}
