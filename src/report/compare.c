#include "report/compare.h"

#include "base/escape.h"
#include "base/units.h"
#include "report/picture.h"
#include "report/timeline_picture.h"
#include "report/timeline_window.h"
#include "report/words.h"

#define NAME_WIDTH 22
#define CELL_WIDTH 16
#define CURVES_HEIGHT 330 /* pixels */

typedef struct
{
  RunData *const *runs;
  const char *const *labels;
  guint n;
} Comparison;

static gboolean
any_run_has (const Comparison *c, MetricId metric)
{
  for (guint i = 0; i < c->n; i++)
    if (isfinite (c->runs[i]->metrics[metric]))
      return TRUE;
  return FALSE;
}

static void
print_right (FILE *to, const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  fprintf (to, "  %*s%s", (int)MAX (0, CELL_WIDTH - length), "", text);
}

static void
print_head (const Comparison *c, FILE *to, gboolean colour)
{
  fprintf (to, "%s%-*s", colour ? "\033[1m" : "", NAME_WIDTH, "metric");
  for (guint i = 0; i < c->n; i++)
    {
      g_autofree char *whole = printable (c->labels[i]);
      g_autofree char *label = g_utf8_substring (whole, 0, MIN (CELL_WIDTH, g_utf8_strlen (whole, -1)));

      print_right (to, label);
      if (i > 0)
        {
          print_right (to, "difference");
          print_right (to, "ratio");
        }
    }
  fputs (colour ? "\033[0m\n" : "\n", to);
}

static void
print_row (const Comparison *c, MetricId metric, FILE *to)
{
  double first = c->runs[0]->metrics[metric];

  fprintf (to, "%-*s", NAME_WIDTH, metric_table[metric].name);
  for (guint i = 0; i < c->n; i++)
    {
      double value = c->runs[i]->metrics[metric];
      g_autofree char *cell = words_metric (metric, value), *difference = words_difference (metric, value - first);
      char digits[G_ASCII_DTOSTR_BUF_SIZE] = "-";

      print_right (to, cell);
      if (i == 0)
        continue;
      print_right (to, difference);
      if (isfinite (value / first))
        g_ascii_formatd (digits, sizeof digits, "%.4g", value / first);
      print_right (to, digits);
    }
  fputc ('\n', to);
}

void
compare_print (RunData *const *runs, const char *const *labels, guint n_runs, FILE *to, gboolean colour)
{
  Comparison comparison = { runs, labels, n_runs };

  print_head (&comparison, to, colour);
  for (guint m = 0; m < N_METRICS; m++)
    if (any_run_has (&comparison, m))
      print_row (&comparison, m, to);
}

/* The loss that most can be said with: the test set's where every run has it. */
typedef struct
{
  gboolean test, train, accuracy;
} Has;

static Has
what_runs_have (const Comparison *c)
{
  Has has = { TRUE, FALSE, FALSE };

  for (guint i = 0; i < c->n; i++)
    {
      gboolean test = FALSE;

      for (guint e = 0; e < c->runs[i]->evaluations->len; e++)
        {
          const EvaluationRow *row = &g_array_index (c->runs[i]->evaluations, EvaluationRow, e);

          test |= isfinite (row->test_loss);
          has.train |= isfinite (row->train_loss);
          has.accuracy |= isfinite (row->test_accuracy);
        }
      has.test &= test;
    }
  return has;
}

static void
append_number (GString *data, double value)
{
  char digits[32];
  g_string_append_printf (data, " %s", isfinite (value) ? number_format (value, digits) : "?");
}

static GString *
curves_data (const Comparison *c, const Has *has)
{
  GString *data = g_string_new ("# time_s updates loss accuracy, an index a run\n");

  for (guint i = 0; i < c->n; i++)
    {
      const GArray *evaluations = c->runs[i]->evaluations;

      g_string_append_printf (data, "# %u\n", i + 1);
      if (evaluations->len == 0)
        g_string_append (data, "0 0 ? ?\n");
      for (guint e = 0; e < evaluations->len; e++)
        {
          const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, e);

          g_string_append_printf (data, "%" SIM_TIME_FORMAT " %" G_GUINT64_FORMAT, SIM_TIME_ARGS (row->time), row->updates);
          append_number (data, has->test ? row->test_loss : row->train_loss);
          append_number (data, row->test_accuracy);
          g_string_append_c (data, '\n');
        }
      g_string_append (data, "\n\n");
    }
  return data;
}

static TimelinePicture *
draw_timelines (const Comparison *c, SimTime *longest, gboolean *whole)
{
  guint max_workers = MAX (4, 24 / c->n);
  SimTime until = 0;
  TimelinePicture *picture;

  *longest = 0;
  for (guint i = 0; i < c->n; i++)
    {
      until = MAX (until, timeline_window_of_rows (c->runs[i]->timeline, max_workers, c->runs[i]->end));
      *longest = MAX (*longest, c->runs[i]->end);
    }
  *whole = until == *longest;
  picture = timeline_picture_new (until, max_workers);
  for (guint i = 0; i < c->n; i++)
    {
      g_autofree char *shown = timeline_picture_shown (picture, c->runs[i]->timeline);
      g_autofree char *heading = g_strdup_printf ("%s: %s", c->labels[i], shown);
      timeline_picture_add (picture, heading, c->runs[i]->timeline, NULL);
    }
  return picture;
}

static GString *
compare_settings (const Comparison *c, const Has *has, const TimelinePicture *picture, SimTime longest, gboolean whole)
{
  GString *settings = g_string_new (NULL);
  g_autofree char *title = g_strjoinv (" / ", (char **)c->labels);
  TimeUnit unit = time_unit_for (sim_time_to_s (longest));

  picture_set_text (settings, "picture", "compare");
  picture_set_text (settings, "title", title);
  picture_set_text (settings, "subtitle", whole ? "timelines on one axis" : "timelines on one axis, their beginning");
  timeline_picture_settings (picture, settings);
  picture_set_number (settings, "below", has->test || has->train || has->accuracy ? CURVES_HEIGHT : 0);
  picture_set_text (settings, "curve_unit", unit.name);
  picture_set_number (settings, "curve_unit_per_s", unit.per_s);
  picture_set_number (settings, "curve_end", sim_time_to_s (longest) * unit.per_s);
  picture_set_number (settings, "has_loss", has->test || has->train);
  picture_set_text (settings, "loss_name", has->test ? "test loss" : "train loss");
  picture_set_number (settings, "has_accuracy", has->accuracy);
  picture_set_number (settings, "curves", c->n);
  g_string_append_printf (settings, "array label[%u]\n", c->n);
  for (guint i = 0; i < c->n; i++)
    {
      g_autofree char *name = g_strdup_printf ("label[%u]", i + 1);
      picture_set_text (settings, name, c->labels[i]);
    }
  return settings;
}

gboolean
compare_write (RunData *const *runs, const char *const *labels, guint n_runs, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "timeline", "compare", NULL };
  Comparison comparison = { runs, labels, n_runs };
  Has has = what_runs_have (&comparison);
  SimTime longest;
  gboolean whole;
  g_autoptr (TimelinePicture) picture = draw_timelines (&comparison, &longest, &whole);
  g_autoptr (GString) settings = compare_settings (&comparison, &has, picture, longest, whole);
  g_autoptr (GString) boxes = timeline_picture_data (picture), curves = curves_data (&comparison, &has);

  return picture_write_data (dir, "compare.dat", boxes, error) && picture_write_data (dir, "compare-curves.dat", curves, error)
         && picture_draw (dir, "compare", scripts, settings, note, error);
}
