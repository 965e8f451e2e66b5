#include "report/points.h"

#include <gsl/gsl_cdf.h>

#define WORKERS_AXIS "/cluster/workers"

typedef struct
{
  gboolean done;
  SweepRun run;
  char *failure;
} Slot;

typedef struct
{
  char **values;
  guint workers, base;
  Slot *slots; /* by repeat */
} Point;

struct _SweepTable
{
  char *name;
  char **axes;
  guint repeats;
  GArray *points; /* Point */
};

SweepTable *
sweep_table_new (const char *name, const char *const *axes, guint repeats)
{
  SweepTable *table = g_new0 (SweepTable, 1);

  g_assert (repeats >= 1);
  table->name = g_strdup (name);
  table->axes = g_strdupv ((char **)axes);
  table->repeats = repeats;
  table->points = g_array_new (FALSE, FALSE, sizeof (Point));
  return table;
}

static Point *
point_at (const SweepTable *table, guint point)
{
  g_assert (point < table->points->len);
  return &g_array_index (table->points, Point, point);
}

static Slot *
slot_at (const SweepTable *table, guint point, guint repeat)
{
  g_assert (repeat < table->repeats);
  return &point_at (table, point)->slots[repeat];
}

void
sweep_table_free (SweepTable *table)
{
  for (guint i = 0; i < table->points->len; i++)
    {
      Point *point = point_at (table, i);

      for (guint r = 0; r < table->repeats; r++)
        g_free (point->slots[r].failure);
      g_free (point->slots);
      g_strfreev (point->values);
    }
  g_array_unref (table->points);
  g_strfreev (table->axes);
  g_free (table->name);
  g_free (table);
}

guint
sweep_table_add (SweepTable *table, const char *const *values, guint workers)
{
  Point point = { .values = g_strdupv ((char **)values), .workers = workers, .base = table->points->len };

  g_assert (g_strv_length (point.values) == g_strv_length (table->axes));
  point.slots = g_new0 (Slot, table->repeats);
  g_array_append_val (table->points, point);
  return table->points->len - 1;
}

void
sweep_table_set_run (SweepTable *table, guint point, guint repeat, const SweepRun *run)
{
  Slot *slot = slot_at (table, point, repeat);
  slot->done = TRUE;
  slot->run = *run;
}

void
sweep_table_fail (SweepTable *table, guint point, guint repeat, const char *message)
{
  Slot *slot = slot_at (table, point, repeat);

  g_free (slot->failure);
  slot->failure = g_strdup (message);
  slot->done = FALSE;
}

static gboolean
sizes_differ (const SweepTable *table)
{
  for (guint i = 1; i < table->points->len; i++)
    if (point_at (table, i)->workers != point_at (table, 0)->workers)
      return TRUE;
  return FALSE;
}

static gboolean
same_but_for_workers (const SweepTable *table, const Point *a, const Point *b)
{
  for (guint i = 0; table->axes[i] != NULL; i++)
    if (!g_str_equal (table->axes[i], WORKERS_AXIS) && !g_str_equal (a->values[i], b->values[i]))
      return FALSE;
  return TRUE;
}

static guint
find_base (const SweepTable *table, guint point)
{
  const Point *mine = point_at (table, point);
  guint base = point;

  if (!sizes_differ (table))
    return 0;
  for (guint i = 0; i < table->points->len; i++)
    {
      const Point *other = point_at (table, i), *best = point_at (table, base);
      gboolean smaller = other->workers < best->workers || (other->workers == best->workers && i < base);

      if (smaller && same_but_for_workers (table, mine, other))
        base = i;
    }
  return base;
}

void
sweep_table_finish (SweepTable *table)
{
  for (guint i = 0; i < table->points->len; i++)
    point_at (table, i)->base = find_base (table, i);
}

const char *
sweep_table_name (const SweepTable *table)
{
  return table->name;
}

const char *const *
sweep_table_axes (const SweepTable *table)
{
  return (const char *const *)table->axes;
}

guint
sweep_table_repeats (const SweepTable *table)
{
  return table->repeats;
}

guint
sweep_table_n_points (const SweepTable *table)
{
  return table->points->len;
}

const char *const *
sweep_table_values (const SweepTable *table, guint point)
{
  return (const char *const *)point_at (table, point)->values;
}

guint
sweep_table_workers (const SweepTable *table, guint point)
{
  return point_at (table, point)->workers;
}

const char *
sweep_table_failure (const SweepTable *table, guint point, guint repeat)
{
  return slot_at (table, point, repeat)->failure;
}

guint
sweep_table_base (const SweepTable *table, guint point)
{
  return point_at (table, point)->base;
}

const SweepRun *
sweep_table_run (const SweepTable *table, guint point, guint repeat)
{
  const Slot *slot = slot_at (table, point, repeat);
  return slot->done ? &slot->run : NULL;
}

const char *
sweep_table_auto (const SweepTable *table, guint point)
{
  for (guint r = 0; r < table->repeats; r++)
    if (sweep_table_run (table, point, r) != NULL)
      return sweep_table_run (table, point, r)->automatic;
  return NULL;
}

gboolean
sweep_table_any_auto (const SweepTable *table)
{
  for (guint p = 0; p < table->points->len; p++)
    if (sweep_table_auto (table, p) != NULL)
      return TRUE;
  return FALSE;
}

Estimate
estimate_of (const double *values, guint n)
{
  double sum = 0, squares = 0, mean;
  guint m = 0;

  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        sum += values[i];
        m++;
      }
  if (m == 0)
    return (Estimate){ NAN, NAN };
  mean = sum / m;
  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      squares += (values[i] - mean) * (values[i] - mean);
  return (Estimate){ mean, m > 1 ? gsl_cdf_tdist_Pinv (0.975, m - 1) * sqrt (squares / (m - 1) / m) : NAN };
}

Estimate
sweep_table_mean (const SweepTable *table, guint point, MetricId metric)
{
  g_autofree double *values = g_new (double, table->repeats);

  for (guint r = 0; r < table->repeats; r++)
    {
      const SweepRun *run = sweep_table_run (table, point, r);
      values[r] = run != NULL ? run->metrics[metric] : NAN;
    }
  return estimate_of (values, table->repeats);
}

Estimate
sweep_table_against_base (const SweepTable *table, guint point, double (*quantity) (const SweepRun *base, const SweepRun *run))
{
  g_autofree double *values = g_new (double, table->repeats);

  for (guint r = 0; r < table->repeats; r++)
    {
      const SweepRun *run = sweep_table_run (table, point, r);
      const SweepRun *base = sweep_table_run (table, sweep_table_base (table, point), r);
      values[r] = run != NULL && base != NULL ? quantity (base, run) : NAN;
    }
  return estimate_of (values, table->repeats);
}
