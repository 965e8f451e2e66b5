#include "training/outcome.h"

void
outcome_free (Outcome *outcome)
{
  if (!outcome)
    return;
  g_free (outcome->workers);
  g_clear_pointer (&outcome->links, g_array_unref);
  g_clear_pointer (&outcome->busiest, g_array_unref);
  g_clear_pointer (&outcome->names, g_string_chunk_free);
  g_clear_pointer (&outcome->topology, topology_free);
  g_array_unref (outcome->evaluations);
  g_free (outcome);
}
