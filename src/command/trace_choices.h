/* What of a run is kept for timelines, traces and the critical path: the options of run that say so. Nothing else depends on it. */
#pragma once

#include <glib.h>

#include "record/record.h"

/* As they stand on the command line; NULL: not given. */
typedef struct
{
  char *mode;    /* full, sampled or none */
  char *time;    /* "2 s..3 s"; either side may be missing */
  char *workers; /* "4-7" or "4" */
  char *max;
} TraceChoices;

/** The options, for run_choices_parse; their values go to @choices. (transfer container) of GOptionEntry */
GArray *trace_choices_entries (TraceChoices *choices);
/** The settings that @choices stand for; complains of what is wrong with them. @keep: whether anything is needed at all. */
gboolean trace_choices_understand (const TraceChoices *choices, gboolean keep, RecordSettings *out);
/** Whether any of them is given. */
gboolean trace_choices_given (const TraceChoices *choices);
void trace_choices_clear (TraceChoices *choices);
