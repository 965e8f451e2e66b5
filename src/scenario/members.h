/* What may stand in /sweep beside axes, and in an element of /expect or /published. These objects are read by hand (grid.c,
 * expect.c, published.c) rather than by the table of keys; which members they have, and what the schema, explain and scenario(5)
 * say of them, is here, once.
 */
#pragma once

#include <glib.h>

typedef struct
{
  const char *object; /* "/sweep", or a pattern, with a star for any place of a list */
  const char *name;
  const char *schema; /* members of its JSON Schema */
  const char *help;   /* without a full stop at its end */
} Member;

/** Ends with a NULL object. */
extern const Member member_table[];

/** The names of @object's members, NULL-terminated and borrowed; none for any other object. (transfer container) */
const char **member_names (const char *object);
