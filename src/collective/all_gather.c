/* All-gather around a ring: the second half of the ring all-reduce. */
#include "collective/ring_side.h"

static guint
all_gather_n_steps (const Plan *plan, guint rank, guint lane)
{
  return plan->n_ranks - 1;
}

static void
all_gather_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  RingSide ring = ring_side (rank, 1, plan->n_ranks);
  ring_side_all_gather (&ring, 0, plan->n_elements, i, out);
}

static double
all_gather_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  return grid_closed_form (plan, (const guint[]){ plan->n_ranks, 1, 1 }, alpha_s, beta_s_per_byte) / 2;
}

const Collective collective_all_gather = {
  .name = "all-gather",
  .summary = "everybody gets every rank's chunk, around a ring",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_ALL_GATHER,
  .n_steps = all_gather_n_steps,
  .step = all_gather_step,
  .closed_form_s = all_gather_closed_form,
};
