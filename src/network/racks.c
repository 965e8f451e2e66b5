/* Racks of hosts, each under a leaf switch, and a core switch that never blocks above the leaves. A leaf's uplink carries what
 * its hosts can send, divided by the oversubscription. Cable h is host h's, cable n_hosts + r is rack r's uplink.
 */
#include "network/topology.h"

static const Knob racks_knobs[] = {
  { .name = "rack", .type = KNOB_INTEGER, .value = 16, .min = 1, .max = 1e6, .help = "hosts in a rack" },
  { .name = "oversubscription",
    .type = KNOB_NUMBER,
    .value = 1,
    .min = 1e-3,
    .max = 1e6,
    .help = "what a rack's hosts can send over what its uplink carries" },
  { .name = "uplink_bandwidth", .type = KNOB_RATE, .value = NAN, .min = 1, .max = 1e18, .help = "of a rack's uplink, instead" },
  { .name = "uplink_latency",
    .type = KNOB_TIME,
    .value = NAN,
    .min = 0,
    .max = 1e6,
    .help = "of a rack's uplink; else as a host's link" },
  { NULL },
};

static double
uplink_bandwidth (const Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n)
{
  double sum = 0;
  for (guint i = 0; i < n; i++)
    sum += hosts[i].bandwidth;
  return knob_given (knobs, "uplink_bandwidth") ? knob_number (knobs, "uplink_bandwidth") * topology_efficiency (topology)
                                                : sum / knob_number (knobs, "oversubscription");
}

static gboolean
racks_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  guint rack = knob_integer (knobs, "rack"), n_racks = (n_hosts + rack - 1) / rack;
  NodeId core = topology_add_switch (topology, "core");
  for (guint r = 0; r < n_racks; r++)
    {
      g_autofree char *name = g_strdup_printf ("leaf%u", r);
      topology_add_switch (topology, name);
    }
  for (NodeId host = 0; host < n_hosts; host++)
    topology_add_cable (topology, host, core + 1 + host / rack, hosts[host].bandwidth, hosts[host].latency);
  for (guint r = 0; r < n_racks; r++)
    {
      const HostLink *first = &hosts[r * rack];
      double bandwidth = uplink_bandwidth (topology, knobs, first, MIN (rack, n_hosts - r * rack));
      SimTime latency =
          knob_given (knobs, "uplink_latency") ? sim_time_from_s (knob_number (knobs, "uplink_latency")) : first->latency;
      topology_add_cable (topology, core + 1 + r, core, bandwidth, latency);
    }
  return TRUE;
}

static void
racks_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  guint rack = knob_integer (topology_knobs (topology), "rack"), n_hosts = topology_n_hosts (topology);
  guint32 path[] = { 2 * from, 2 * (n_hosts + from / rack), 2 * (n_hosts + to / rack) + 1, 2 * to + 1 };
  if (from / rack != to / rack)
    g_array_append_vals (links, path, 4);
  else
    {
      g_array_append_val (links, path[0]);
      g_array_append_val (links, path[3]);
    }
}

static guint
racks_diameter (const Topology *topology)
{
  return topology_n_hosts (topology) > knob_integer (topology_knobs (topology), "rack") ? 4 : 2;
}

static guint
racks_group (const Knobs *knobs, guint n_hosts)
{
  return knob_integer (knobs, "rack");
}

const TopologyKind topology_racks = {
  .name = "racks",
  .summary = "racks under leaf switches, one core above them, uplinks perhaps oversubscribed",
  .knobs = racks_knobs,
  .build = racks_build,
  .route = racks_route,
  .group = racks_group,
  .diameter = racks_diameter,
};
