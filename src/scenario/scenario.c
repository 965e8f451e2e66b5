#include "scenario/scenario.h"

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
