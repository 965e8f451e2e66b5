/* Pipelined chain broadcast: the vector in k chunks down a chain of all ranks from the root; while a rank receives a chunk it
 * passes on the one before.
 *
 * The larger chunks come first, so the slowest path is the first chunk to the end of the chain and then all others behind it:
 * (N − 2)(α + c0·β) + k·α + S·β, which is (N − 2 + k)(α + S/k·β) for equal chunks; best with k = √((N − 2)·Sβ/α).
 */
#include "collective/binomial.h"


#define CHAIN_CHUNK_ELEMENTS 65536

static guint
chain_n_chunks (const Plan *plan)
{
  gsize wanted = plan->n_chunks > 0 ? plan->n_chunks : plan->n_elements / CHAIN_CHUNK_ELEMENTS;
  return CLAMP (wanted, 1, MAX (plan->n_elements, 1));
}

static gboolean
chain_is_end (const Plan *plan, guint v)
{
  return v == 0 || v == plan->n_ranks - 1;
}

static guint
chain_n_steps (const Plan *plan, guint rank, guint lane)
{
  if (plan->n_ranks == 1)
    return 0;
  return chain_n_chunks (plan) + !chain_is_end (plan, binomial_from_rank (plan, rank));
}

static void
chain_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint v = binomial_from_rank (plan, rank), k = chain_n_chunks (plan), sent = v == 0 ? i : i - 1;
  gsize first, count;
  out->phase = PHASE_BROADCAST;
  if (v > 0 && i < k)
    {
      chunk_range (plan->n_elements, k, i, &first, &count);
      step_add (out, STEP_RECEIVE, binomial_to_rank (plan, v - 1), first, count);
    }
  if (v < plan->n_ranks - 1 && sent < k)
    {
      chunk_range (plan->n_elements, k, sent, &first, &count);
      step_add (out, STEP_SEND, binomial_to_rank (plan, v + 1), first, count);
    }
}

static double
chain_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  guint k = chain_n_chunks (plan);
  double largest = chunk_largest_bytes (plan->n_elements, k), bytes = chunk_largest_bytes (plan->n_elements, 1);
  if (plan->n_ranks == 1 || bytes == 0)
    return 0;
  return (plan->n_ranks - 2) * (alpha_s + largest * beta_s_per_byte) + k * alpha_s + bytes * beta_s_per_byte;
}

const Collective collective_chain = {
  .name = "chain",
  .summary = "everybody gets the root's vector, in chunks down a chain of all ranks",
  .paper = "Thakur, Rabenseifner & Gropp, Optimization of collective communication operations in MPICH, IJHPCA 2005",
  .result = RESULT_BROADCAST,
  .n_steps = chain_n_steps,
  .step = chain_step,
  .closed_form_s = chain_closed_form,
};
