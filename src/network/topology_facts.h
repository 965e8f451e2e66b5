/* What one wants to know of a topology at a glance. */
#pragma once

#include "network/topology.h"

typedef struct
{
  guint n_hosts, n_switches, n_cables;
  guint diameter;           /* links of the longest route between two hosts */
  double bisection;         /* bytes per second, one way; bisection.h */
  gboolean bisection_exact; /* else there may be a narrower cut */
  double oversubscription;  /* what half of the hosts, the slower ones, can send over that; each counted with its fastest link */
  double leaf_oversubscription; /* what a switch's own hosts can send over what its links to other switches carry, where that is
                                 * worst; NAN where no switch has both */
} TopologyFacts;

/** With one host the bisection is 0, and so is the oversubscription. That of the leaves is what racks and fat trees are told: it
 *  does not depend on where the halves meet. */
void topology_facts (const Topology *topology, TopologyFacts *facts);
