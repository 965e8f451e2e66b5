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
  g_test_add_func ("/collective/left-over", test_left_over);
}
