/* Islands of devices joined by fast links inside (NVLink-like, one switch an island), with network cards (NICs) between islands.
 * The bandwidth and latency of the network are those of one NIC's cable; device d of an island goes in and out through NIC d mod
 * nics. The core between the islands never blocks.
 *
 * Cable h is device h's, cable n_hosts + i·nics + m is NIC m of island i.
 */
#include "network/topology.h"

static const Knob islands_knobs[] = {
  { .name = "island", .type = KNOB_INTEGER, .value = 8, .min = 1, .max = 1e6, .help = "devices in an island" },
  { .name = "inside_bandwidth",
    .type = KNOB_RATE,
    .value = 300e9,
    .min = 1,
    .max = 1e18,
    .help = "of a device's link inside its island, of payload" },
  { .name = "inside_latency",
    .type = KNOB_TIME,
    .value = 1e-6,
    .min = 0,
    .max = 1e6,
    .help = "of a device's link inside its island" },
  { .name = "nics", .type = KNOB_INTEGER, .value = 1, .min = 1, .max = 1024, .help = "network cards of an island" },
  { NULL },
};

static gboolean
islands_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  guint size = knob_integer (knobs, "island"), nics = knob_integer (knobs, "nics"), n_islands = (n_hosts + size - 1) / size;
  double inside = knob_number (knobs, "inside_bandwidth");
  SimTime latency = sim_time_from_s (knob_number (knobs, "inside_latency"));
  NodeId core = topology_add_switch (topology, "core");
  for (guint i = 0; i < n_islands; i++)
    {
      g_autofree char *name = g_strdup_printf ("island%u", i);
      topology_add_switch (topology, name);
    }
  for (NodeId host = 0; host < n_hosts; host++)
    topology_add_cable (topology, host, core + 1 + host / size, inside, latency);
  for (guint i = 0; i < n_islands; i++)
    for (guint nic = 0; nic < nics; nic++)
      {
        const HostLink *link = &hosts[i * size + MIN (nic, n_hosts - i * size - 1)];
        topology_add_cable (topology, core + 1 + i, core, link->bandwidth, link->latency);
      }
  return TRUE;
}

static void
islands_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  const Knobs *knobs = topology_knobs (topology);
  guint size = knob_integer (knobs, "island"), nics = knob_integer (knobs, "nics"), n_hosts = topology_n_hosts (topology);
  guint32 out = 2 * (n_hosts + from / size * nics + from % size % nics);
  guint32 in = 2 * (n_hosts + to / size * nics + to % size % nics) + 1;
  guint32 path[] = { 2 * from, out, in, 2 * to + 1 };
  if (from / size != to / size)
    g_array_append_vals (links, path, 4);
  else
    {
      g_array_append_val (links, path[0]);
      g_array_append_val (links, path[3]);
    }
}

static guint
islands_diameter (const Topology *topology)
{
  return topology_n_hosts (topology) > knob_integer (topology_knobs (topology), "island") ? 4 : 2;
}

static guint
islands_group (const Knobs *knobs, guint n_hosts)
{
  return knob_integer (knobs, "island");
}

const TopologyKind topology_islands = {
  .name = "islands",
  .summary = "islands of devices on fast links, network cards between the islands",
  .knobs = islands_knobs,
  .build = islands_build,
  .route = islands_route,
  .group = islands_group,
  .diameter = islands_diameter,
};
