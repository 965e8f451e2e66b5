/* What the tests of topologies share. */
#pragma once

#include "network/topology.h"

#define HOST_BANDWIDTH 2.385e9
#define HOST_LATENCY 1711

/** Every host has HOST_BANDWIDTH and HOST_LATENCY. */
Topology *topology_build (const TopologyKind *kind, const Knobs *knobs, guint n_hosts, double efficiency, GError **error);
/** Every route between hosts is a chain of links with the latency that it says, none is longer than the fewest links (by breadth-first search), the
 *  longest has the diameter's; a cable's two links mirror each other. */
void topology_check_all (const Topology *topology);
/** How many different routes 400 flows take. */
guint topology_count_routes (const Topology *topology, NodeId from, NodeId to);
/** Adds a cable to the knobs of a graph; NAN: not given. */
void graph_add_link (Knobs *knobs, const char *from, const char *to, double bandwidth, double latency);
