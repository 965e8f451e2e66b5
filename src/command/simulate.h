/* One run as a verb does it: with signals, a progress line, and what came of it. */
#pragma once

#include "report/report.h"
#include "training/run.h"

typedef struct
{
  guint threads;
  gboolean quiet;       /* no progress line */
  gboolean keep_spans;  /* for timelines */
  const char *data_dir; /* --data, or NULL: $LOCKSTEP_DATA */
} SimulateOptions;

/** Runs @scenario. SIGINT and SIGTERM end it early. Returns what there is, also after a failure, which is in @error. (transfer
 * full) with @record */
Outcome *simulate (const Scenario *scenario, const SimulateOptions *options, Record **record, GError **error);

/** The signal that has interrupted a run, or 0. */
int simulate_signal (void);
/** Where that number stands, and whether SIGINT and SIGTERM set it: for what runs several simulations. Nested watches count. */
const volatile gint *simulate_interrupt (void);
void simulate_watch (gboolean on);

/** Processors of this machine: the default of --threads. */
guint simulate_threads (void);
