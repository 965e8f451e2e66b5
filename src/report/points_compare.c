#include "report/points_compare.h"

#include "base/error.h"
#include "base/escape.h"
#include "protocol/metrics.h"
#include "report/points.h"
#include "report/text_table.h"
#include "report/words.h"
#include "report/wrap.h"

typedef struct
{
  PointRows *const *sweeps;
  const char *const *labels;
  guint n;
  GArray *matched; /* guint [matches][n]: rows of the same point */
} Match;

static const PointRow *
row_at (const PointRows *rows, guint i)
{
  return &g_array_index (rows->rows, PointRow, i);
}

static gboolean
have_same_axes (const Match *match, GError **error)
{
  char **first = match->sweeps[0]->axes;
  for (guint s = 1; s < match->n; s++)
    {
      if (point_rows_have_axes (match->sweeps[s], (const char *const *)first))
        continue;
      g_autofree char *a = g_strjoinv (", ", first), *b = g_strjoinv (", ", match->sweeps[s]->axes);
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s varies %s, but %s varies %s", match->labels[0], a,
                   match->labels[s], b);
      return FALSE;
    }
  return TRUE;
}

/* Fills @match->matched, in the order of the first sweep; what is not in all goes to @alone, a line each. */
static void
match_rows (Match *match, GPtrArray *alone)
{
  const char *const *axes = (const char *const *)match->sweeps[0]->axes;
  g_autoptr (GPtrArray) indices = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  g_autofree guint *rows = g_new (guint, match->n);
  for (guint s = 0; s < match->n; s++)
    g_ptr_array_add (indices, point_rows_index (match->sweeps[s], axes));
  for (guint s = 0; s < match->n; s++)
    for (guint i = 0; i < match->sweeps[s]->rows->len; i++)
      {
        g_autofree char *key = point_row_key (match->sweeps[s], i, axes);
        gboolean in_all = TRUE;
        for (guint t = 0; t < match->n; t++)
          {
            guint number = GPOINTER_TO_UINT (g_hash_table_lookup (g_ptr_array_index (indices, t), key));
            rows[t] = number - 1;
            in_all = in_all && number > 0;
          }
        if (!in_all)
          g_ptr_array_add (alone, g_strdup_printf ("not in all, but in %c: %s", 'A' + s, key));
        else if (s == 0)
          g_array_append_vals (match->matched, rows, match->n);
      }
}

static double
metric_of (const Match *match, guint point, guint sweep, MetricId metric)
{
  guint row = g_array_index (match->matched, guint, point * match->n + sweep);
  return row_at (match->sweeps[sweep], row)->metrics[metric];
}

static guint
n_points (const Match *match)
{
  return match->matched->len / match->n;
}

static gboolean
any_has (const Match *match, MetricId metric)
{
  for (guint p = 0; p < n_points (match); p++)
    for (guint s = 0; s < match->n; s++)
      if (isfinite (metric_of (match, p, s, metric)))
        return TRUE;
  return FALSE;
}

static void
add_axis (TextTable *table, const Match *match, guint axis)
{
  char **cells = g_new0 (char *, n_points (match) + 1);
  for (guint p = 0; p < n_points (match); p++)
    cells[p] = g_strdup (row_at (match->sweeps[0], g_array_index (match->matched, guint, p * match->n))->values[axis]);
  text_table_add (table, g_strdup (strrchr (match->sweeps[0]->axes[axis], '/') + 1), cells, FALSE);
}

/* A column a sweep, and behind each but the first its ratios to that. */
static void
add_metric (TextTable *table, const Match *match, MetricId metric)
{
  for (guint s = 0; s < match->n; s++)
    {
      char **cells = g_new0 (char *, n_points (match) + 1), **ratios = g_new0 (char *, n_points (match) + 1);
      for (guint p = 0; p < n_points (match); p++)
        {
          double value = metric_of (match, p, s, metric);
          cells[p] = words_metric (metric, value);
          ratios[p] = words_ratio (value / metric_of (match, p, 0, metric));
        }
      text_table_add (table, s == 0 ? g_strdup_printf ("%s A", metric_at (metric)->name) : g_strdup_printf ("%c", 'A' + s), cells,
                      FALSE);
      if (s > 0)
        text_table_add (table, g_strdup_printf ("%c/A", 'A' + s), ratios, FALSE);
      else
        g_strfreev (ratios);
    }
}

/* The axes beside as many metrics as @width has room for, at least one; the others below, in as many tables. */
static void
print_tables (const Match *match, FILE *to, gboolean colour, guint width)
{
  guint n_axes = g_strv_length (match->sweeps[0]->axes), at_a_metric = 2 * match->n - 1;
  g_autoptr (TextTable) table = text_table_new (n_points (match));
  for (guint a = 0; a < n_axes; a++)
    add_axis (table, match, a);
  for (guint i = 0; points_telling (i) != N_METRICS; i++)
    if (any_has (match, points_telling (i)))
      add_metric (table, match, points_telling (i));
  text_table_print_blocks (table, n_axes, at_a_metric, to, colour, width);
}

gboolean
points_compare_print (PointRows *const *sweeps, const char *const *labels, guint n, FILE *to, gboolean colour, guint width,
                      GError **error)
{
  Match match = { sweeps, labels, n, NULL };
  g_autoptr (GPtrArray) alone = g_ptr_array_new_with_free_func (g_free);
  if (!have_same_axes (&match, error))
    return FALSE;
  g_autoptr (GArray) matched = match.matched = g_array_new (FALSE, FALSE, sizeof (guint));
  match_rows (&match, alone);
  for (guint s = 0; s < n; s++)
    {
      g_autofree char *label = printable (labels[s]);
      fprintf (to, "%c: %s\n", 'A' + s, label);
    }
  fputc ('\n', to);
  if (n_points (&match) > 0)
    print_tables (&match, to, colour, width);
  for (guint i = 0; i < alone->len; i++)
    {
      g_autofree char *line = printable (g_ptr_array_index (alone, i));
      fprintf (to, "  %s\n", line);
    }
  return TRUE;
}
