#include "report/trace_event.h"

void
trace_event_begin (TraceEvents *events, char ph, guint pid, guint tid)
{
  if (events->begun)
    sink_text (events->sink, ",");
  events->begun = TRUE;
  sink_text (events->sink, "\n{\"ph\":\"");
  sink_bytes (events->sink, &ph, 1);
  sink_text (events->sink, "\",\"pid\":");
  sink_count (events->sink, pid);
  if (tid == 0)
    return;
  sink_text (events->sink, ",\"tid\":");
  sink_count (events->sink, tid);
}

void
trace_event_time (TraceEvents *events, SimTime ns)
{
  sink_text (events->sink, ",\"ts\":");
  sink_fixed (events->sink, (guint64)ns, 3);
}

void
trace_event_end (TraceEvents *events)
{
  sink_text (events->sink, "}");
}

/* The caller writes what "args" holds, then ends both. */
static void
begin_metadata (TraceEvents *events, const char *what, const char *which, guint pid, guint tid)
{
  trace_event_begin (events, 'M', pid, tid);
  sink_text (events->sink, ",\"name\":\"");
  sink_text (events->sink, what);
  sink_text (events->sink, which);
  sink_text (events->sink, "\",\"args\":{");
}

void
trace_event_name (TraceEvents *events, const char *what, guint pid, guint tid, const char *name, guint sort_index)
{
  begin_metadata (events, what, "_name", pid, tid);
  sink_text (events->sink, "\"name\":");
  sink_text (events->sink, name);
  sink_text (events->sink, "}}");
  begin_metadata (events, what, "_sort_index", pid, tid);
  sink_text (events->sink, "\"sort_index\":");
  sink_count (events->sink, sort_index);
  sink_text (events->sink, "}}");
}

void
trace_counter_begin (TraceEvents *events, guint pid, const char *name, SimTime at)
{
  trace_event_begin (events, 'C', pid, 0);
  trace_event_time (events, at);
  sink_text (events->sink, ",\"name\":\"");
  sink_text (events->sink, name);
  sink_text (events->sink, "\",\"args\":{\"");
  sink_text (events->sink, name);
  sink_text (events->sink, "\":");
}

void
trace_counter_end (TraceEvents *events)
{
  sink_text (events->sink, "}}");
}
