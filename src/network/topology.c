#include "network/topology.h"

struct _Topology
{
  const TopologyKind *kind;
  const Knobs *knobs;
  Knobs *defaults; /* owned, when none were given */
  guint n_hosts, n_servers;
  double efficiency;
  GArray *links;           /* Link */
  SimTime *first_latencies; /* [n_links], or NULL while none has changed */
  GPtrArray *switch_names; /* of nodes n_hosts … */
  char **aliases;          /* [n_hosts], or NULL */
  guint32 *first_out;      /* [n_nodes + 1]: where a node's links begin in out */
  guint32 *out;            /* [n_links] */
  GPtrArray *gates;        /* guint8 *: the sides of each, the last links; NULL: there are none */
  void (*route) (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links);
  gpointer state;
  GDestroyNotify destroy_state;
};

const TopologyKind *const topology_table[] = {
  &topology_star, &topology_racks,     &topology_fat_tree, &topology_torus, &topology_hypercube,
  &topology_ring, &topology_full_mesh, &topology_islands,  &topology_wan,   &topology_graph,
  NULL,
};

WORDS_WITH_KNOBS (topology, TopologyKind, topology_table)
const WordTable topology_words = { "topology", "topologies", WORD_FUNCTIONS (topology), NULL };

/* Sorts the links by the node that they leave. */
static void
index_links (Topology *topology)
{
  guint n_nodes = topology_n_nodes (topology), n_links = topology_n_links (topology);
  topology->first_out = g_new0 (guint32, n_nodes + 1);
  topology->out = g_new (guint32, n_links);
  for (guint32 id = 0; id < n_links; id++)
    topology->first_out[topology_link (topology, id)->from + 1]++;
  for (NodeId node = 0; node < n_nodes; node++)
    topology->first_out[node + 1] += topology->first_out[node];
  g_autofree guint32 *next = g_memdup2 (topology->first_out, n_nodes * sizeof *next);
  for (guint32 id = 0; id < n_links; id++)
    topology->out[next[topology_link (topology, id)->from]++] = id;
}

static guint
count_servers (const HostLink *hosts, guint n_hosts)
{
  guint n = 0;
  for (guint i = 0; i < n_hosts; i++)
    n += hosts[i].server ? 1 : 0;
  return n;
}

Topology *
topology_new (const TopologyKind *kind, const Knobs *knobs, const HostLink *hosts, guint n_hosts, double efficiency,
              GError **error)
{
  g_autoptr (Topology) topology = g_new0 (Topology, 1);
  const char *at = NULL;
  topology->kind = kind;
  topology->defaults = knobs == NULL ? knobs_new (kind->knobs) : NULL;
  topology->knobs = knobs == NULL ? topology->defaults : knobs;
  topology->route = kind->route;
  topology->n_hosts = n_hosts;
  topology->n_servers = count_servers (hosts, n_hosts);
  topology->efficiency = efficiency;
  topology->links = g_array_new (FALSE, FALSE, sizeof (Link));
  topology->switch_names = g_ptr_array_new_with_free_func (g_free);
  if (kind->accepts != NULL && !kind->accepts (topology->knobs, n_hosts, topology->n_servers, &at, error))
    return NULL;
  if (!kind->build (topology, topology->knobs, hosts, n_hosts, error))
    return NULL;
  index_links (topology);
  return g_steal_pointer (&topology);
}

void
topology_scale (Topology *topology, double bandwidth, double latency)
{
  for (guint id = 0; id < topology->links->len; id++)
    {
      Link *link = &g_array_index (topology->links, Link, id);
      link->bandwidth *= bandwidth;
      link->latency = llrint (link->latency * latency);
    }
}

static void
route_through_gates (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint32 first = topology->links->len - topology->gates->len;
  topology->kind->route (topology, from, to, flow, links);
  for (guint32 i = 0; i < topology->gates->len; i++)
    {
      const guint8 *sides = g_ptr_array_index (topology->gates, i);
      guint32 gate = first + i;
      if (sides[from] != sides[to])
        g_array_append_val (links, gate);
    }
}

guint32
topology_add_gate (Topology *topology, double bandwidth, guint8 *sides)
{
  Link gate = { .bandwidth = bandwidth };
  if (topology->gates == NULL)
    topology->gates = g_ptr_array_new_with_free_func (g_free);
  topology->route = route_through_gates;
  g_ptr_array_add (topology->gates, sides);
  g_array_append_val (topology->links, gate);
  return topology->links->len - 1;
}

/* The first ones are kept from the first change on. */
void
topology_set_latency (Topology *topology, guint32 link, SimTime latency)
{
  g_assert (link < topology->links->len);
  if (topology->first_latencies == NULL)
    {
      topology->first_latencies = g_new (SimTime, topology->links->len);
      for (guint id = 0; id < topology->links->len; id++)
        topology->first_latencies[id] = topology_link (topology, id)->latency;
    }
  g_array_index (topology->links, Link, link).latency = latency;
}

SimTime
topology_first_latency (const Topology *topology, guint32 link)
{
  return topology->first_latencies != NULL ? topology->first_latencies[link] : topology_link (topology, link)->latency;
}

void
topology_free (Topology *topology)
{
  if (topology == NULL)
    return;
  g_array_unref (topology->links);
  g_ptr_array_unref (topology->switch_names);
  if (topology->gates != NULL)
    g_ptr_array_unref (topology->gates);
  for (guint i = 0; topology->aliases != NULL && i < topology->n_hosts; i++)
    g_free (topology->aliases[i]);
  g_free (topology->aliases);
  knobs_free (topology->defaults);
  g_free (topology->first_latencies);
  g_free (topology->first_out);
  g_free (topology->out);
  if (topology->destroy_state != NULL)
    topology->destroy_state (topology->state);
  g_free (topology);
}

NodeId
topology_add_switch (Topology *topology, const char *name)
{
  g_ptr_array_add (topology->switch_names, g_strdup (name));
  return topology_n_nodes (topology) - 1;
}

guint32
topology_add_cable (Topology *topology, NodeId a, NodeId b, double bandwidth, SimTime latency)
{
  g_assert (a != b && a < topology_n_nodes (topology) && b < topology_n_nodes (topology));
  Link there = { .from = a, .to = b, .bandwidth = bandwidth, .latency = latency };
  Link back = { .from = b, .to = a, .bandwidth = bandwidth, .latency = latency };
  g_array_append_val (topology->links, there);
  g_array_append_val (topology->links, back);
  return topology->links->len - 2;
}

void
topology_set_way_back (Topology *topology, guint32 link, double bandwidth, SimTime latency)
{
  Link *back = &g_array_index (topology->links, Link, link + 1);
  back->bandwidth = bandwidth;
  back->latency = latency;
}

void
topology_set_alias (Topology *topology, NodeId host, const char *name)
{
  g_assert (host < topology->n_hosts);
  if (topology->aliases == NULL)
    topology->aliases = g_new0 (char *, topology->n_hosts);
  g_free (topology->aliases[host]);
  topology->aliases[host] = g_strdup (name);
}

const char *
topology_alias (const Topology *topology, NodeId host)
{
  g_assert (host < topology->n_hosts);
  return topology->aliases != NULL ? topology->aliases[host] : NULL;
}

void
topology_set_state (Topology *topology, gpointer state, GDestroyNotify destroy)
{
  topology->state = state;
  topology->destroy_state = destroy;
}

gpointer
topology_state (const Topology *topology)
{
  return topology->state;
}

const TopologyKind *
topology_kind (const Topology *topology)
{
  return topology->kind;
}

const Knobs *
topology_knobs (const Topology *topology)
{
  return topology->knobs;
}

guint
topology_n_hosts (const Topology *topology)
{
  return topology->n_hosts;
}

guint
topology_n_servers (const Topology *topology)
{
  return topology->n_servers;
}

guint
topology_n_nodes (const Topology *topology)
{
  return topology->n_hosts + topology->switch_names->len;
}

guint
topology_n_links (const Topology *topology)
{
  return topology->links->len;
}

const Link *
topology_link (const Topology *topology, guint32 id)
{
  g_assert (id < topology->links->len);
  return &g_array_index (topology->links, Link, id);
}

const char *
topology_switch_name (const Topology *topology, NodeId node)
{
  g_assert (node >= topology->n_hosts);
  return g_ptr_array_index (topology->switch_names, node - topology->n_hosts);
}

double
topology_efficiency (const Topology *topology)
{
  return topology->efficiency;
}

const guint32 *
topology_links_from (const Topology *topology, NodeId node, guint *n)
{
  g_assert (node < topology_n_nodes (topology));
  *n = topology->first_out[node + 1] - topology->first_out[node];
  return &topology->out[topology->first_out[node]];
}

guint32
topology_find_link (const Topology *topology, NodeId from, NodeId to)
{
  guint n;
  const guint32 *links = topology_links_from (topology, from, &n);
  for (guint i = 0; i < n; i++)
    if (topology_link (topology, links[i])->to == to)
      return links[i];
  g_error ("no link from node %u to node %u", from, to);
}

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014); the high half scaled to n. */
guint
topology_pick (guint64 flow, guint step, guint n)
{
  guint64 z = flow + (step + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return (guint)(((z ^ z >> 31) >> 32) * n >> 32);
}

SimTime
topology_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  g_assert (from != to && from < topology->n_hosts && to < topology->n_hosts);
  guint before = links->len;
  topology->route (topology, from, to, flow, links);
  SimTime latency = 0;
  for (guint i = before; i < links->len; i++)
    latency = sim_time_later (latency, topology_link (topology, g_array_index (links, guint32, i))->latency);
  return latency;
}
