/* What scatter and gather carry along an edge of the binomial tree: the chunks of all ranks of the child's subtree. Counted from
 * the root these ranks are consecutive; as chunks they may wrap round the end of the vector, and are then two messages.
 */
#pragma once

#include "collective/binomial.h"

/** Adds to @out the chunks of the subtree of @child (counted from the root), with @peer (a rank) at the other end. */
void subtree_add (const Plan *plan, guint child, StepKind kind, guint peer, Step *out);
/** ⌈lg N⌉·α + (N − 1) chunks·β: equal for powers of two, at most that for other N, and chunks that differ. */
double subtree_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte);
