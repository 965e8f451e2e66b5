/* What `auto` believes, where links are shared.
 *
 * 16 hosts of B = 2.385 GB/s in racks of 4, oversubscription 4, so that an uplink carries B. L is a link's latency.
 *   A ring in order has one hop over each uplink: α = 4L, β = 1/B.
 *   Pairs 4 or 8 apart all cross an uplink that four of them share: α = 4L, β = 4/B; one at a time, as in a tree, β = 1/B.
 *   A torus of 4 × 4 has rings inside racks and rings across them: the worse of both, 4L and 4/B.
 *   Two-level: rings inside a rack (2L, 1/B), then four rings at once across racks (4L, 4/B).
 */
#include "collective/estimate.h"
#include "suites.h"

#include <glib.h>

#define HOSTS 16
#define RACK 4
#define B 2.385e9
#define L 23e-6
#define ELEMENTS 1600000

static Topology *
racks_new (void)
{
  HostLink hosts[HOSTS];
  Knobs *knobs = knobs_new (topology_racks.knobs); /* kept by the topology; freed by the test */
  for (guint i = 0; i < HOSTS; i++)
    hosts[i] = (HostLink){ B, 23000 };
  knobs_set_number (knobs, "rack", RACK);
  knobs_set_number (knobs, "oversubscription", 4);
  return topology_new (&topology_racks, knobs, hosts, HOSTS, 1, NULL);
}

static double
closed_form (const Collective *collective, guint ranks, gsize elements, double alpha_s, double beta_s)
{
  const Plan plan = { .collective = collective, .n_ranks = ranks, .n_elements = elements, .group = 1 };
  return collective->closed_form_s (&plan, alpha_s, beta_s);
}

static void
check_estimate (const Topology *racks, const Collective *collective, gboolean shared, double overhead_s, double expected)
{
  const Plan plan = { .collective = collective, .n_ranks = HOSTS, .n_elements = ELEMENTS, .group = RACK };
  g_assert_cmpfloat_with_epsilon (plan_estimate_s (&plan, racks, shared, overhead_s), expected, 1e-9 * expected);
}

static void
test_racks (void)
{
  Topology *racks = racks_new ();
  Knobs *knobs = (Knobs *)topology_knobs (racks);
  const Collective *crowded[] = { &collective_halving_doubling, &collective_recursive_doubling };
  const Collective *alone[] = { &collective_ring, &collective_tree, &collective_double_tree };
  for (guint i = 0; i < G_N_ELEMENTS (crowded); i++)
    {
      check_estimate (racks, crowded[i], TRUE, 0, closed_form (crowded[i], HOSTS, ELEMENTS, 4 * L, 4 / B));
      check_estimate (racks, crowded[i], FALSE, 0, closed_form (crowded[i], HOSTS, ELEMENTS, 4 * L, 1 / B));
    }
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++)
    for (guint us = 0; us <= 5; us += 5) /* a message's overhead, at each end */
      check_estimate (racks, alone[i], TRUE, us * 1e-6, closed_form (alone[i], HOSTS, ELEMENTS, 4 * L + 2e-6 * us, 1 / B));
  check_estimate (racks, &collective_torus, TRUE, 0, closed_form (&collective_torus, HOSTS, ELEMENTS, 4 * L, 4 / B));
  check_estimate (racks, &collective_two_level, TRUE, 0,
                  closed_form (&collective_ring, RACK, ELEMENTS, 2 * L, 1 / B)
                      + closed_form (&collective_ring, HOSTS / RACK, ELEMENTS / RACK, 4 * L, 4 / B));
  topology_free (racks);
  knobs_free (knobs);
}

void
add_estimate_tests (void)
{
  g_test_add_func ("/collective/estimate/racks", test_racks);
}
