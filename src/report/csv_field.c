#include "report/csv_field.h"

#include <string.h>

void
csv_append_field (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\n\r") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_printf (csv, "%s%c", *c == '"' ? "\"" : "", *c);
  g_string_append_c (csv, '"');
}
