/* What may stand in a scenario, whoever declares it: a row of the table of keys, a member of an object of knobs, or a knob that a
 * word brings. The schema, lockstep explain, scenario(5) and the axes of a sweep see scenarios through this alone.
 */
#pragma once

#include "scenario/keys.h"

typedef struct
{
  const Key *key; /* NULL: it is no row */
  const Knob *knob;
  const WordTable *table; /* the word that brings it; NULL: it may stand there whatever was chosen */
  gconstpointer word;
} Member;

/** What may stand in @object, or in an element of the list @object (NULL: in a scenario), under any choice of words, each word's
 * knobs behind the member that takes the word. (transfer full) an array of Member. */
GArray *members_of (const Member *object);
/** The next row of the table of keys as a Member, in order; *@i counts them from 0. FALSE at the end. */
gboolean members_next_row (guint *i, Member *out);
/** Whether @member holds members: an object, or a list of objects. */
gboolean member_is_object (const Member *member);
/** Its name for messages and for --set. */
const char *member_name (const Member *member);
/** Its default as JSON; NULL: none. (transfer full) */
char *member_default (const Member *member);

/** What @pointer names, with any index, "-" or "*" for an element. FALSE when nothing may stand there; then the nearest pointer
 * that names something is in @nearest (transfer full), or NULL. */
gboolean member_find (const char *pointer, Member *out, char **nearest);
/** The names in @object, a pattern as in the table of keys, that are rows. NULL-terminated. (transfer container) */
const char **row_names (const char *object);
