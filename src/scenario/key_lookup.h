/* Which key a pointer names: a row of the table, or a knob that some word brings. */
#pragma once

#include "scenario/keys.h"

typedef struct
{
  const Key *key; /* the row; of a knob the row that chooses the word which has it */
  gboolean is_knob;
  Knob knob; /* as the first word that has it declares it */
} KeyPlace;

/** "/cluster/groups/3/workers" as the table writes it, with "*" for every index. (transfer full) */
char *key_pattern (const char *pointer);
/** FALSE when @pointer names no key; then the nearest one that does is in @nearest (transfer full) or NULL. */
gboolean key_lookup (const char *pointer, KeyPlace *out, char **nearest);
