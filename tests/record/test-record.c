#include "record/record.h"

static Record *
record_with_actors (const RecordSettings *settings)
{
  Record *record = record_new (settings);
  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  record_add_actor (record, "server0", ACTOR_SERVER);
  return record;
}

static SimTime
time_sum (const Record *record, guint32 actor)
{
  SimTime sum = 0;
  for (guint i = 0; i < N_ACTIVITIES; i++)
    sum += record_time (record, actor, i);
  return sum;
}

/* worker0:  0..100 compute, 70..230 communicate, 90..110 down, 230..1000 nothing.
 * Precedence: compute 0..90, down 90..110, communicate 110..230, wait 230..1000. */
static void
test_precedence (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_activity (record, 0, ACTIVITY_COMPUTE, 1, 0);
  record_activity (record, 0, ACTIVITY_COMMUNICATE, 1, 70);
  record_activity (record, 0, ACTIVITY_DOWN, 1, 90);
  record_activity (record, 0, ACTIVITY_COMPUTE, -1, 100);
  record_activity (record, 0, ACTIVITY_DOWN, -1, 110);
  record_activity (record, 0, ACTIVITY_COMMUNICATE, -1, 230);
  record_finish (record, 1000);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_COMPUTE), ==, 90);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_DOWN), ==, 20);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_COMMUNICATE), ==, 120);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_WAIT), ==, 770);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_CHECKPOINT), ==, 0);
  for (guint32 actor = 0; actor < 3; actor++)
    g_assert_cmpint (time_sum (record, actor), ==, 1000);
  g_assert_cmpint (record_end (record), ==, 1000);
}

/* Two overlapping messages, 10..40 and 30..55, then one at 55..60 that touches: one stretch of 50. */
static void
test_overlap (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, 1, 10);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, 1, 30);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, -1, 40);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, -1, 55);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, 1, 55);
  record_activity (record, 1, ACTIVITY_COMMUNICATE, -1, 60);
  record_finish (record, 77);
  g_assert_cmpint (record_time (record, 1, ACTIVITY_COMMUNICATE), ==, 50);
  g_assert_cmpint (record_time (record, 1, ACTIVITY_WAIT), ==, 27);
}

/* Computing from 10, on the wire from 30, both until the end at 77. */
static void
test_hidden_at_end (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_activity (record, 0, ACTIVITY_COMPUTE, 1, 10);
  record_activity (record, 0, ACTIVITY_COMMUNICATE, 1, 30);
  record_finish (record, 77);
  g_assert_cmpint (record_hidden (record, 0), ==, 47);
}

/* worker0 computes 10..40 and 60..80. At 50 it is found out that messages of it travelled 5..20 and 30..45, at 55 that one more
 * will until 70; at 65 that this one goes on otherwise, and nothing is known ahead of time any more.
 * Compute 30 + 20; communicate 5..10, 40..45, 55..60; hidden 10..20, 30..40, 60..65. */
static void
test_planned (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_hold (record, 0);
  record_activity (record, 0, ACTIVITY_COMPUTE, 1, 10);
  record_activity (record, 0, ACTIVITY_COMPUTE, -1, 40);
  record_plan (record, 0, ACTIVITY_COMMUNICATE, 30, 45, 7);
  record_plan (record, 0, ACTIVITY_COMMUNICATE, 5, 20, 7);
  record_release (record, 0, 50);
  record_plan (record, 0, ACTIVITY_COMMUNICATE, 55, 70, 8);
  record_activity (record, 0, ACTIVITY_COMPUTE, 1, 60);
  record_unplan (record, 0, ACTIVITY_COMMUNICATE, 9, 62);
  record_unplan (record, 0, ACTIVITY_COMMUNICATE, 8, 65);
  record_activity (record, 0, ACTIVITY_COMPUTE, -1, 80);
  record_finish (record, 100);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_COMPUTE), ==, 50);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_COMMUNICATE), ==, 15);
  g_assert_cmpint (record_time (record, 0, ACTIVITY_WAIT), ==, 35);
  g_assert_cmpint (record_hidden (record, 0), ==, 25);
}

/* Of two that hold, both must let go; what one has planned for later is dropped without touching what is past. */
static void
test_held_twice (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_hold (record, 1);
  record_hold (record, 1);
  record_plan (record, 1, ACTIVITY_COMMUNICATE, 3, 20, 1);
  record_release (record, 1, 10);
  record_plan (record, 1, ACTIVITY_COMMUNICATE, 2, 5, 2);
  record_unplan (record, 1, ACTIVITY_COMMUNICATE, 1, 11);
  record_release (record, 1, 12);
  record_finish (record, 30);
  g_assert_cmpint (record_time (record, 1, ACTIVITY_COMMUNICATE), ==, 9);
  g_assert_cmpint (record_time (record, 1, ACTIVITY_WAIT), ==, 21);
}

/* Waits 0..13 and 20..31 of a worker are spans, with the iteration of the span before them; a wait of no length (between compute
 * and communicate, both at 17) and a server's are not. */
static void
test_wait_spans (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  record_activity (record, 0, ACTIVITY_COMPUTE, 1, 13);
  record_activity (record, 0, ACTIVITY_COMPUTE, -1, 17);
  record_span (record, 0, SPAN_COMPUTE, 13, 17, 5);
  record_activity (record, 0, ACTIVITY_COMMUNICATE, 1, 17);
  record_activity (record, 0, ACTIVITY_COMMUNICATE, -1, 20);
  record_activity (record, 1, ACTIVITY_COMPUTE, 1, 0);
  record_activity (record, 2, ACTIVITY_COMMUNICATE, 1, 21);
  record_finish (record, 31);

  guint n;
  const Span *spans = record_spans (record, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (spans[0].kind, ==, SPAN_WAIT);
  g_assert_cmpint (spans[0].start, ==, 0);
  g_assert_cmpint (spans[0].end, ==, 13);
  g_assert_cmpint (spans[1].kind, ==, SPAN_COMPUTE);
  g_assert_cmpint (spans[2].kind, ==, SPAN_WAIT);
  g_assert_cmpuint (spans[2].actor, ==, 0);
  g_assert_cmpint (spans[2].start, ==, 20);
  g_assert_cmpint (spans[2].end, ==, 31);
  g_assert_cmpuint (spans[2].iteration, ==, 5);
}

/* One of everything that can be reported; @odd changes one field of one report. */
static void
report_all (Record *record, guint odd)
{
  MessageSpan message = {
    .from = 1, .to = 2, .kind = SPAN_PUSH, .start = 20, .left = 47, .latency = 3, .arrived = 50, .bytes = 1013, .iteration = 4
  };
  record_span (record, odd == 7, odd == 8 ? SPAN_APPLY : SPAN_COMPUTE, odd == 9 ? 4 : 3, odd == 1 ? 12 : 11, odd == 10 ? 1 : 2);
  message.lost = odd == 2;
  message.bytes += odd == 3;
  message.from -= odd == 11;
  message.to -= odd == 12;
  message.start += odd == 13;
  message.left += odd == 14;
  message.latency += odd == 15;
  message.arrived += odd == 16;
  message.iteration += odd == 17;
  record_message (record, &message);
  record_instant (record, 1, odd == 4 ? "restart" : "crash", 61);
  record_activity (record, 2, ACTIVITY_COMMUNICATE, 1, odd == 5 ? 62 : 63);
  record_finish (record, odd == 6 ? 81 : 80);
}

/* The fingerprint is of what was reported, whatever is kept; any difference in a report shows. */
static void
test_fingerprint (void)
{
  const RecordSettings kept[] = { RECORD_SETTINGS_DEFAULT, { .keep_spans = FALSE }, { .keep_spans = TRUE, .max_spans = 2 } };
  char first[17], other[17];
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (Record) record = record_with_actors (&kept[i]);
      report_all (record, 0);
      record_fingerprint (record, i == 0 ? first : other);
      if (i > 0)
        g_assert_cmpstr (first, ==, other);
    }
  for (guint odd = 1; odd <= 17; odd++)
    {
      g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
      report_all (record, odd);
      record_fingerprint (record, other);
      g_assert_cmpstr (first, !=, other);
    }
}

/* What happens at one instant may be reported in any order; a collective's messages do not count, its ranks' entries and ends
 * do. */
static void
test_fingerprint_facts (void)
{
  static const gboolean same[] = { TRUE, TRUE, TRUE, FALSE, FALSE, FALSE, FALSE };
  char prints[7][17];
  for (guint k = 0; k < G_N_ELEMENTS (same); k++)
    {
      g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
      const MessageSpan message = { .from = 0, .to = 1, .kind = SPAN_SEND, .left = 40, .arrived = 50 + k, .inner = k != 4 };
      record_collective (record, k == 1 ? 1 : 0, 3, 0, FALSE, 17);
      record_collective (record, k == 1 ? 0 : 1, 3, 0, FALSE, 17);
      if (k >= 2)
        record_message (record, &message);
      record_collective (record, 0, 3, 0, TRUE, k == 3 ? 91 : 90);
      record_update (record, 32, k == 5, k == 6 ? 92 : 91);
      record_finish (record, 100);
      record_fingerprint (record, prints[k]);
      g_assert_true (g_str_equal (prints[k], prints[0]) == same[k]);
    }
}

static void
test_keeping (void)
{
  g_autoptr (Record) all = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  g_autoptr (Record) none = record_with_actors (&(RecordSettings){ .keep_spans = FALSE, .max_spans = 100 });
  g_autoptr (Record) two = record_with_actors (&(RecordSettings){ .keep_spans = TRUE, .max_spans = 2 });
  report_all (all, 0);
  report_all (none, 0);
  report_all (two, 0);
  guint n;
  g_assert_cmpstr (record_instants (all, &n)->name, ==, "crash");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (record_messages (all, &n)->bytes, ==, 1013);
  g_assert_cmpuint (n, ==, 1);
  record_spans (all, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (record_truncated (all));
  record_spans (none, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (record_truncated (none));
  record_spans (two, &n);
  g_assert_cmpuint (n, ==, 1);
  record_messages (two, &n);
  g_assert_cmpuint (n, ==, 1);
  record_instants (two, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (record_truncated (two));
}

/* Four are enough, of ten: they are there when worker 1, the slower one, computes iteration 1 and worker 0 iteration 2. So of
 * 0, 1 and 2 all computes are kept, the last ending at 60; of iteration 3 none, of which worker 0's ended at 45. */
static void
test_enough (void)
{
  g_autoptr (Record) record = record_with_actors (&(RecordSettings){ .keep_spans = TRUE, .enough = 4, .max_spans = 10 });
  const Span computes[] = {
    { 0, SPAN_COMPUTE, 0, 10, 0 },  { 0, SPAN_COMPUTE, 10, 20, 1 }, { 1, SPAN_COMPUTE, 0, 20, 0 }, { 0, SPAN_COMPUTE, 20, 30, 2 },
    { 1, SPAN_COMPUTE, 20, 40, 1 }, { 0, SPAN_COMPUTE, 30, 45, 3 }, { 1, SPAN_COMPUTE, 40, 60, 2 },
  };
  guint n;
  for (guint i = 0; i < G_N_ELEMENTS (computes); i++)
    {
      const Span *s = &computes[i];
      g_assert_true (record_keeps (record) == (i < 6));
      record_span (record, s->actor, s->kind, s->start, s->end, s->iteration);
    }
  const Span *spans = record_spans (record, &n);
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpint (spans[5].end, ==, 60);
  record_finish (record, 100);
  g_assert_true (record_truncated (record));
  g_assert_cmpint (record_until (record), ==, 45);
}

/* Iterations 0, 1, 2 … of one compute and one message each, with room for ten reports: at the eleventh, of iteration 5, every
 * second goes, and 0, 2, 4 are six; at that of iteration 10 they are 0, 2 … 8, and 0, 4, 8 stay; then 12 and 16; at 20 only 0, 8,
 * 16 stay. */
static void
test_sampled (void)
{
  static const guint64 kept[] = { 0, 8, 16, 24 };
  g_autoptr (Record) record = record_with_actors (&(RecordSettings){ .keep_spans = TRUE, .sampled = TRUE, .max_spans = 10 });
  guint n;
  for (guint64 i = 0; i < 25; i++)
    {
      MessageSpan message = {
        .from = 0, .to = 2, .kind = SPAN_PUSH, .start = i, .left = i + 1, .arrived = i + 1, .iteration = i
      };
      record_span (record, 0, SPAN_COMPUTE, i, i + 1, i);
      record_message (record, &message);
    }
  g_assert_cmpuint (record_stride (record), ==, 8);
  g_assert_false (record_truncated (record));
  const Span *spans = record_spans (record, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (kept));
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (kept)); i++)
    g_assert_cmpuint (spans[i].iteration, ==, kept[i]);
  const MessageSpan *messages = record_messages (record, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (kept));
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (kept)); i++)
    g_assert_cmpuint (messages[i].iteration, ==, kept[i]);
}

/* Of four workers and a server, workers 1 and 2 from 10 to 20: what touches them then, and what the server does. */
static void
test_window (void)
{
  const RecordSettings settings = {
    .keep_spans = TRUE, .max_spans = 100, .from = 10, .until = 20, .first_worker = 1, .n_workers = 2
  };
  g_autoptr (Record) record = record_new (&settings);
  guint n;
  for (guint w = 0; w < 4; w++)
    record_add_actor (record, "worker", ACTOR_WORKER);
  record_add_actor (record, "server0", ACTOR_SERVER);
  for (guint w = 0; w < 4; w++)
    {
      MessageSpan message = { .from = w, .to = 4, .kind = SPAN_PUSH, .start = 12, .left = 14, .arrived = 14 };
      record_span (record, w, SPAN_COMPUTE, 0, 9, 0);
      record_span (record, w, SPAN_COMPUTE, 9, 11, 0);
      record_message (record, &message);
      record_span (record, w, SPAN_COMPUTE, 20, 21, 0);
    }
  record_span (record, 4, SPAN_APPLY, 14, 15, 0);
  record_instant (record, 3, "crash", 15);
  record_finish (record, 30);
  record_spans (record, &n);
  g_assert_cmpuint (n, ==, 2 + 1 + 2); /* two computes, the update, and the waits to the end, which begin at 0 */
  record_messages (record, &n);
  g_assert_cmpuint (n, ==, 2);
  record_instants (record, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (record_actor_kept (record, 0) || record_actor_kept (record, 3));
  g_assert_true (record_actor_kept (record, 1) && record_actor_kept (record, 2) && record_actor_kept (record, 4));
  g_assert_cmpint (record_from (record), ==, 10);
  g_assert_cmpint (record_until (record), ==, 20);
}

static void
test_names (void)
{
  g_autoptr (Record) record = record_with_actors (&RECORD_SETTINGS_DEFAULT);
  g_assert_cmpuint (record_n_actors (record), ==, 3);
  g_assert_cmpstr (record_actor_name (record, 1), ==, "worker1");
  g_assert_cmpint (record_actor_role (record, 2), ==, ACTOR_SERVER);
  g_assert_cmpstr (span_kind_name (SPAN_CHECKPOINT), ==, "checkpoint");
  g_assert_cmpstr (span_kind_name (SPAN_APPLY), ==, "apply");
  g_assert_cmpstr (activity_name (ACTIVITY_COMMUNICATE), ==, "communicate");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/record/precedence", test_precedence);
  g_test_add_func ("/record/overlap", test_overlap);
  g_test_add_func ("/record/hidden-at-end", test_hidden_at_end);
  g_test_add_func ("/record/planned", test_planned);
  g_test_add_func ("/record/held-twice", test_held_twice);
  g_test_add_func ("/record/wait-spans", test_wait_spans);
  g_test_add_func ("/record/fingerprint", test_fingerprint);
  g_test_add_func ("/record/fingerprint-facts", test_fingerprint_facts);
  g_test_add_func ("/record/keeping", test_keeping);
  g_test_add_func ("/record/enough", test_enough);
  g_test_add_func ("/record/sampled", test_sampled);
  g_test_add_func ("/record/window", test_window);
  g_test_add_func ("/record/names", test_names);
  return g_test_run ();
}
