/* Plans with a clock: equal to their closed forms on an uncontended star. */
#include "bed.h"
#include "collective/binomial.h"
#include "suites.h"

/* Uneven on purpose: 2.385 GB/s, 11.3 us a link. */
static BedShape
star (guint n)
{
  return (BedShape){ .n_hosts = n, .bandwidth = 2.385e9, .latency = 11300 };
}

static SimTime
time_of (const BedShape *shape, const Plan *plan)
{
  g_autoptr (Bed) bed = bed_new (shape);
  BedRun *run = bed_add (bed, plan, OPERATOR_SUM, NULL, NULL);
  bed_run (bed);
  g_assert_cmpuint (run->n_done, ==, plan->n_ranks);
  return run->all_done;
}

static double
closed_form_ns (const BedShape *shape, const Plan *plan)
{
  return 1e9 * plan->collective->closed_form_s (plan, 2 * sim_time_to_s (shape->latency), 1 / shape->bandwidth);
}

/* A flow's end is rounded up to the next ns, so a path of m messages is late by at most m ns (and the form itself by a rounding).
 */
static void
check_exact (const BedShape *shape, const Plan *plan, guint n_messages)
{
  double expected = closed_form_ns (shape, plan), got = time_of (shape, plan);
  g_assert_cmpfloat (got, >=, expected - 1e-3);
  g_assert_cmpfloat (got, <=, expected + n_messages + 1e-3);
}

/* 2(N−1)(α + chunk/B), the largest chunk. */
static void
test_ring (void)
{
  static const gsize sizes[] = { 0, 1, 5, 1001, 2385017 };
  for (guint n = 1; n <= 17; n++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        BedShape shape = star (n);
        Plan plan = { .collective = &collective_ring, .n_ranks = n, .n_elements = sizes[s], .group = 1 };
        check_exact (&shape, &plan, 2 * (n - 1));
      }
}

/* 2⌈lg N⌉(α + G/B) for powers of two, at most that for others. */
static void
test_tree (void)
{
  for (guint n = 1; n <= 33; n++)
    {
      BedShape shape = star (n);
      Plan plan = { .collective = &collective_tree, .n_ranks = n, .n_elements = 100003, .group = 1 };
      if ((n & (n - 1)) == 0)
        check_exact (&shape, &plan, 2 * ceil_log2 (n));
      else
        g_assert_cmpfloat (time_of (&shape, &plan), <=, closed_form_ns (&shape, &plan) + 2 * ceil_log2 (n));
    }
}

/* Whoever comes last starts the journey that ends last: the latest entry plus 2(N−1) steps, on every rank. */
static void
test_ring_staggered (void)
{
  for (guint n = 2; n <= 9; n++)
    for (guint last = 0; last < n; last++)
      {
        BedShape shape = star (n);
        Plan plan = { .collective = &collective_ring, .n_ranks = n, .n_elements = 1001 * n, .group = 1 };
        SimTime ready[9];
        for (guint rank = 0; rank < n; rank++)
          ready[rank] = rank == last ? 70000123 : (rank * 7919 + last * 104729) % 70000123;
        g_autoptr (Bed) bed = bed_new (&shape);
        BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, ready);
        bed_run (bed);
        for (guint rank = 0; rank < n; rank++)
          {
            double expected = ready[last] + closed_form_ns (&shape, &plan);
            g_assert_cmpfloat (run->done[rank], >=, expected - 1e-3);
            g_assert_cmpfloat (run->done[rank], <=, expected + 2 * (n - 1) + 1e-3);
          }
      }
}

/* γ: N−1 of a chunk's 2(N−1) hops end in a reduction of chunk / R seconds. */
static void
test_reduction_takes_time (void)
{
  BedShape shape = star (7);
  Plan plan = { .collective = &collective_ring, .n_ranks = 7, .n_elements = 7 * 1001, .group = 1 };
  shape.reduce_bytes_per_s = 9.1e9;
  double expected = closed_form_ns (&shape, &plan) + 6 * 4004 / 9.1;
  double got = time_of (&shape, &plan);
  g_assert_cmpfloat (got, >=, expected - 3);
  g_assert_cmpfloat (got, <=, expected + 12 + 3);
}

/* Two rings over the same links at once share them: every chunk takes twice as long, the latency is as it was. */
static void
test_rings_contend (void)
{
  BedShape shape = star (5);
  Plan plan = { .collective = &collective_ring, .n_ranks = 5, .n_elements = 5 * 2385, .group = 1 };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *one = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL), *two = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL);
  bed_run (bed);
  double expected = 8 * (22600 + 2 * 2385 * 4 / 2.385);
  g_assert_cmpfloat (one->all_done, >=, expected - 1e-3);
  g_assert_cmpfloat (one->all_done, <=, expected + 8);
  g_assert_cmpint (two->all_done, ==, one->all_done);
}

/* One rank, and nothing to reduce: done within the instant, by an event (bed.c looks that it is not within plan_run_enter). */
static void
test_nothing_to_do (void)
{
  BedShape shape = star (3);
  for (const Collective *const *entry = collective_table; *entry; entry++)
    for (guint n = 1; n <= 3; n += 2)
      {
        Plan plan = { .collective = *entry, .n_ranks = n, .n_elements = n == 1 ? 5 : 0, .group = 1 };
        SimTime ready[] = { 17, 23, 5 };
        g_autoptr (Bed) bed = bed_new (&shape);
        BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, ready);
        bed_run (bed);
        for (guint rank = 0; rank < n; rank++)
          g_assert_cmpint (run->done[rank], ==, ready[rank]);
        g_assert_cmpuint (network_totals (bed->network)->messages, ==, 0);
      }
}

/* Eager, a tree's root sends to its children at once: N = 4, S/B = s: up 2(α + s); down, both of the root's messages
 * share its link: each takes 2s; then one more hop: α + 2s + α + s. Rank 3's own way up is there in time. */
static void
test_eager_tree (void)
{
  BedShape shape = star (4);
  Plan plan = { .collective = &collective_tree, .n_ranks = 4, .n_elements = 23850, .group = 1 };
  shape.eager = TRUE;
  double s = 23850 * 4 / 2.385, alpha = 22600;
  double expected = 2 * (alpha + s) + (alpha + 2 * s) + (alpha + s);
  double got = time_of (&shape, &plan);
  g_assert_cmpfloat (got, >=, expected - 1e-3);
  g_assert_cmpfloat (got, <=, expected + 4);
}

void
add_time_tests (void)
{
  g_test_add_func ("/collective/time/ring", test_ring);
  g_test_add_func ("/collective/time/tree", test_tree);
  g_test_add_func ("/collective/time/ring-staggered", test_ring_staggered);
  g_test_add_func ("/collective/time/reduction", test_reduction_takes_time);
  g_test_add_func ("/collective/time/contention", test_rings_contend);
  g_test_add_func ("/collective/time/nothing", test_nothing_to_do);
  g_test_add_func ("/collective/time/eager-tree", test_eager_tree);
}
