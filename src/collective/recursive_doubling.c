/* Recursive-doubling all-reduce: at step i the ranks whose numbers differ in bit i exchange and reduce their whole vectors. */
#include "collective/fold.h"

static guint
recursive_doubling_n_steps (const Plan *plan, guint rank, guint lane)
{
  Fold fold = fold_of (plan, rank);
  return fold_n_steps (&fold, fold_log2 (plan->n_ranks));
}

static void
recursive_doubling_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  Fold fold = fold_of (plan, rank);
  guint core;
  if (fold_step (plan, &fold, i, fold_log2 (plan->n_ranks), &core, out))
    return;
  guint peer = fold_rank (&fold, fold.number ^ 1u << core);
  out->phase = PHASE_EXCHANGE;
  step_add (out, STEP_SEND, peer, 0, plan->n_elements);
  step_add (out, STEP_REDUCE, peer, 0, plan->n_elements);
}

/* ⌊lg N⌋ exchanges, and for other than powers of two the way in and out. */
static double
recursive_doubling_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  Fold fold = fold_of (plan, 0);
  double bytes = chunk_largest_bytes (plan->n_elements, 1);
  guint n_messages = fold_log2 (plan->n_ranks) + (fold.rest > 0 ? 2 : 0);
  return bytes > 0 ? n_messages * (alpha_s + bytes * beta_s_per_byte) : 0;
}

const Collective collective_recursive_doubling = {
  .name = "recursive-doubling",
  .summary = "whole vectors exchanged across distances 1, 2, 4 …: fewest messages in a row",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_ALL_REDUCE,
  .n_steps = recursive_doubling_n_steps,
  .step = recursive_doubling_step,
  .closed_form_s = recursive_doubling_closed_form,
};
