/* Binomial gather: a rank receives the chunks of each child's subtree, the smallest first, then sends its whole subtree's on. */
#include "collective/subtree.h"

static guint
gather_n_steps (const Plan *plan, guint rank, guint lane)
{
  return binomial_n_steps (plan, rank);
}

static void
gather_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint v = binomial_from_rank (plan, rank), child = v + (1u << i);
  out->phase = PHASE_GATHER;
  if (i < binomial_n_children (plan->n_ranks, v))
    subtree_add (plan, child, STEP_RECEIVE, binomial_to_rank (plan, child), out);
  else
    subtree_add (plan, v, STEP_SEND, binomial_to_rank (plan, binomial_parent (v)), out);
}

const Collective collective_gather = {
  .name = "gather",
  .summary = "the root gets every rank's chunk, up a binomial tree",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_GATHER,
  .n_steps = gather_n_steps,
  .step = gather_step,
  .closed_form_s = subtree_closed_form,
};
