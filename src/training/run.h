/* One run, from settings to outcome. */
#pragma once

#include "training/outcome.h"
#include "training/settings.h"

typedef struct
{
  guint threads;  /* >= 1: what computes gradients; never changes a result */
  DataPlace data; /* where data is looked for */
  RecordSettings record;
  gboolean no_shortcuts;                                       /* every collective goes step by step; changes no result */
  const volatile gint *interrupt;                              /* becomes non-zero when the run shall stop early; may be NULL */
  void (*progress) (gpointer data, double share, SimTime now); /* now and then; may be NULL */
  gpointer progress_data;
} RunEnvironment;

/** Runs @settings (checked by scenario/). Returns: (transfer full), with @record (transfer full) what happened. A failure of the
 * run itself (deadlock, a loss that is not a number: LOCKSTEP_ERROR_RUN) sets @error and still returns what there was until then;
 * data that cannot be used (LOCKSTEP_ERROR_INPUT) returns NULL. */
Outcome *training_run (const RunSettings *settings, const RunEnvironment *environment, Record **record, GError **error);
