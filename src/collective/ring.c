/* Ring all-reduce (Patarasuk & Yuan, JPDC 2009): the vector in N chunks; for N−1 steps every rank reduces a chunk from its left
 * neighbour and passes on the one before, so that each then owns a chunk reduced; N−1 more steps pass the reduced chunks round.
 *
 * The larger chunk's journey is 2(N−1) hops, each a message after the one before: that is the time, whatever the other chunks
 * hold.
 */
#include "collective/ring_side.h"

static void
ring_sides (const Plan *plan, guint sides[3])
{
  sides[0] = plan->n_ranks;
  sides[1] = sides[2] = 1;
}

static guint
ring_n_steps (const Plan *plan, guint rank, guint lane)
{
  return 2 * (plan->n_ranks - 1);
}

static void
ring_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  RingSide ring = ring_side (rank, 1, plan->n_ranks);
  guint half = plan->n_ranks - 1;
  if (i < half)
    ring_side_reduce_scatter (&ring, 0, plan->n_elements, i, out);
  else
    ring_side_all_gather (&ring, 0, plan->n_elements, i - half, out);
}

static double
ring_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  return grid_closed_form (plan, (const guint[]){ plan->n_ranks, 1, 1 }, alpha_s, beta_s_per_byte);
}

const Collective collective_ring = {
  .name = "ring",
  .summary = "reduce-scatter, then all-gather, around a ring of all ranks",
  .paper = "Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms for clusters of workstations, JPDC 2009",
  .result = RESULT_ALL_REDUCE,
  .n_steps = ring_n_steps,
  .step = ring_step,
  .sides = ring_sides,
  .closed_form_s = ring_closed_form,
};
