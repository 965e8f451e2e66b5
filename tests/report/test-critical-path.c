/* The critical path, walked on a run whose path is known. */
#include "fixture.h"

#include "report/critical_path.h"

/* 1 kB on the wire from @start_ms on; its last byte has left at @left_ms. */
static void
add_message (Record *record, guint32 from, guint32 to, SpanKind kind, SimTime start_ms, SimTime left_ms, SimTime arrived_ms)
{
  const SimTime ms = 1000000;
  record_message (record, &(MessageSpan){ .from = from,
                                          .to = to,
                                          .kind = kind,
                                          .start = start_ms * ms,
                                          .left = left_ms * ms,
                                          .latency = ms,
                                          .arrived = arrived_ms * ms,
                                          .bytes = 1000 });
}

/* Two workers and a server, in ms. worker0 computes 0-30, pushes 30-34 (left 33); worker1 computes 0-10, pushes 10-14. The server
 * applies 34-35 and answers both, 35-40. worker0 starts again at 41. Its iteration 0 waited for: its own compute, push, the
 * application, the pull, and 1 ms of nothing. worker1's, until it starts at 40: the same but for the last. */
static Record *
known_run (void)
{
  const SimTime ms = 1000000;
  Record *record = record_new (&RECORD_SETTINGS_DEFAULT);
  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  record_add_actor (record, "server0", ACTOR_SERVER);
  record_span (record, 1, SPAN_COMPUTE, 0, 10 * ms, 0);
  add_message (record, 1, 2, SPAN_PUSH, 10, 13, 14);
  record_span (record, 0, SPAN_COMPUTE, 0, 30 * ms, 0);
  add_message (record, 0, 2, SPAN_PUSH, 30, 33, 34);
  record_span (record, 2, SPAN_APPLY, 34 * ms, 35 * ms, 0);
  add_message (record, 2, 0, SPAN_PULL, 35, 39, 40);
  add_message (record, 2, 1, SPAN_PULL, 35, 39, 40);
  record_span (record, 1, SPAN_COMPUTE, 40 * ms, 50 * ms, 1);
  record_span (record, 0, SPAN_COMPUTE, 41 * ms, 71 * ms, 1);
  record_finish (record, 71 * ms);
  return record;
}

static void
check_steps (const GArray *path, const PathKind *kinds, const guint32 *actors, guint n)
{
  g_assert_cmpuint (path->len, ==, n);
  for (guint i = 0; i < MIN (n, path->len); i++)
    {
      const PathStep *step = &g_array_index (path, PathStep, i);
      g_assert_cmpint (step->kind, ==, kinds[i]);
      g_assert_cmpuint (step->actor, ==, actors[i]);
      if (i > 0)
        g_assert_cmpint (step->start, ==, step[-1].end);
    }
}

static void
test_known (void)
{
  static const PathKind kinds[] = { PATH_COMPUTE, PATH_MESSAGE, PATH_APPLY, PATH_MESSAGE, PATH_WAIT };
  static const guint32 actors[] = { 0, 0, 2, 2, 0 };
  g_autoptr (Record) record = known_run ();
  g_autoptr (GArray) straggler = critical_path (record, 0, 0), other = critical_path (record, 1, 0);
  check_steps (straggler, kinds, actors, 5);
  check_steps (other, kinds, actors, 4);
  g_autoptr (GArray) nothing = critical_path (record, 0, 7);
  g_assert_cmpuint (nothing->len, ==, 0);
  guint32 worker = 7;
  guint64 iteration = 7;
  g_assert_true (critical_path_choose (record, 0, record_end (record), &worker, &iteration));
  g_assert_cmpuint (iteration, ==, 0); /* the middle one, and who ended it last, though not reported first */
  g_assert_cmpuint (worker, ==, 0);
}

/* The last iteration ends when its last message has arrived: compute 0-10 ms, push until 14, nothing, pull 20-25. */
static void
test_last_iteration (void)
{
  static const PathKind kinds[] = { PATH_COMPUTE, PATH_MESSAGE, PATH_WAIT, PATH_MESSAGE };
  static const guint32 actors[] = { 0, 0, 1, 1 };
  const SimTime ms = 1000000;
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "server0", ACTOR_SERVER);
  record_span (record, 0, SPAN_COMPUTE, 0, 10 * ms, 0);
  add_message (record, 0, 1, SPAN_PUSH, 10, 13, 14);
  add_message (record, 1, 0, SPAN_PULL, 20, 24, 25);
  record_finish (record, 25 * ms);
  g_autoptr (GArray) path = critical_path (record, 0, 0);
  check_steps (path, kinds, actors, 4);
}

/* With overlap: worker0 computes 0-30 ms and sends 10-14 ms in the middle of it; worker1, which computed 0-5 ms, starts again at
 * 14 ms. It waited for the first 10 ms of worker0's compute and the message, not for what worker0 had received at 4 ms. */
static void
test_overlap (void)
{
  static const PathKind kinds[] = { PATH_COMPUTE, PATH_MESSAGE };
  static const guint32 actors[] = { 0, 0 };
  const SimTime ms = 1000000;
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  add_message (record, 1, 0, SPAN_SEND, 1, 3, 4);
  record_span (record, 1, SPAN_COMPUTE, 0, 5 * ms, 0);
  add_message (record, 0, 1, SPAN_SEND, 10, 13, 14);
  record_span (record, 1, SPAN_COMPUTE, 14 * ms, 19 * ms, 1);
  record_span (record, 0, SPAN_COMPUTE, 0, 30 * ms, 0);
  record_finish (record, 30 * ms);
  g_autoptr (GArray) path = critical_path (record, 1, 0);
  check_steps (path, kinds, actors, 2);
}

/* A collective's send waits for its receiver. worker0 computes 0-5 ms, worker1 0-9 ms; worker0's message starts when worker1 is
 * ready, 9-12 ms, and worker0 goes on at 12 ms. It waited for worker1's compute and its own message; nothing is left unexplained.
 */
static void
test_receiver (void)
{
  static const PathKind kinds[] = { PATH_COMPUTE, PATH_MESSAGE };
  static const guint32 actors[] = { 1, 0 };
  const SimTime ms = 1000000;
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  record_span (record, 0, SPAN_COMPUTE, 0, 5 * ms, 0);
  record_span (record, 1, SPAN_COMPUTE, 0, 9 * ms, 0);
  add_message (record, 0, 1, SPAN_SEND, 9, 12, 13);
  record_span (record, 0, SPAN_COMPUTE, 12 * ms, 17 * ms, 1);
  record_finish (record, 17 * ms);
  g_autoptr (GArray) path = critical_path (record, 0, 0);
  check_steps (path, kinds, actors, 2);
  g_assert_cmpint (critical_path_sum (path, PATH_COMPUTE), ==, 9 * ms);
  g_assert_cmpint (critical_path_sum (path, PATH_WAIT), ==, 0);
}

/* worker0 computes 0-4 ms and sends 4-10 ms; worker1 computes 0-6 ms and its message arrives at worker0 at 10 ms, when that goes
 * on too. What came explains more than what went: it waited for worker1's compute and its message, whichever was reported first.
 */
static void
test_arrival (void)
{
  static const PathKind kinds[] = { PATH_COMPUTE, PATH_MESSAGE };
  static const guint32 actors[] = { 1, 1 };
  const SimTime ms = 1000000;
  for (guint sent_first = 0; sent_first < 2; sent_first++)
    {
      g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
      record_add_actor (record, "worker0", ACTOR_WORKER);
      record_add_actor (record, "worker1", ACTOR_WORKER);
      record_span (record, 0, SPAN_COMPUTE, 0, 4 * ms, 0);
      record_span (record, 1, SPAN_COMPUTE, 0, 6 * ms, 0);
      if (sent_first)
        add_message (record, 0, 1, SPAN_PUSH, 4, 10, 11);
      add_message (record, 1, 0, SPAN_PUSH, 6, 9, 10);
      if (!sent_first)
        add_message (record, 0, 1, SPAN_PUSH, 4, 10, 11);
      record_span (record, 0, SPAN_COMPUTE, 10 * ms, 15 * ms, 1);
      record_finish (record, 15 * ms);
      g_autoptr (GArray) path = critical_path (record, 0, 0);
      check_steps (path, kinds, actors, 2);
    }
}

/* The chosen path of a whole run: in one piece, through the straggler. */
static void
test_chosen (void)
{
  g_autoptr (Fixture) fixture = fixture_new (5, 7);
  guint32 worker;
  guint64 iteration;
  g_assert_true (critical_path_choose (fixture->record, 0, SIM_TIME_NEVER, &worker, &iteration));
  g_assert_cmpuint (worker, ==, 0);
  g_assert_cmpuint (iteration, ==, 3);
  g_autoptr (GArray) path = critical_path (fixture->record, worker, iteration);
  SimTime computing = 0;
  for (guint i = 0; i < path->len; i++)
    {
      const PathStep *step = &g_array_index (path, PathStep, i);
      g_assert_true (i == 0 || step->start == step[-1].end);
      computing += step->kind == PATH_COMPUTE ? step->end - step->start : 0;
    }
  g_assert_cmpint (computing, >, 0);
}

void
add_critical_path_tests (void)
{
  g_test_add_func ("/report/critical-path/known", test_known);
  g_test_add_func ("/report/critical-path/chosen", test_chosen);
  g_test_add_func ("/report/critical-path/overlap", test_overlap);
  g_test_add_func ("/report/critical-path/last-iteration", test_last_iteration);
  g_test_add_func ("/report/critical-path/receiver", test_receiver);
  g_test_add_func ("/report/critical-path/arrival", test_arrival);
}
