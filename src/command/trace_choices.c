#include "command/trace_choices.h"

#include "base/units.h"
#include "command/options.h"

#define SPANS_MAX G_MAXINT32 /* a span or a message takes up to 80 bytes */

GArray *
trace_choices_entries (TraceChoices *choices)
{
  const GOptionEntry entries[] = {
    { "trace", 0, 0, G_OPTION_ARG_STRING, &choices->mode,
      "For timelines, keep the first events, every so many iterations of the whole run, or nothing", "full|sampled|none" },
    { "trace-max", 0, 0, G_OPTION_ARG_STRING, &choices->max, "Keep at most N spans and messages (default: a million for --out)", "N" },
    { "trace-time", 0, 0, G_OPTION_ARG_STRING, &choices->time, "Keep only what is under way then, such as 2s..3s", "FROM..UNTIL" },
    { "trace-workers", 0, 0, G_OPTION_ARG_STRING, &choices->workers, "Keep only these workers and the servers, such as 4-7", "A-B" },
  };
  GArray *array = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  return g_array_append_vals (array, entries, G_N_ELEMENTS (entries));
}

static gboolean
take_mode (const char *mode, RecordSettings *out)
{
  if (g_str_equal (mode, "none"))
    out->keep_spans = FALSE;
  else if (g_str_equal (mode, "sampled"))
    out->sampled = TRUE;
  else if (!g_str_equal (mode, "full"))
    {
      complain ("--trace: \"%s\" is not full, sampled or none", mode);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_moment (const char *text, SimTime *out)
{
  g_autoptr (GError) error = NULL;
  Quantity quantity;
  if (*text == '\0')
    return TRUE;
  if (!unit_parse (text, DIMENSION_TIME, &quantity, &error))
    {
      complain ("--trace-time: %s", error->message);
      return FALSE;
    }
  *out = sim_time_from_s (quantity.value);
  return TRUE;
}

static gboolean
take_time (const char *text, RecordSettings *out)
{
  const char *dots = strstr (text, "..");
  if (!dots)
    {
      complain ("--trace-time: \"%s\" is not a time such as 2s..3s", text);
      return FALSE;
    }
  g_autofree char *from = g_strndup (text, dots - text);
  if (!take_moment (from, &out->from) || !take_moment (dots + strlen (".."), &out->until))
    return FALSE;
  if (dots[2] == '\0' || out->until > out->from)
    return TRUE;
  complain ("--trace-time: \"%s\" ends before it begins", text);
  return FALSE;
}

static gboolean
take_workers (const char *text, RecordSettings *out)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);
  const char *last_text = ends[0] && ends[1] ? ends[1] : ends[0];
  guint64 first, last;
  if (last_text && g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXINT32, &first, NULL)
      && g_ascii_string_to_unsigned (last_text, 10, first, G_MAXINT32, &last, NULL))
    {
      out->first_worker = first;
      out->n_workers = last - first + 1;
      return TRUE;
    }
  complain ("--trace-workers: \"%s\" is not a number of workers such as 4-7", text);
  return FALSE;
}

gboolean
trace_choices_understand (const TraceChoices *choices, gboolean keep, RecordSettings *out)
{
  *out = RECORD_SETTINGS_DEFAULT;
  out->keep_spans = keep;
  return (!choices->mode || take_mode (choices->mode, out)) && (!choices->time || take_time (choices->time, out))
         && (!choices->workers || take_workers (choices->workers, out))
         && (!choices->max || option_integer ("trace-max", choices->max, 1, SPANS_MAX, &out->max_spans));
}

gboolean
trace_choices_given (const TraceChoices *choices)
{
  return choices->mode || choices->max || choices->time || choices->workers;
}

void
trace_choices_clear (TraceChoices *choices)
{
  g_free (choices->mode);
  g_free (choices->time);
  g_free (choices->workers);
  g_free (choices->max);
}
