/* The binomial tree over ranks 0 … n−1, rooted at 0: the parent of v is v without its lowest bit, its i-th child is v + 2^i. The
 * subtree of child i are the ranks v + 2^i … v + 2^(i+1) − 1, as far as there are so many. With another root the ranks are
 * counted from it.
 */
#pragma once

#include "collective/plan.h"

/** ⌈log2 n⌉, n >= 1. */
static inline guint
ceil_log2 (guint n)
{
  return n > 1 ? g_bit_storage (n - 1) : 0;
}

static inline guint
binomial_n_children (guint n, guint v)
{
  guint below = ceil_log2 (n - v); /* so many i have v + 2^i < n */
  return v ? MIN ((guint)g_bit_nth_lsf (v, -1), below) : below;
}

static inline guint
binomial_parent (guint v)
{
  return v & (v - 1);
}

/** @rank counted from the plan's root, and back. */
static inline guint
binomial_from_rank (const Plan *plan, guint rank)
{
  return rank >= plan->root ? rank - plan->root : rank + plan->n_ranks - plan->root;
}

static inline guint
binomial_to_rank (const Plan *plan, guint v)
{
  return v < plan->n_ranks - plan->root ? v + plan->root : v + plan->root - plan->n_ranks;
}

/** Steps of @rank with one for each neighbour in the tree. */
static inline guint
binomial_n_steps (const Plan *plan, guint rank)
{
  guint v = binomial_from_rank (plan, rank);
  return binomial_n_children (plan->n_ranks, v) + (v != 0);
}
