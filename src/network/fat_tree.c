/* A three-level fat tree of switches with k ports (Al-Fares, Loukissas and Vahdat, SIGCOMM 2008): pods of k/2 edge and k/2
 * aggregation switches, (k/2)² core switches, at most k³/4 hosts. Between any two pods there are (k/2)² equal paths; the flow's
 * hash picks one.
 *
 * With h = k/2: cable of a host: its number. Edge e to aggregation a of pod p: n_hosts + (p·h + e)·h + a. Aggregation a of pod p
 * to its c-th core: that of all pods' edges further on, + (p·h + a)·h + c. Only the pods that have hosts are there.
 */
#include "base/error.h"
#include "network/topology.h"

static const Knob fat_tree_knobs[] = {
  { .name = "ports",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 2,
    .max = 1024,
    .help = "of a switch, an even number; else the fewest that give every host a port" },
  { .name = "oversubscription",
    .type = KNOB_NUMBER,
    .value = 1,
    .min = 1e-3,
    .max = 1e6,
    .help = "rate of a host's link over that of a link between switches" },
  { NULL },
};

typedef struct
{
  guint half; /* k/2 */
  guint n_pods, n_hosts;
} Shape;

static Shape
fat_tree_shape (const Knobs *knobs, guint n_hosts)
{
  Shape shape = { .half = 1, .n_hosts = n_hosts };
  if (knob_given (knobs, "ports"))
    shape.half = knob_integer (knobs, "ports") / 2;
  else
    while (2 * (guint64)shape.half * shape.half * shape.half < n_hosts)
      shape.half++;
  shape.n_pods = (n_hosts + shape.half * shape.half - 1) / (shape.half * shape.half);
  return shape;
}

static gboolean
fat_tree_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  Shape shape = fat_tree_shape (knobs, n_hosts);
  if (knob_given (knobs, "ports") && knob_integer (knobs, "ports") % 2 != 0)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a fat tree needs an even number of ports, not %u",
                 (guint)knob_integer (knobs, "ports"));
  else if (shape.n_pods > 2 * shape.half)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a fat tree of %u ports holds %u hosts, not %u", 2 * shape.half,
                 2 * shape.half * shape.half * shape.half, n_hosts);
  else
    return TRUE;
  *at = "ports";
  return FALSE;
}

static NodeId
add_switches (Topology *topology, const char *format, guint n)
{
  NodeId first = topology_n_nodes (topology);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", format, i);
      topology_add_switch (topology, name);
    }
  return first;
}

static guint32
edge_cable (const Shape *shape, guint pod, guint edge, guint aggregation)
{
  return shape->n_hosts + (pod * shape->half + edge) * shape->half + aggregation;
}

static guint32
core_cable (const Shape *shape, guint pod, guint aggregation, guint core)
{
  return edge_cable (shape, shape->n_pods, 0, 0) + (pod * shape->half + aggregation) * shape->half + core;
}

static gboolean
fat_tree_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  Shape shape = fat_tree_shape (knobs, n_hosts);
  guint half = shape.half, n_each = shape.n_pods * half;
  NodeId edges = add_switches (topology, "edge", n_each);
  NodeId aggregations = add_switches (topology, "aggregation", n_each);
  NodeId cores = add_switches (topology, "core", shape.n_pods > 1 ? half * half : 0);
  HostLink most = hosts[0];
  for (NodeId host = 0; host < n_hosts; host++)
    {
      topology_add_cable (topology, host, edges + host / half, hosts[host].bandwidth, hosts[host].latency);
      most.bandwidth = MAX (most.bandwidth, hosts[host].bandwidth);
      most.latency = MAX (most.latency, hosts[host].latency);
    }
  double bandwidth = most.bandwidth / knob_number (knobs, "oversubscription");
  for (guint edge = 0; edge < n_each; edge++)
    for (guint a = 0; a < half; a++)
      topology_add_cable (topology, edges + edge, aggregations + edge / half * half + a, bandwidth, most.latency);
  for (guint a = 0; shape.n_pods > 1 && a < n_each; a++)
    for (guint c = 0; c < half; c++)
      topology_add_cable (topology, aggregations + a, cores + a % half * half + c, bandwidth, most.latency);
  Shape *state = g_new (Shape, 1);
  *state = shape;
  topology_set_state (topology, state, g_free);
  return TRUE;
}

static void
append (GArray *links, guint32 cable, gboolean down)
{
  guint32 link = 2 * cable + (down ? 1 : 0);
  g_array_append_val (links, link);
}

static void
fat_tree_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  const Shape *shape = topology_state (topology);
  guint half = shape->half, from_edge = from / half, to_edge = to / half;
  guint from_pod = from_edge / half, to_pod = to_edge / half;
  guint aggregation = topology_pick (flow, 0, half), core = topology_pick (flow, 1, half);
  append (links, from, FALSE);
  if (from_edge != to_edge)
    append (links, edge_cable (shape, from_pod, from_edge % half, aggregation), FALSE);
  if (from_pod != to_pod)
    {
      append (links, core_cable (shape, from_pod, aggregation, core), FALSE);
      append (links, core_cable (shape, to_pod, aggregation, core), TRUE);
    }
  if (from_edge != to_edge)
    append (links, edge_cable (shape, to_pod, to_edge % half, aggregation), TRUE);
  append (links, to, TRUE);
}

static guint
fat_tree_diameter (const Topology *topology)
{
  const Shape *shape = topology_state (topology);
  return shape->n_pods > 1 ? 6 : shape->n_hosts > shape->half ? 4 : 2;
}

/* Edge and aggregation switches of all pods, then the cores. */
static guint
fat_tree_tier (const Topology *topology, NodeId node)
{
  const Shape *shape = topology_state (topology);
  guint n_each = shape->n_pods * shape->half;
  return MIN ((node - shape->n_hosts) / n_each, 2) + 1;
}

/* The aggregations of a pod have a link to each of its edges, and all of them together one to every core: what goes up from a
 * pod, or from an edge, can be spread evenly. */
static NodeId
fat_tree_trunk (const Topology *topology, NodeId node)
{
  const Shape *shape = topology_state (topology);
  NodeId aggregations = shape->n_hosts + shape->n_pods * shape->half, cores = aggregations + shape->n_pods * shape->half;
  if (node < aggregations)
    return node;
  return node < cores ? node - (node - aggregations) % shape->half : cores;
}

const TopologyKind topology_fat_tree = {
  .name = "fat-tree",
  .summary = "three levels of switches with k ports, as many paths up as hosts below",
  .knobs = fat_tree_knobs,
  .accepts = fat_tree_accepts,
  .build = fat_tree_build,
  .route = fat_tree_route,
  .tier = fat_tree_tier,
  .trunk = fat_tree_trunk,
  .diameter = fat_tree_diameter,
};
