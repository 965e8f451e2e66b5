/* What every verb that runs scenarios lets its user choose.
 *
 * Lifecycle: all zero → run_choices_parse → read → run_choices_clear.
 */
#pragma once

#include "command/command.h"
#include "scenario/scenario.h"

typedef struct
{
  char **sets;
  char *seed_text, *threads_text, *data, *blas_core;
  gboolean timing_only, no_shortcuts;
  /* What follows from them. */
  ScenarioOptions scenario; /* refers to the above */
  guint threads;            /* >= 1 */
} RunChoices;

/** Parses the options of @command: @own (NULL-terminated, may be NULL) and --set, --seed, --threads, --blas-core,
 * --timing-only, --data, --no-shortcuts. The rest as options_parse. */
gboolean run_choices_parse (const Command *command, RunChoices *choices, const GOptionEntry *own, const char *more, int *argc,
                            char ***argv, int *status);
void run_choices_clear (RunChoices *choices);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunChoices, run_choices_clear)
