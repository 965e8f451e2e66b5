#include "protocol/metrics.h"
#include "report/compare.h"
#include "report/text_table.h"
#include "report/words.h"

#define LABEL_MAX 16

typedef enum
{
  CELL_VALUE,
  CELL_DIFFERENCE,
  CELL_RATIO,
} CellKind;

typedef struct
{
  RunData *const *runs;
  GArray *metrics; /* MetricId: those that any run has */
} Comparison;

static gboolean
any_run_has (RunData *const *runs, guint n_runs, MetricId metric)
{
  for (guint i = 0; i < n_runs; i++)
    if (isfinite (runs[i]->metrics[metric]))
      return TRUE;
  return FALSE;
}

static char *
cell_words (MetricId metric, CellKind kind, double value, double first)
{
  switch (kind)
    {
    case CELL_VALUE:
      return words_metric (metric, value);
    case CELL_DIFFERENCE:
      return words_difference (metric, value - first);
    case CELL_RATIO:
      return words_ratio (value / first);
    }
  g_assert_not_reached ();
}

/* Takes @heading. */
static void
add_column (TextTable *table, const Comparison *c, char *heading, guint run, CellKind kind)
{
  char **cells = g_new0 (char *, c->metrics->len + 1);

  for (guint i = 0; i < c->metrics->len; i++)
    {
      MetricId metric = g_array_index (c->metrics, MetricId, i);
      cells[i] = cell_words (metric, kind, c->runs[run]->metrics[metric], c->runs[0]->metrics[metric]);
    }
  text_table_add (table, heading, cells, FALSE);
}

static void
add_names (TextTable *table, const Comparison *c)
{
  char **cells = g_new0 (char *, c->metrics->len + 1);

  for (guint i = 0; i < c->metrics->len; i++)
    cells[i] = g_strdup (metric_at (g_array_index (c->metrics, MetricId, i))->name);
  text_table_add (table, g_strdup ("metric"), cells, TRUE);
}

static char *
short_label (const char *label)
{
  g_autofree char *valid = g_utf8_make_valid (label, -1);
  g_autofree char *begin = g_utf8_substring (valid, 0, MIN (LABEL_MAX - 1, g_utf8_strlen (valid, -1)));
  return g_utf8_strlen (valid, -1) > LABEL_MAX ? g_strconcat (begin, "…", NULL) : g_steal_pointer (&valid);
}

void
compare_print (RunData *const *runs, const char *const *labels, guint n_runs, FILE *to, gboolean colour, guint width)
{
  g_autoptr (GArray) metrics = g_array_new (FALSE, FALSE, sizeof (MetricId));
  const Comparison comparison = { runs, metrics };

  for (MetricId m = 0; m < metrics_count (); m++)
    if (any_run_has (runs, n_runs, m))
      g_array_append_val (metrics, m);
  g_autoptr (TextTable) table = text_table_new (metrics->len);
  add_names (table, &comparison);
  add_column (table, &comparison, short_label (labels[0]), 0, CELL_VALUE);
  for (guint i = 1; i < n_runs; i++)
    {
      add_column (table, &comparison, short_label (labels[i]), i, CELL_VALUE);
      add_column (table, &comparison, g_strdup ("difference"), i, CELL_DIFFERENCE);
      add_column (table, &comparison, g_strdup ("ratio"), i, CELL_RATIO);
    }
  text_table_print_blocks (table, 2, 3, to, colour, width);
}
