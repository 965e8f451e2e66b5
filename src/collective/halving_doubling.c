/* Halving-doubling all-reduce (Rabenseifner): reduce-scatter by recursive halving across distances P/2 … 1, then all-gather by
 * recursive doubling across 1 … P/2. The vector is in P chunks; number r ends the first part with chunk r.
 *
 * Across distance d a rank exchanges d chunks. The first d chunks are the largest, and there is a path of exchanges of the first
 * chunks all the way, so the time is their sum; a little less where N is not a power of two and chunks differ.
 */
#include "collective/fold.h"

static guint
halving_doubling_n_steps (const Plan *plan, guint rank, guint lane)
{
  Fold fold = fold_of (plan, rank);
  return fold_n_steps (&fold, 2 * fold_log2 (plan->n_ranks));
}

static void
blocks_exchange (const Plan *plan, const Fold *fold, guint distance, gboolean halving, Step *out)
{
  guint peer_number = fold->number ^ distance, peer = fold_rank (fold, peer_number);
  guint own = fold->number & ~(distance - 1), others = peer_number & ~(distance - 1);
  gsize first, count;
  chunk_span (plan->n_elements, fold->power, halving ? others : own, distance, &first, &count);
  step_add (out, STEP_SEND, peer, first, count);
  chunk_span (plan->n_elements, fold->power, halving ? own : others, distance, &first, &count);
  step_add (out, halving ? STEP_REDUCE : STEP_RECEIVE, peer, first, count);
}

static void
halving_doubling_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  Fold fold = fold_of (plan, rank);
  guint levels = fold_log2 (plan->n_ranks), core;
  if (fold_step (plan, &fold, i, 2 * levels, &core, out))
    return;
  gboolean halving = core < levels;
  out->phase = halving ? PHASE_REDUCE_SCATTER : PHASE_ALL_GATHER;
  blocks_exchange (plan, &fold, 1u << (halving ? levels - 1 - core : core - levels), halving, out);
}

static double
halving_doubling_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  Fold fold = fold_of (plan, 0);
  if (plan->n_elements == 0)
    return 0;
  double total = fold.rest > 0 ? 2 * (alpha_s + chunk_largest_bytes (plan->n_elements, 1) * beta_s_per_byte) : 0;
  for (guint distance = 1; distance < fold.power; distance *= 2)
    {
      gsize first, count;
      chunk_span (plan->n_elements, fold.power, 0, distance, &first, &count);
      total += 2 * (alpha_s + count * ELEMENT_BYTES * beta_s_per_byte);
    }
  return total;
}

const Collective collective_halving_doubling = {
  .name = "halving-doubling",
  .summary = "recursive halving, then doubling: a ring's bytes in 2 lg N messages",
  .paper = "Rabenseifner, Optimization of collective reduction operations, ICCS 2004",
  .result = RESULT_ALL_REDUCE,
  .n_steps = halving_doubling_n_steps,
  .step = halving_doubling_step,
  .closed_form_s = halving_doubling_closed_form,
};
