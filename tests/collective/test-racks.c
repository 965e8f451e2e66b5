/* A ring on racks: what its order costs.
 *
 * 20 hosts of 2.385 GB/s in 5 racks of 4, oversubscription 4: an uplink carries 4·B/4 = B each way. A ring that follows the racks
 * has one hop over each uplink in each direction, so every flow has B and a step takes 4 latencies (over two uplinks) and
 * S/(N·B). One that crosses racks at every hop has 4 flows over each uplink, B/4 each: a step takes 4 latencies and 4·S/(N·B).
 */
#include "bed.h"
#include "suites.h"

#define HOSTS 20
#define RACK 4
#define RATE 2.385e9
#define ELEMENTS 1000000
#define LATENCY 700 /* of a link, in ns */

static double
ring_time (const NodeId *place)
{
  g_autoptr (Knobs) knobs = knobs_new (topology_racks.knobs);
  knobs_set_number (knobs, "rack", RACK);
  knobs_set_number (knobs, "oversubscription", 4);
  const BedShape shape = {
    .n_hosts = HOSTS, .bandwidth = RATE, .latency = LATENCY, .topology = &topology_racks, .knobs = knobs, .place = place
  };
  const Plan plan = { .collective = &collective_ring, .n_ranks = HOSTS, .n_elements = ELEMENTS, .group = 1 };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL);
  bed_run (bed);
  return sim_time_to_s (run->all_done);
}

static void
test_ring_order (void)
{
  NodeId across[HOSTS];
  for (guint rank = 0; rank < HOSTS; rank++)
    across[rank] = rank % (HOSTS / RACK) * RACK + rank / (HOSTS / RACK);
  const double steps = 2 * (HOSTS - 1), chunk = 4.0 * ELEMENTS / HOSTS, alpha = 4 * LATENCY * 1e-9;
  double along_s = ring_time (NULL), across_s = ring_time (across);
  g_assert_cmpfloat_with_epsilon (along_s, steps * (alpha + chunk / RATE), steps * 2e-9);
  g_assert_cmpfloat_with_epsilon (across_s, steps * (alpha + 4 * chunk / RATE), steps * 2e-9);
}

void
add_racks_tests (void)
{
  g_test_add_func ("/collective/racks/ring-order", test_ring_order);
}
