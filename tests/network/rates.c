/* Rates and lengths that a topology works out from what it was given: what payload gets of a named rate, how far hosts are. */
#include "network-tests.h"
#include "network/topology.h"

static Topology *
build (const TopologyKind *kind, const Knobs *knobs, guint n_hosts, double efficiency)
{
  HostLink hosts[8];
  g_assert_cmpuint (n_hosts, <=, G_N_ELEMENTS (hosts));
  for (guint i = 0; i < n_hosts; i++)
    hosts[i] = (HostLink){ .bandwidth = 2.385e9, .latency = 700 };
  return topology_new (kind, knobs, hosts, n_hosts, efficiency, NULL);
}

/* Of 1.1 and 0.3 GB/s that sites have, payload gets 0.8; the rates of hosts are of payload already. */
static void
test_payload_of_sites (void)
{
  g_autoptr (Knobs) knobs = knobs_new (topology_wan.knobs);
  knobs_set_integers (knobs, "sites", (const gint64[]){ 2, 3 }, 2);
  knobs_set_numbers (knobs, "site_bandwidth", (const double[]){ 1.1e9, 0.3e9 }, 2);
  knobs_set_numbers (knobs, "site_latency", (const double[]){ 20e-3, 1e-3 }, 2);
  g_autoptr (Topology) wan = build (&topology_wan, knobs, 5, 0.8);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  static const double expected[] = { 2.385e9, 0.88e9, 0.24e9, 2.385e9 };
  g_assert_cmpint (topology_route (wan, 1, 4, 0, route), ==, 21000000 + 2 * 700);
  g_assert_cmpuint (route->len, ==, 4);
  for (guint i = 0; i < route->len; i++)
    g_assert_cmpfloat_with_epsilon (topology_link (wan, g_array_index (route, guint32, i))->bandwidth, expected[i], 1e-3);
}

/* Switches of 4 ports: 2 hosts share an edge switch, 4 a pod, more go over a core. */
static void
test_fat_tree_diameter (void)
{
  static const guint hosts[] = { 2, 3, 4, 5 }, expected[] = { 2, 4, 4, 6 };
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (Knobs) knobs = knobs_new (topology_fat_tree.knobs);
      knobs_set_number (knobs, "ports", 4);
      g_autoptr (Topology) tree = build (&topology_fat_tree, knobs, hosts[i], 1);
      g_assert_cmpuint (topology_fat_tree.diameter (tree), ==, expected[i]);
    }
}

/* What if every link had 2.5 times the rate and 0.3 of the latency: whole nanoseconds. */
static void
test_scale (void)
{
  g_autoptr (Topology) star = build (&topology_star, NULL, 3, 1);
  topology_scale (star, 2.5, 0.3);
  for (guint id = 0; id < topology_n_links (star); id++)
    {
      g_assert_cmpfloat_with_epsilon (topology_link (star, id)->bandwidth, 5.9625e9, 1e-3);
      g_assert_cmpint (topology_link (star, id)->latency, ==, 210);
    }
}

void
add_rates_tests (void)
{
  g_test_add_func ("/network/rates/payload-of-sites", test_payload_of_sites);
  g_test_add_func ("/network/rates/fat-tree-diameter", test_fat_tree_diameter);
  g_test_add_func ("/network/rates/scale", test_scale);
}
