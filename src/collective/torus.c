/* Torus all-reduce: reduce-scatter along the first side, each rank's part along the second, then the third; all-gather back. With
 * rank = x + a·(y + b·z) every message goes to a neighbour. Sides that are not given are the two nearest to a square.
 */
#include "base/error.h"
#include "collective/ring_side.h"

void
torus_sides (const Plan *plan, guint sides[3])
{
  const guint *dims = plan->dims;
  guint a = 1;
  for (guint d = 2; d * d <= plan->n_ranks; d++)
    if (plan->n_ranks % d == 0)
      a = d;
  sides[0] = dims[0] > 0 ? dims[0] : a;
  sides[1] = dims[0] > 0 ? MAX (dims[1], 1) : plan->n_ranks / a;
  sides[2] = dims[0] > 0 ? MAX (dims[2], 1) : 1;
}

static gboolean
torus_accepts (const Plan *plan, GError **error)
{
  guint sides[3];
  torus_sides (plan, sides);
  if ((guint64)sides[0] * sides[1] * sides[2] == plan->n_ranks)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a torus of %u × %u × %u does not have %u ranks", sides[0], sides[1],
               sides[2], plan->n_ranks);
  return FALSE;
}

static guint
torus_n_steps (const Plan *plan, guint rank, guint lane)
{
  guint sides[3];
  torus_sides (plan, sides);
  return grid_n_steps (sides);
}

static void
torus_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint sides[3];
  torus_sides (plan, sides);
  grid_step (plan, sides, rank, i, out);
}

static double
torus_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  guint sides[3];
  torus_sides (plan, sides);
  return grid_closed_form (plan, sides, alpha_s, beta_s_per_byte);
}

const Collective collective_torus = {
  .name = "torus",
  .summary = "reduce-scatter along each side of a torus, all-gather back",
  .paper = "Mikami et al., Massively distributed SGD: ImageNet/ResNet-50 training in a flash, 2018",
  .result = RESULT_ALL_REDUCE,
  .accepts = torus_accepts,
  .n_steps = torus_n_steps,
  .step = torus_step,
  .sides = torus_sides,
  .closed_form_s = torus_closed_form,
};
