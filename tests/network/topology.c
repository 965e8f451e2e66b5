/* Every kind of topology: its routes are chains of links, shortest and of the stated longest length; its facts have their closed
 * forms. */
#include "base/error.h"
#include "network-tests.h"
#include "network/topology_facts.h"

#define B 2.385e9
#define LATENCY 1711

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

static Topology *
build (const TopologyKind *kind, const Knobs *knobs, guint n_hosts, double efficiency, GError **error)
{
  g_autofree HostLink *hosts = g_new (HostLink, n_hosts);
  for (guint i = 0; i < n_hosts; i++)
    hosts[i] = (HostLink){ .bandwidth = B, .latency = LATENCY };
  return topology_new (kind, knobs, hosts, n_hosts, efficiency, error);
}

/* Fewest links from @from to every node, by breadth. */
static void
search (const Topology *topology, NodeId from, guint *distance)
{
  guint n_nodes = topology_n_nodes (topology), n;
  g_autofree NodeId *queue = g_new (NodeId, n_nodes);
  guint n_queued = 1;
  for (NodeId node = 0; node < n_nodes; node++)
    distance[node] = G_MAXUINT;
  distance[from] = 0;
  queue[0] = from;
  for (guint i = 0; i < n_queued; i++)
    {
      const guint32 *out = topology_links_from (topology, queue[i], &n);
      for (guint k = 0; k < n; k++)
        {
          NodeId to = topology_link (topology, out[k])->to;
          if (distance[to] != G_MAXUINT)
            continue;
          distance[to] = distance[queue[i]] + 1;
          queue[n_queued++] = to;
        }
    }
}

/* A route is a chain of links from @from to @to, with the latency that it says. */
static void
check_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, guint shortest)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  SimTime latency = topology_route (topology, from, to, flow, links), sum = 0;
  NodeId at = from;
  for (guint i = 0; i < links->len; i++)
    {
      const Link *link = topology_link (topology, g_array_index (links, guint32, i));
      g_assert_cmpuint (link->from, ==, at);
      sum += link->latency;
      at = link->to;
    }
  g_assert_cmpuint (at, ==, to);
  g_assert_cmpuint (links->len, ==, shortest);
  g_assert_cmpint (latency, ==, sum);
}

static void
check_cables (const Topology *topology)
{
  for (guint32 id = 0; id < topology_n_links (topology); id += 2)
    {
      const Link *there = topology_link (topology, id), *back = topology_link (topology, id + 1);
      g_assert_cmpuint (there->from, ==, back->to);
      g_assert_cmpuint (there->to, ==, back->from);
      g_assert_cmpfloat (there->bandwidth, ==, back->bandwidth);
    }
}

static void
check_topology (const Topology *topology)
{
  guint n_hosts = topology_n_hosts (topology), longest = 0;
  g_autofree guint *distance = g_new (guint, topology_n_nodes (topology));
  check_cables (topology);
  for (NodeId from = 0; from < n_hosts; from++)
    {
      search (topology, from, distance);
      for (NodeId to = 0; to < n_hosts; to++)
        {
          longest = MAX (longest, distance[to]);
          for (guint64 flow = 0; from != to && flow < 3; flow++)
            check_route (topology, from, to, flow * 977 + to, distance[to]);
        }
    }
  g_assert_cmpuint (topology_kind (topology)->diameter (topology), ==, longest);
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
      g_autoptr (Topology) topology = build (cases[i].kind, knobs, cases[i].n_hosts, 1, &error);
      g_assert_no_error (error);
      if (topology != NULL)
        check_topology (topology);
      if (g_test_failed ())
        {
          g_test_message ("case %u: %s of %u", i, cases[i].kind->name, cases[i].n_hosts);
          return;
        }
    }
}

/* How many different routes 400 flows take. */
static guint
count_routes (const Topology *topology, NodeId from, NodeId to)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint64 flow = 0; flow < 400; flow++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
      GString *text = g_string_new (NULL);
      topology_route (topology, from, to, flow * 0x9E3779B97F4A7C15, links);
      for (guint i = 0; i < links->len; i++)
        g_string_append_printf (text, "%u ", g_array_index (links, guint32, i));
      g_hash_table_add (seen, g_string_free (text, FALSE));
    }
  return g_hash_table_size (seen);
}

/* Equal paths are all used.
 *   Fat tree of 4 ports: (4/2)² = 4 between pods, 2 inside a pod, 1 under an edge switch.
 *   Hypercube: hosts that differ in 3 bits: 3! = 6 orders.
 *   Torus 4×4, two steps away in both dimensions: 2 orders × 2 ways round × 2 = 8. Ring of 8, opposite: 2. */
static void
test_equal_paths (void)
{
  g_autoptr (Knobs) knobs = case_knobs (&(Case){ &topology_fat_tree, 16, { { "ports", 4 } } });
  g_autoptr (Topology) tree = build (&topology_fat_tree, knobs, 16, 1, NULL);
  g_autoptr (Topology) cube = build (&topology_hypercube, NULL, 16, 1, NULL);
  g_autoptr (Topology) torus = build (&topology_torus, NULL, 16, 1, NULL);
  g_autoptr (Topology) ring = build (&topology_ring, NULL, 8, 1, NULL);
  g_assert_cmpuint (count_routes (tree, 1, 14), ==, 4);
  g_assert_cmpuint (count_routes (tree, 1, 3), ==, 2);
  g_assert_cmpuint (count_routes (tree, 1, 0), ==, 1);
  g_assert_cmpuint (count_routes (cube, 2, 13 ^ 4), ==, 6);
  g_assert_cmpuint (count_routes (torus, 0, 10), ==, 8);
  g_assert_cmpuint (count_routes (torus, 0, 1), ==, 1);
  g_assert_cmpuint (count_routes (ring, 1, 5), ==, 2);
}

typedef struct
{
  Case c;
  guint n_switches, n_cables, diameter;
  double bisection; /* in B */
  double oversubscription;
} KnownFacts;

/* Bisection between the halves of the hosts, in links of B:
 *   star N: ⌊N/2⌋. Ring: 2. Hypercube: N/2. Full mesh: ⌊N/2⌋·⌈N/2⌉. Torus with its longest side L first: 2·N/L, one line of two:
 * N/L. Racks 4 × 4 at 4 : 1: the uplinks of two racks, each 4·B/4. Fat tree of 4 ports: N/2; at 2 : 1 half of that. Islands of 4
 * with 2 NICs: the 2·2 NICs of two islands; their devices could send 8·300e9/B times B. WAN 4 + 4: one site's 0.25·B. */
static const KnownFacts known[] = {
  { { &topology_star, 7 }, 1, 7, 2, 3, 1 },
  { { &topology_ring, 9 }, 0, 9, 4, 2, 2 },
  { { &topology_ring, 2 }, 0, 1, 1, 1, 1 },
  { { &topology_hypercube, 16 }, 0, 32, 4, 8, 1 },
  { { &topology_full_mesh, 7 }, 0, 21, 1, 12, 0.25 },
  { { &topology_torus, 24 }, 0, 48, 5, 8, 1.5 },
  { { &topology_torus, 36, .n_list = 3, .list = { 4, 3, 3 } }, 0, 108, 4, 18, 1 },
  { { &topology_torus, 10, .n_list = 2, .list = { 2, 5 } }, 0, 15, 3, 5, 1 },
  { { &topology_racks, 16, { { "rack", 4 }, { "oversubscription", 4 } } }, 5, 20, 4, 2, 4 },
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

static void
test_facts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const KnownFacts *k = &known[i];
      TopologyFacts facts;
      g_autoptr (Knobs) knobs = case_knobs (&k->c);
      g_autoptr (Topology) topology = build (k->c.kind, knobs, k->c.n_hosts, 1, NULL);
      topology_facts (topology, &facts);
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
  g_autoptr (Topology) topology = build (c->kind, knobs, c->n_hosts, 1, &error);
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

static Knobs *
graph_knobs (const char *text)
{
  Knobs *knobs = knobs_new (topology_graph.knobs);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (KnobLink));
  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2)
    {
      KnobLink link = { .from = words[i], .to = words[i + 1], .bandwidth = NAN, .latency = NAN };
      g_array_append_val (links, link);
    }
  knobs_set_links (knobs, "links", (const KnobLink *)(gpointer)links->data, links->len);
  return knobs;
}

/* A diamond (two equal paths over b and c), a tail, and names that give no roles: the first 4 nodes are the hosts. */
static void
test_graph (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = graph_knobs ("a b a c b d c d d e");
  g_autoptr (Topology) topology = build (&topology_graph, knobs, 4, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (topology_n_nodes (topology), ==, 5);
  g_assert_cmpstr (topology_switch_name (topology, 4), ==, "e");
  check_topology (topology);
  g_assert_cmpuint (count_routes (topology, 0, 3), ==, 2);
}

/* Least latency goes before fewest links: worker0 → s → t → worker1 in 3 · 1 us beats the cable of 10 us. Rates that are named
 * are raw. */
static void
test_graph_latency (void)
{
  const KnobLink links[] = {
    { "worker0", "worker1", NAN, 10e-6 }, { "worker0", "s", 1e9, 1e-6 }, { "s", "t", NAN, 1e-6 }, { "t", "worker1", NAN, 1e-6 }
  };
  g_autoptr (Knobs) knobs = knobs_new (topology_graph.knobs);
  knobs_set_links (knobs, "links", links, G_N_ELEMENTS (links));
  g_autoptr (Topology) topology = build (&topology_graph, knobs, 2, 0.5, NULL);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 0, 0, route), ==, 3000);
  g_assert_cmpuint (route->len, ==, 3);
  g_assert_cmpfloat (topology_link (topology, 0)->bandwidth, ==, B);
  g_assert_cmpfloat (topology_link (topology, 2)->bandwidth, ==, 0.5e9);
  g_assert_cmpuint (topology_graph.diameter (topology), ==, 3);
}

static void
check_graph_refused (const char *links, guint n_hosts, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = graph_knobs (links);
  g_assert_null (build (&topology_graph, knobs, n_hosts, 1, &error));
  g_assert_cmpstr (error ? error->message : "", ==, expected);
}

static void
test_graph_refused (void)
{
  check_graph_refused ("", 2, "a graph needs either links or a file");
  check_graph_refused ("a a", 1, "the graph has a link from a to itself");
  check_graph_refused ("a b", 3, "the graph has 2 nodes, but 3 hosts are needed");
  check_graph_refused ("worker0 s worker1 s server0 s", 2,
                       "the graph names 2 workers and 1 servers (worker0 …, server0 …), but 2 hosts are needed");
  check_graph_refused ("worker0 s worker1 t", 2, "the graph has no path from worker0 to worker1");
}

static Knobs *
file_knobs (const char *path)
{
  Knobs *knobs = knobs_new (topology_graph.knobs);
  knobs_set_word (knobs, "file", path);
  return knobs;
}

/* tests/data/network.graphml: worker0 —(10 Gbit/s)— left —(10 Gbit/s, 5 us)— right — server0; worker1 — left has 2.5 Gbit/s and 3
 * us. */
static void
test_graphml (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "network.graphml", NULL);
  g_autoptr (Knobs) knobs = file_knobs (path);
  g_autoptr (Topology) topology = build (&topology_graph, knobs, 3, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (topology_switch_name (topology, 3), ==, "left");
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 2, 0, route), ==, 3000 + 5000 + LATENCY);
  const Link *first = topology_link (topology, g_array_index (route, guint32, 0));
  g_assert_cmpfloat (first->bandwidth, ==, 312.5e6);
  g_assert_cmpfloat (topology_link (topology, g_array_index (route, guint32, 1))->bandwidth, ==, 1.25e9);
  check_topology (topology);
}

static void
check_graphml_refused (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "lockstep-test-graph.XXXXXX", NULL);
  close (g_mkstemp (path));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_autoptr (Knobs) knobs = file_knobs (path);
  g_assert_null (build (&topology_graph, knobs, 2, 1, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (error ? strstr (error->message, expected) : NULL);
  g_unlink (path);
}

static void
test_graphml_refused (void)
{
  check_graphml_refused ("<graphml><graph><node id='a'></graph></graphml>", "line 1");
  check_graphml_refused ("<graphml>\n<graph><node/></graph></graphml>", "line 2: <node> without id");
  check_graphml_refused ("<graphml><graph><node id='a'/><edge source='a' target='b'/></graph></graphml>",
                         "an edge ends at \"b\", which is no node");
  check_graphml_refused ("<graphml><key id='k' attr.name='bandwidth'/><graph><node id='a'/><node id='b'/>"
                         "<edge source='a' target='b'><data key='k'>10</data></edge></graph></graphml>",
                         "bandwidth: ");
}

void
add_topology_tests (void)
{
  g_test_add_func ("/network/topology/routes", test_routes);
  g_test_add_func ("/network/topology/equal-paths", test_equal_paths);
  g_test_add_func ("/network/topology/facts", test_facts);
  g_test_add_func ("/network/topology/refused", test_refused);
  g_test_add_func ("/network/topology/graph", test_graph);
  g_test_add_func ("/network/topology/graph-latency", test_graph_latency);
  g_test_add_func ("/network/topology/graph-refused", test_graph_refused);
  g_test_add_func ("/network/topology/graphml", test_graphml);
  g_test_add_func ("/network/topology/graphml-refused", test_graphml_refused);
}
