/* A document, read and checked: the walk along the table of keys, and what follows from several keys. */
#include "scenario/checks.h"
#include "scenario/key_value.h"
#include "scenario/reader.h"

/* "labs/ssp.json" is named "ssp". */
static char *
name_from_path (const char *path)
{
  if (strcmp (path, "-") == 0)
    return g_strdup ("standard input");
  char *name = g_path_get_basename (path);
  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  return name;
}

static void
set_path (Scenario *scenario, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (strcmp (path, "-") == 0 ? "scenario.json" : path, NULL);
  scenario->path = g_strdup (path);
  scenario->base_dir = g_path_get_dirname (absolute);
  scenario->name = name_from_path (path);
}

/* The knobs of words that were chosen by default in an object that is not in the file; what is in a list was read with it. */
static void
complete_knobs (Scenario *scenario)
{
  guint n;
  const Key *keys = key_table (&n);
  for (guint i = 0; i < n; i++)
    {
      if (keys[i].knobs_store != KNOBS_SET || strchr (keys[i].object, '*'))
        continue;
      gconstpointer chosen = key_chosen (&keys[i], scenario);
      if (chosen && !key_knobs (&keys[i], scenario))
        key_store_knobs (&keys[i], scenario, knobs_new (word_knobs (keys[i].knob.table, chosen)));
    }
}

static void
apply_options (Scenario *scenario, const ScenarioOptions *options)
{
  if (options->has_seed)
    scenario->run.seed = options->seed;
  scenario->data_dir = g_strdup (options->data_dir);
  scenario->step_by_step = options->step_by_step;
}

Scenario *
read_document (Document *document, const char *path, const ScenarioOptions *options, Strays *strays, const Scenario *base,
               Diagnostics *diagnostics)
{
  Scenario *scenario = scenario_blank ();
  const cJSON *root = document_root (document);
  Reader reader = {
    .document = document,
    .diagnostics = diagnostics,
    .scenario = scenario,
    .options = options,
    .strays = strays,
    .base = base,
  };
  reader.wrong = g_ptr_array_new_with_free_func (g_free);
  scenario->document = document;
  set_path (scenario, path);
  read_object (&reader, root, "", scenario);
  if (cJSON_IsObject (root))
    {
      complete_knobs (scenario);
      apply_options (scenario, options);
      check_scenario (&reader);
    }
  g_ptr_array_unref (reader.wrong);
  return scenario;
}
