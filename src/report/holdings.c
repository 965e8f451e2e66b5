#include "report/holdings.h"

#include <math.h>

#include "report/picture.h"
#include "report/text_table.h"
#include "report/words.h"

#define MOST_BARS 20

struct _Holdings
{
  guint n_workers, n_rows;
  guint n_classes; /* 0: the rows have none */
  guint *rows;     /* [n_workers] */
  guint *held;     /* [n_workers][n_classes] */
};

/* How the workers differ. */
typedef struct
{
  guint least, most;
  double median, classes; /* rows, and the median number of classes, of a worker */
  double skew;            /* the mean total variation distance of a worker's mixture from that of all rows: 0 alike, towards 1 */
} Facts;

Holdings *
holdings_new (const Partition *partition, const Dataset *data)
{
  Holdings *holdings = g_new0 (Holdings, 1);
  holdings->n_workers = partition_n_workers (partition);
  holdings->n_rows = partition_n_rows (partition);
  holdings->n_classes = data->classes;
  holdings->rows = g_new (guint, holdings->n_workers);
  holdings->held = g_new0 (guint, (gsize)holdings->n_workers * data->classes);
  for (guint k = 0; k < holdings->n_workers; k++)
    {
      const guint32 *own = partition_rows (partition, k, &holdings->rows[k]);
      for (guint i = 0; data->classes > 0 && i < holdings->rows[k]; i++)
        holdings->held[k * data->classes + data->train_y[own[i]]]++;
    }
  return holdings;
}

void
holdings_free (Holdings *holdings)
{
  g_free (holdings->rows);
  g_free (holdings->held);
  g_free (holdings);
}

static guint
held_at (const Holdings *holdings, guint worker, guint class)
{
  return holdings->held[worker * holdings->n_classes + class];
}

static int
by_size (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

/* Sorts @values. */
static double
median_of (guint *values, guint n)
{
  qsort (values, n, sizeof *values, by_size);
  return (values[(n - 1) / 2] + values[n / 2]) / 2.0;
}

/* @totals: rows of each class in all. */
static double
distance (const Holdings *holdings, guint worker, const guint *totals)
{
  double sum = 0;
  for (guint c = 0; c < holdings->n_classes; c++)
    sum += fabs ((double)held_at (holdings, worker, c) / holdings->rows[worker] - (double)totals[c] / holdings->n_rows);
  return sum / 2;
}

static void
find_classes (const Holdings *holdings, Facts *facts)
{
  g_autofree guint *totals = g_new0 (guint, holdings->n_classes), *different = g_new0 (guint, holdings->n_workers);
  for (guint k = 0; k < holdings->n_workers; k++)
    for (guint c = 0; c < holdings->n_classes; c++)
      {
        totals[c] += held_at (holdings, k, c);
        different[k] += held_at (holdings, k, c) > 0;
      }
  for (guint k = 0; k < holdings->n_workers; k++)
    facts->skew += distance (holdings, k, totals) / holdings->n_workers;
  facts->classes = median_of (different, holdings->n_workers);
}

static Facts
find_facts (const Holdings *holdings)
{
  g_autofree guint *rows = g_memdup2 (holdings->rows, holdings->n_workers * sizeof *rows);
  Facts facts = { .median = median_of (rows, holdings->n_workers) };
  facts.least = rows[0];
  facts.most = rows[holdings->n_workers - 1];
  if (holdings->n_classes > 0)
    find_classes (holdings, &facts);
  return facts;
}

static void
print_facts (const Holdings *holdings, FILE *to)
{
  Facts facts = find_facts (holdings);
  g_autofree char *rows = words_count (holdings->n_rows), *least = words_count (facts.least), *most = words_count (facts.most);
  fprintf (to, "rows        %s among %u worker%s: from %s to %s, median %.10g\n", rows, holdings->n_workers,
           holdings->n_workers == 1 ? "" : "s", least, most, facts.median);
  if (holdings->n_classes > 0)
    fprintf (to,
             "classes     %u; a worker holds rows of %g of them (median)\n"
             "skew        %.3f: how far a worker's mixture is from that of all rows (mean total variation; 0: alike, 1: nothing shared)\n",
             holdings->n_classes, facts.classes, facts.skew);
}

/* Cells for the first @n workers; of @class, or of all their rows. */
static char **
count_cells (const Holdings *holdings, guint n, const guint *class)
{
  char **cells = g_new0 (char *, n + 1);
  for (guint k = 0; k < n; k++)
    {
      guint count = class ? held_at (holdings, k, *class) : holdings->rows[k];
      cells[k] = count > 0 ? words_count (count) : g_strdup ("·");
    }
  return cells;
}

static char **
name_cells (guint n)
{
  char **cells = g_new0 (char *, n + 1);
  for (guint k = 0; k < n; k++)
    cells[k] = g_strdup_printf ("worker%u", k);
  return cells;
}

void
holdings_print (const Holdings *holdings, guint most, FILE *to, gboolean colour, guint width)
{
  guint n = MIN (most, holdings->n_workers);
  g_autoptr (TextTable) table = text_table_new (n);
  print_facts (holdings, to);
  text_table_add (table, g_strdup (""), name_cells (n), TRUE);
  text_table_add (table, g_strdup ("rows"), count_cells (holdings, n, NULL), FALSE);
  for (guint c = 0; c < holdings->n_classes; c++)
    text_table_add (table, g_strdup_printf ("class %u", c), count_cells (holdings, n, &c), FALSE);
  fputc ('\n', to);
  text_table_print_blocks (table, holdings->n_classes > 0 ? 2 : 1, 1, to, colour, width);
  if (n < holdings->n_workers)
    fprintf (to, "and %u more\n", holdings->n_workers - n);
}

void
holdings_write_json (const Holdings *holdings, JsonWriter *json)
{
  Facts facts = find_facts (holdings);
  json_object (json, "partition", JSON_SPACED);
  json_count (json, "workers", holdings->n_workers);
  json_count (json, "rows", holdings->n_rows);
  json_count (json, "least", facts.least);
  json_number (json, "median", facts.median);
  json_count (json, "most", facts.most);
  if (holdings->n_classes > 0)
    {
      json_count (json, "classes", holdings->n_classes);
      json_number (json, "classes_held", facts.classes);
      json_number (json, "skew", facts.skew);
    }
  json_close (json);
}

/* A line a worker: @separator between numbers. */
static void
append_rows (const Holdings *holdings, char separator, GString *to)
{
  for (guint k = 0; k < holdings->n_workers; k++)
    {
      g_string_append_printf (to, "%u%c%u", k, separator, holdings->rows[k]);
      for (guint c = 0; c < holdings->n_classes; c++)
        g_string_append_printf (to, "%c%u", separator, held_at (holdings, k, c));
      g_string_append_c (to, '\n');
    }
}

GString *
holdings_csv (const Holdings *holdings)
{
  GString *csv = g_string_new ("worker,rows");
  for (guint c = 0; c < holdings->n_classes; c++)
    g_string_append_printf (csv, ",class%u", c);
  g_string_append_c (csv, '\n');
  append_rows (holdings, ',', csv);
  return csv;
}

/* Data of the map: worker, class, rows; a blank line after each worker. */
static void
append_map (const Holdings *holdings, GString *to)
{
  for (guint k = 0; k < holdings->n_workers; k++, g_string_append_c (to, '\n'))
    for (guint c = 0; c < holdings->n_classes; c++)
      g_string_append_printf (to, "%u %u %u\n", k, c, held_at (holdings, k, c));
}

gboolean
holdings_draw (const Holdings *holdings, const char *title, const char *subtitle, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "partition", NULL };
  gboolean map = holdings->n_classes > 0 && holdings->n_workers > MOST_BARS;
  g_autoptr (GString) settings = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new (map ? "# worker class rows\n" : "# worker rows, then those of each class\n");
  if (map)
    append_map (holdings, data);
  else
    append_rows (holdings, ' ', data);
  picture_set_text (settings, "title", title);
  picture_set_text (settings, "subtitle", subtitle);
  picture_set_number (settings, "workers", holdings->n_workers);
  picture_set_number (settings, "classes", holdings->n_classes);
  picture_set_number (settings, "is_map", map);
  return picture_write_data (dir, "partition.dat", data, error) && picture_draw (dir, "partition", scripts, settings, note, error);
}
