/* All-to-all, pairwise: at step i rank r sends to r+i and receives from r−i; step 0 copies its own chunk. */
#include "collective/plan.h"

static guint
all_to_all_n_steps (const Plan *plan, guint rank, guint lane)
{
  return plan->n_ranks;
}

static void
all_to_all_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint n = plan->n_ranks, to = (rank + i) % n, from = (rank + n - i) % n;
  gsize first, count;
  out->phase = PHASE_ALL_TO_ALL;
  chunk_range (plan->n_elements, n, to, &first, &count);
  step_add (out, STEP_SEND, to, first, count);
  plan_slot_range (plan, rank, from, &first, &count);
  step_add (out, STEP_RECEIVE, from, first, count);
}

/* Rank 0's chunks are the largest, and it receives N − 1 of them one after another. */
static double
all_to_all_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  double chunk = chunk_largest_bytes (plan->n_elements, plan->n_ranks);
  return chunk > 0 ? (plan->n_ranks - 1) * (alpha_s + chunk * beta_s_per_byte) : 0;
}

const Collective collective_all_to_all = {
  .name = "all-to-all",
  .summary = "every rank sends a chunk of its own to every other, pairwise",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_ALL_TO_ALL,
  .n_steps = all_to_all_n_steps,
  .step = all_to_all_step,
  .closed_form_s = all_to_all_closed_form,
};
