/* Faults of the network, done to a run: each is a source of link changes, but for losses. A partition has a gate of its own, a link that has room for
 * everything and lies on every way between nodes that it cuts off from one another, until it is shut.
 */
#pragma once

#include "network/topology.h"
#include "training/settings.h"

/** Puts the gates of @settings' partitions into @topology, which no network stands on yet. */
void network_faults_add_gates (const RunSettings *settings, Topology *topology);
/** Makes a source of every fault, in their order; of the network's alone it is ever told anything. Returns the first one's number. */
guint network_faults_add_sources (Training *t);
/** @fault, of the network, begins (1) or ends (-1). */
void network_faults_change (Training *t, guint first_source, const Fault *fault, int change);
