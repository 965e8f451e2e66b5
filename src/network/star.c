/* One switch that never blocks; every host has one cable to it. Host h sends on link 2h and receives on link 2h + 1. */
#include "network/topology.h"

static gboolean
star_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  NodeId hub = topology_add_switch (topology, "switch");
  for (NodeId host = 0; host < n_hosts; host++)
    topology_add_cable (topology, host, hub, hosts[host].bandwidth, hosts[host].latency);
  return TRUE;
}

static void
star_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint32 path[] = { 2 * from, 2 * to + 1 };
  g_array_append_vals (links, path, G_N_ELEMENTS (path));
}

static guint
star_diameter (const Topology *topology)
{
  return 2;
}

const TopologyKind topology_star = {
  .name = "star",
  .summary = "one switch that never blocks, one cable a host",
  .build = star_build,
  .route = star_route,
  .diameter = star_diameter,
};
