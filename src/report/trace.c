#include "config.h"

#include "report/trace.h"

#include "base/escape.h"
#include "base/units.h"
#include "report/lanes.h"
#include "report/trace_event.h"

#define RUN_PID 1u
#define ACTOR_PID(actor) ((actor) + 2u)
/* A lane's sort index is its kind times this plus its number. */
#define LANES_OF_A_KIND (1u << 20)

typedef struct
{
  SimTime at;
  gint64 change;
} FlightChange;

typedef struct
{
  TraceEvents events;
  const Report *report;
  const TimelineRows *rows;
  char **names; /* of actors, as JSON */
  SimTime until; /* what begins here or later is left out; SIM_TIME_NEVER: nothing is */
  Lanes **lanes; /* [actor * 3 + Lane], made when first used */
  GArray **tids; /* the same; guint of each lane */
  guint next_tid;
} Trace;

/* The thread of lane number @number of @kind on @actor; named when it is first used. */
static guint
lane_tid (Trace *trace, guint actor, Lane kind, guint number)
{
  GArray **tids = &trace->tids[actor * 3 + kind];

  if (*tids == NULL)
    *tids = g_array_new (FALSE, FALSE, sizeof (guint));
  while ((*tids)->len <= number)
    {
      guint tid = trace->next_tid++, place = (*tids)->len;
      g_autofree char *name = place == 0 ? g_strdup_printf ("\"%s\"", lane_name (kind))
                                         : g_strdup_printf ("\"%s %u\"", lane_name (kind), place + 1);

      trace_event_name (&trace->events, "thread", ACTOR_PID (actor), tid, name, kind * LANES_OF_A_KIND + place);
      g_array_append_val (*tids, tid);
    }
  return g_array_index (*tids, guint, number);
}

static const MessageSpan *
row_message (const Trace *trace, const TimelineRow *row)
{
  guint n;
  return row->message == G_MAXUINT32 ? NULL : &record_messages (trace->report->record, &n)[row->message];
}

static void
write_label (Trace *trace, const MessageLabel *label)
{
  if (label->phase != PHASE_NONE)
    {
      sink_text (trace->events.sink, ",\"phase\":\"");
      sink_text (trace->events.sink, phase_name (label->phase));
      sink_text (trace->events.sink, "\"");
    }
  if (label->level > 0)
    {
      sink_text (trace->events.sink, ",\"level\":");
      sink_count (trace->events.sink, label->level);
    }
  if (label->bucket > 0)
    {
      sink_text (trace->events.sink, ",\"bucket\":");
      sink_count (trace->events.sink, label->bucket);
    }
}

static void
write_message_arguments (Trace *trace, const TimelineRow *row, const MessageSpan *message)
{
  sink_text (trace->events.sink, ",\"bytes\":");
  sink_count (trace->events.sink, row->bytes);
  if (row->lane == LANE_SEND)
    sink_text (trace->events.sink, ",\"to\":");
  else
    sink_text (trace->events.sink, ",\"from\":");
  sink_text (trace->events.sink, trace->names[row->peer]);
  write_label (trace, &message->label);
  if (message->lost)
    sink_text (trace->events.sink, ",\"lost\":true");
}

static void
write_slice (Trace *trace, const TimelineRow *row, const MessageSpan *message, guint tid)
{
  trace_event_begin (&trace->events, 'X', ACTOR_PID (row->actor), tid);
  trace_event_time (&trace->events, row->start);
  sink_text (trace->events.sink, ",\"dur\":");
  sink_fixed (trace->events.sink, (guint64)(row->end - row->start), 3);
  sink_text (trace->events.sink, ",\"name\":\"");
  sink_text (trace->events.sink, row_kind_name (row->kind));
  if (message != NULL)
    sink_text (trace->events.sink, "\",\"cat\":\"message\",\"args\":{\"iteration\":");
  else
    sink_text (trace->events.sink, "\",\"cat\":\"activity\",\"args\":{\"iteration\":");
  sink_count (trace->events.sink, row->iteration);
  if (message != NULL)
    write_message_arguments (trace, row, message);
  sink_text (trace->events.sink, "}");
  trace_event_end (&trace->events);
}

/* From the sender's first byte to the receiver's last, a nanosecond before its slice ends so that no later slice can claim the
 * arrow. */
static void
write_arrow_end (Trace *trace, const TimelineRow *row, guint tid)
{
  gboolean head = row->lane == LANE_RECEIVE;

  trace_event_begin (&trace->events, head ? 'f' : 's', ACTOR_PID (row->actor), tid);
  trace_event_time (&trace->events, head ? MAX (row->start, row->end - 1) : row->start);
  sink_text (trace->events.sink, ",\"name\":\"message\",\"cat\":\"message\",\"id\":");
  sink_count (trace->events.sink, row->message + 1);
  if (head)
    sink_text (trace->events.sink, ",\"bp\":\"e\"");
  trace_event_end (&trace->events);
}

/* A message belongs to the moment it started, so that an arrow is whole or absent. */
static SimTime
row_origin (const Trace *trace, const TimelineRow *row)
{
  const MessageSpan *message = row_message (trace, row);
  return message != NULL ? message->start : row->start;
}

static void
write_row (Trace *trace, const TimelineRow *row)
{
  const MessageSpan *message = row_message (trace, row);
  Lanes **lanes = &trace->lanes[row->actor * 3 + row->lane];
  guint tid;

  if (row_origin (trace, row) >= trace->until)
    return;
  if (*lanes == NULL)
    *lanes = lanes_new ();
  tid = lane_tid (trace, row->actor, row->lane, lanes_take (*lanes, row->start, row->end));
  write_slice (trace, row, message, tid);
  if (message != NULL && !message->lost)
    write_arrow_end (trace, row, tid);
}

static void
write_counter (Trace *trace, const char *name, SimTime at, double value)
{
  char digits[32];

  if (isnan (value))
    return;
  trace_counter_begin (&trace->events, RUN_PID, name, at);
  sink_text (trace->events.sink, isfinite (value) ? number_format (value, digits) : "null");
  trace_counter_end (&trace->events);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const FlightChange *x = a, *y = b;
  return (x->at > y->at) - (x->at < y->at);
}

static GArray *
flight_changes (const Trace *trace)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (FlightChange));
  guint n;
  const MessageSpan *messages = record_messages (trace->report->record, &n);

  for (guint i = 0; i < n; i++)
    if (messages[i].start < trace->until)
      {
        FlightChange up = { messages[i].start, (gint64)messages[i].bytes };
        FlightChange down = { MAX (messages[i].arrived, messages[i].start), -(gint64)messages[i].bytes };
        g_array_append_val (changes, up);
        g_array_append_val (changes, down);
      }
  g_array_sort (changes, compare_changes);
  return changes;
}

static void
write_bytes_in_flight (Trace *trace)
{
  g_autoptr (GArray) changes = flight_changes (trace);
  gint64 bytes = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const FlightChange *change = &g_array_index (changes, FlightChange, i);

      bytes += change->change;
      if (i + 1 < changes->len && change[1].at == change->at)
        continue;
      trace_counter_begin (&trace->events, RUN_PID, "bytes in flight", change->at);
      sink_count (trace->events.sink, (guint64)bytes);
      trace_counter_end (&trace->events);
    }
}

static void
write_evaluations (Trace *trace)
{
  const GArray *evaluations = trace->report->outcome->evaluations;

  for (guint i = 0; i < evaluations->len; i++)
    {
      const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, i);

      if (row->time >= trace->until)
        continue;
      write_counter (trace, "updates", row->time, row->updates);
      write_counter (trace, "train loss", row->time, row->train_loss);
      write_counter (trace, "test loss", row->time, row->test_loss);
      write_counter (trace, "test accuracy", row->time, row->test_accuracy);
    }
}

static void
write_instant (Trace *trace, const Instant *instant)
{
  gboolean global = instant->actor == G_MAXUINT32;
  guint tid = global ? 0 : lane_tid (trace, instant->actor, LANE_COMPUTE, 0);
  g_autofree char *name = escaped (escape_json, instant->name);

  trace_event_begin (&trace->events, 'i', global ? RUN_PID : ACTOR_PID (instant->actor), tid);
  trace_event_time (&trace->events, instant->at);
  sink_text (trace->events.sink, ",\"name\":");
  sink_text (trace->events.sink, name);
  if (global)
    sink_text (trace->events.sink, ",\"s\":\"g\"");
  else
    sink_text (trace->events.sink, ",\"s\":\"t\"");
  trace_event_end (&trace->events);
}

static void
write_instants (Trace *trace)
{
  guint n;
  const Instant *instants = record_instants (trace->report->record, &n);

  for (guint i = 0; i < n; i++)
    if (instants[i].at < trace->until)
      write_instant (trace, &instants[i]);
}

/* The moment from which on there is too much. A message makes two slices, two arrow ends and up to two counts. */
static SimTime
find_until (const Trace *trace, guint64 max_events)
{
  guint64 events = 0;

  for (guint i = 0; i < trace->rows->n_rows; i++)
    {
      const TimelineRow *row = &trace->rows->rows[i];

      events += row->message == G_MAXUINT32 ? 1 : 3;
      if (events > max_events)
        return row_origin (trace, row);
    }
  return SIM_TIME_NEVER;
}

/* All that comes before the first event. */
static void
write_head (Trace *trace)
{
  const Report *report = trace->report;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonWriter json = json_writer (text);

  json_object (&json, NULL, JSON_PACKED);
  json_text (&json, "displayTimeUnit", "ms");
  json_object (&json, "metadata", JSON_PACKED);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "scenario", report->scenario->name);
  json_count (&json, "seed", report->scenario->run.seed);
  json_text (&json, "fingerprint", report->outcome->timeline);
  json_count (&json, "shortcuts", report->outcome->shortcuts);
  if (report->outcome->shortcuts > 0)
    json_number (&json, "shortcuts_from_s", report->outcome->shortcuts_from);
  json_count (&json, "max_spans", record_max_spans (report->record));
  json_count (&json, "one_iteration_of", record_stride (report->record));
  json_boolean (&json, "truncated", trace->until != SIM_TIME_NEVER || record_truncated (report->record));
  if (trace->until != SIM_TIME_NEVER)
    json_number (&json, "truncated_from_s", sim_time_to_s (trace->until));
  json_close (&json);
  json_list (&json, "traceEvents", JSON_ROWS);
  sink_text (trace->events.sink, text->str);
}

static void
write_events (Trace *trace)
{
  const TimelineRows *rows = trace->rows;

  trace_event_name (&trace->events, "process", RUN_PID, 0, "\"run\"", 0);
  for (guint i = 0; i < rows->n_actors; i++)
    trace_event_name (&trace->events, "process", ACTOR_PID (i), 0, trace->names[i], i + 1);
  for (guint i = 0; i < rows->n_rows; i++)
    write_row (trace, &rows->rows[i]);
  write_bytes_in_flight (trace);
  write_evaluations (trace);
  write_instants (trace);
}

static void
trace_init (Trace *trace, const Report *report, const TimelineRows *rows, FILE *to)
{
  *trace = (Trace){ .events = { .sink = sink_new (to) }, .report = report, .rows = rows, .next_tid = 1 };
  trace->lanes = g_new0 (Lanes *, 3 * rows->n_actors);
  trace->tids = g_new0 (GArray *, 3 * rows->n_actors);
  trace->names = escaped_all (escape_json, rows->actors);
}

static void
trace_clear (Trace *trace)
{
  for (guint i = 0; i < 3 * trace->rows->n_actors; i++)
    {
      g_clear_pointer (&trace->lanes[i], lanes_free);
      g_clear_pointer (&trace->tids[i], g_array_unref);
    }
  g_free (trace->lanes);
  g_free (trace->tids);
  g_strfreev (trace->names);
  sink_free (trace->events.sink);
}

SimTime
trace_write (const Report *report, const TimelineRows *rows, guint64 max_events, FILE *to)
{
  Trace trace;

  trace_init (&trace, report, rows, to);
  trace.until = find_until (&trace, max_events);
  write_head (&trace);
  write_events (&trace);
  sink_text (trace.events.sink, "\n]}\n");
  trace_clear (&trace);
  return trace.until;
}
