#include "report/compare.h"

#include "base/units.h"
#include "report/picture.h"
#include "report/timeline_picture.h"
#include "report/timeline_window.h"

#define CURVES_HEIGHT 330 /* pixels */

typedef struct
{
  RunData *const *runs;
  const char *const *labels;
  guint n;
} Comparison;

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

/* What all show: their beginnings, unless each has a later window around a crash. */
static TimelineWindow
common_window (const Comparison *c, guint max_workers)
{
  g_autofree TimelineWindow *windows = g_new (TimelineWindow, c->n);
  TimelineWindow common = { SIM_TIME_NEVER, 0 };
  gboolean later = TRUE;

  for (guint i = 0; i < c->n; i++)
    {
      windows[i] = timeline_window_of_rows (c->runs[i]->timeline, max_workers, c->runs[i]->end);
      later = later && windows[i].from > 0;
    }
  for (guint i = 0; i < c->n; i++)
    if ((windows[i].from > 0) == later)
      common = (TimelineWindow){ MIN (common.from, windows[i].from), MAX (common.until, windows[i].until) };
  return common;
}

static TimelinePicture *
draw_timelines (const Comparison *c, SimTime *longest, const char **subtitle)
{
  guint max_workers = MAX (4, 24 / c->n);
  TimelineWindow window = common_window (c, max_workers);
  TimelinePicture *picture;

  *longest = 0;
  for (guint i = 0; i < c->n; i++)
    *longest = MAX (*longest, c->runs[i]->end);
  *subtitle = window.from > 0            ? "timelines on one axis, around the first crash"
              : window.until < *longest ? "timelines on one axis, their beginning"
                                         : "timelines on one axis";
  picture = timeline_picture_new (window.from, window.until, max_workers);
  for (guint i = 0; i < c->n; i++)
    {
      g_autofree char *shown = timeline_picture_shown (picture, c->runs[i]->timeline);
      g_autofree char *heading = g_strdup_printf ("%s: %s", c->labels[i], shown);
      timeline_picture_add (picture, heading, c->runs[i]->timeline, NULL);
    }
  return picture;
}

static GString *
compare_settings (const Comparison *c, const Has *has, const TimelinePicture *picture, SimTime longest, const char *subtitle)
{
  GString *settings = g_string_new (NULL);
  g_autofree char *title = g_strjoinv (" / ", (char **)c->labels);
  TimeUnit unit = time_unit_for (sim_time_to_s (longest));

  picture_set_text (settings, "picture", "compare");
  picture_set_text (settings, "title", title);
  picture_set_text (settings, "subtitle", subtitle);
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
  const char *subtitle;
  g_autoptr (TimelinePicture) picture = draw_timelines (&comparison, &longest, &subtitle);
  g_autoptr (GString) settings = compare_settings (&comparison, &has, picture, longest, subtitle);
  g_autoptr (GString) boxes = timeline_picture_data (picture), curves = curves_data (&comparison, &has);

  return picture_write_data (dir, "compare.dat", boxes, error) && picture_write_data (dir, "compare-curves.dat", curves, error)
         && picture_draw (dir, "compare", scripts, settings, note, error);
}
