/* Tree all-reduce: a binomial reduce to rank 0, the nearest child first, then a binomial broadcast, the furthest first. The whole
 * vector in every message.
 */
#include "collective/binomial.h"
#include "collective/plan.h"

static guint
tree_n_steps (const Plan *plan, guint rank, guint lane)
{
  return 2 * (binomial_n_children (plan->n_ranks, rank) + (rank != 0));
}

/* Steps of a rank with c children: c reductions, up, down, c sends. */
static void
tree_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint half = tree_n_steps (plan, rank, lane) / 2, n_children = binomial_n_children (plan->n_ranks, rank);
  gboolean up = i < half;
  guint level = up ? i : 2 * half - 1 - i;
  out->phase = up ? PHASE_REDUCE : PHASE_BROADCAST;
  if (level == n_children)
    step_add (out, up ? STEP_SEND : STEP_RECEIVE, binomial_parent (rank), 0, plan->n_elements);
  else
    step_add (out, up ? STEP_REDUCE : STEP_SEND, rank + (1u << level), 0, plan->n_elements);
}

static double
tree_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  return plan->n_elements ? 2.0 * ceil_log2 (plan->n_ranks) * (alpha_s + plan->n_elements * ELEMENT_BYTES * beta_s_per_byte) : 0;
}

const Collective collective_tree = {
  .name = "tree",
  .summary = "binomial reduce to one rank, then binomial broadcast",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_ALL_REDUCE,
  .n_steps = tree_n_steps,
  .step = tree_step,
  .closed_form_s = tree_closed_form,
};
