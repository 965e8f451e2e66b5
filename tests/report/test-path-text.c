/* What people read of a critical path: phases, buckets, the slowest way and the busiest link of runs that are known. */
#include "fixture.h"

#include "report/critical_path.h"

#define MS G_GINT64_CONSTANT (1000000)

/* @workers on a switch, 1 kB/ms each. */
static Topology *
star (guint workers)
{
  g_autofree HostLink *hosts = g_new (HostLink, workers);
  for (guint i = 0; i < workers; i++)
    hosts[i] = (HostLink){ .bandwidth = 1e6 };
  Topology *topology = topology_new (&topology_star, NULL, hosts, workers, 1, NULL);
  g_assert_nonnull (topology);
  return topology;
}

static Record *
record_of (const RecordSettings *settings, guint workers)
{
  Record *record = record_new (settings);
  for (guint i = 0; i < workers; i++)
    {
      g_autofree char *name = g_strdup_printf ("worker%u", i);
      record_add_actor (record, name, ACTOR_WORKER);
    }
  return record;
}

/* 1 kB without latency. */
static void
add_send (Record *record, guint32 from, guint32 to, SimTime start_ms, SimTime end_ms, MessageLabel label)
{
  record_message (record, &(MessageSpan){ .from = from,
                                          .to = to,
                                          .kind = SPAN_SEND,
                                          .start = start_ms * MS,
                                          .left = end_ms * MS,
                                          .arrived = end_ms * MS,
                                          .bytes = 1000,
                                          .label = label });
}

typedef struct
{
  const Record *record;
  const Topology *topology;
  guint32 worker;
  guint lines;
} Asked;

static void
print_path (FILE *to, gconstpointer data)
{
  const Asked *asked = data;
  g_autoptr (GArray) path = critical_path (asked->record, asked->worker, 0);
  critical_path_print (asked->record, asked->topology, path, asked->lines, to);
}

static void
check_text (const Record *record, const Topology *topology, guint32 worker, guint lines, const char *expected)
{
  g_autofree char *text = captured (print_path, &(Asked){ record, topology, worker, lines });
  g_assert_cmpstr (text, ==, expected);
}

/* A ring of three, in ms: worker0 computes 0-2, then bucket @first goes 0 → 1, 2-5, and 1 → 2, 5-6, in one phase, and bucket
 * @second 2 → 0, 6-7, and 0 → 1, 7-10, in another. Beside the path worker2 sends to worker1 and three times
 * to worker0, 3-5, and to worker0 once more, 9-11. */
static Record *
ring (guint16 first, guint16 second, guint64 max_spans)
{
  const MessageLabel reduce = { first, PHASE_REDUCE_SCATTER, 1 }, gather = { second, PHASE_ALL_GATHER, 2 };
  Record *record = record_of (&(RecordSettings){ .keep_spans = TRUE, .max_spans = max_spans }, 3);
  record_span (record, 0, SPAN_COMPUTE, 0, 2 * MS, 0);
  record_span (record, 1, SPAN_COMPUTE, 0, MS, 0);
  add_send (record, 0, 1, 2, 5, reduce);
  add_send (record, 2, 1, 3, 5, reduce);
  for (guint i = 0; i < 3; i++)
    add_send (record, 2, 0, 3, 5, reduce);
  add_send (record, 1, 2, 5, 6, reduce);
  add_send (record, 2, 0, 6, 7, gather);
  add_send (record, 0, 1, 7, 10, gather);
  record_span (record, 1, SPAN_COMPUTE, 10 * MS, 11 * MS, 1);
  add_send (record, 2, 0, 9, 11, gather);
  record_finish (record, 11 * MS);
  return record;
}

/* A link carries 4 kB in 4 ms. Of the first four switch → worker1 carries two messages, 50 %, though the path has but one of
 * them (worker2 → switch carries more, but nothing of the path); of the second four both links from worker2 to worker0 carry one and
 * a half, and the switch's comes first in the star. */
static void
test_phases (void)
{
  g_autoptr (Record) record = ring (2, 2, 100);
  g_autoptr (Topology) topology = star (3);
  check_text (record, topology, 1, 9,
              "         2 ms  worker0 computes\n"
              "         4 ms  reduce-scatter on level 1 of bucket 2: 2 messages one after another, worker0 → … → worker2, 2 kB\n"
              "               slowest way worker0 → worker1, 3 ms of it; busiest link switch → worker1, 50 % used\n"
              "         4 ms  all-gather on level 2 of bucket 2: 2 messages one after another, worker2 → … → worker1, 2 kB\n"
              "               slowest way worker0 → worker1, 3 ms of it; busiest link switch → worker0, 37.5 % used\n");
}

/* Where lines are few a bucket's phases share one, and where they are fewer all buckets; the way that takes longest is then
 * worker0 → worker1, twice. */
static void
test_few_lines (void)
{
  g_autoptr (Record) one = ring (2, 2, 100), two = ring (3, 4, 100);
  check_text (one, NULL, 1, 2,
              "         2 ms  worker0 computes\n"
              "         8 ms  reduce-scatter and all-gather of bucket 2: 4 messages one after another, worker0 → … → worker1, 4 kB\n"
              "               slowest way worker0 → worker1, 6 ms of it\n");
  check_text (two, NULL, 1, 2,
              "         2 ms  worker0 computes\n"
              "         8 ms  reduce-scatter and all-gather of buckets 3 to 4: 4 messages one after another, worker0 → … → worker1, 4 "
              "kB\n"
              "               slowest way worker0 → worker1, 6 ms of it\n");
  check_text (two, NULL, 1, 1,
              "         2 ms  worker0 computes\n"
              "         8 ms  4 further steps\n");
}

/* With room for one less than there is the links have carried more than what is known. */
static void
test_part (void)
{
  g_autoptr (Record) record = ring (0, 0, 11);
  g_autoptr (Topology) topology = star (3);
  check_text (record, topology, 1, 3,
              "         2 ms  worker0 computes\n"
              "         4 ms  reduce-scatter on level 1: 2 messages one after another, worker0 → … → worker2, 2 kB\n"
              "               slowest way worker0 → worker1, 3 ms of it; busiest link switch → worker1, at least 50 % used\n"
              "         4 ms  all-gather on level 2: 2 messages one after another, worker2 → … → worker1, 2 kB\n"
              "               slowest way worker0 → worker1, 3 ms of it; busiest link worker0 → switch, at least 25 % used\n");
}

/* A message that is alone is called by its kind where it has no phase, and has its link too. worker0 computes 0-1 ms and sends
 * 1 kB in 2 ms. */
static void
test_single (void)
{
  g_autoptr (Record) record = record_of (&RECORD_SETTINGS_DEFAULT, 2);
  g_autoptr (Topology) topology = star (2);
  record_span (record, 0, SPAN_COMPUTE, 0, MS, 0);
  record_span (record, 1, SPAN_COMPUTE, 0, MS, 0);
  add_send (record, 0, 1, 1, 3, (MessageLabel){ .bucket = 7 });
  record_finish (record, 3 * MS);
  check_text (record, topology, 1, 9,
              "         1 ms  worker0 computes\n"
              "         2 ms  send of bucket 7: worker0 → worker1, 1 kB\n"
              "               busiest link worker0 → switch, 50 % used\n");
}

void
add_path_text_tests (void)
{
  g_test_add_func ("/report/path-text/phases", test_phases);
  g_test_add_func ("/report/path-text/few-lines", test_few_lines);
  g_test_add_func ("/report/path-text/part", test_part);
  g_test_add_func ("/report/path-text/single", test_single);
}
