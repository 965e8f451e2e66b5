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
  const RecordSettings *record; /* what to keep, if keep_spans; NULL: the first million spans */
} SimulateOptions;

/** Runs @scenario. A signal ends it early; signals are watched (base/interrupt.h) from here on. Returns what there is, also after
 * a failure, which is in @error. (transfer full) with @record */
Outcome *simulate (const Scenario *scenario, const SimulateOptions *options, Record **record, GError **error);

/** Processors of this machine: the default of --threads. */
guint simulate_threads (void);
