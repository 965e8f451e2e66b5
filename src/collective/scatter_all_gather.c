/* Broadcast of long vectors: binomial scatter of the root's chunks, then all-gather around a ring (van de Geijn). */
#include "collective/ring_side.h"
#include "collective/subtree.h"

static guint
scatter_all_gather_n_steps (const Plan *plan, guint rank, guint lane)
{
  return binomial_n_steps (plan, rank) + plan->n_ranks - 1;
}

static void
scatter_all_gather_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint n_scatter = binomial_n_steps (plan, rank);
  RingSide ring = ring_side (rank, 1, plan->n_ranks);
  if (i < n_scatter)
    collective_scatter.step (plan, rank, lane, i, out);
  else
    ring_side_all_gather (&ring, 0, plan->n_elements, i - n_scatter, out);
}

/* At most: the last chunk is there when the scatter ends, and then goes all the way round. */
static double
scatter_all_gather_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  return collective_scatter.closed_form_s (plan, alpha_s, beta_s_per_byte)
         + collective_all_gather.closed_form_s (plan, alpha_s, beta_s_per_byte);
}

const Collective collective_scatter_all_gather = {
  .name = "scatter-all-gather",
  .summary = "everybody gets the root's vector: binomial scatter, then all-gather around a ring",
  .paper = "Barnett et al., Interprocessor collective communication library, SHPCC 1994",
  .result = RESULT_BROADCAST,
  .n_steps = scatter_all_gather_n_steps,
  .step = scatter_all_gather_step,
  .closed_form_s = scatter_all_gather_closed_form,
};
