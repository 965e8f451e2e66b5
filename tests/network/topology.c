/* Every kind of topology: its routes are chains of links, shortest and of the stated longest length; its facts have their closed
 * forms. */
#include "base/error.h"
#include "network-tests.h"
#include "network/topology_facts.h"
#include "topology_check.h"

#define B HOST_BANDWIDTH

/* Numbers for the knobs of a kind, as a test writes them: "name", value. */
typedef struct
{
  const char *name;
  double value;
} Setting;

typedef struct
{
  const TopologyKind *kind;
  guint n_hosts;
  Setting settings[3];
  guint n_list;
  gint64 list[4]; /* of the knob that takes a list of whole numbers */
} Case;

static void
set_list (Knobs *knobs, const Case *c)
{
  for (const Knob *knob = c->kind->knobs; c->n_list > 0 && knob->name != NULL; knob++)
    if (knob->type == KNOB_INTEGERS)
      knobs_set_integers (knobs, knob->name, c->list, c->n_list);
}

static void
set_one (Knobs *knobs, const Setting *setting)
{
  KnobType type = knob_find (knobs_table (knobs), setting->name)->type;
  if (type == KNOB_TIMES || type == KNOB_RATES)
    knobs_set_numbers (knobs, setting->name, &setting->value, 1);
  else
    knobs_set_number (knobs, setting->name, setting->value);
}

static Knobs *
case_knobs (const Case *c)
{
  Knobs *knobs = knobs_new (c->kind->knobs);
  for (guint i = 0; i < G_N_ELEMENTS (c->settings) && c->settings[i].name != NULL; i++)
    set_one (knobs, &c->settings[i]);
  set_list (knobs, c);
  return knobs;
}

static const Case cases[] = {
  { &topology_star, 7 },
  { &topology_star, 2 },
  { &topology_racks, 23, { { "rack", 5 }, { "oversubscription", 4 } } },
  { &topology_racks, 5, { { "rack", 5 } } },
  { &topology_racks, 6, { { "rack", 1 }, { "uplink_bandwidth", 7e9 }, { "uplink_latency", 5e-6 } } },
  { &topology_fat_tree, 16, { { "ports", 4 } } },
  { &topology_fat_tree, 41, { { "ports", 6 }, { "oversubscription", 3 } } },
  { &topology_fat_tree, 17 },
  { &topology_fat_tree, 2 },
  { &topology_fat_tree, 7, { { "ports", 8 } } },
  { &topology_torus, 24 },
  { &topology_torus, 7 },
  { &topology_torus, 30, .n_list = 3, .list = { 5, 3, 2 } },
  { &topology_torus, 36, .n_list = 4, .list = { 3, 1, 4, 3 } },
  { &topology_torus, 5, .n_list = 1, .list = { 5 } },
  { &topology_hypercube, 1 },
  { &topology_hypercube, 2 },
  { &topology_hypercube, 32 },
  { &topology_ring, 2 },
  { &topology_ring, 3 },
  { &topology_ring, 7 },
  { &topology_ring, 8 },
  { &topology_full_mesh, 9 },
  { &topology_full_mesh, 2 },
  { &topology_islands, 21, { { "island", 4 }, { "nics", 3 } } },
  { &topology_islands, 4, { { "island", 8 } } },
  { &topology_wan, 12, { { "site_bandwidth", 1e8 }, { "site_latency", 0.02 } }, .n_list = 3, .list = { 3, 8, 1 } },
  { &topology_wan, 11, { { "site_bandwidth", 1e8 }, { "site_latency", 0.02 } }, .n_list = 1, .list = { 4 } },
};

static void
test_routes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Knobs) knobs = case_knobs (&cases[i]);
      g_autoptr (Topology) topology = topology_build (cases[i].kind, knobs, cases[i].n_hosts, 1, &error);
      g_assert_no_error (error);
      if (topology != NULL)
        topology_check_all (topology);
      if (g_test_failed ())
        {
          g_test_message ("case %u: %s of %u", i, cases[i].kind->name, cases[i].n_hosts);
          return;
        }
    }
}

/* Equal paths are all used.
 *   Fat tree of 4 ports: (4/2)² = 4 between pods, 2 inside a pod, 1 under an edge switch.
 *   Hypercube: hosts that differ in 3 bits: 3! = 6 orders.
 *   Torus 4×4, two steps away in both dimensions: 2 orders × 2 ways round × 2 = 8. Ring of 8, opposite: 2. */
static void
test_equal_paths (void)
{
  g_autoptr (Knobs) knobs = case_knobs (&(Case){ &topology_fat_tree, 16, { { "ports", 4 } } });
  g_autoptr (Topology) tree = topology_build (&topology_fat_tree, knobs, 16, 1, NULL);
  g_autoptr (Topology) cube = topology_build (&topology_hypercube, NULL, 16, 1, NULL);
  g_autoptr (Topology) torus = topology_build (&topology_torus, NULL, 16, 1, NULL);
  g_autoptr (Topology) ring = topology_build (&topology_ring, NULL, 8, 1, NULL);
  g_assert_cmpuint (topology_count_routes (tree, 1, 14), ==, 4);
  g_assert_cmpuint (topology_count_routes (tree, 1, 3), ==, 2);
  g_assert_cmpuint (topology_count_routes (tree, 1, 0), ==, 1);
  g_assert_cmpuint (topology_count_routes (cube, 2, 13 ^ 4), ==, 6);
  g_assert_cmpuint (topology_count_routes (torus, 0, 10), ==, 8);
  g_assert_cmpuint (topology_count_routes (torus, 0, 1), ==, 1);
  g_assert_cmpuint (topology_count_routes (ring, 1, 5), ==, 2);
}

typedef struct
{
  Case c;
  guint n_switches, n_cables, diameter;
  double bisection; /* in B */
  double oversubscription;
} KnownFacts;

/* Bisection between the halves of the hosts, in links of B:
 *   star N: ⌊N/2⌋. Ring: 2. Hypercube: N/2. Full mesh: ⌊N/2⌋·⌈N/2⌉. Torus with its longest side L: 2·N/L, where L is 2 N/L, in
 * whatever order the sides stand; 5 × 5: 2·5, and 2 more through the middle row. Racks 4 × 4 at 4 : 1: the uplinks of two racks,
 * each 4·B/4; with a ninth host in a third rack one uplink. Fat tree of 4 ports: N/2; at 2 : 1
 * half of that. Islands of 4 with 2 NICs: the 2·2 NICs of two islands; their devices could send 8·300e9/B times B. WAN 4 + 4: one
 * site's 0.25·B. */
static const KnownFacts known[] = {
  { { &topology_star, 7 }, 1, 7, 2, 3, 1 },
  { { &topology_ring, 9 }, 0, 9, 4, 2, 2 },
  { { &topology_ring, 2 }, 0, 1, 1, 1, 1 },
  { { &topology_hypercube, 16 }, 0, 32, 4, 8, 1 },
  { { &topology_full_mesh, 7 }, 0, 21, 1, 12, 0.25 },
  { { &topology_torus, 24 }, 0, 48, 5, 8, 1.5 },
  { { &topology_torus, 36, .n_list = 3, .list = { 4, 3, 3 } }, 0, 108, 4, 18, 1 },
  { { &topology_torus, 36, .n_list = 3, .list = { 3, 3, 4 } }, 0, 108, 4, 18, 1 },
  { { &topology_torus, 12, .n_list = 3, .list = { 3, 2, 2 } }, 0, 24, 3, 6, 1 },
  { { &topology_torus, 10, .n_list = 2, .list = { 2, 5 } }, 0, 15, 3, 5, 1 },
  { { &topology_torus, 25 }, 0, 50, 4, 12, 1 },
  { { &topology_racks, 16, { { "rack", 4 }, { "oversubscription", 4 } } }, 5, 20, 4, 2, 4 },
  { { &topology_racks, 9, { { "rack", 4 }, { "oversubscription", 4 } } }, 4, 12, 4, 1, 4 },
  { { &topology_fat_tree, 16, { { "ports", 4 } } }, 20, 48, 6, 8, 1 },
  { { &topology_fat_tree, 16, { { "ports", 4 }, { "oversubscription", 2 } } }, 20, 48, 6, 4, 2 },
  { { &topology_islands, 16, { { "island", 4 }, { "nics", 2 } } }, 5, 24, 4, 4, 8 * 300e9 / B / 4 },
  { { &topology_wan, 8, { { "site_bandwidth", B / 4 }, { "site_latency", 0.1 } }, .n_list = 1, .list = { 2 } },
    3,
    10,
    4,
    0.25,
    16 },
  { { &topology_star, 1 }, 1, 1, 0, 0, 0 },
};

static TopologyFacts
case_facts (const Case *c)
{
  TopologyFacts facts;
  g_autoptr (Knobs) knobs = case_knobs (c);
  g_autoptr (Topology) topology = topology_build (c->kind, knobs, c->n_hosts, 1, NULL);
  topology_facts (topology, &facts);
  return facts;
}

static void
test_facts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const KnownFacts *k = &known[i];
      TopologyFacts facts = case_facts (&k->c);
      g_test_message ("%s of %u", k->c.kind->name, k->c.n_hosts);
      g_assert_cmpuint (facts.n_hosts, ==, k->c.n_hosts);
      g_assert_cmpuint (facts.n_switches, ==, k->n_switches);
      g_assert_cmpuint (facts.n_cables, ==, k->n_cables);
      g_assert_cmpuint (facts.diameter, ==, k->diameter);
      g_assert_cmpfloat_with_epsilon (facts.bisection, k->bisection * B, 1e-6 * B);
      g_assert_cmpfloat_with_epsilon (facts.oversubscription, k->oversubscription, 1e-6 * (1 + k->oversubscription));
    }
}

/* What @kind says when the knobs do not fit. */
static void
check_refused (const Case *c, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = case_knobs (c);
  g_autoptr (Topology) topology = topology_build (c->kind, knobs, c->n_hosts, 1, &error);
  g_assert_null (topology);
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_cmpstr (error ? error->message : "", ==, expected);
}

static void
test_refused (void)
{
  check_refused (&(Case){ &topology_hypercube, 12 },
                 "a hypercube needs a power of two of hosts (workers and dedicated servers together), not 12");
  check_refused (&(Case){ &topology_fat_tree, 9, { { "ports", 5 } } }, "a fat tree needs an even number of ports, not 5");
  check_refused (&(Case){ &topology_fat_tree, 17, { { "ports", 4 } } }, "a fat tree of 4 ports holds 16 hosts, not 17");
  check_refused (
      &(Case){ &topology_torus, 12, .n_list = 2, .list = { 5, 2 } },
      "a torus needs 1 to 4 dimensions whose product is the number of hosts (workers and dedicated servers together), 12");
  check_refused (&(Case){ &topology_full_mesh, 1025 },
                 "a full mesh has at most 1024 hosts, not 1025: it would have 524800 cables");
  check_refused (&(Case){ &topology_wan, 7, { { "site_bandwidth", B }, { "site_latency", 0 } }, .n_list = 2, .list = { 3, 3 } },
                 "the sites have 6 hosts together, but there are 7");
}

/* What the scenario states for each leaf is there beside what the halves see. 10 hosts in racks of 4, 4 and 2 at 4 : 1:
 * four hosts of one rack get up with 4 B/4, and a fifth alone in another one with B, so 5 B over 2 B. A
 * fat tree's leaf has 3 hosts and 3 uplinks of B/3. A star's switch has no uplink. */
static void
test_leaves (void)
{
  const Case racks = { &topology_racks, 10, { { "rack", 4 }, { "oversubscription", 4 } } };
  const Case tree = { &topology_fat_tree, 41, { { "ports", 6 }, { "oversubscription", 3 } } }, star = { &topology_star, 7 };
  TopologyFacts facts = case_facts (&racks);
  g_assert_cmpfloat_with_epsilon (facts.oversubscription, 2.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (facts.leaf_oversubscription, 4, 1e-6);
  g_assert_cmpfloat_with_epsilon (case_facts (&tree).leaf_oversubscription, 3, 1e-6);
  g_assert_true (isnan (case_facts (&star).leaf_oversubscription));
}

static double
link_rate (const Topology *topology, guint cable)
{
  return topology_link (topology, 2 * cable)->bandwidth;
}

/* An uplink carries what the hosts of its own rack can send, over the oversubscription. 11 hosts, 4 to a rack, 2.5 : 1; every
 * third host has B/2, the others B. Hosts 0 … 3 send 3 B (B/2, B, B, B/2), 4 … 7 send 3.5 B, 8 … 10 send 2.5 B (B, B/2, B).
 * Uplinks of 1.2 B, 1.4 B and B: cables 11, 12, 13. Their latency is that of the rack's first host. */
static void
test_uplinks (void)
{
  g_autoptr (Knobs) knobs = case_knobs (&(Case){ &topology_racks, 11, { { "rack", 4 }, { "oversubscription", 2.5 } } });
  HostLink hosts[11];
  for (guint i = 0; i < 11; i++)
    hosts[i] = (HostLink){ .bandwidth = i % 3 == 0 ? B / 2 : B, .latency = 1000 + i };
  g_autoptr (Topology) topology = topology_new (&topology_racks, knobs, hosts, 11, 1, NULL);
  g_assert_cmpfloat_with_epsilon (link_rate (topology, 11), 3 * B / 2.5, 1e-6 * B);
  g_assert_cmpfloat_with_epsilon (link_rate (topology, 12), 3.5 * B / 2.5, 1e-6 * B);
  g_assert_cmpfloat_with_epsilon (link_rate (topology, 13), 2.5 * B / 2.5, 1e-6 * B);
  g_assert_cmpint (topology_link (topology, 2 * 13)->latency, ==, 1008);
}

/* Device d of its island goes out and comes in through card d mod nics. 11 devices in islands of 5, 3 cards each: cards are
 * cables 11 … 13, 14 … 16 and 17 … 19. Device 3 (card 0 of island 0) to device 9 (the fifth of island 1, 4 mod 3 = 1): 11 and 15,
 * inside over 3 and 9. Device 10 (first of island 2) to device 2: 17 and 13. The flow does not matter. */
static void
test_cards (void)
{
  const struct
  {
    NodeId from, to;
    guint32 route[4];
  } ways[] = { { 3, 9, { 2 * 3, 2 * 11, 2 * 15 + 1, 2 * 9 + 1 } },
               { 10, 2, { 2 * 10, 2 * 17, 2 * 13 + 1, 2 * 2 + 1 } },
               { 8, 4, { 2 * 8, 2 * 14, 2 * 12 + 1, 2 * 4 + 1 } } };
  g_autoptr (Knobs) knobs = case_knobs (&(Case){ &topology_islands, 11, { { "island", 5 }, { "nics", 3 } } });
  g_autoptr (Topology) topology = topology_build (&topology_islands, knobs, 11, 1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    for (guint64 flow = 0; flow < 5; flow++)
      {
        g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
        topology_route (topology, ways[i].from, ways[i].to, flow * 977, route);
        g_assert_cmpmem (route->data, route->len * sizeof (guint32), ways[i].route, sizeof ways[i].route);
      }
}

void
add_topology_tests (void)
{
  g_test_add_func ("/network/topology/routes", test_routes);
  g_test_add_func ("/network/topology/equal-paths", test_equal_paths);
  g_test_add_func ("/network/topology/facts", test_facts);
  g_test_add_func ("/network/topology/leaves", test_leaves);
  g_test_add_func ("/network/topology/uplinks", test_uplinks);
  g_test_add_func ("/network/topology/cards", test_cards);
  g_test_add_func ("/network/topology/refused", test_refused);
}
