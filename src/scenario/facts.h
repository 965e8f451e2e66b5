/* What is to be said about a key or a knob, alike for both: for the schema, explain and the manual. */
#pragma once

#include "scenario/keys.h"

typedef struct
{
  const char *name;
  KeyType type;
  gboolean list; /* of such values; one alone will do */
  Dimension dimension;
  const char **words;    /* NULL-terminated; NULL: any. Container owned */
  double min, max;       /* as a Key's */
  char *fallback;        /* the default as JSON, NULL: none. Owned */
  const char *otherwise; /* the default in words */
  const char *schema;    /* as a Key's */
  const char *also;
  gboolean required;
  const char *help, *since;
} Fact;

Fact fact_of_key (const Key *key);
Fact fact_of_knob (const Knob *knob);
void fact_clear (Fact *fact);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fact, fact_clear)

/** "a whole number", "a time with a unit, such as "25 us"", "one of bsp, ssp or asp". (transfer full) */
char *fact_kind (const Fact *fact);
/** "from 1 to 64", "above 0"; NULL: no bounds. (transfer full) */
char *fact_range (const Fact *fact);
/** "32", "the protocol's own", "required"; NULL: it may be left out. (transfer full) */
char *fact_default (const Fact *fact);
