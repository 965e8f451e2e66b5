#include "report/links_csv.h"

#include "base/escape.h"
#include "base/units.h"

static void
append_row (GString *csv, const LinkUse *use)
{
  char digits[32];
  escape_csv (csv, use->from);
  g_string_append_c (csv, ',');
  escape_csv (csv, use->to);
  g_string_append_printf (csv, ",%s,%" G_GUINT64_FORMAT, number_format (use->bandwidth, digits), use->bytes);
  g_string_append_printf (csv, ",%s\n", number_format (use->utilisation, digits));
}

void
links_csv_write (const Outcome *outcome, FILE *to)
{
  g_autoptr (GString) row = g_string_new (NULL);
  fputs (LINKS_CSV_HEAD "\n", to);
  for (guint i = 0; outcome->links && i < outcome->links->len; i++)
    {
      g_string_truncate (row, 0);
      append_row (row, &g_array_index (outcome->links, LinkUse, i));
      fputs (row->str, to);
    }
}
