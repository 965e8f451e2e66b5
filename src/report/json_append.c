#include "report/json_append.h"

#include "base/units.h"

void
json_append_string (GString *to, const char *text)
{
  g_string_append_c (to, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (to, "\\%c", *c);
    else if ((guchar)*c < 0x20)
      g_string_append_printf (to, "\\u%04x", (guint)*c);
    else
      g_string_append_c (to, *c);
  g_string_append_c (to, '"');
}

void
json_append_number (GString *to, double value)
{
  char digits[32];
  g_string_append (to, number_format (value, digits));
}
