/* The bisection bandwidth: how much can cross, one way, the narrowest cut between two halves of the hosts.
 *
 * The hosts are all machines, dedicated servers among them; the halves differ by at most one host; switches stand on whichever
 * side makes the cut narrower. It is a property of the cables: routes may use less of them.
 *
 * The minimum is exact
 *   - where hosts are joined directly, by cables of one rate, in a pattern whose narrowest cut is known (TopologyKind.bisection);
 *   - where the cables form a tree, once switches between which traffic may spread evenly are taken as one (TopologyKind.trunk):
 *     star, racks, fat-tree, islands, wan, and graphs that are trees (bisection_tree.h);
 *   - where the hosts are so few that every pair of halves can be tried.
 * Of other networks, to find it is NP-hard (Garey, Johnson and Stockmeyer 1976). There the narrowest of some likely cuts is an
 * upper bound.
 */
#pragma once

#include "network/topology.h"

/** Bytes per second. @exact: whether it is the minimum. At least two hosts. */
double bisection_find (const Topology *topology, gboolean *exact);
