#include "report/timeline_rows.h"

#include "base/digits.h"
#include "base/escape.h"

#define FLUSH_BYTES (1u << 16)

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

/* Every actor's name as a field of the table. */
static char **
name_fields (const TimelineRows *rows)
{
  char **fields = g_new0 (char *, rows->n_actors + 1);

  for (guint i = 0; i < rows->n_actors; i++)
    fields[i] = escaped (escape_csv, rows->actors[i]);
  return fields;
}

static void
append_row (GString *csv, const TimelineRow *row, char *const *names)
{
  g_string_append (csv, names[row->actor]);
  g_string_append_c (csv, ',');
  g_string_append (csv, lane_name (row->lane));
  g_string_append_c (csv, ',');
  g_string_append (csv, row_kind_name (row->kind));
  g_string_append_c (csv, ',');
  digits_append_fixed (csv, (guint64)row->start, 9);
  g_string_append_c (csv, ',');
  digits_append_fixed (csv, (guint64)row->end, 9);
  g_string_append_c (csv, ',');
  digits_append (csv, row->iteration);
  g_string_append_c (csv, ',');
  if (row->peer != G_MAXUINT32)
    digits_append (csv, row->bytes);
  g_string_append_c (csv, ',');
  if (row->peer != G_MAXUINT32)
    g_string_append (csv, names[row->peer]);
  g_string_append_c (csv, '\n');
}

void
timeline_rows_write_csv (const TimelineRows *rows, FILE *to)
{
  g_autoptr (GString) csv = g_string_new (TIMELINE_CSV_HEAD "\n");
  g_auto (GStrv) names = name_fields (rows);

  for (guint i = 0; i < rows->n_rows; i++)
    {
      append_row (csv, &rows->rows[i], names);
      if (csv->len >= FLUSH_BYTES)
        {
          fwrite (csv->str, 1, csv->len, to);
          g_string_truncate (csv, 0);
        }
    }
  fwrite (csv->str, 1, csv->len, to);
}
