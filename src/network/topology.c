#include "network/topology.h"

struct _Topology
{
  const TopologyKind *kind;
  const Knobs *knobs;
  Knobs *defaults; /* owned, when none were given */
  guint n_hosts;
  GArray *links;           /* Link */
  GPtrArray *switch_names; /* of nodes n_hosts … */
};

const TopologyKind *const topology_table[] = { &topology_star, NULL };

const TopologyKind *
topology_find (const char *name)
{
  for (guint i = 0; topology_table[i] != NULL; i++)
    if (g_str_equal (topology_table[i]->name, name))
      return topology_table[i];
  return NULL;
}

Topology *
topology_new (const TopologyKind *kind, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  g_autoptr (Topology) topology = g_new0 (Topology, 1);
  topology->kind = kind;
  topology->defaults = knobs == NULL ? knobs_new (kind->knobs) : NULL;
  topology->knobs = knobs == NULL ? topology->defaults : knobs;
  topology->n_hosts = n_hosts;
  topology->links = g_array_new (FALSE, FALSE, sizeof (Link));
  topology->switch_names = g_ptr_array_new_with_free_func (g_free);
  if (kind->accepts != NULL && !kind->accepts (topology->knobs, n_hosts, error))
    return NULL;
  kind->build (topology, topology->knobs, hosts, n_hosts);
  return g_steal_pointer (&topology);
}

void
topology_free (Topology *topology)
{
  if (topology == NULL)
    return;
  g_array_unref (topology->links);
  g_ptr_array_unref (topology->switch_names);
  knobs_free (topology->defaults);
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

SimTime
topology_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  g_assert (from != to && from < topology->n_hosts && to < topology->n_hosts);
  guint before = links->len;
  topology->kind->route (topology, from, to, flow, links);
  SimTime latency = 0;
  for (guint i = before; i < links->len; i++)
    latency += topology_link (topology, g_array_index (links, guint32, i))->latency;
  return latency;
}
