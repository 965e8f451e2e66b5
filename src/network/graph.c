/* The user's own nodes and links, from the scenario or a GraphML file; messages take shortest paths. */
#include "network/graph_text.h"
#include "network/shortest_paths.h"

static const Knob graph_knobs[] = {
  { .name = "links",
    .type = KNOB_LINKS,
    .value = NAN,
    .help = "cables: from, to (names of nodes; hosts are worker0 …, server0 …), bandwidth, latency (else the network's)" },
  { .name = "file", .type = KNOB_PATH, .help = "a GraphML file with the nodes and cables, instead of links" },
  { NULL },
};

static gboolean
graph_accepts (const Knobs *knobs, guint n_hosts, GError **error)
{
  g_autoptr (GraphText) text = graph_text_read (knobs, error);
  g_autofree NodeId *ids = text != NULL ? graph_text_number (text, n_hosts, error) : NULL;
  return ids != NULL;
}

/* What an edge does not say it has from its hosts: the narrower and slower of both ends; between switches that of the first host.
 */
static HostLink
edge_link (const GraphEdge *edge, NodeId a, NodeId b, const HostLink *hosts, guint n_hosts, double efficiency)
{
  const HostLink *at_a = &hosts[a < n_hosts ? a : b < n_hosts ? b : 0], *at_b = &hosts[b < n_hosts ? b : a < n_hosts ? a : 0];
  HostLink link = { .bandwidth = edge->bandwidth * efficiency, .latency = MAX (at_a->latency, at_b->latency) };
  if (isnan (edge->bandwidth))
    link.bandwidth = MIN (at_a->bandwidth, at_b->bandwidth);
  if (!isnan (edge->latency))
    link.latency = sim_time_from_s (edge->latency);
  return link;
}

static void
graph_state_free (gpointer state)
{
  shortest_paths_free (state);
}

static gboolean
graph_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  g_autoptr (GraphText) text = graph_text_read (knobs, error);
  g_autofree NodeId *ids = text != NULL ? graph_text_number (text, n_hosts, error) : NULL;
  if (ids == NULL)
    return FALSE;
  topology_set_state (topology, shortest_paths_new (), graph_state_free);
  for (guint i = 0; i < text->names->len; i++)
    if (ids[i] >= n_hosts)
      topology_add_switch (topology, g_ptr_array_index (text->names, i));
  for (guint i = 0; i < text->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (text->edges, GraphEdge, i);
      NodeId a = ids[edge->from], b = ids[edge->to];
      HostLink link = edge_link (edge, a, b, hosts, n_hosts, topology_efficiency (topology));
      topology_add_cable (topology, a, b, link.bandwidth, link.latency);
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
  guint longest = 0, n_hosts = topology_n_hosts (topology);
  for (NodeId to = 0; to < n_hosts; to++)
    for (NodeId from = 0; from < n_hosts; from++)
      longest = MAX (longest, shortest_paths_length (topology_state (topology), topology, from, to));
  return longest;
}

const TopologyKind topology_graph = {
  .name = "graph",
  .summary = "your own nodes and links, shortest paths between them",
  .knobs = graph_knobs,
  .accepts = graph_accepts,
  .build = graph_build,
  .route = graph_route,
  .diameter = graph_diameter,
};
