#include "report/points.h"

#include "base/escape.h"
#include "report/picture.h"

/* Points on one curve: those that share a smallest point. In a sweep of one size every point is a category of its own instead. */
typedef struct
{
  const SweepTable *table;
  gboolean categories;
  GArray *bases; /* guint, in the order of the points */
  double min_workers, max_workers;
} Curves;

typedef double (*RunQuantity) (const SweepRun *base, const SweepRun *run);

static double
speedup_of (const SweepRun *base, const SweepRun *run)
{
  return run->metrics[METRIC_SPEEDUP];
}

static double
efficiency_of (const SweepRun *base, const SweepRun *run)
{
  return run->metrics[METRIC_EFFICIENCY];
}

static double
target_speedup (const SweepRun *base, const SweepRun *run)
{
  return base->metrics[METRIC_TIME_TO_TARGET] / run->metrics[METRIC_TIME_TO_TARGET];
}

/* Statistical efficiency: how many times fewer updates lead to the target. */
static double
statistical_gain (const SweepRun *base, const SweepRun *run)
{
  return base->updates_to_target / run->updates_to_target;
}

/* Hardware efficiency: how many times less time an update takes on the way there. Its product with the statistical gain is
 * target_speedup. */
static double
hardware_gain (const SweepRun *base, const SweepRun *run)
{
  return target_speedup (base, run) / statistical_gain (base, run);
}

static const RunQuantity quantities[] = { speedup_of, efficiency_of, target_speedup, hardware_gain, statistical_gain };

static Curves
find_curves (const SweepTable *table)
{
  Curves curves = { table, TRUE, g_array_new (FALSE, FALSE, sizeof (guint)), INFINITY, 0 };

  for (guint p = 0; p < sweep_table_n_points (table); p++)
    {
      guint base = sweep_table_base (table, p), workers = sweep_table_workers (table, p), known = 0;

      curves.min_workers = MIN (curves.min_workers, workers);
      curves.max_workers = MAX (curves.max_workers, workers);
      while (known < curves.bases->len && g_array_index (curves.bases, guint, known) != base)
        known++;
      if (known == curves.bases->len)
        g_array_append_val (curves.bases, base);
    }
  curves.categories = curves.min_workers == curves.max_workers;
  return curves;
}

/* A value that says what it is: "ring", "10 Gbit/s"; not "4" or "true". */
static gboolean
speaks_for_itself (const char *value)
{
  char *end;
  g_ascii_strtod (value, &end);
  return *end != '\0' && !g_str_equal (value, "true") && !g_str_equal (value, "false") && !g_str_equal (value, "null");
}

/* The values of @point but for the number of workers, or all of them. */
static char *
point_label (const SweepTable *table, guint point, gboolean all)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *const *values = sweep_table_values (table, point), *const *axes = sweep_table_axes (table);

  for (guint a = 0; axes[a] != NULL; a++)
    if (all || !g_str_equal (axes[a], "/cluster/workers"))
      g_ptr_array_add (parts, speaks_for_itself (values[a]) ? g_strdup (values[a])
                                                            : g_strdup_printf ("%s=%s", strrchr (axes[a], '/') + 1, values[a]));
  g_ptr_array_add (parts, NULL);
  return parts->len > 1 ? g_strjoinv (", ", (char **)parts->pdata) : g_strdup ("simulated");
}

static void
append_point (GString *data, const Curves *curves, guint point)
{
  guint x = curves->categories ? point : sweep_table_workers (curves->table, point);

  g_string_append_printf (data, "%u", x);
  for (guint q = 0; q < G_N_ELEMENTS (quantities); q++)
    {
      Estimate e = sweep_table_against_base (curves->table, point, quantities[q]);
      const double cells[] = { e.mean, isfinite (e.mean) && !isfinite (e.half_width) ? 0 : e.half_width };

      for (guint i = 0; i < 2; i++)
        {
          char digits[G_ASCII_DTOSTR_BUF_SIZE];
          g_string_append_printf (data, " %s",
                                  isfinite (cells[i]) ? g_ascii_formatd (digits, sizeof digits, "%.9g", cells[i]) : "?");
        }
    }
  g_string_append_c (data, '\n');
}

static GString *
speedup_data (const Curves *curves)
{
  GString *data =
      g_string_new ("# x, then mean and half-width of: speed-up, efficiency, time-to-target speed-up, hardware, statistical\n");

  for (guint c = 0; c < curves->bases->len; c++)
    {
      g_string_append_printf (data, "# %u\n", c + 1);
      for (guint p = 0; p < sweep_table_n_points (curves->table); p++)
        if (sweep_table_base (curves->table, p) == g_array_index (curves->bases, guint, c))
          append_point (data, curves, p);
      g_string_append (data, "\n\n");
    }
  return data;
}

/* Whether any point has the quantity: those that failed have none, nor those whose smallest point, where it is against that, did
 * or is in another shard. */
static gboolean
any_point_has (const SweepTable *table, RunQuantity quantity)
{
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    if (isfinite (sweep_table_against_base (table, p, quantity).mean))
      return TRUE;
  return FALSE;
}

/* The tics below a sweep of one size: the points' names. */
static void
append_categories (GString *settings, const Curves *curves)
{
  g_string_append (settings, "set xtics (");
  for (guint p = 0; p < sweep_table_n_points (curves->table); p++)
    {
      g_autofree char *label = point_label (curves->table, p, TRUE);
      g_string_append (settings, p > 0 ? ", " : "");
      escape_gnuplot_tic (settings, label);
      g_string_append_printf (settings, " %u", p);
    }
  g_string_append (settings, ")\n");
}

static GString *
speedup_settings (const Curves *curves)
{
  GString *settings = g_string_new (NULL);
  guint repeats = sweep_table_repeats (curves->table);
  g_autofree char *subtitle =
      repeats > 1 ? g_strdup_printf ("against one worker alone; mean of %u seeds and its 95 %% interval", repeats)
                  : g_strdup ("against one worker alone");

  picture_set_text (settings, "title", sweep_table_name (curves->table));
  picture_set_text (settings, "subtitle", subtitle);
  picture_set_number (settings, "categories", curves->categories);
  picture_set_number (settings, "points", sweep_table_n_points (curves->table));
  picture_set_number (settings, "repeats", repeats);
  picture_set_number (settings, "min_workers", curves->min_workers);
  picture_set_number (settings, "max_workers", curves->max_workers);
  picture_set_number (settings, "has_target", any_point_has (curves->table, target_speedup));
  picture_set_number (settings, "curves", curves->bases->len);
  g_string_append_printf (settings, "array label[%u]\n", curves->bases->len);
  for (guint c = 0; c < curves->bases->len; c++)
    {
      g_autofree char *label =
          curves->categories ? g_strdup ("") : point_label (curves->table, g_array_index (curves->bases, guint, c), FALSE);
      g_autofree char *name = g_strdup_printf ("label[%u]", c + 1);
      picture_set_text (settings, name, label);
    }
  if (curves->categories)
    append_categories (settings, curves);
  return settings;
}

gboolean
sweep_table_write (const SweepTable *table, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "speedup", NULL };
  g_autofree char *csv_text = sweep_table_csv (table);
  g_autoptr (GString) csv = g_string_new (csv_text), data = NULL, settings = NULL;
  Curves curves;

  if (!picture_write_data (dir, "points.csv", csv, error))
    return FALSE;
  if (sweep_table_n_points (table) == 0)
    return TRUE;
  if (!any_point_has (table, speedup_of))
    {
      picture_add_note (note, "speedup.svg was not drawn: no point has a speed-up");
      return TRUE;
    }
  curves = find_curves (table);
  data = speedup_data (&curves);
  settings = speedup_settings (&curves);
  g_array_unref (curves.bases);
  return picture_write_data (dir, "speedup.dat", data, error) && picture_draw (dir, "speedup", scripts, settings, note, error);
}
