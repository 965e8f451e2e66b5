/* What one wants to know of a topology at a glance. */
#pragma once

#include "network/topology.h"

typedef struct
{
  guint n_hosts, n_switches, n_cables;
  guint diameter;               /* links of the longest route between two hosts */
  double bisection;             /* bytes per second that can cross, one way, between one half of the hosts and the others */
  double oversubscription;      /* what the smaller half's hosts can send over that; each counted with its fastest link */
  double leaf_oversubscription; /* what a switch's own hosts can send over what its links to other switches carry, where that is
                                 * worst; NAN where no switch has both */
} TopologyFacts;

/** The bisection is the minimum cut (the maximum flow; Dinic 1970) between hosts 0 … ⌈n/2⌉ − 1 and the others, and on a grid the
 * narrowest of those across each side. Where the numbering follows the structure, as it does in all the kinds here, that is the
 * bisection bandwidth. With one host it is 0, and so is the oversubscription. That of the leaves is what racks and fat trees are
 * told: it does not depend on where the halves meet. */
void topology_facts (const Topology *topology, TopologyFacts *facts);
