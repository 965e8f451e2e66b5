/* Binomial reduce: a rank reduces its children's vectors, the smallest subtree first, then sends to its parent. */
#include "collective/binomial.h"

static guint
reduce_n_steps (const Plan *plan, guint rank, guint lane)
{
  return binomial_n_steps (plan, rank);
}

static void
reduce_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint v = binomial_from_rank (plan, rank);
  out->phase = PHASE_REDUCE;
  if (i < binomial_n_children (plan->n_ranks, v))
    step_add (out, STEP_REDUCE, binomial_to_rank (plan, v + (1u << i)), 0, plan->n_elements);
  else
    step_add (out, STEP_SEND, binomial_to_rank (plan, binomial_parent (v)), 0, plan->n_elements);
}

static double
reduce_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  double bytes = chunk_largest_bytes (plan->n_elements, 1);
  return bytes > 0 ? ceil_log2 (plan->n_ranks) * (alpha_s + bytes * beta_s_per_byte) : 0;
}

const Collective collective_reduce = {
  .name = "reduce",
  .summary = "the root gets the reduction, up a binomial tree",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_REDUCE,
  .n_steps = reduce_n_steps,
  .step = reduce_step,
  .closed_form_s = reduce_closed_form,
};
