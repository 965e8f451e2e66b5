/* A ring of some of the ranks: those along one side of a grid, whose numbers are a stride apart. Reduce-scatter and all-gather
 * around it, which ring, torus and two-level are made of.
 *
 * A range of elements is cut into as many chunks as the ring has places; chunk c belongs to place c. Reduce-scatter carries chunk
 * c from place c+1 round to its own in side − 1 hops, all-gather from its own to place c−1 in as many. Every step sends one chunk
 * to the right and receives one from the left.
 */
#pragma once

#include "collective/plan.h"

typedef struct
{
  guint side, place; /* place < side */
  guint left, right; /* ranks */
} RingSide;

static inline RingSide
ring_side (guint rank, guint stride, guint side)
{
  guint place = rank / stride % side, whole = (side - 1) * stride;
  return (RingSide){ .side = side,
                     .place = place,
                     .left = place > 0 ? rank - stride : rank + whole,
                     .right = place < side - 1 ? rank + stride : rank - whole };
}

/** Step @i < side − 1 over the @count elements from @first on. */
void ring_side_reduce_scatter (const RingSide *ring, gsize first, gsize count, guint i, Step *out);
void ring_side_all_gather (const RingSide *ring, gsize first, gsize count, guint i, Step *out);

/* An all-reduce over a grid of up to three sides, rank = x + side[0]·(y + side[1]·z): reduce-scatter along x, in each rank's part
 * along y, then z; then all-gather along z, y, x. */

/** The sides of a torus plan: its dims, or the two nearest to a square. */
void torus_sides (const Plan *plan, guint sides[3]);
guint grid_n_steps (const guint side[3]);
/** The part of the vector that @rank reduces along side @k, as an offset and a count. */
void grid_part (const Plan *plan, const guint side[3], guint rank, guint k, gsize *first, gsize *count);
void grid_step (const Plan *plan, const guint side[3], guint rank, guint i, Step *out);
/** Σ 2(side − 1)(α + part·β), each part being the largest of the one before: the journey of the largest chunk. */
double grid_closed_form (const Plan *plan, const guint side[3], double alpha_s, double beta_s_per_byte);
