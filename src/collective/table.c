#include "collective/plan.h"

#include <string.h>

const Collective *const all_reduce_table[] = { &collective_ring, &collective_tree, NULL };
const Collective *const collective_table[] = { &collective_ring, &collective_tree, NULL };

const Collective *
collective_find (const char *name)
{
  for (const Collective *const *entry = collective_table; *entry; entry++)
    if (strcmp ((*entry)->name, name) == 0)
      return *entry;
  return NULL;
}
