/* Every pair of hosts has a cable of its own. */
#include "base/error.h"
#include "network/topology.h"

#define MAX_HOSTS 1024

static gboolean
full_mesh_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  if (n_hosts <= MAX_HOSTS)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a full mesh has at most %d hosts, not %u: it would have %u cables",
               MAX_HOSTS, n_hosts, (guint)((guint64)n_hosts * (n_hosts - 1) / 2));
  return FALSE;
}

static gboolean
full_mesh_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  for (NodeId a = 0; a < n_hosts; a++)
    for (NodeId b = a + 1; b < n_hosts; b++)
      topology_add_cable (topology, a, b, MIN (hosts[a].bandwidth, hosts[b].bandwidth), MAX (hosts[a].latency, hosts[b].latency));
  return TRUE;
}

/* Cables are in the order (0, 1), (0, 2) … (1, 2) … */
static void
full_mesh_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint32 n = topology_n_hosts (topology), a = MIN (from, to), b = MAX (from, to);
  guint32 cable = a * (2 * n - a - 1) / 2 + (b - a - 1), link = 2 * cable + (from > to);
  g_array_append_val (links, link);
}

static guint
full_mesh_diameter (const Topology *topology)
{
  return topology_n_hosts (topology) > 1 ? 1 : 0;
}

static guint64
full_mesh_bisection (const Topology *topology)
{
  guint64 n = topology_n_hosts (topology);
  return n / 2 * (n - n / 2);
}

const TopologyKind topology_full_mesh = {
  .name = "full-mesh",
  .summary = "every pair of hosts has a cable of its own; no switch",
  .accepts = full_mesh_accepts,
  .build = full_mesh_build,
  .route = full_mesh_route,
  .bisection = full_mesh_bisection,
  .diameter = full_mesh_diameter,
};
