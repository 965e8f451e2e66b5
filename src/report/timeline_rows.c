#include "report/timeline_rows.h"

#include "base/escape.h"
#include "base/sink.h"

static const char *const lane_names[] = { "compute", "send", "receive" };

const char *
row_kind_name (guint kind)
{
  return kind == ROW_RECEIVE ? "receive" : span_kind_name ((SpanKind)kind);
}

const char *
lane_name (Lane lane)
{
  return lane_names[lane];
}

#define COMPARE(field)      \
  if (x->field != y->field) \
  return x->field < y->field ? -1 : 1

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const TimelineRow *x = a, *y = b;

  COMPARE (start);
  COMPARE (actor);
  COMPARE (lane);
  COMPARE (end);
  COMPARE (kind);
  COMPARE (iteration);
  COMPARE (peer);
  COMPARE (bytes);
  COMPARE (message);
  return 0;
}

static TimelineRow
span_row (const Span *span)
{
  return (TimelineRow){ .start = span->start,
                        .end = span->end,
                        .actor = span->actor,
                        .peer = G_MAXUINT32,
                        .lane = LANE_COMPUTE,
                        .kind = span->kind,
                        .iteration = span->iteration,
                        .message = G_MAXUINT32 };
}

static TimelineRow
sender_row (const MessageSpan *m, guint number)
{
  return (TimelineRow){ .start = m->start,
                        .end = m->left,
                        .actor = m->from,
                        .peer = m->to,
                        .lane = LANE_SEND,
                        .kind = m->kind,
                        .iteration = m->iteration,
                        .bytes = m->bytes,
                        .message = number };
}

static TimelineRow
receiver_row (const MessageSpan *m, guint number)
{
  return (TimelineRow){ .start = m->start + m->latency,
                        .end = m->arrived,
                        .actor = m->to,
                        .peer = m->from,
                        .lane = LANE_RECEIVE,
                        .kind = m->kind == SPAN_SEND ? ROW_RECEIVE : m->kind,
                        .iteration = m->iteration,
                        .bytes = m->bytes,
                        .message = number };
}

static void
copy_actors (TimelineRows *rows, const Record *record)
{
  rows->n_actors = record_n_actors (record);
  rows->actors = g_new0 (char *, rows->n_actors + 1);
  rows->roles = g_new (ActorRole, rows->n_actors);
  rows->kept = g_new (gboolean, rows->n_actors);
  for (guint i = 0; i < rows->n_actors; i++)
    {
      rows->actors[i] = g_strdup (record_actor_name (record, i));
      rows->roles[i] = record_actor_role (record, i);
      rows->kept[i] = record_actor_kept (record, i);
    }
}

TimelineRows *
timeline_rows_new (const Record *record)
{
  TimelineRows *rows = g_new0 (TimelineRows, 1);
  guint n_spans, n_messages, n = 0;
  const Span *spans = record_spans (record, &n_spans);
  const MessageSpan *messages = record_messages (record, &n_messages);

  copy_actors (rows, record);
  rows->rows = g_new (TimelineRow, n_spans + 2 * (gsize)n_messages);
  for (guint i = 0; i < n_spans; i++)
    rows->rows[n++] = span_row (&spans[i]);
  for (guint i = 0; i < n_messages; i++)
    {
      rows->rows[n++] = sender_row (&messages[i], i);
      if (!messages[i].lost)
        rows->rows[n++] = receiver_row (&messages[i], i);
    }
  rows->n_rows = n;
  if (n > 0) /* qsort takes no NULL */
    qsort (rows->rows, n, sizeof *rows->rows, compare_rows);
  return rows;
}

void
timeline_rows_free (TimelineRows *rows)
{
  g_free (rows->rows);
  g_strfreev (rows->actors);
  g_free (rows->roles);
  g_free (rows->kept);
  g_free (rows);
}

static void
write_row (Sink *csv, const TimelineRow *row, char *const *names)
{
  sink_text (csv, names[row->actor]);
  sink_text (csv, ",");
  sink_text (csv, lane_name (row->lane));
  sink_text (csv, ",");
  sink_text (csv, row_kind_name (row->kind));
  sink_text (csv, ",");
  sink_fixed (csv, (guint64)row->start, 9);
  sink_text (csv, ",");
  sink_fixed (csv, (guint64)row->end, 9);
  sink_text (csv, ",");
  sink_count (csv, row->iteration);
  sink_text (csv, ",");
  if (row->peer != G_MAXUINT32)
    sink_count (csv, row->bytes);
  sink_text (csv, ",");
  if (row->peer != G_MAXUINT32)
    sink_text (csv, names[row->peer]);
  sink_text (csv, "\n");
}

void
timeline_rows_write_csv (const TimelineRows *rows, FILE *to)
{
  g_autoptr (Sink) csv = sink_new (to);
  g_auto (GStrv) names = escaped_all (escape_csv, rows->actors);

  sink_text (csv, TIMELINE_CSV_HEAD "\n");
  for (guint i = 0; i < rows->n_rows; i++)
    write_row (csv, &rows->rows[i], names);
}
