#include "scenario/sweep.h"

#include "scenario/grid.h"

typedef struct
{
  SweepSetting *settings;
  char *label;
} Configuration;

struct _Sweep
{
  const Scenario *base;
  Grid *grid;
  GArray *configurations; /* Configuration */
  GArray *points;         /* SweepPoint */
  GPtrArray *labels;      /* owned, of the points */
};

gboolean
scenario_has_sweep (const Scenario *scenario)
{
  return document_find (scenario->document, "/sweep") != NULL;
}

void
sweep_free (Sweep *sweep)
{
  if (!sweep)
    return;
  for (guint i = 0; i < sweep->configurations->len; i++)
    {
      Configuration *configuration = &g_array_index (sweep->configurations, Configuration, i);
      g_free (configuration->settings);
      g_free (configuration->label);
    }
  g_array_unref (sweep->configurations);
  g_array_unref (sweep->points);
  g_ptr_array_unref (sweep->labels);
  grid_free (sweep->grid);
  g_free (sweep);
}

guint
sweep_n_axes (const Sweep *sweep)
{
  return sweep->grid->axes->len;
}

static const Axis *
axis_at (const Sweep *sweep, guint axis)
{
  return g_ptr_array_index (sweep->grid->axes, axis);
}

const char *
sweep_axis (const Sweep *sweep, guint axis)
{
  return axis_at (sweep, axis)->pointer;
}

const char *
sweep_axis_name (const Sweep *sweep, guint axis)
{
  return axis_at (sweep, axis)->name;
}

gboolean
sweep_axes_together (const Sweep *sweep, guint axis, const char *const *moved)
{
  for (guint b = 0; b < sweep->grid->blocks->len; b++)
    {
      const AxisBlock *block = &g_array_index (sweep->grid->blocks, AxisBlock, b);
      gboolean inside = block->first <= axis && axis < block->first + block->n;
      for (guint a = block->first; inside && a < block->first + block->n; a++)
        if (moved[a])
          return TRUE;
    }
  return FALSE;
}

guint
sweep_n_repeats (const Sweep *sweep)
{
  return sweep->grid->repeats;
}

guint
sweep_n_points (const Sweep *sweep)
{
  return sweep->points->len;
}

const SweepPoint *
sweep_point (const Sweep *sweep, guint index)
{
  return &g_array_index (sweep->points, SweepPoint, index);
}

/* The settings of the @index-th cell of the product, the last block moving fastest. */
static SweepSetting *
cell_settings (const Sweep *sweep, guint64 index)
{
  const Grid *grid = sweep->grid;
  SweepSetting *settings = g_new0 (SweepSetting, grid->axes->len);
  for (guint b = grid->blocks->len; b-- > 0;)
    {
      const AxisBlock *block = &g_array_index (grid->blocks, AxisBlock, b);
      guint at = (guint)(index % block->length);
      index /= block->length;
      for (guint a = block->first; a < block->first + block->n; a++)
        {
          const Axis *axis = axis_at (sweep, a);
          settings[a] =
              (SweepSetting){ axis->pointer, g_ptr_array_index (axis->values, at), g_ptr_array_index (axis->texts, at) };
        }
    }
  return settings;
}

/* Whether every member of @object, pointers and values, matches. */
static gboolean
settings_match (const SweepSetting *settings, guint n, const cJSON *object)
{
  for (const cJSON *member = object->child; member; member = member->next)
    for (guint i = 0; i < n; i++)
      if (strcmp (settings[i].pointer, member->string) == 0 && !value_matches (settings[i].value, member))
        return FALSE;
  return TRUE;
}

static gboolean
excluded (const Sweep *sweep, const SweepSetting *settings)
{
  const cJSON *list = sweep->grid->exclude;
  for (const cJSON *object = list ? list->child : NULL; object; object = object->next)
    if (settings_match (settings, sweep_n_axes (sweep), object))
      return TRUE;
  return FALSE;
}

static char *
settings_label (const Sweep *sweep, const SweepSetting *settings)
{
  GString *label = g_string_new (NULL);
  for (guint i = 0; i < sweep_n_axes (sweep); i++)
    g_string_append_printf (label, "%s%s=%s", i > 0 ? " " : "", sweep_axis_name (sweep, i), settings[i].text);
  return g_string_free (label, FALSE);
}

static void
add_configuration (Sweep *sweep, SweepSetting *settings)
{
  Configuration configuration = { settings, settings_label (sweep, settings) };
  g_array_append_val (sweep->configurations, configuration);
}

/* An axis may be the seed itself. */
static guint64
configuration_seed (const Sweep *sweep, const Configuration *configuration)
{
  for (guint i = 0; i < sweep_n_axes (sweep); i++)
    if (strcmp (configuration->settings[i].pointer, "/seed") == 0)
      return (guint64)MAX (0, configuration->settings[i].value->valuedouble);
  return sweep->base->run.seed;
}

static void
add_points (Sweep *sweep)
{
  for (guint c = 0; c < sweep->configurations->len; c++)
    for (guint r = 0; r < sweep->grid->repeats; r++)
      {
        const Configuration *configuration = &g_array_index (sweep->configurations, Configuration, c);
        guint64 seed = configuration_seed (sweep, configuration) + r;
        const char *space = *configuration->label ? " " : "";
        char *label = sweep->grid->repeats > 1
                          ? g_strdup_printf ("%s%sseed=%" G_GUINT64_FORMAT, configuration->label, space, seed)
                          : g_strdup (configuration->label);
        SweepPoint point = { c, r, seed, configuration->settings, label };
        g_ptr_array_add (sweep->labels, label);
        g_array_append_val (sweep->points, point);
      }
}

/* Cells of the whole product; more than SWEEP_RUNS_MAX where it would not fit. */
static guint64
count_cells (const Grid *grid)
{
  guint64 cells = 1;
  for (guint b = 0; b < grid->blocks->len && cells <= SWEEP_RUNS_MAX; b++)
    cells *= g_array_index (grid->blocks, AxisBlock, b).length;
  return cells;
}

static gboolean
make_points (Sweep *sweep, Diagnostics *diagnostics)
{
  const Scenario *base = sweep->base;
  const cJSON *node = document_find (base->document, "/sweep");
  guint64 cells = count_cells (sweep->grid);
  if (cells * sweep->grid->repeats > SWEEP_RUNS_MAX)
    {
      document_report (base->document, diagnostics, SEVERITY_ERROR, node, AT_VALUE, NULL, "more than %d runs", SWEEP_RUNS_MAX);
      return FALSE;
    }
  for (guint64 i = 0; i < cells; i++)
    {
      SweepSetting *settings = cell_settings (sweep, i);
      if (excluded (sweep, settings))
        g_free (settings);
      else
        add_configuration (sweep, settings);
    }
  if (sweep->configurations->len == 0)
    {
      document_report (base->document, diagnostics, SEVERITY_ERROR, sweep->grid->exclude, AT_VALUE, NULL,
                       "every point is excluded");
      return FALSE;
    }
  add_points (sweep);
  return TRUE;
}

Sweep *
sweep_new (const Scenario *scenario, Diagnostics *diagnostics)
{
  Grid *grid = grid_read (scenario, diagnostics);
  if (!grid)
    return NULL;
  g_autoptr (Sweep) sweep = g_new0 (Sweep, 1);
  sweep->base = scenario;
  sweep->grid = grid;
  sweep->configurations = g_array_new (FALSE, FALSE, sizeof (Configuration));
  sweep->points = g_array_new (FALSE, FALSE, sizeof (SweepPoint));
  sweep->labels = g_ptr_array_new_with_free_func (g_free);
  return make_points (sweep, diagnostics) ? g_steal_pointer (&sweep) : NULL;
}

/* What is about many points and in none. */
static const char *const about_points[] = { "sweep", "expect", "published", NULL };

/* Reads one point; mistakes go to @diagnostics, the scenario is returned in any case, NULL when a value has no place. */
static Scenario *
read_point (const Sweep *sweep, guint index, const ScenarioOptions *options, Strays *strays, Diagnostics *diagnostics)
{
  const SweepPoint *point = sweep_point (sweep, index);
  g_autoptr (Document) document = document_copy (sweep->base->document, about_points);
  for (guint i = 0; i < sweep_n_axes (sweep); i++)
    if (!document_put (document, point->settings[i].pointer, sweep->base->document, point->settings[i].value, diagnostics))
      return NULL;
  Scenario *scenario = read_document (g_steal_pointer (&document), sweep->base->path, options, strays, sweep->base, diagnostics);
  scenario->run.seed = point->seed;
  return scenario;
}

/* A knob that this point's choice does not have belongs to another point, or sweep_check would have said so. */
Scenario *
sweep_scenario (const Sweep *sweep, guint index, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Strays strays = { counts, 0 };
  g_autoptr (Scenario) scenario = read_point (sweep, index, options, &strays, diagnostics);
  return diagnostics_errors (diagnostics) == 0 ? g_steal_pointer (&scenario) : NULL;
}

void
sweep_check (const Sweep *sweep, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Strays strays = { counts, 0 };
  for (guint c = 0; c < sweep->configurations->len; c++)
    {
      guint errors = diagnostics_errors (diagnostics);
      scenario_free (read_point (sweep, c * sweep->grid->repeats, options, &strays, diagnostics));
      if (diagnostics_errors (diagnostics) > errors)
        diagnostics_add (diagnostics, SEVERITY_CONTINUED, NULL, (TextSpan){ 0 }, NULL, "at the point %s",
                         g_array_index (sweep->configurations, Configuration, c).label);
    }
  strays.reported_at = sweep->configurations->len;
  scenario_free (read_point (sweep, 0, options, &strays, diagnostics));
}
