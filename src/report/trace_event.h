/* The events of a Chrome trace, a line of JSON each; names are JSON already, with their quotes.
 *
 * What stands between the beginning of an event and its end the caller writes into the sink: members, each with a comma before it.
 */
#pragma once

#include "base/sink.h"
#include "sim/clock.h"

typedef struct
{
  Sink *sink;
  gboolean begun; /* an event stands before the next one */
} TraceEvents;

/** An event of phase @ph, a letter; @tid 0: none. */
void trace_event_begin (TraceEvents *events, char ph, guint pid, guint tid);
/** Its "ts", in microseconds to the nanosecond. */
void trace_event_time (TraceEvents *events, SimTime ns);
void trace_event_end (TraceEvents *events);

/** What a "process" or "thread", @what, is called, and its place among its like. */
void trace_event_name (TraceEvents *events, const char *what, guint pid, guint tid, const char *name, guint sort_index);

/** A counter without quotes around its @name; its value comes next. */
void trace_counter_begin (TraceEvents *events, guint pid, const char *name, SimTime at);
void trace_counter_end (TraceEvents *events);
