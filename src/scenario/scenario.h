/* Scenarios: text → the settings of each layer.
 *
 * scenario_read reads the whole file, checks it against the table of keys (keys.c), and reports every mistake. What it returns is complete:
 * nothing below sees JSON.
 */
#pragma once

#include "scenario/diagnostics.h"
#include "training/settings.h"

typedef struct
{
  char *path;        /* as the user wrote it */
  char *base_dir;    /* folder of the file: relative paths start there */
  char *name;        /* the file's name without ".json" unless given */
  char *description; /* or NULL */
  RunSettings run;
} Scenario;

typedef struct
{
  const char *const *sets; /* NULL-terminated "/pointer=value"; the value is JSON, or a string where it is not JSON. May be NULL. */
  gboolean has_seed;
  guint64 seed;
  gboolean timing_only; /* --timing-only: gradients are modelled */
  const char *data_dir; /* --data */
} ScenarioOptions;

/** Reads @path ("-" is standard input), applies @options, checks everything. Mistakes are in @diagnostics, which stays valid on its
 *  own. (transfer full) or NULL. */
Scenario *scenario_read (const char *path, const ScenarioOptions *options, Diagnostics *diagnostics);
void scenario_free (Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_free)

/** The scenario resolved: every key that applies, defaults filled in, as JSON text that scenario_read reads back to the same settings.
 *  (transfer full) */
char *scenario_resolved (const Scenario *scenario);
