/* The user's own graph, from links and from GraphML. */
#include "base/error.h"
#include "network-tests.h"
#include "topology_check.h"

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
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 4, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (topology_n_nodes (topology), ==, 5);
  g_assert_cmpstr (topology_switch_name (topology, 4), ==, "e");
  topology_check_all (topology);
  g_assert_cmpuint (topology_count_routes (topology, 0, 3), ==, 2);
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
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 2, 0.5, NULL);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 0, 0, route), ==, 3000);
  g_assert_cmpuint (route->len, ==, 3);
  g_assert_cmpfloat (topology_link (topology, 0)->bandwidth, ==, HOST_BANDWIDTH);
  g_assert_cmpfloat (topology_link (topology, 2)->bandwidth, ==, 0.5e9);
  g_assert_cmpuint (topology_graph.diameter (topology), ==, 3);
}

static void
check_graph_refused (const char *links, guint n_hosts, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = graph_knobs (links);
  g_assert_null (topology_build (&topology_graph, knobs, n_hosts, 1, &error));
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
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 3, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (topology_switch_name (topology, 3), ==, "left");
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 2, 0, route), ==, 3000 + 5000 + HOST_LATENCY);
  const Link *first = topology_link (topology, g_array_index (route, guint32, 0));
  g_assert_cmpfloat (first->bandwidth, ==, 312.5e6);
  g_assert_cmpfloat (topology_link (topology, g_array_index (route, guint32, 1))->bandwidth, ==, 1.25e9);
  topology_check_all (topology);
}

static void
check_graphml_refused (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "lockstep-test-graph.XXXXXX", NULL);
  close (g_mkstemp (path));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_autoptr (Knobs) knobs = file_knobs (path);
  g_assert_null (topology_build (&topology_graph, knobs, 2, 1, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (error ? strstr (error->message, expected) : NULL);
  g_unlink (path);
}

static void
test_graphml_refused (void)
{
  check_graphml_refused ("<graphml><graph><node id='a'></graph></graphml>", "line 1");
  check_graphml_refused ("<graphml>\n<graph><node/></graph></graphml>", "line 2: <node> without id");
  check_graphml_refused ("<graphml><node id='a'><edge source='a' target='b'/></node></graphml>",
                         "<edge> inside a node or an edge");
  check_graphml_refused ("<graphml><key id='k' attr.name='LinkSpeedRaw'/><node id='a'/><node id='b'/>"
                         "<edge source='a' target='b'><data key='k'>inf</data></edge></graphml>",
                         "LinkSpeedRaw: \"inf\" is not a number");
  check_graphml_refused ("<graphml><graph><node id='a'/><edge source='a' target='b'/></graph></graphml>",
                         "an edge ends at \"b\", which is no node");
  check_graphml_refused ("<graphml><key id='k' attr.name='bandwidth'/><graph><node id='a'/><node id='b'/>"
                         "<edge source='a' target='b'><data key='k'>10</data></edge></graph></graphml>",
                         "bandwidth: ");
}

void
add_graph_tests (void)
{
  g_test_add_func ("/network/graph/routes", test_graph);
  g_test_add_func ("/network/graph/latency", test_graph_latency);
  g_test_add_func ("/network/graph/refused", test_graph_refused);
  g_test_add_func ("/network/graph/graphml", test_graphml);
  g_test_add_func ("/network/graph/graphml-refused", test_graphml_refused);
}
