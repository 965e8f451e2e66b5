/* A whole file: the scenario in it, the points of its sweep, the conditions on them and the figures beside them. */
#include "base/file.h"
#include "scenario/expect.h"
#include "scenario/published.h"
#include "scenario/reader.h"
#include "scenario/sweep.h"

#define SCENARIO_BYTES_MAX (64 << 20)

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
