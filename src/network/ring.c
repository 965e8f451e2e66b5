/* Every host has a cable to the next one; messages go the shorter way round, passing through the hosts between. Cable h joins
 * host h to host h + 1; a ring of two is one cable.
 */
#include "network/topology.h"

static gboolean
ring_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  guint n_cables = n_hosts <= 2 ? n_hosts - 1 : n_hosts;
  for (NodeId host = 0; host < n_cables; host++)
    {
      const HostLink *a = &hosts[host], *b = &hosts[(host + 1) % n_hosts];
      topology_add_cable (topology, host, (host + 1) % n_hosts, MIN (a->bandwidth, b->bandwidth), MAX (a->latency, b->latency));
    }
  return TRUE;
}

static void
ring_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint n = topology_n_hosts (topology), ahead = (to + n - from) % n;
  gboolean forward = 2 * ahead == n ? topology_pick (flow, 0, 2) == 0 : 2 * ahead < n;
  if (n == 2)
    forward = from == 0;
  for (NodeId at = from; at != to;)
    {
      guint32 link = forward ? 2 * at : 2 * ((at + n - 1) % n) + 1;
      g_array_append_val (links, link);
      at = forward ? (at + 1) % n : (at + n - 1) % n;
    }
}

static guint
ring_diameter (const Topology *topology)
{
  return topology_n_hosts (topology) / 2;
}

static guint64
ring_bisection (const Topology *topology)
{
  return topology_n_hosts (topology) > 2 ? 2 : 1;
}

const TopologyKind topology_ring = {
  .name = "ring",
  .summary = "every host has a cable to the next one; no switch",
  .build = ring_build,
  .route = ring_route,
  .bisection = ring_bisection,
  .diameter = ring_diameter,
};
