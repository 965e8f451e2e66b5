#include "command/read.h"

#include "base/data_dir.h"
#include "command/options.h"

char *
scenario_path (const char *name)
{
  if (g_str_equal (name, "-") || g_file_test (name, G_FILE_TEST_EXISTS) || g_path_is_absolute (name))
    return g_strdup (name);
  g_autofree char *stem = g_str_has_suffix (name, ".json") ? g_strndup (name, strlen (name) - strlen (".json")) : g_strdup (name);
  g_autofree char *file = g_strdup_printf ("scenarios/%s.json", stem);
  char *shipped = data_file_find (file);
  return shipped ? shipped : g_strdup (name);
}

Scenario *
scenario_open (const char *name, const ScenarioOptions *options, int *status)
{
  g_autofree char *path = scenario_path (name);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  Scenario *scenario = scenario_read (path, options, diagnostics);
  diagnostics_print (diagnostics, stderr, terminal_colour (STDERR_FILENO));
  tell_note (scenario ? scenario->automatic : NULL);
  *status = scenario ? EXIT_DONE : EXIT_INPUT;
  return scenario;
}
