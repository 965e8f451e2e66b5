/* What can cross at most from some hosts to the others: the maximum flow, which is the minimum cut (Dinic 1970). */
#pragma once

#include "network/topology.h"

/** Bytes per second from the hosts for which @sends ([n_hosts]) holds to those for which it does not, whatever the routes. */
double minimum_cut (const Topology *topology, const gboolean *sends);
