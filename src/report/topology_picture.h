/* topo.svg: the machines, switches and cables of a topology.
 *
 * With switches: hosts in a row below, every switch at its tier, or as high as its distance from the nearest host. Without: a ring
 * of hosts, or for a torus its grid, where a cable that leads round or to another layer is drawn as two stubs.
 */
#pragma once

#include "network/topology_facts.h"

#define TOPOLOGY_PICTURE_NODES 600

/** Writes topo.gp, its data and, with gnuplot, topo.svg into the existing folder @dir. @names: of all nodes; [n_nodes]. @route:
 * links to be marked (guint32), may be NULL. Only for at most TOPOLOGY_PICTURE_NODES nodes; beyond that @note says so and nothing
 * is drawn. LOCKSTEP_ERROR_RUN. */
gboolean topology_picture_write (const Topology *topology, const TopologyFacts *facts, const char *const *names,
                                 const char *title, const GArray *route, const char *dir, char **note, GError **error);
