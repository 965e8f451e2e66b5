/* A scenario as the command line names it. */
#pragma once

#include "command/command.h"
#include "scenario/scenario.h"

/** The file that @name means: itself when it exists or is "-", otherwise a shipped scenario of that name ("labs/ssp"). (transfer
 * full) */
char *scenario_path (const char *name);

/** Reads it; what is wrong with it goes to standard error. (transfer full), or NULL with the exit status in @status. */
Scenario *scenario_open (const char *name, const ScenarioOptions *options, int *status);
