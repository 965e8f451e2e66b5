/* Runs that do not end: aborted at any time, by a crash, or by whoever is told that a rank is done. */
#include "bed.h"
#include "suites.h"

static const Collective *const collectives[] = { &collective_ring, &collective_tree, &collective_double_tree,
                                                 &collective_all_to_all };

typedef enum
{
  BY_ABORT,
  BY_CRASH,
} End;

/* Nobody of the aborted run is told later, another run goes on undisturbed but for the links, and the books balance. */
static void
check_ended (const Collective *collective, gboolean eager, End end, SimTime when)
{
  BedShape shape = { .n_hosts = 6, .bandwidth = 2.385e9, .latency = 11300, .eager = eager, .reduce_bytes_per_s = 7.7e9 };
  Plan plan = { .collective = collective, .n_ranks = 6, .n_elements = 60000, .group = 1, .n_chunks = 5 };
  Plan other_plan = { .collective = &collective_ring, .n_ranks = end == BY_CRASH ? 5 : 6, .n_elements = 6007, .group = 1 };
  SimTime ready[] = { 0, 17, 4000, 301, 90000, 7 };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, ready), *other = bed_add (bed, &other_plan, OPERATOR_SUM, NULL, ready);
  if (end == BY_CRASH)
    bed_crash_at (run, 5, when);
  else
    bed_abort_at (run, when);
  bed_run (bed);
  const NetworkTotals *totals = network_totals (bed->network);
  for (guint rank = 0; rank < 6; rank++)
    g_assert_cmpint (run->done[rank], <, when);
  g_assert_cmpint (run->all_done, <, when);
  g_assert_cmpuint (other->n_done, ==, other_plan.n_ranks);
  g_assert_cmpuint (totals->bytes_sent, ==, totals->bytes_received + totals->bytes_lost);
}

static void
test_ended (gconstpointer end)
{
  for (guint k = 0; k < G_N_ELEMENTS (collectives); k++)
    for (guint eager = 0; eager <= 1; eager++)
      for (SimTime when = 90001; when < 300000; when += 7919)
        check_ended (collectives[k], eager, GPOINTER_TO_UINT (end), when);
}

/* Whoever is told of the first rank may abort the run; no other rank is then told. A later run takes its place. */
static void
test_abort_when_told (void)
{
  BedShape shape = { .n_hosts = 7, .bandwidth = 2.385e9, .latency = 11300 };
  Plan plan = { .collective = &collective_ring, .n_ranks = 7, .n_elements = 60000, .group = 1 };
  SimTime later[7] = { 5000000, 5000001, 5000002, 5000003, 5000004, 5000005, 5000006 };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL), *next = bed_add (bed, &plan, OPERATOR_SUM, NULL, later);
  run->abort_when_done = TRUE;
  bed_run (bed);
  g_assert_cmpuint (run->n_done, ==, 1);
  g_assert_cmpint (run->all_done, ==, -1);
  g_assert_cmpuint (next->n_done, ==, 7);
}

typedef struct
{
  Bed *bed;
  BedRun *ended;
  guint n_done; /* ranks of the run after it */
} Restart;

static void
restart_on_rank_done (gpointer owner, guint64 tag, guint rank)
{
  Restart *restart = owner;
  restart->n_done++;
}

/* Told of the first loss of the crash, while those of the run are still to be told. */
static void
restart_on_lost (gpointer owner, guint64 tag)
{
  static const PlanRunClient client = { .on_rank_done = restart_on_rank_done };
  static const NodeId nodes[] = { 0, 1, 2, 3, 4 };
  const Plan plan = { .collective = &collective_ring, .n_ranks = 5, .n_elements = 6007, .group = 1 };
  Restart *restart = owner;
  plan_run_abort (restart->ended->run);
  PlanRun *run = plan_run_new (restart->bed->executor, &plan, OPERATOR_SUM, nodes, NULL, 9, 0, &client, restart, 0);
  for (guint rank = 0; rank < 5; rank++)
    plan_run_enter (run, rank);
}

/* Host 5, which sends a message of its own beside its part in a run, crashes at any time. The loss of that message is told first,
 * and whoever learns of it begins a run without host 5 at once: the old run's losses, told afterwards, do not touch it. */
static void
test_restart_when_lost (void)
{
  static const NetworkClient client = { .on_lost = restart_on_lost };
  const BedShape shape = { .n_hosts = 6, .bandwidth = 2.385e9, .latency = 11300, .eager = TRUE };
  const Plan plan = { .collective = &collective_all_to_all, .n_ranks = 6, .n_elements = 60000, .group = 1 };
  for (SimTime when = 1; when < 200000; when += 7919)
    {
      g_autoptr (Bed) bed = bed_new (&shape);
      Restart restart = { .bed = bed };
      guint number = network_add_client (bed->network, &client, &restart);
      network_send (bed->network, &(MessageSpec){ .client = number, .from = 5, .to = 0, .kind = SPAN_SEND, .bytes = 1000000000 });
      restart.ended = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL);
      while (simulator_next_time (bed->sim) < when)
        simulator_step (bed->sim);
      network_node_down (bed->network, 5);
      bed_run (bed);
      g_assert_cmpuint (restart.n_done, ==, 5);
    }
}

/* Freed with runs that never ended. */
static void
test_left_over (void)
{
  BedShape shape = { .n_hosts = 3, .bandwidth = 2.385e9, .latency = 11300 };
  Plan plan = { .collective = &collective_tree, .n_ranks = 3, .n_elements = 60000, .group = 1 };
  SimTime ready[] = { 0, 5, SIM_TIME_NEVER };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, ready);
  while (simulator_next_time (bed->sim) < SIM_TIME_NEVER)
    simulator_step (bed->sim);
  g_assert_cmpuint (run->n_done, ==, 0);
}

void
add_abort_tests (void)
{
  g_test_add_data_func ("/collective/aborted", GUINT_TO_POINTER (BY_ABORT), test_ended);
  g_test_add_data_func ("/collective/crashed", GUINT_TO_POINTER (BY_CRASH), test_ended);
  g_test_add_func ("/collective/aborted-when-told", test_abort_when_told);
  g_test_add_func ("/collective/restart-when-lost", test_restart_when_lost);
  g_test_add_func ("/collective/left-over", test_left_over);
}
