#include "scenario/string_json.h"

char *
string_json (const char *text)
{
  GString *out = g_string_new ("\"");
  for (; *text; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      if ((guchar)*text < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint)*text);
      else
        g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}
