/* The user's own graph, from links and from GraphML. */
#include "base/error.h"
#include "network-tests.h"
#include "network/graph_hosts.h"
#include "topology_check.h"

static Knobs *
graph_knobs (const char *text)
{
  Knobs *knobs = knobs_new (topology_graph.knobs);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2)
    graph_add_link (knobs, words[i], words[i + 1], NAN, NAN);
  return knobs;
}

/* A diamond (two equal paths over b and c) and a tail; the hosts are those that are listed. */
static void
test_graph (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = graph_knobs ("a b a c b d c d d e");
  knobs_set_words (knobs, "hosts", (const char *const[]){ "a", "b", "c", "d", NULL });
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
  g_autoptr (Knobs) knobs = knobs_new (topology_graph.knobs);
  graph_add_link (knobs, "worker0", "worker1", NAN, 10e-6);
  graph_add_link (knobs, "worker0", "s", 1e9, 1e-6);
  graph_add_link (knobs, "s", "t", NAN, 1e-6);
  graph_add_link (knobs, "t", "worker1", NAN, 1e-6);
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 2, 0.5, NULL);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 0, 0, route), ==, 3000);
  g_assert_cmpuint (route->len, ==, 3);
  g_assert_cmpfloat (topology_link (topology, 0)->bandwidth, ==, HOST_BANDWIDTH);
  g_assert_cmpfloat (topology_link (topology, 2)->bandwidth, ==, 0.5e9);
  g_assert_cmpuint (topology_graph.diameter (topology), ==, 3);
}

/* Hosts that hang at a switch or at a host, alone or with others, and hosts that pass on; the longest way is searched for. */
static void
test_graph_diameter (void)
{
  static const struct
  {
    const char *links;
    guint n_hosts, diameter;
  } cases[] = {
    { "worker0 worker1", 2, 1 },
    { "worker0 worker1 worker1 worker2", 3, 2 },
    { "worker0 s worker1 s", 2, 2 },
    { "worker0 s s t t worker1 t worker2", 3, 3 },
    { "worker0 s s t t worker1", 2, 3 },
    { "worker0 worker1 worker1 s s t t worker1", 2, 1 },
    { "worker0 a worker1 a worker2 b worker3 b a c c b worker4 worker3", 5, 5 },
    { "worker0 worker1 worker1 worker2 worker2 worker3 worker3 worker0", 4, 2 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Knobs) knobs = graph_knobs (cases[i].links);
      g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, cases[i].n_hosts, 1, NULL);
      topology_check_all (topology);
      g_assert_cmpuint (topology_graph.diameter (topology), ==, cases[i].diameter);
    }
}

static void
check_refused (Knobs *knobs, guint n_workers, guint n_servers, const char *knob, const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *at = NULL;
  g_assert_false (topology_graph.accepts (knobs, n_workers + n_servers, n_servers, &at, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_true (error && g_str_has_prefix (error->message, expected));
  g_assert_cmpstr (at, ==, knob);
  if (g_test_failed ())
    g_test_message ("%s", error ? error->message : "accepted");
}

static void
check_links_refused (const char *links, guint n_workers, guint n_servers, const char *expected)
{
  g_autoptr (Knobs) knobs = graph_knobs (links);
  check_refused (knobs, n_workers, n_servers, "links", expected);
}

static void
test_graph_refused (void)
{
  check_links_refused ("", 2, 0, "a graph needs either links or a file");
  check_links_refused ("a a", 1, 0, "the graph has a link from a to itself");
  check_links_refused ("host0 s host1 s", 2, 0,
                       "no node of the graph is a host (hosts are the nodes that \"hosts\" lists; else those whose role is "
                       "worker or server; else those called worker0, worker1 …, server0 …)");
  check_links_refused ("worker0 s worker00 s", 2, 0, "the graph has 1 worker and 0 servers, but the run has 2 and 0 dedicated");
  check_links_refused ("worker0 s worker1 s server0 s", 2, 0, "the graph has 2 workers and 1 server, but the run has 2 and 0");
  check_links_refused ("worker0 s server0 s", 2, 0, "the graph has 1 worker and 1 server, but the run has 2 and 0 dedicated");
  check_links_refused ("worker0 s worker1 s", 1, 1, "the graph has 2 workers and 0 servers, but the run has 1 and 1 dedicated");
  check_links_refused ("worker0 s worker2 s worker3 s", 3, 0, "the graph has worker3, but no worker1");
  check_links_refused ("worker0 s worker1 t", 2, 0, "the graph has no path from worker0 to worker1");
}

static void
check_list_refused (const char *const *hosts, guint n_workers, guint n_servers, const char *expected)
{
  g_autoptr (Knobs) knobs = graph_knobs ("worker0 s worker1 s server0 s");
  knobs_set_words (knobs, "hosts", hosts);
  check_refused (knobs, n_workers, n_servers, "hosts", expected);
}

static void
test_list_refused (void)
{
  check_list_refused ((const char *const[]){ "worker0", "worker9", NULL }, 2, 0, "\"worker9\" is no node of the graph");
  check_list_refused ((const char *const[]){ "s", "worker0", "s", NULL }, 2, 1, "\"s\" stands twice among the hosts");
  check_list_refused ((const char *const[]){ "s", "worker0", NULL }, 2, 1,
                      "2 nodes are listed as hosts, but there are 3: 2 workers, then 1 dedicated servers");
}

/* A list goes before names: worker 0 is the node worker1, the server is the node s. */
static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Knobs) knobs = graph_knobs ("worker0 s worker1 s");
  knobs_set_words (knobs, "hosts", (const char *const[]){ "worker1", "s", NULL });
  const HostLink hosts[] = { { HOST_BANDWIDTH, HOST_LATENCY, FALSE }, { HOST_BANDWIDTH, HOST_LATENCY, TRUE } };
  g_autoptr (Topology) topology = topology_new (&topology_graph, knobs, hosts, 2, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (topology_alias (topology, 0), ==, "worker1");
  g_assert_cmpstr (topology_alias (topology, 1), ==, "s");
  g_assert_cmpstr (topology_switch_name (topology, 2), ==, "worker0");
  topology_check_all (topology);
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
  const HostLink worker = { HOST_BANDWIDTH, HOST_LATENCY, FALSE }, server = { HOST_BANDWIDTH, HOST_LATENCY, TRUE };
  g_autoptr (Topology) topology =
      topology_new (&topology_graph, knobs, (const HostLink[]){ worker, worker, server }, 3, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (topology_switch_name (topology, 3), ==, "left");
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 1, 2, 0, route), ==, 3000 + 5000 + HOST_LATENCY);
  const Link *first = topology_link (topology, g_array_index (route, guint32, 0));
  g_assert_cmpfloat (first->bandwidth, ==, 312.5e6);
  g_assert_cmpfloat (topology_link (topology, g_array_index (route, guint32, 1))->bandwidth, ==, 1.25e9);
  topology_check_all (topology);
}

static GraphText *
parse (const char *text, GError **error)
{
  g_autoptr (GraphText) graph = graph_text_new ();
  gboolean fine = graph_text_parse_graphml (graph, "net.graphml", text, strlen (text), error);
  return fine ? g_steal_pointer (&graph) : NULL;
}

static NodeId *
number (const GraphText *graph, guint n_hosts, guint n_servers, GError **error)
{
  const char *at = NULL;
  return graph_hosts_number (graph, NULL, n_hosts, n_servers, &at, error);
}

/* networkx numbers hosts and switches in turn. Roles say which are hosts, in the order of the file; another word is no host. */
static void
test_graphml_roles (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GraphText) graph =
      parse ("<graphml><key id='r' for='node' attr.name='role'><default>switch</default></key><graph edgedefault='undirected'>"
             "<node id='host0'><data key='r'>server</data></node><node id='worker0'/>"
             "<node id='host1'><data key='r'>worker</data></node><node id='host2'><data key='r'>worker</data></node>"
             "<edge source='host0' target='worker0'/><edge source='host1' target='worker0'/>"
             "<edge source='host2' target='worker0'/></graph></graphml>",
             &error);
  g_assert_no_error (error);
  g_autofree NodeId *ids = number (graph, 3, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (ids, 4 * sizeof *ids, ((const NodeId[]){ 2, 3, 0, 1 }), 4 * sizeof *ids);
  g_assert_null (number (graph, 3, 0, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
}

/* Defaults are those of nodes or of edges, as the key says: the edges' "name" does not name the nodes. */
static void
test_graphml_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GraphText) graph =
      parse ("<graphml><key id='k' for='edge' attr.name='name'><default>cable</default></key>"
             "<key id='n' for='node' attr.name='bandwidth'><default>1 Gbit/s</default></key>"
             "<graph><node id='worker0'/><node id='worker1'/><edge source='worker0' target='worker1'/></graph></graphml>",
             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (graph_text_find (graph, "worker1"), ==, 1);
  g_assert_false (graph_text_has_rates (graph));
}

#define DIRECTED                                                                                                            \
  "<graphml><key id='b' for='edge' attr.name='bandwidth'/><graph edgedefault='directed'><node id='worker0'/><node id='s'/>" \
  "<node id='worker1'/>"

/* A directed edge is one way: worker0 sends at 3 GB/s and receives at 1; worker1 has an undirected cable of 2. The cable of the
 * pair stands where its first edge does. */
static void
test_graphml_directed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GraphText) graph = parse (DIRECTED "<edge source='worker0' target='s'><data key='b'>3 GB/s</data></edge>"
                                                "<edge directed='false' source='s' target='worker1'><data key='b'>2 GB/s</data>"
                                                "</edge><edge source='s' target='worker0'><data key='b'>1 GB/s</data></edge>"
                                                "</graph></graphml>",
                                       &error);
  g_assert_no_error (error);
  g_assert_cmpuint (graph->edges->len, ==, 2);
  const GraphEdge *pair = &g_array_index (graph->edges, GraphEdge, 0), *cable = &g_array_index (graph->edges, GraphEdge, 1);
  g_assert_cmpfloat (pair->there.bandwidth, ==, 3e9);
  g_assert_cmpfloat (pair->back.bandwidth, ==, 1e9);
  g_assert_cmpuint (pair->from, ==, 0);
  g_assert_cmpfloat (cable->there.bandwidth, ==, 2e9);
  g_assert_cmpfloat (cable->back.bandwidth, ==, 2e9);
  g_assert_true (graph_text_has_rates (graph));
}

static void
check_graphml_refused (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GraphText) graph = parse (text, &error);
  g_assert_null (graph);
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (error ? strstr (error->message, expected) : NULL);
  if (g_test_failed ())
    g_test_message ("%s", error ? error->message : text);
}

/* The way from b to a is the shorter one in latency over s, from a to b the direct one. */
static void
test_one_way_latency (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "lockstep-test-graph.XXXXXX", NULL);
  const char *text =
      "<graphml><key id='l' for='edge' attr.name='latency'><default>1 us</default></key><graph edgedefault='directed'>"
      "<node id='worker0'/><node id='worker1'/><node id='s'/>"
      "<edge source='worker0' target='worker1'/>"
      "<edge source='worker1' target='worker0'><data key='l'>7 us</data></edge>"
      "<edge directed='false' source='worker0' target='s'/><edge directed='false' source='s' target='worker1'/>"
      "</graph></graphml>";
  close (g_mkstemp (path));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_autoptr (Knobs) knobs = file_knobs (path);
  g_autoptr (Topology) topology = topology_build (&topology_graph, knobs, 2, 1, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_cmpint (topology_route (topology, 0, 1, 0, route), ==, 1000);
  g_assert_cmpuint (route->len, ==, 1);
  g_assert_cmpint (topology_route (topology, 1, 0, 0, route), ==, 2000);
  g_assert_cmpuint (route->len, ==, 3);
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
  check_graphml_refused ("<graphml><graph edgedefault='both'></graph></graphml>",
                         "line 1: edgedefault is \"both\": undirected or directed expected");
  check_graphml_refused ("<graphml><graph><node id='a'/>\n<node id='a'/></graph></graphml>", "line 2: a second node \"a\"");
  check_graphml_refused ("<graphml><key id='k' attr.name='name'/><graph><node id='a'/>\n"
                         "<node id='b'><data key='k'>a</data></node></graph></graphml>",
                         "line 2: a second node called \"a\"");
  check_graphml_refused ("<graphml><graph><hyperedge/></graph></graphml>", "<hyperedge>: a cable has two ends");
  check_graphml_refused (DIRECTED "<edge source='worker0' target='s'/><edge source='s' target='worker1'/>"
                                  "<edge source='worker1' target='s'/></graph></graphml>",
                         "the directed edges between worker0 and s are not as many each way");
  check_graphml_refused (DIRECTED "<edge directed='maybe' source='worker0' target='s'/></graph></graphml>",
                         "directed is \"maybe\": false or true expected");
  check_graphml_refused ("", "net.graphml: ");
  check_graphml_refused ("<graphml><graph>", "net.graphml: ");
  check_graphml_refused ("<graphml><graph><node id='a\xff'/></graph></graphml>", "net.graphml: ");
  check_graphml_refused ("<graphml><key id='k' attr.name='bandwidth'/><graph><node id='a'/><node id='b'/>"
                         "<edge source='a' target='b'><data key='k'>0 B/s</data></edge></graph></graphml>",
                         "a link's bandwidth must be above 0");
  check_graphml_refused ("<graphml><key id='k' attr.name='bandwidth'/><graph><node id='a'/><node id='b'/>"
                         "<edge source='a' target='b'><data key='k'>10</data></edge></graph></graphml>",
                         "bandwidth: ");
}

void
add_graph_tests (void)
{
  g_test_add_func ("/network/graph/routes", test_graph);
  g_test_add_func ("/network/graph/latency", test_graph_latency);
  g_test_add_func ("/network/graph/diameter", test_graph_diameter);
  g_test_add_func ("/network/graph/refused", test_graph_refused);
  g_test_add_func ("/network/graph/list", test_list);
  g_test_add_func ("/network/graph/list-refused", test_list_refused);
  g_test_add_func ("/network/graph/one-way-latency", test_one_way_latency);
  g_test_add_func ("/network/graph/graphml", test_graphml);
  g_test_add_func ("/network/graph/graphml-roles", test_graphml_roles);
  g_test_add_func ("/network/graph/graphml-defaults", test_graphml_defaults);
  g_test_add_func ("/network/graph/graphml-directed", test_graphml_directed);
  g_test_add_func ("/network/graph/graphml-refused", test_graphml_refused);
}
