#include "config.h"

#include "report/trace.h"

#include "report/lanes.h"

#define FLUSH_BYTES (1u << 16)
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
  FILE *to;
  GString *text; /* not yet in the file */
  JsonWriter json;
  const Report *report;
  const TimelineRows *rows;
  SimTime until; /* what begins here or later is left out; SIM_TIME_NEVER: nothing is */
  Lanes **lanes; /* [actor * 3 + Lane], made when first used */
  GArray **tids; /* the same; guint of each lane */
  guint next_tid;
} Trace;

/* An event of phase @ph; the caller writes its members, then ends it. */
static void
event_begin (Trace *trace, const char *ph, guint pid, guint tid)
{
  json_object (&trace->json, NULL, JSON_PACKED);
  json_text (&trace->json, "ph", ph);
  json_count (&trace->json, "pid", pid);
  if (tid != 0)
    json_count (&trace->json, "tid", tid);
}

/* Microseconds, to the nanosecond. */
static void
event_time (Trace *trace, const char *name, SimTime ns)
{
  json_fixed (&trace->json, name, (guint64)ns, 3);
}

static void
flush (Trace *trace)
{
  fwrite (trace->text->str, 1, trace->text->len, trace->to);
  g_string_truncate (trace->text, 0);
}

static void
event_end (Trace *trace)
{
  json_close (&trace->json);
  if (trace->text->len >= FLUSH_BYTES)
    flush (trace);
}

static void
name_event (Trace *trace, const char *what, guint pid, guint tid, const char *name, guint sort_index)
{
  g_autofree char *sort = g_strconcat (what, "_sort_index", NULL);
  g_autofree char *name_of = g_strconcat (what, "_name", NULL);

  event_begin (trace, "M", pid, tid);
  json_text (&trace->json, "name", name_of);
  json_object (&trace->json, "args", JSON_PACKED);
  json_text (&trace->json, "name", name);
  json_close (&trace->json);
  event_end (trace);
  event_begin (trace, "M", pid, tid);
  json_text (&trace->json, "name", sort);
  json_object (&trace->json, "args", JSON_PACKED);
  json_count (&trace->json, "sort_index", sort_index);
  json_close (&trace->json);
  event_end (trace);
}

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
      g_autofree char *name = place == 0 ? g_strdup (lane_name (kind)) : g_strdup_printf ("%s %u", lane_name (kind), place + 1);

      name_event (trace, "thread", ACTOR_PID (actor), tid, name, kind * LANES_OF_A_KIND + place);
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
write_label (JsonWriter *json, const MessageLabel *label)
{
  if (label->phase != PHASE_NONE)
    json_text (json, "phase", phase_name (label->phase));
  if (label->level > 0)
    json_count (json, "level", label->level);
  if (label->bucket > 0)
    json_count (json, "bucket", label->bucket);
}

static void
write_slice (Trace *trace, const TimelineRow *row, const MessageSpan *message, guint tid)
{
  JsonWriter *json = &trace->json;

  event_begin (trace, "X", ACTOR_PID (row->actor), tid);
  event_time (trace, "ts", row->start);
  event_time (trace, "dur", row->end - row->start);
  json_text (json, "name", row_kind_name (row->kind));
  json_text (json, "cat", message != NULL ? "message" : "activity");
  json_object (json, "args", JSON_PACKED);
  json_count (json, "iteration", row->iteration);
  if (message != NULL)
    {
      json_count (json, "bytes", row->bytes);
      json_text (json, row->lane == LANE_SEND ? "to" : "from", trace->rows->actors[row->peer]);
      write_label (json, &message->label);
      if (message->lost)
        json_boolean (json, "lost", TRUE);
    }
  json_close (json);
  event_end (trace);
}

/* From the sender's first byte to the receiver's last, a nanosecond before its slice ends so that no later slice can claim the
 * arrow. */
static void
write_arrow_end (Trace *trace, const TimelineRow *row, guint tid)
{
  gboolean head = row->lane == LANE_RECEIVE;

  event_begin (trace, head ? "f" : "s", ACTOR_PID (row->actor), tid);
  event_time (trace, "ts", head ? MAX (row->start, row->end - 1) : row->start);
  json_text (&trace->json, "name", "message");
  json_text (&trace->json, "cat", "message");
  json_count (&trace->json, "id", row->message + 1);
  if (head)
    json_text (&trace->json, "bp", "e");
  event_end (trace);
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

/* The caller writes the member @name, then ends it. */
static void
counter_begin (Trace *trace, const char *name, SimTime at)
{
  event_begin (trace, "C", RUN_PID, 0);
  event_time (trace, "ts", at);
  json_text (&trace->json, "name", name);
  json_object (&trace->json, "args", JSON_PACKED);
}

static void
counter_end (Trace *trace)
{
  json_close (&trace->json);
  event_end (trace);
}

static void
write_counter (Trace *trace, const char *name, SimTime at, double value)
{
  if (isnan (value))
    return;
  counter_begin (trace, name, at);
  json_number (&trace->json, name, value);
  counter_end (trace);
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
      counter_begin (trace, "bytes in flight", change->at);
      json_count (&trace->json, "bytes in flight", (guint64)bytes);
      counter_end (trace);
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
write_instants (Trace *trace)
{
  guint n;
  const Instant *instants = record_instants (trace->report->record, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean global = instants[i].actor == G_MAXUINT32;

      if (instants[i].at >= trace->until)
        continue;
      if (global)
        event_begin (trace, "i", RUN_PID, 0);
      else
        {
          guint tid = lane_tid (trace, instants[i].actor, LANE_COMPUTE, 0);
          event_begin (trace, "i", ACTOR_PID (instants[i].actor), tid);
        }
      event_time (trace, "ts", instants[i].at);
      json_text (&trace->json, "name", instants[i].name);
      json_text (&trace->json, "s", global ? "g" : "t");
      event_end (trace);
    }
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

static void
write_metadata (Trace *trace)
{
  const Report *report = trace->report;
  JsonWriter *json = &trace->json;

  json_text (json, "displayTimeUnit", "ms");
  json_object (json, "metadata", JSON_PACKED);
  json_text (json, "lockstep", PACKAGE_VERSION);
  json_text (json, "scenario", report->scenario->name);
  json_count (json, "seed", report->scenario->run.seed);
  json_text (json, "fingerprint", report->outcome->timeline);
  json_count (json, "shortcuts", report->outcome->shortcuts);
  if (report->outcome->shortcuts > 0)
    json_number (json, "shortcuts_from_s", report->outcome->shortcuts_from);
  json_boolean (json, "truncated", trace->until != SIM_TIME_NEVER || record_truncated (report->record));
  if (trace->until != SIM_TIME_NEVER)
    json_number (json, "truncated_from_s", sim_time_to_s (trace->until));
  json_close (json);
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
  g_string_free (trace->text, TRUE);
}

SimTime
trace_write (const Report *report, const TimelineRows *rows, guint64 max_events, FILE *to)
{
  Trace trace = { .to = to, .text = g_string_new (NULL), .report = report, .rows = rows, .next_tid = 1 };

  trace.lanes = g_new0 (Lanes *, 3 * rows->n_actors);
  trace.tids = g_new0 (GArray *, 3 * rows->n_actors);
  trace.until = find_until (&trace, max_events);
  trace.json = json_writer (trace.text);
  json_object (&trace.json, NULL, JSON_PACKED);
  write_metadata (&trace);
  json_list (&trace.json, "traceEvents", JSON_ROWS);
  name_event (&trace, "process", RUN_PID, 0, "run", 0);
  for (guint i = 0; i < rows->n_actors; i++)
    name_event (&trace, "process", ACTOR_PID (i), 0, rows->actors[i], i + 1);
  for (guint i = 0; i < rows->n_rows; i++)
    write_row (&trace, &rows->rows[i]);
  write_bytes_in_flight (&trace);
  write_evaluations (&trace);
  write_instants (&trace);
  json_close (&trace.json);
  json_close (&trace.json);
  g_string_append_c (trace.text, '\n');
  flush (&trace);
  trace_clear (&trace);
  return trace.until;
}
