/* Scenarios: text → the settings of each layer.
 *
 * scenario_read reads the whole file, checks it against the table of keys (keys.c), and reports every mistake. What it returns is
 * complete: nothing below sees JSON.
 */
#pragma once

#include "scenario/document.h"
#include "training/settings.h"

#define UNFIT "does not fit: " /* how unfit begins */

typedef struct
{
  char *path;            /* as the user wrote it */
  char *base_dir;        /* folder of the file, absolute: relative paths start there */
  guint format;          /* 1 */
  char *name;            /* the file's name without ".json" unless given */
  char *description;     /* or NULL */
  char *data_dir;        /* --data, or NULL */
  gboolean step_by_step; /* --no-shortcuts */
  char *automatic;       /* what "exchange": "auto" came to and why, for people; NULL: it was not asked for */
  Document *document;    /* the text that all this came from, sweep and expect included */
  char *unfit;           /* in a sweep: why this point cannot be run, "does not fit: 92 GB of 80 GB"; NULL: it can */
  RunSettings run;
} Scenario;

typedef struct
{
  const char *const
      *sets; /* NULL-terminated "/pointer=value"; the value is JSON, or a string where it is not JSON. May be NULL. */
  gboolean has_seed;
  guint64 seed;
  gboolean timing_only;  /* --timing-only: gradients are modelled */
  const char *data_dir;  /* --data */
  gboolean step_by_step; /* --no-shortcuts */
} ScenarioOptions;

/** Reads @path ("-" is standard input), applies @options, checks everything. Mistakes are in @diagnostics, which stays valid on
 * its own. (transfer full) or NULL. */
Scenario *scenario_read (const char *path, const ScenarioOptions *options, Diagnostics *diagnostics);
/** The same for @n bytes of @text that are in memory; @path is for messages and relative paths. */
Scenario *scenario_parse (const char *path, const char *text, gsize n, const ScenarioOptions *options, Diagnostics *diagnostics);
/** Everything at its default, no text. (transfer full) */
Scenario *scenario_blank (void);
void scenario_free (Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_free)

/** The scenario resolved: every key that applies, defaults filled in, as JSON text that scenario_read reads back to the same
 * settings. What is made of it (sweep, expect) is left out. (transfer full) */
char *scenario_resolved (const Scenario *scenario);
