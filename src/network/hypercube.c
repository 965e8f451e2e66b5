/* 2^d hosts; those whose numbers differ in one bit have a cable. A route sets the bits that differ, in an order that the flow's
 * hash picks. */
#include "base/error.h"
#include "network/topology.h"

static gboolean
hypercube_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  if (n_hosts > 0 && (n_hosts & (n_hosts - 1)) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "a hypercube needs a power of two of hosts (workers and dedicated servers together), not %u", n_hosts);
  return FALSE;
}

static gboolean
hypercube_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  for (NodeId a = 0; a < n_hosts; a++)
    for (guint bit = 1; bit < n_hosts; bit <<= 1)
      {
        NodeId b = a ^ bit;
        if (a < b)
          topology_add_cable (topology, a, b, MIN (hosts[a].bandwidth, hosts[b].bandwidth),
                              MAX (hosts[a].latency, hosts[b].latency));
      }
  return TRUE;
}

/* The bit of @word that has @rank set bits below it. */
static guint32
nth_bit (guint32 word, guint rank)
{
  while (rank-- > 0)
    word &= word - 1;
  return word & -word;
}

static void
hypercube_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint step = 0;
  for (NodeId at = from; at != to; step++)
    {
      guint32 differ = at ^ to;
      NodeId next = at ^ nth_bit (differ, topology_pick (flow, step, (guint)__builtin_popcount (differ)));
      guint32 link = topology_find_link (topology, at, next);
      g_array_append_val (links, link);
      at = next;
    }
}

static guint
hypercube_diameter (const Topology *topology)
{
  return (guint)__builtin_ctz (topology_n_hosts (topology));
}

/* Between the hosts with and without a bit (Harper 1964). */
static guint64
hypercube_bisection (const Topology *topology)
{
  return topology_n_hosts (topology) / 2;
}

const TopologyKind topology_hypercube = {
  .name = "hypercube",
  .summary = "2^d hosts; those whose numbers differ in one bit have a cable",
  .accepts = hypercube_accepts,
  .build = hypercube_build,
  .route = hypercube_route,
  .bisection = hypercube_bisection,
  .diameter = hypercube_diameter,
};
