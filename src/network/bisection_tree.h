/* The bisection bandwidth of a tree, by dynamic programming over its subtrees: the cheapest cut for each number of hosts that
 * stand on the sending side. Cables between the same two nodes count as one. O(n²) for n hosts in the worst case, O(n log n) on a
 * star.
 */
#pragma once

#include "network/topology.h"

/** Bytes per second; NAN where the cables, switches taken as one, are no tree. */
double bisection_of_tree (const Topology *topology);
