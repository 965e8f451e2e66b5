#include "base/error.h"
#include "collective/plan.h"

#include <string.h>

#define ALL_REDUCES                                                                                                          \
  &collective_ring, &collective_tree, &collective_double_tree, &collective_recursive_doubling, &collective_halving_doubling, \
      &collective_two_level, &collective_torus

const Collective *const all_reduce_table[] = { ALL_REDUCES, NULL };
const Collective *const collective_table[] = {
  ALL_REDUCES,
  &collective_broadcast,
  &collective_chain,
  &collective_scatter_all_gather,
  &collective_reduce,
  &collective_scatter,
  &collective_gather,
  &collective_all_gather,
  &collective_reduce_scatter,
  &collective_all_to_all,
  NULL,
};

WORDS (collective, Collective, collective_table)
const WordTable collective_words = { "collective", "collectives", PLAIN_WORD_FUNCTIONS (collective), NULL };

gboolean
plan_accepts (const Plan *plan, GError **error)
{
  if (plan->n_ranks == 0)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s needs at least one rank", plan->collective->name);
  else if (plan->root >= plan->n_ranks)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "the root %u is not among the %u ranks", plan->root, plan->n_ranks);
  else
    return !plan->collective->accepts || plan->collective->accepts (plan, error);
  return FALSE;
}
