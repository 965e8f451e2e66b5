/* The user's own nodes and links, from the scenario or a GraphML file; messages take shortest paths. */
#include "network/graph_hosts.h"
#include "network/shortest_paths.h"

static const Knob link_members[] = {
  { "from", KNOB_STRING, .required = TRUE, .help = "name of a node" },
  { "to", KNOB_STRING, .required = TRUE, .help = "name of the node at the other end" },
  { "bandwidth", KNOB_RATE, NAN, .min = 1, .max = 1e18, .otherwise = "the network's", .help = "raw rate, each direction" },
  { "latency", KNOB_TIME, NAN, .max = 1e6, .otherwise = "the network's", .help = "latency of the cable" },
  { NULL },
};

static const Knob graph_knobs[] = {
  { "links", KNOB_OBJECTS, .members = link_members, .help = "the cables" },
  { .name = "file", .type = KNOB_PATH, .help = "a GraphML file with the nodes and cables, instead of links" },
  { .name = "hosts",
    .type = KNOB_WORDS,
    .help =
        "the nodes that are hosts: workers, then dedicated servers; else those whose role in the file is worker or server, else "
        "those called worker0, worker1 …, server0 …" },
  { NULL },
};

/* The user's graph, and which NodeId each node gets. */
static GraphText *
read_graph (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, NodeId **ids, GError **error)
{
  g_autoptr (GraphText) text = graph_text_read (knobs, at, error);
  *ids = text ? graph_hosts_number (text, knob_words (knobs, "hosts"), n_hosts, n_servers, at, error) : NULL;
  return *ids ? g_steal_pointer (&text) : NULL;
}

static gboolean
graph_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  g_autofree NodeId *ids = NULL;
  g_autoptr (GraphText) text = read_graph (knobs, n_hosts, n_servers, at, &ids, error);
  return text != NULL;
}

/* What cannot be read is refused anyway. */
static gboolean
graph_has_rates (const Knobs *knobs)
{
  const char *at = NULL;
  g_autoptr (GraphText) text = graph_text_read (knobs, &at, NULL);
  return text == NULL || graph_text_has_rates (text);
}

/* What one way of an edge does not say it has from its hosts: the narrower and slower of both ends; between switches that of the
 * first host. */
static HostLink
way_link (const GraphWay *way, NodeId a, NodeId b, const HostLink *hosts, guint n_hosts, double efficiency)
{
  const HostLink *at_a = &hosts[a < n_hosts ? a : b < n_hosts ? b : 0], *at_b = &hosts[b < n_hosts ? b : a < n_hosts ? a : 0];
  HostLink link = { .bandwidth = way->bandwidth * efficiency, .latency = MAX (at_a->latency, at_b->latency) };
  if (isnan (way->bandwidth))
    link.bandwidth = MIN (at_a->bandwidth, at_b->bandwidth);
  if (!isnan (way->latency))
    link.latency = sim_time_from_s (way->latency);
  return link;
}

static void
graph_state_free (gpointer state)
{
  shortest_paths_free (state);
}

static void
name_nodes (Topology *topology, const GraphText *text, const NodeId *ids, guint n_hosts)
{
  for (guint i = 0; i < text->nodes->len; i++)
    if (ids[i] < n_hosts)
      topology_set_alias (topology, ids[i], graph_text_node (text, i)->name);
    else
      topology_add_switch (topology, graph_text_node (text, i)->name);
}

static gboolean
graph_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  const char *at = NULL;
  g_autofree NodeId *ids = NULL;
  g_autoptr (GraphText) text = read_graph (knobs, n_hosts, topology_n_servers (topology), &at, &ids, error);
  double efficiency = topology_efficiency (topology);
  if (text == NULL)
    return FALSE;
  topology_set_state (topology, shortest_paths_new (), graph_state_free);
  name_nodes (topology, text, ids, n_hosts);
  for (guint i = 0; i < text->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (text->edges, GraphEdge, i);
      NodeId a = ids[edge->from], b = ids[edge->to];
      HostLink there = way_link (&edge->there, a, b, hosts, n_hosts, efficiency);
      HostLink back = way_link (&edge->back, b, a, hosts, n_hosts, efficiency);
      guint32 link = topology_add_cable (topology, a, b, there.bandwidth, there.latency);
      topology_set_way_back (topology, link, back.bandwidth, back.latency);
    }
  return TRUE;
}

static void
graph_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  shortest_paths_route (topology_state (topology), topology, from, to, flow, links);
}

static guint
graph_diameter (const Topology *topology)
{
  return shortest_paths_diameter (topology_state (topology), topology);
}

const TopologyKind topology_graph = {
  .name = "graph",
  .summary = "your own nodes and links, shortest paths between them",
  .knobs = graph_knobs,
  .accepts = graph_accepts,
  .has_rates = graph_has_rates,
  .build = graph_build,
  .route = graph_route,
  .diameter = graph_diameter,
};
