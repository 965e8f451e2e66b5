/* What an all-reduce costs on a topology, by the cost model: α seconds a message and β seconds a byte, both taken from the routes
 * that its messages go.
 *
 * A collective's messages follow patterns: everybody to the next one along a side of a grid (ring, torus, two-level), or pairs at
 * distance 1, 2, 4 … (trees and doublings). A pattern's α is its longest path latency; its β is that of the link which, when
 * everybody sends at once, has the most to carry for its rate. A tree has one message between two places at a time. The closed
 * form with the worst α and β of its patterns is the estimate; two-level adds that of its rings inside and across. On a star this
 * is the closed form itself.
 */
#pragma once

#include "collective/plan.h"
#include "network/network.h"

/** Seconds that @plan, an all-reduce among the first n_ranks hosts, takes. @shared: flows share links; @overhead_s: a message's,
 * at each end. */
double plan_estimate_s (const Plan *plan, const Topology *topology, gboolean shared, double overhead_s);
