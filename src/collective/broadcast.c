/* Binomial broadcast: a rank receives the whole vector, then sends it to its children, the largest subtree first. */
#include "collective/binomial.h"

static guint
broadcast_n_steps (const Plan *plan, guint rank, guint lane)
{
  return binomial_n_steps (plan, rank);
}

static void
broadcast_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint v = binomial_from_rank (plan, rank), level = binomial_n_steps (plan, rank) - 1 - i;
  out->phase = PHASE_BROADCAST;
  if (v != 0 && i == 0)
    step_add (out, STEP_RECEIVE, binomial_to_rank (plan, binomial_parent (v)), 0, plan->n_elements);
  else
    step_add (out, STEP_SEND, binomial_to_rank (plan, v + (1u << level)), 0, plan->n_elements);
}

static double
broadcast_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  double bytes = chunk_largest_bytes (plan->n_elements, 1);
  return bytes > 0 ? ceil_log2 (plan->n_ranks) * (alpha_s + bytes * beta_s_per_byte) : 0;
}

const Collective collective_broadcast = {
  .name = "broadcast",
  .summary = "everybody gets the root's vector, down a binomial tree",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_BROADCAST,
  .n_steps = broadcast_n_steps,
  .step = broadcast_step,
  .closed_form_s = broadcast_closed_form,
};
