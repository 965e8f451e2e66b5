#include "collective/subtree.h"

static void
chunks_add (const Plan *plan, guint chunk, guint n, StepKind kind, guint peer, Step *out)
{
  gsize first, count;
  chunk_span (plan->n_elements, plan->n_ranks, chunk, n, &first, &count);
  step_add (out, kind, peer, first, count);
}

void
subtree_add (const Plan *plan, guint child, StepKind kind, guint peer, Step *out)
{
  guint n = MIN (child & -child, plan->n_ranks - child), chunk = binomial_to_rank (plan, child);
  guint before_end = MIN (n, plan->n_ranks - chunk);
  chunks_add (plan, chunk, before_end, kind, peer, out);
  if (n > before_end)
    chunks_add (plan, 0, n - before_end, kind, peer, out);
}

double
subtree_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  double chunk = chunk_largest_bytes (plan->n_elements, plan->n_ranks);
  return chunk > 0 ? ceil_log2 (plan->n_ranks) * alpha_s + (plan->n_ranks - 1) * chunk * beta_s_per_byte : 0;
}
