/* Ring all-reduce (Patarasuk & Yuan, JPDC 2009): the vector in N chunks; for N−1 steps every rank reduces a chunk from its left
 * neighbour and passes on the one before, so that rank r then owns chunk r+1 reduced; N−1 more steps pass the reduced chunks
 * round.
 *
 * Chunk c goes all the way round from rank c: at step s the rank r sends chunk r−s and receives chunk r−s−1 (mod N). The larger
 * chunk's journey is 2(N−1) hops, each a message after the one before: that is the time, whatever the other chunks hold.
 */
#include "collective/plan.h"

static guint
ring_n_steps (const Plan *plan, guint rank, guint lane)
{
  return 2 * (plan->n_ranks - 1);
}

static void
ring_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint n = plan->n_ranks;
  guint right = rank + 1 < n ? rank + 1 : 0, left = rank ? rank - 1 : n - 1;
  guint sent = (rank + 2 * n - i) % n, received = sent ? sent - 1 : n - 1;
  gsize first, count;
  chunk_range (plan->n_elements, n, sent, &first, &count);
  step_add (out, STEP_SEND, right, first, count);
  chunk_range (plan->n_elements, n, received, &first, &count);
  step_add (out, i < n - 1 ? STEP_REDUCE : STEP_RECEIVE, left, first, count);
}

static double
ring_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  gsize first, count;
  chunk_range (plan->n_elements, plan->n_ranks, 0, &first, &count);
  return count ? 2.0 * (plan->n_ranks - 1) * (alpha_s + count * ELEMENT_BYTES * beta_s_per_byte) : 0;
}

const Collective collective_ring = {
  .name = "ring",
  .summary = "reduce-scatter, then all-gather, around a ring of all ranks",
  .paper = "Patarasuk & Yuan, Bandwidth optimal all-reduce algorithms, JPDC 2009",
  .result = RESULT_ALL_REDUCE,
  .n_steps = ring_n_steps,
  .step = ring_step,
  .closed_form_s = ring_closed_form,
};
