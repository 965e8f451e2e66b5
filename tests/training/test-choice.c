/* "exchange": "auto" against what the simulator itself says of every all-reduce. */
#include "job.h"
#include "suites.h"

#include "collective/estimate.h"
#include "training/choice.h"
#include "training/hosts.h"

static RunSettings *
settings_on (const char *topology, guint workers, double bytes, const char *exchange)
{
  const Job job = { .protocol = "bsp",
                    .exchange = exchange,
                    .workers = workers,
                    .step_time = 1e-9,
                    .gradient_bytes = bytes,
                    .bandwidth = 2.385e9,
                    .latency = 23000,
                    .iterations = 1 };
  RunSettings *settings = job_settings (&job);
  NetworkSettings *network = &settings->cluster.network;
  network->topology = word_find (&topology_words, topology);
  g_clear_pointer (&network->topology_knobs, knobs_free);
  network->topology_knobs = knobs_new (network->topology->knobs);
  return settings;
}

/* On a star every pattern has two latencies and a link of its own: the estimate is the closed form with α = 2 · 23 us, β = 1/B.
 */
static void
test_star (void)
{
  g_autoptr (RunSettings) settings = settings_on ("star", 12, 7.77e6, "ring");
  g_autoptr (Topology) star = hosts_topology (settings, NULL);
  for (const Exchange *const *e = exchange_table (); *e; e++)
    {
      if (!(*e)->collective)
        continue;
      Plan plan = exchange_plan (*e, &settings->cluster.network, 12, 1942500, 0);
      double closed = plan.collective->closed_form_s (&plan, 46e-6, 1 / 2.385e9);
      g_assert_cmpfloat_with_epsilon (plan_estimate_s (&plan, star, TRUE, 0), closed, 1e-9 * closed);
      closed = plan.collective->closed_form_s (&plan, 46e-6 + 2 * 5e-6, 1 / 2.385e9);
      g_assert_cmpfloat_with_epsilon (plan_estimate_s (&plan, star, TRUE, 5e-6), closed, 1e-9 * closed);
    }
}

/* What is picked takes, simulated, at most twice as long as the best of all: contention is estimated. */
static void
check_pick (const char *topology, guint workers, double bytes)
{
  ExchangeChoice choice;
  g_autoptr (GError) error = NULL;
  g_autoptr (RunSettings) automatic = settings_on (topology, workers, bytes, "auto");
  double best = INFINITY, picked = INFINITY;
  g_assert_true (exchange_choose (automatic, &choice, &error));
  g_assert_no_error (error);
  g_assert_false (choice.exchange->automatic);
  g_assert_cmpfloat (choice.bytes, ==, bytes);
  for (const Exchange *const *e = exchange_table (); *e; e++)
    {
      Plan plan = exchange_plan (*e, &automatic->cluster.network, workers, 100, 0);
      if (!(*e)->collective || (*e)->automatic || !plan_accepts (&plan, NULL))
        continue;
      g_autoptr (RunSettings) settings = settings_on (topology, workers, bytes, (*e)->name);
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      best = MIN (best, outcome->metrics[METRIC_SIMULATED]);
      if (*e == choice.exchange)
        picked = outcome->metrics[METRIC_SIMULATED];
    }
  g_assert_cmpfloat (picked, <=, 2 * best);
}

static void
test_picks (void)
{
  static const char *const topologies[] = { "star", "islands", "racks", "torus" };
  for (guint i = 0; i < G_N_ELEMENTS (topologies); i++)
    for (guint workers = 8; workers <= 24; workers += 16)
      {
        check_pick (topologies[i], workers, 4e3);
        check_pick (topologies[i], workers, 40e6);
      }
}

/* Islands of 8: reduce-scatter inside on links of 300 GB/s, rings across in which the 8 devices share one NIC, of B:
 * 2 · 7(2 us + S/8/B_i) + 2(n − 1)(50 us + 8 · S/8/n/B), and nothing of that on a star, where two-level is a ring. */
static void
test_two_level (void)
{
  const double S = 192e6, B = 2.385e9, n = 3;
  g_autoptr (RunSettings) settings = settings_on ("islands", 24, S, "two-level");
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  double expected = 14 * (2e-6 + S / 8 / 300e9) + 2 * (n - 1) * (48e-6 + S / n / B);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 1e-6 * expected);
}

/* 28 workers on islands of 8: nodes of 4, since 4 is the most that divides both, so 7 of them. 4 devices share a NIC where a ring
 * leaves an island, and those hops set the pace: 2 · 3(2 us + S/4/B_i) + 2 · 6(48 us + 4 · S/4/7/B). Any number goes, 23 too. */
static void
test_two_level_uneven (void)
{
  const double S = 192e6, B = 2.385e9;
  g_autoptr (RunSettings) settings = settings_on ("islands", 28, S, "two-level");
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  double expected = 6 * (2e-6 + S / 4 / 300e9) + 12 * (48e-6 + S / 7 / B);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 0.01 * expected);
  g_autoptr (RunSettings) prime = settings_on ("islands", 23, S, "two-level");
  Plan plan = exchange_plan (exchange_find ("two-level"), &prime->cluster.network, 23, 100, 0);
  g_assert_true (plan_accepts (&plan, NULL));
}

/* Four sites of 3 behind links of B/7 and 20 ms, the hosts' own of B and 23 us: 2 · 2(46 us + S/3/B) inside, then three rings of
 * 4 share each site's link: 2 · 3(2 · 20 ms + 46 us + S/4/(B/7)). A ring through everybody has 22 steps of that latency instead
 * of 6. Sites of different sizes leave a plain ring: groups of one. */
static RunSettings *
settings_on_sites (const gint64 *sites, guint n, double bytes, const char *exchange)
{
  RunSettings *settings = settings_on ("wan", 12, bytes, exchange);
  Knobs *knobs = settings->cluster.network.topology_knobs;
  const double bandwidth = 2.385e9 / 7, latency = 20e-3;
  knobs_set_integers (knobs, "sites", sites, n);
  knobs_set_numbers (knobs, "site_bandwidth", &bandwidth, 1);
  knobs_set_numbers (knobs, "site_latency", &latency, 1);
  return settings;
}

static void
test_two_level_sites (void)
{
  const double S = 192e6, B = 2.385e9;
  const gint64 four = 4, uneven[] = { 5, 4, 3 }, smaller_last[] = { 8, 4 };
  ExchangeChoice choice;
  g_autoptr (RunSettings) settings = settings_on_sites (&four, 1, S, "two-level");
  g_autoptr (RunSettings) other = settings_on_sites (uneven, 3, S, "two-level");
  g_autoptr (RunSettings) last = settings_on_sites (smaller_last, 2, S, "two-level");
  g_autoptr (RunSettings) small = settings_on_sites (&four, 1, 4e3, "auto"), ring = settings_on_sites (&four, 1, 4e3, "ring");
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL), small_outcome = NULL, ring_outcome = NULL;
  double expected = 4 * (46e-6 + S / 3 / B) + 6 * (40e-3 + 46e-6 + 7 * S / 4 / B);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 1e-6 * expected);
  g_assert_cmpuint (exchange_plan (exchange_find ("two-level"), &other->cluster.network, 12, 100, 0).group, ==, 1);
  g_assert_cmpuint (exchange_plan (exchange_find ("two-level"), &last->cluster.network, 12, 100, 0).group, ==, 4);
  g_assert_true (exchange_choose (small, &choice, NULL));
  small->training.exchange = choice.exchange;
  small_outcome = job_run (small, 1, NULL);
  ring_outcome = job_run (ring, 1, NULL);
  g_assert_cmpfloat (small_outcome->metrics[METRIC_SIMULATED], <, ring_outcome->metrics[METRIC_SIMULATED] / 2);
}

void
add_choice_tests (void)
{
  g_test_add_func ("/choice/star", test_star);
  g_test_add_func ("/choice/picks", test_picks);
  g_test_add_func ("/choice/two-level", test_two_level);
  g_test_add_func ("/choice/two-level-sites", test_two_level_sites);
  g_test_add_func ("/choice/two-level-uneven", test_two_level_uneven);
}
