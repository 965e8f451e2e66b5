#include "config.h"

#include "report/trace.h"

#include "report/json_append.h"
#include "report/lanes.h"

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
  GString *line;
  const Report *report;
  const TimelineRows *rows;
  SimTime until; /* what begins here or later is left out; SIM_TIME_NEVER: nothing is */
  Lanes **lanes; /* [actor * 3 + Lane], made when first used */
  GArray **tids; /* the same; guint of each lane */
  guint next_tid;
  gboolean begun; /* an event has been written */
} Trace;

/* An event of phase @ph at @at; the caller appends members that begin with a comma, then ends it. */
static void
event_begin (Trace *trace, char ph, guint pid, guint tid)
{
  g_string_append_printf (trace->line, "%s\n{\"ph\":\"%c\",\"pid\":%u", trace->begun ? "," : "", ph, pid);
  if (tid != 0)
    g_string_append_printf (trace->line, ",\"tid\":%u", tid);
  trace->begun = TRUE;
}

static void
event_time (Trace *trace, const char *key, SimTime ns)
{
  g_string_append_printf (trace->line, ",\"%s\":%" G_GINT64_FORMAT ".%03d", key, ns / 1000, (int)(ns % 1000));
}

static void
event_text (Trace *trace, const char *key, const char *text)
{
  g_string_append_printf (trace->line, ",\"%s\":", key);
  json_append_string (trace->line, text);
}

static void
event_end (Trace *trace)
{
  g_string_append_c (trace->line, '}');
  fwrite (trace->line->str, 1, trace->line->len, trace->to);
  g_string_truncate (trace->line, 0);
}

static void
name_event (Trace *trace, const char *what, guint pid, guint tid, const char *name, guint sort_index)
{
  g_autofree char *sort = g_strconcat (what, "_sort_index", NULL);
  g_autofree char *name_of = g_strconcat (what, "_name", NULL);

  event_begin (trace, 'M', pid, tid);
  event_text (trace, "name", name_of);
  g_string_append (trace->line, ",\"args\":{\"name\":");
  json_append_string (trace->line, name);
  g_string_append_c (trace->line, '}');
  event_end (trace);
  event_begin (trace, 'M', pid, tid);
  event_text (trace, "name", sort);
  g_string_append_printf (trace->line, ",\"args\":{\"sort_index\":%u}", sort_index);
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
write_slice (Trace *trace, const TimelineRow *row, const MessageSpan *message, guint tid)
{
  event_begin (trace, 'X', ACTOR_PID (row->actor), tid);
  event_time (trace, "ts", row->start);
  event_time (trace, "dur", row->end - row->start);
  event_text (trace, "name", row_kind_name (row->kind));
  event_text (trace, "cat", message != NULL ? "message" : "activity");
  g_string_append_printf (trace->line, ",\"args\":{\"iteration\":%" G_GUINT64_FORMAT, row->iteration);
  if (message != NULL)
    {
      g_string_append_printf (trace->line, ",\"bytes\":%" G_GUINT64_FORMAT, row->bytes);
      event_text (trace, row->lane == LANE_SEND ? "to" : "from", trace->rows->actors[row->peer]);
      if (message->lost)
        g_string_append (trace->line, ",\"lost\":true");
    }
  g_string_append_c (trace->line, '}');
  event_end (trace);
}

/* From the sender's first byte to the receiver's last, a nanosecond before its slice ends so that no later slice can claim the
 * arrow. */
static void
write_arrow_end (Trace *trace, const TimelineRow *row, guint tid)
{
  gboolean head = row->lane == LANE_RECEIVE;

  event_begin (trace, head ? 'f' : 's', ACTOR_PID (row->actor), tid);
  event_time (trace, "ts", head ? MAX (row->start, row->end - 1) : row->start);
  g_string_append_printf (trace->line, ",\"name\":\"message\",\"cat\":\"message\",\"id\":%u%s", row->message + 1,
                          head ? ",\"bp\":\"e\"" : "");
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

static void
counter_begin (Trace *trace, const char *name, SimTime at)
{
  event_begin (trace, 'C', RUN_PID, 0);
  event_time (trace, "ts", at);
  event_text (trace, "name", name);
  g_string_append_printf (trace->line, ",\"args\":{\"%s\":", name);
}

static void
write_counter (Trace *trace, const char *name, SimTime at, double value)
{
  if (isnan (value))
    return;
  counter_begin (trace, name, at);
  json_append_number (trace->line, value);
  g_string_append_c (trace->line, '}');
  event_end (trace);
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
      g_string_append_printf (trace->line, "%" G_GINT64_FORMAT "}", bytes);
      event_end (trace);
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
        event_begin (trace, 'i', RUN_PID, 0);
      else
        {
          guint tid = lane_tid (trace, instants[i].actor, LANE_COMPUTE, 0);
          event_begin (trace, 'i', ACTOR_PID (instants[i].actor), tid);
        }
      event_time (trace, "ts", instants[i].at);
      event_text (trace, "name", instants[i].name);
      event_text (trace, "s", global ? "g" : "t");
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
  GString *line = trace->line;
  gboolean truncated = trace->until != SIM_TIME_NEVER || record_truncated (report->record);

  g_string_append (line, "{\"displayTimeUnit\":\"ms\",\"metadata\":{\"lockstep\":\"" PACKAGE_VERSION "\"");
  event_text (trace, "scenario", report->scenario->name);
  g_string_append_printf (line, ",\"seed\":%" G_GUINT64_FORMAT, report->scenario->run.seed);
  event_text (trace, "fingerprint", report->outcome->timeline);
  g_string_append_printf (line, ",\"truncated\":%s", truncated ? "true" : "false");
  if (trace->until != SIM_TIME_NEVER)
    {
      g_string_append (line, ",\"truncated_from_s\":");
      json_append_number (line, sim_time_to_s (trace->until));
    }
  g_string_append (line, "},\"traceEvents\":[");
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
  g_string_free (trace->line, TRUE);
}

SimTime
trace_write (const Report *report, const TimelineRows *rows, guint64 max_events, FILE *to)
{
  Trace trace = { .to = to, .line = g_string_new (NULL), .report = report, .rows = rows, .next_tid = 1 };

  trace.lanes = g_new0 (Lanes *, 3 * rows->n_actors);
  trace.tids = g_new0 (GArray *, 3 * rows->n_actors);
  trace.until = find_until (&trace, max_events);
  write_metadata (&trace);
  name_event (&trace, "process", RUN_PID, 0, "run", 0);
  for (guint i = 0; i < rows->n_actors; i++)
    name_event (&trace, "process", ACTOR_PID (i), 0, rows->actors[i], i + 1);
  for (guint i = 0; i < rows->n_rows; i++)
    write_row (&trace, &rows->rows[i]);
  write_bytes_in_flight (&trace);
  write_evaluations (&trace);
  write_instants (&trace);
  fputs ("\n]}\n", to);
  trace_clear (&trace);
  return trace.until;
}
