/* The binomial tree over ranks 0 … n−1, rooted at 0: the parent of v is v without its lowest bit, its i-th child is v + 2^i. The
 * subtree of child i are the ranks v + 2^i … v + 2^(i+1) − 1, as far as there are so many.
 */
#pragma once

#include <glib.h>

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
