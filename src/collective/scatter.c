/* Binomial scatter: a rank receives the chunks of its whole subtree, then sends each child's on, the largest subtree first. */
#include "collective/subtree.h"

static guint
scatter_n_steps (const Plan *plan, guint rank, guint lane)
{
  return binomial_n_steps (plan, rank);
}

static void
scatter_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint v = binomial_from_rank (plan, rank), child = v + (1u << (binomial_n_steps (plan, rank) - 1 - i));
  out->phase = PHASE_SCATTER;
  if (v != 0 && i == 0)
    subtree_add (plan, v, STEP_RECEIVE, binomial_to_rank (plan, binomial_parent (v)), out);
  else
    subtree_add (plan, child, STEP_SEND, binomial_to_rank (plan, child), out);
}

const Collective collective_scatter = {
  .name = "scatter",
  .summary = "every rank gets its chunk of the root's vector, down a binomial tree",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_SCATTER,
  .n_steps = scatter_n_steps,
  .step = scatter_step,
  .closed_form_s = subtree_closed_form,
};
