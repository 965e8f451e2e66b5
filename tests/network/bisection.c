/* The bisection bandwidth against brute force: every set of nodes, hosts and switches, that holds half of the hosts. */
#include "network/bisection.h"
#include "base/random.h"
#include "network-tests.h"
#include "network/topology_facts.h"
#include "topology_check.h"

#define B HOST_BANDWIDTH

/* The least, over all sets of nodes with ⌊n/2⌋ or ⌈n/2⌉ of the n hosts, of what the links out of the set carry. */
static double
brute_force (const Topology *topology)
{
  guint n_nodes = topology_n_nodes (topology), n_hosts = topology_n_hosts (topology), n_links = topology_n_links (topology);
  g_autofree guint32 *from = g_new (guint32, n_links), *to = g_new (guint32, n_links);
  g_autofree double *rate = g_new (double, n_links);
  double least = INFINITY;
  for (guint i = 0; i < n_links; i++)
    {
      const Link *link = topology_link (topology, i);
      from[i] = 1u << link->from;
      to[i] = 1u << link->to;
      rate[i] = link->bandwidth;
    }
  for (guint32 set = 0; set < 1u << n_nodes; set++)
    {
      guint hosts = (guint)__builtin_popcount (set & ((1u << n_hosts) - 1));
      double sum = 0;
      if (hosts != n_hosts / 2 && hosts != n_hosts - n_hosts / 2)
        continue;
      for (guint i = 0; i < n_links; i++)
        if ((set & from[i]) != 0 && (set & to[i]) == 0)
          sum += rate[i];
      least = MIN (least, sum);
    }
  return least;
}

static void
check_exact (const Topology *topology)
{
  gboolean exact = FALSE;
  double found = bisection_find (topology, &exact), least = brute_force (topology);
  g_assert_true (exact);
  g_assert_cmpfloat_with_epsilon (found, least, 1e-6 * B);
}

typedef struct
{
  const TopologyKind *kind;
  guint n_hosts;
  const char *knob; /* a number, NULL: none */
  double value;
  guint n_list;
  gint64 list[4]; /* of the knob that takes a list of whole numbers */
} Case;

/* Odd and even; a last rack, island or site that is smaller, down to one host; sides of two, of one, odd and even. */
static const Case cases[] = {
  { &topology_star, 2 },
  { &topology_star, 7 },
  { &topology_star, 12 },
  { &topology_racks, 7, "rack", 3 },
  { &topology_racks, 8, "rack", 4 },
  { &topology_racks, 9, "rack", 4 },
  { &topology_racks, 10, "rack", 4 },
  { &topology_racks, 11, "rack", 2 },
  { &topology_fat_tree, 4 },
  { &topology_fat_tree, 3, "ports", 4 },
  { &topology_fat_tree, 5, "ports", 4 },
  { &topology_fat_tree, 6, "ports", 4 },
  { &topology_torus, 16 },
  { &topology_torus, 15 },
  { &topology_torus, 7 },
  { &topology_torus, 15, .n_list = 2, .list = { 3, 5 } },
  { &topology_torus, 18, .n_list = 3, .list = { 3, 2, 3 } },
  { &topology_torus, 12, .n_list = 3, .list = { 2, 3, 2 } },
  { &topology_torus, 10, .n_list = 2, .list = { 2, 5 } },
  { &topology_torus, 14, .n_list = 3, .list = { 2, 7, 1 } },
  { &topology_torus, 16, .n_list = 3, .list = { 2, 4, 2 } },
  { &topology_torus, 16, .n_list = 4, .list = { 2, 2, 2, 2 } },
  { &topology_torus, 9, .n_list = 2, .list = { 3, 3 } },
  { &topology_hypercube, 2 },
  { &topology_hypercube, 8 },
  { &topology_ring, 2 },
  { &topology_ring, 3 },
  { &topology_ring, 9 },
  { &topology_ring, 12 },
  { &topology_full_mesh, 7 },
  { &topology_full_mesh, 8 },
  { &topology_islands, 9, "island", 4 },
  { &topology_islands, 8, "island", 3 },
  { &topology_islands, 10, "nics", 3 },
  { &topology_wan, 7, .n_list = 2, .list = { 3, 4 } },
  { &topology_wan, 9, .n_list = 3, .list = { 5, 3, 1 } },
};

static Knobs *
case_knobs (const Case *c)
{
  Knobs *knobs = knobs_new (c->kind->knobs);
  for (const Knob *knob = c->kind->knobs; knob != NULL && knob->name != NULL; knob++)
    if (c->n_list > 0 && knob->type == KNOB_INTEGERS)
      knobs_set_integers (knobs, knob->name, c->list, c->n_list);
    else if (knob->type == KNOB_RATES)
      knobs_set_numbers (knobs, knob->name, (const double[]){ 0.7 * B, 1.3 * B, 0.31 * B }, c->n_list);
    else if (knob->type == KNOB_TIMES)
      knobs_set_numbers (knobs, knob->name, (const double[]){ 0 }, 1);
    else if (g_str_equal (knob->name, "oversubscription"))
      knobs_set_number (knobs, knob->name, 2.385);
  if (c->knob != NULL)
    knobs_set_number (knobs, c->knob, c->value);
  return knobs;
}

/* All hosts alike; up to 16 hosts also one of them twice as fast (a server), and every third a third as fast. */
static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases) && !g_test_failed (); i++)
    for (guint variant = 0; variant < (cases[i].n_hosts > 16 ? 1 : 3); variant++)
      {
        const Case *c = &cases[i];
        g_autoptr (Knobs) knobs = case_knobs (c);
        g_autofree HostLink *hosts = g_new (HostLink, c->n_hosts);
        for (guint h = 0; h < c->n_hosts; h++)
          hosts[h] = (HostLink){ B * (variant == 1 && h == c->n_hosts - 1 ? 2 : variant == 2 && h % 3 == 1 ? 1. / 3 : 1), 1711 };
        g_autoptr (Topology) topology = topology_new (c->kind, knobs, hosts, c->n_hosts, 1, NULL);
        check_exact (topology);
        if (g_test_failed ())
          g_test_message ("%s of %u, variant %u", c->kind->name, c->n_hosts, variant);
      }
}

static guint
draw (guint32 system, guint64 *draws, guint n)
{
  return random_below (20250611, RANDOM_TEST, system, (*draws)++, n);
}

/* The cables of a random graph: a tree over @n nodes, @n_hosts of them, and @n_more cables. Nodes are hosts and switches in turn
 * along the tree; 5 must not divide @n. */
static Knobs *
random_cables (guint32 system, guint n_hosts, guint n, guint n_more)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Knobs *knobs = knobs_new (topology_graph.knobs);
  guint64 draws = 0;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, g_strdup_printf ("%s%u", i < n_hosts ? "worker" : "switch", i));
  for (guint i = 1; i < n + n_more; i++)
    {
      guint a = i < n ? i : draw (system, &draws, n),
            b = i < n ? draw (system, &draws, i) : (a + 1 + draw (system, &draws, n - 1)) % n;
      graph_add_link (knobs, g_ptr_array_index (names, a * 5 % n), g_ptr_array_index (names, b * 5 % n),
                      B * (1 + draw (system, &draws, 5)) / 3, 0);
    }
  return knobs;
}

/* Trees and graphs with cycles, of 7 or 8 hosts among 11 to 13 nodes, every other one with cables that are narrower one way.
 * Their routes are shortest, too. */
static void
test_graphs (void)
{
  for (guint32 system = 0; system < 150 && !g_test_failed (); system++)
    {
      guint n_hosts = 7 + system % 2;
      g_autoptr (Knobs) knobs = random_cables (system, n_hosts, 11 + system % 3, system % 5);
      g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, n_hosts, 1, NULL);
      topology_check_all (topology);
      for (guint32 link = 0; system % 4 > 1 && link < topology_n_links (topology); link += 2)
        topology_set_way_back (topology, link, topology_link (topology, link)->bandwidth * (1 + link % 3) / 2, 0);
      check_exact (topology);
      if (g_test_failed ())
        g_test_message ("system %u", system);
    }
}

/* A ladder of 2 × 15 hosts is too large to try all halves. 15 on a side: across the middle rung, 3 cables, which is found; that
 * it is the least is not said. */
static void
test_bound (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Knobs) knobs = knobs_new (topology_graph.knobs);
  gboolean exact = TRUE;
  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (names, g_strdup_printf ("worker%u", i * 7 % 30));
  for (guint i = 0; i < 30; i++)
    for (guint step = 1 + i % 2; step <= 2 && i + step < 30; step++) /* its own rung, and the next on the same side */
      graph_add_link (knobs, g_ptr_array_index (names, i), g_ptr_array_index (names, i + step), NAN, NAN);
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 30, 1, NULL);
  g_assert_cmpfloat_with_epsilon (bisection_find (topology, &exact), 3 * B, 1e-6 * B);
  g_assert_false (exact);
}

/* What many hosts have in closed form.
 *   Racks of 16 at 4 : 1, 20,000 hosts: 625 of 1,250 racks send, each over an uplink of 16·B/4; 20,001 hosts: the one more, alone
 *   in a rack, stays with the others. Fat tree of 1,000 hosts at 1 : 1: 500. */
static void
test_large (void)
{
  g_autoptr (Knobs) knobs = case_knobs (&(Case){ &topology_racks, 0, "oversubscription", 4 });
  g_autoptr (Topology) racks = topology_build (&topology_racks, knobs, 20000, 1, NULL);
  g_autoptr (Topology) more = topology_build (&topology_racks, knobs, 20001, 1, NULL);
  g_autoptr (Topology) tree = topology_build (&topology_fat_tree, NULL, 1000, 1, NULL);
  gboolean exact;
  g_assert_cmpfloat_with_epsilon (bisection_find (racks, &exact), 625 * 4 * B, 1e-3 * B);
  g_assert_true (exact);
  g_assert_cmpfloat_with_epsilon (bisection_find (more, &exact), 625 * 4 * B, 1e-3 * B);
  g_assert_cmpfloat_with_epsilon (bisection_find (tree, &exact), 500 * B, 1e-3 * B);
  g_assert_true (exact);
}

void
add_bisection_tests (void)
{
  g_test_add_func ("/network/bisection/kinds", test_kinds);
  g_test_add_func ("/network/bisection/graphs", test_graphs);
  g_test_add_func ("/network/bisection/bound", test_bound);
  g_test_add_func ("/network/bisection/large", test_large);
}
