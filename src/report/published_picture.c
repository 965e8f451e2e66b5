#include "report/published_picture.h"

#include "base/escape.h"
#include "base/units.h"
#include "protocol/metrics.h"
#include "report/picture.h"
#include "report/words.h"

static char *
words (const PublishedRow *row, double value)
{
  return isfinite (value) ? words_metric (row->metric, value) : g_strdup ("-");
}

/* @label, then spaces up to @width characters. */
static void
print_padded (const char *label, glong width, FILE *to)
{
  fprintf (to, "  %s%*s", label, (int)(width - g_utf8_strlen (label, -1)), "");
}

static void
print_row (const PublishedRow *row, const char *label, glong width, FILE *to)
{
  g_autofree char *published = words (row, row->published), *simulated = words (row, row->simulated);
  g_autofree char *source = printable (row->source ? row->source : "");
  char ratio[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (ratio, sizeof ratio, "%.3f", row->simulated / row->published);
  print_padded (label, width, to);
  fprintf (to, "  %12s  %12s  %7s%s%s\n", published, simulated, ratio, *source ? "  " : "", source);
}

void
published_print (const PublishedRow *rows, guint n, FILE *to)
{
  g_auto (GStrv) labels = g_new0 (char *, n + 1);
  glong width = (glong)strlen ("published figure");
  for (guint i = 0; i < n; i++)
    {
      labels[i] = printable (rows[i].label);
      width = MAX (width, g_utf8_strlen (labels[i], -1));
    }
  fprintf (to, "\n  %-*s  %12s  %12s  %7s\n", (int)width, "published figure", "published", "simulated", "ratio");
  for (guint i = 0; i < n; i++)
    print_row (&rows[i], labels[i], width, to);
}

/* ratio, row, "label", "published | simulated" */
static GString *
picture_data (const PublishedRow *rows, guint n)
{
  GString *data = g_string_new ("# ratio row label values\n");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *published = words (&rows[i], rows[i].published), *simulated = words (&rows[i], rows[i].simulated);
      double ratio = rows[i].simulated / rows[i].published;
      char digits[32];
      g_autofree char *label = escaped (escape_gnuplot, rows[i].label);
      g_string_append_printf (data, "%s %u %s \"%s | %s\"\n", isfinite (ratio) ? number_format (ratio, digits) : "?", i, label,
                              simulated, published);
    }
  return data;
}

static GString *
picture_settings (const char *name, const PublishedRow *rows, guint n)
{
  GString *settings = g_string_new (NULL);
  glong longest = 0;
  double least = 1, most = 1;
  for (guint i = 0; i < n; i++)
    {
      double ratio = rows[i].simulated / rows[i].published;
      longest = MAX (longest, g_utf8_strlen (rows[i].label, -1));
      least = isfinite (ratio) ? MIN (least, ratio) : least;
      most = isfinite (ratio) ? MAX (most, ratio) : most;
    }
  picture_set_text (settings, "title", name);
  picture_set_number (settings, "rows", n);
  picture_set_number (settings, "label_width", (double)longest);
  picture_set_number (settings, "spread", MAX (MAX (most - 1, 1 - least), 0.02));
  return settings;
}

static GString *
csv (const PublishedRow *rows, guint n)
{
  GString *text = g_string_new ("figure,metric,published,simulated,source\n");
  for (guint i = 0; i < n; i++)
    {
      char published[32], simulated[32];
      escape_csv (text, rows[i].label);
      g_string_append_printf (text, ",%s,%s,%s,", metric_at (rows[i].metric)->name,
                              number_format (rows[i].published, published),
                              isfinite (rows[i].simulated) ? number_format (rows[i].simulated, simulated) : "");
      escape_csv (text, rows[i].source ? rows[i].source : "");
      g_string_append_c (text, '\n');
    }
  return text;
}

gboolean
published_write (const char *name, const PublishedRow *rows, guint n, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "published", NULL };
  g_autoptr (GString) data = picture_data (rows, n), settings = picture_settings (name, rows, n), table = csv (rows, n);
  return picture_write_data (dir, "published.csv", table, error) && picture_write_data (dir, "published.dat", data, error)
         && picture_draw (dir, "published", scripts, settings, note, error);
}
