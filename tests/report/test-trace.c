#include <cjson/cJSON.h>

#include "fixture.h"
#include "report/trace.h"

typedef struct
{
  const Report *report;
  const TimelineRows *rows;
  guint64 max_events;
} TraceJob;

/* A slice, in nanoseconds. */
typedef struct
{
  guint pid, tid;
  gint64 start, end;
} Slice;

static void
print_trace (FILE *to, gconstpointer data)
{
  const TraceJob *job = data;
  trace_write (job->report, job->rows, job->max_events, to);
}

static cJSON *
trace_of (const Fixture *fixture, guint64 max_events)
{
  g_autoptr (TimelineRows) rows = timeline_rows_new (fixture->record);
  TraceJob job = { &fixture->report, rows, max_events };
  g_autofree char *text = captured (print_trace, &job);
  cJSON *trace = cJSON_Parse (text);

  g_assert_nonnull (trace);
  return trace;
}

static double
number (const cJSON *event, const char *key)
{
  return cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (event, key));
}

static const char *
text (const cJSON *event, const char *key)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (event, key));
}

static gint64
nanoseconds (const cJSON *event, const char *key)
{
  return llround (number (event, key) * 1000);
}

static gboolean
lies_in_a_slice (const GArray *slices, const cJSON *event)
{
  gint64 at = nanoseconds (event, "ts");

  for (guint i = 0; i < slices->len; i++)
    {
      const Slice *s = &g_array_index (slices, Slice, i);
      if (s->tid == (guint)number (event, "tid") && s->pid == (guint)number (event, "pid") && s->start <= at && at <= s->end)
        return TRUE;
    }
  return FALSE;
}

static void
check_disjoint (const GArray *slices)
{
  for (guint i = 0; i < slices->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const Slice *a = &g_array_index (slices, Slice, i), *b = &g_array_index (slices, Slice, j);
        g_assert_true (a->tid != b->tid || a->end <= b->start || b->end <= a->start);
        g_assert_true (a->tid != b->tid || a->pid == b->pid); /* a tid is unique over the file */
      }
}

/* What formats demand: ph everywhere, ts on all but metadata, tids at least 1, each arrow's ends in slices that stand before
 * them, in pairs. */
static void
check_events (const cJSON *trace, guint *n_arrows)
{
  g_autoptr (GArray) slices = g_array_new (FALSE, FALSE, sizeof (Slice));
  g_autoptr (GHashTable) tails = g_hash_table_new (NULL, NULL);
  const cJSON *event;

  *n_arrows = 0;
  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (trace, "traceEvents"))
  {
    char ph = text (event, "ph")[0];
    gpointer id = GINT_TO_POINTER ((int)number (event, "id"));

    g_assert_true (ph == 'M' || number (event, "ts") >= 0);
    g_assert_true (ph == 'M' || ph == 'C' || ph == 'i' || number (event, "tid") >= 1);
    if (ph == 'X')
      {
        Slice slice = { number (event, "pid"), number (event, "tid"), nanoseconds (event, "ts"), 0 };
        slice.end = slice.start + nanoseconds (event, "dur");
        g_array_append_val (slices, slice);
      }
    if (ph == 's' || ph == 'f')
      g_assert_true (lies_in_a_slice (slices, event));
    if (ph == 's')
      g_assert_true (g_hash_table_add (tails, id));
    if (ph == 'f')
      {
        g_assert_true (g_hash_table_remove (tails, id));
        g_assert_cmpstr (text (event, "bp"), ==, "e");
        ++*n_arrows;
      }
  }
  g_assert_cmpuint (g_hash_table_size (tails), ==, 0);
  check_disjoint (slices);
}

/* 5 workers, 4 rounds: a push and a pull each, all of them arrows; the server's five pulls at once need five lanes. */
static void
test_structure (void)
{
  g_autoptr (Fixture) fixture = fixture_new (5, 4);
  cJSON *trace = trace_of (fixture, TRACE_MAX_EVENTS), *metadata = cJSON_GetObjectItemCaseSensitive (trace, "metadata");
  const cJSON *event;
  guint n_arrows, n_send_lanes = 0;

  check_events (trace, &n_arrows);
  g_assert_cmpuint (n_arrows, ==, 2 * 5 * 4);
  g_assert_cmpstr (text (metadata, "scenario"), ==, "by \"hand\"");
  g_assert_true (cJSON_IsFalse (cJSON_GetObjectItemCaseSensitive (metadata, "truncated")));
  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (trace, "traceEvents")) if (text (event, "ph")[0] == 'M'
                                                                                          && number (event, "pid") == 2 + 5)
  {
    const char *name = text (cJSON_GetObjectItemCaseSensitive (event, "args"), "name");
    n_send_lanes += name != NULL && g_str_has_prefix (name, "send");
  }
  g_assert_cmpuint (n_send_lanes, ==, 5);
  cJSON_Delete (trace);
}

/* Bytes in flight rise and fall back to nothing. */
static void
test_counters (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 2);
  cJSON *trace = trace_of (fixture, TRACE_MAX_EVENTS);
  const cJSON *event;
  double last = -1, most = 0;
  gint64 before = -1;

  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (trace, "traceEvents"))
  {
    if (text (event, "ph")[0] != 'C' || !g_str_equal (text (event, "name"), "bytes in flight"))
      continue;
    last = number (cJSON_GetObjectItemCaseSensitive (event, "args"), "bytes in flight");
    most = MAX (most, last);
    g_assert_cmpint (nanoseconds (event, "ts"), >, before);
    before = nanoseconds (event, "ts");
  }
  g_assert_cmpfloat (last, ==, 0);
  g_assert_cmpfloat (most, ==, 3 * (3100007 / 2));
  cJSON_Delete (trace);
}

/* What is left is whole: no arrow without its other end. */
static void
test_truncated (void)
{
  g_autoptr (Fixture) fixture = fixture_new (5, 9);
  cJSON *trace = trace_of (fixture, 100), *metadata = cJSON_GetObjectItemCaseSensitive (trace, "metadata");
  guint n_arrows;

  check_events (trace, &n_arrows);
  g_assert_cmpuint (n_arrows, >, 5);
  g_assert_cmpuint (n_arrows, <, 40);
  g_assert_true (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (metadata, "truncated")));
  g_assert_cmpfloat (number (metadata, "truncated_from_s"), >, 0);
  cJSON_Delete (trace);
}

/* A message says which part of a collective it is of, and nothing where it is of none. */
static void
test_labels (void)
{
  g_autoptr (Fixture) fixture = fixture_new_peers ();
  cJSON *trace = trace_of (fixture, TRACE_MAX_EVENTS), *event;
  guint n_labelled = 0, n_other = 0;

  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (trace, "traceEvents"))
  {
    const cJSON *args = cJSON_GetObjectItemCaseSensitive (event, "args");
    if (text (event, "ph")[0] != 'X' || !cJSON_HasObjectItem (args, "bytes"))
      continue;
    if (!cJSON_HasObjectItem (args, "phase"))
      {
        n_other++;
        g_assert_false (cJSON_HasObjectItem (args, "level") || cJSON_HasObjectItem (args, "bucket"));
        continue;
      }
    n_labelled++;
    g_assert_cmpstr (text (args, "phase"), ==, "all-gather");
    g_assert_cmpfloat (number (args, "level"), ==, 2);
    g_assert_cmpfloat (number (args, "bucket"), ==, 7);
  }
  g_assert_cmpuint (n_labelled, ==, 1); /* the lost one's sender */
  g_assert_cmpuint (n_other, ==, 4);
  cJSON_Delete (trace);
}

/* Two messages at once in both directions; the lost one is a slice without an arrow; the crash is an instant on its worker. */
static void
test_lost (void)
{
  g_autoptr (Fixture) fixture = fixture_new_peers ();
  cJSON *trace, *event;
  guint n_lost = 0, n_instants = 0, n_arrows;
  const MessageSpan *messages;
  guint n;

  messages = record_messages (fixture->record, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (messages[2].lost);
  trace = trace_of (fixture, TRACE_MAX_EVENTS);
  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (trace, "traceEvents"))
  {
    n_lost += cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItemCaseSensitive (event, "args"), "lost"));
    n_instants += text (event, "ph")[0] == 'i' && g_str_equal (text (event, "name"), "crash") && number (event, "pid") == 3;
  }
  check_events (trace, &n_arrows);
  g_assert_cmpuint (n_arrows, ==, 2);
  g_assert_cmpuint (n_lost, ==, 1);
  g_assert_cmpuint (n_instants, ==, 1);
  cJSON_Delete (trace);
}

void
add_trace_tests (void)
{
  g_test_add_func ("/report/trace/structure", test_structure);
  g_test_add_func ("/report/trace/counters", test_counters);
  g_test_add_func ("/report/trace/truncated", test_truncated);
  g_test_add_func ("/report/trace/labels", test_labels);
  g_test_add_func ("/report/trace/lost", test_lost);
}
