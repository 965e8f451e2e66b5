#include "training/outcome.h"

void
outcome_free (Outcome *outcome)
{
  if (!outcome)
    return;
  for (guint i = 0; i < outcome->n_workers; i++)
    g_free (outcome->workers[i].name);
  g_free (outcome->workers);
  g_clear_pointer (&outcome->links, g_array_unref);
  g_clear_pointer (&outcome->busiest, g_array_unref);
  g_clear_pointer (&outcome->link_names, g_string_chunk_free);
  g_array_unref (outcome->evaluations);
  g_free (outcome);
}
