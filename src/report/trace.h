/* trace.json: Chrome trace events, for Perfetto and chrome://tracing.
 *
 * A process an actor, with threads for its lanes; a flow arrow a message; counters of the run in a process of their own. Written
 * event by event. Invariants: slices of one tid are disjoint; every arrow's ends lie in slices that stand before them; tids are
 * unique over the file.
 */
#pragma once

#include "report/report.h"
#include "report/timeline_rows.h"

/* A viewer needs two to four times the file in memory. */
#define TRACE_MAX_EVENTS 1000000

/** Writes at most about @max_events: what begins later is left out and the metadata has "truncated": true and from when.
 *  Returns: when that is, or SIM_TIME_NEVER. */
SimTime trace_write (const Report *report, const TimelineRows *rows, guint64 max_events, FILE *to);
