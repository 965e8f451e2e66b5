#include "command/run_choices.h"

#include "command/options.h"
#include "command/simulate.h"

#define SEED_MAX G_MAXUINT64
#define THREADS_MAX 1024

static gboolean
understand (RunChoices *choices)
{
  guint64 threads = simulate_threads ();
  choices->scenario = (ScenarioOptions){ .sets = (const char *const *)choices->sets,
                                         .has_seed = choices->seed_text != NULL,
                                         .timing_only = choices->timing_only,
                                         .data_dir = choices->data,
                                         .step_by_step = choices->no_shortcuts };
  if (choices->seed_text && !option_integer ("seed", choices->seed_text, 0, SEED_MAX, &choices->scenario.seed))
    return FALSE;
  if (choices->threads_text && !option_integer ("threads", choices->threads_text, 1, THREADS_MAX, &threads))
    return FALSE;
  choices->threads = threads;
  return !choices->blas_core || option_blas_core (choices->blas_core);
}

gboolean
run_choices_parse (const Command *command, RunChoices *c, const GOptionEntry *own, const char *more, int *argc, char ***argv,
                   int *status)
{
  const GOptionEntry shared[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c->sets, "Override a value, such as --set /cluster/workers=16", "POINTER=VALUE" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &c->seed_text, "Seed of every random number", "N" },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &c->threads_text, "Threads that compute gradients; never changes a result", "N" },
    { "blas-core", 0, 0, G_OPTION_ARG_STRING, &c->blas_core, "Compute with OpenBLAS's kernels for NAME (lockstep list blas-cores)",
      "NAME" },
    { "timing-only", 0, 0, G_OPTION_ARG_NONE, &c->timing_only, "Simulate time alone; compute no gradients", NULL },
    { "no-shortcuts", 0, 0, G_OPTION_ARG_NONE, &c->no_shortcuts, "Let every collective go step by step; changes no result",
      NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &c->data, "Where the data sets are (default: $LOCKSTEP_DATA)", "DIR" },
  };
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  g_array_append_vals (entries, shared, G_N_ELEMENTS (shared));
  for (; own && own->long_name; own++)
    g_array_append_vals (entries, own, 1);
  if (!options_parse (command, (const GOptionEntry *)entries->data, more, argc, argv, status))
    return FALSE;
  *status = EXIT_INPUT;
  return understand (c);
}

void
run_choices_clear (RunChoices *choices)
{
  g_clear_pointer (&choices->sets, g_strfreev);
  g_clear_pointer (&choices->seed_text, g_free);
  g_clear_pointer (&choices->threads_text, g_free);
  g_clear_pointer (&choices->blas_core, g_free);
  g_clear_pointer (&choices->data, g_free);
}
