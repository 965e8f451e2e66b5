/* Reduce-scatter around a ring: the first half of the ring all-reduce. */
#include "collective/ring_side.h"

static guint
reduce_scatter_n_steps (const Plan *plan, guint rank, guint lane)
{
  return plan->n_ranks - 1;
}

static void
reduce_scatter_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  RingSide ring = ring_side (rank, 1, plan->n_ranks);
  ring_side_reduce_scatter (&ring, 0, plan->n_elements, i, out);
}

static double
reduce_scatter_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  return grid_closed_form (plan, (const guint[]){ plan->n_ranks, 1, 1 }, alpha_s, beta_s_per_byte) / 2;
}

const Collective collective_reduce_scatter = {
  .name = "reduce-scatter",
  .summary = "every rank gets its chunk of the reduction, around a ring",
  .paper = "Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms for clusters of workstations, JPDC 2009",
  .result = RESULT_REDUCE_SCATTER,
  .n_steps = reduce_scatter_n_steps,
  .step = reduce_scatter_step,
  .closed_form_s = reduce_scatter_closed_form,
};
