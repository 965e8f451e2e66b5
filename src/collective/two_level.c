/* Two-level all-reduce: reduce-scatter around the ranks of a node, an all-reduce ring of each part across the nodes, all-gather
 * in the node. Ranks of a node are consecutive. Over links of different speed the two levels' times add up; on a star it is a
 * grid.
 */
#include "base/error.h"
#include "collective/ring_side.h"

static gboolean
two_level_accepts (const Plan *plan, GError **error)
{
  if (plan->group > 0 && plan->n_ranks % plan->group == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "two-level needs whole nodes: %u ranks are not a multiple of %u a node", plan->n_ranks, plan->group);
  return FALSE;
}

static void
two_level_sides (const Plan *plan, guint sides[3])
{
  sides[0] = plan->group;
  sides[1] = plan->n_ranks / plan->group;
  sides[2] = 1;
}

static guint
two_level_n_steps (const Plan *plan, guint rank, guint lane)
{
  guint sides[3];
  two_level_sides (plan, sides);
  return grid_n_steps (sides);
}

static void
two_level_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint sides[3];
  two_level_sides (plan, sides);
  grid_step (plan, sides, rank, i, out);
}

static double
two_level_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  guint sides[3];
  two_level_sides (plan, sides);
  return grid_closed_form (plan, sides, alpha_s, beta_s_per_byte);
}

const Collective collective_two_level = {
  .name = "two-level",
  .summary = "reduce-scatter inside each node, a ring across the nodes, all-gather inside",
  .paper = "Jia et al., Highly scalable deep learning training system with mixed-precision, 2018",
  .result = RESULT_ALL_REDUCE,
  .accepts = two_level_accepts,
  .n_steps = two_level_n_steps,
  .step = two_level_step,
  .sides = two_level_sides,
  .closed_form_s = two_level_closed_form,
};
