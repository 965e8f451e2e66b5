/* Shortest paths over any topology: least latency, then fewest links (Dijkstra from the destination, kept for the destinations
 * that are asked for, within a bound on memory). Nodes with one link have the distances of where they hang, so that hosts under
 * one switch share them.
 */
#pragma once

#include "network/topology.h"

typedef struct _ShortestPaths ShortestPaths;

ShortestPaths *shortest_paths_new (void);
void shortest_paths_free (ShortestPaths *paths);

/** Appends the links of a shortest path; where several links lead nearer the flow's hash picks one. There is a path. */
void shortest_paths_route (ShortestPaths *paths, const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links);
/** The number of links of the longest of the shortest paths between two of the hosts, at least two of them. */
guint shortest_paths_diameter (ShortestPaths *paths, const Topology *topology);
