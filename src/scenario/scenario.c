#include "scenario/scenario.h"

#include "base/file.h"
#include "scenario/checks.h"
#include "scenario/expect.h"
#include "scenario/key_value.h"
#include "scenario/published.h"
#include "scenario/reader.h"
#include "scenario/sweep.h"

#define SCENARIO_BYTES_MAX (64 << 20)

Scenario *
scenario_blank (void)
{
  Scenario *scenario = g_new0 (Scenario, 1);
  scenario->format = 1;
  run_settings_init (&scenario->run);
  return scenario;
}

void
scenario_free (Scenario *scenario)
{
  if (!scenario)
    return;
  run_settings_clear (&scenario->run);
  document_free (scenario->document);
  g_free (scenario->path);
  g_free (scenario->base_dir);
  g_free (scenario->name);
  g_free (scenario->description);
  g_free (scenario->data_dir);
  g_free (scenario->unfit);
  g_free (scenario->automatic);
  g_free (scenario);
}

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

/* The knobs of words that were chosen by default in an object that is not in the file. */
static void
complete_knobs (Scenario *scenario)
{
  guint n;
  const Key *keys = key_table (&n);
  for (guint i = 0; i < n; i++)
    {
      if (keys[i].knobs_store != KNOBS_SET)
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
}

/* With the overrides of @options; NULL: a mistake of syntax. */
static Document *
open_document (const char *path, const char *text, gsize n, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  JsonText *file = json_text_new (path, text, n, diagnostics);
  if (!file)
    return NULL;
  Document *document = document_new (file);
  for (guint i = 0; options->sets && options->sets[i]; i++)
    document_override (document, options->sets[i], diagnostics);
  return document;
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

/* The points of the sweep, when what they share is right, and the conditions on them. */
static void
check_experiment (const Scenario *scenario, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  guint errors = diagnostics_errors (diagnostics);
  gboolean swept = scenario_has_sweep (scenario);
  g_autoptr (Sweep) sweep = swept ? sweep_new (scenario, diagnostics) : NULL;
  if (sweep && errors == 0)
    sweep_check (sweep, options, diagnostics);
  if (sweep || !swept)
    {
      expect_free (expect_new (scenario, sweep, diagnostics));
      g_autoptr (GArray) figures = published_new (scenario, sweep, diagnostics);
    }
}

Scenario *
scenario_parse (const char *path, const char *text, gsize n, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  Document *document = open_document (path, text, n, options, diagnostics);
  if (!document)
    return NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Strays strays = { counts, 0 };
  gboolean swept = cJSON_GetObjectItemCaseSensitive (document_root (document), "sweep") != NULL;
  g_autoptr (Scenario) scenario = read_document (document, path, options, swept ? &strays : NULL, NULL, diagnostics);
  if (cJSON_IsObject (document_root (scenario->document)))
    check_experiment (scenario, options, diagnostics);
  return diagnostics_errors (diagnostics) == 0 ? g_steal_pointer (&scenario) : NULL;
}

Scenario *
scenario_read (const char *path, const ScenarioOptions *options, Diagnostics *diagnostics)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  g_autofree char *text = file_read (path, SCENARIO_BYTES_MAX, &n, &error);
  if (!text)
    {
      diagnostics_add (diagnostics, SEVERITY_ERROR, NULL, (TextSpan){ 0 }, NULL, "%s", error->message);
      return NULL;
    }
  return scenario_parse (path, text, n, options, diagnostics);
}
