#include "command/golden.h"

#include "base/escape.h"

char *
golden_path (const char *scenario, int point)
{
  gsize n = strlen (scenario) - (g_str_has_suffix (scenario, ".json") ? strlen (".json") : 0);
  if (point < 0)
    return g_strdup_printf ("%.*s.timeline.csv", (int)n, scenario);
  return g_strdup_printf ("%.*s.%d.timeline.csv", (int)n, scenario, point);
}

static gsize
line_length (const char *text)
{
  return strcspn (text, "\n");
}

static const char *
next_line (const char *text)
{
  text += line_length (text);
  return *text ? text + 1 : text;
}

static char *
line_or_end (const char *text)
{
  return *text ? g_strndup (text, line_length (text)) : g_strdup ("(the end)");
}

char *
golden_difference (const char *was, const char *is)
{
  guint line = 1;
  while (*was && *is && line_length (was) == line_length (is) && strncmp (was, is, line_length (was)) == 0)
    {
      was = next_line (was);
      is = next_line (is);
      line++;
    }
  if (!*was && !*is)
    return NULL;
  g_autofree char *old_line = line_or_end (was), *new_line = line_or_end (is);
  g_autofree char *old = printable (old_line), *new = printable (new_line);
  return g_strdup_printf ("# the first event that differs, line %u\n#   was: %s\n#   is:  %s\n", line, old, new);
}
