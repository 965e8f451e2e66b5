/* What may stand in /sweep, and in a condition of /expect or /published, beside axes. These objects are read by hand (grid.c,
 * expect.c, published.c) rather than by the table of keys; what explain and scenario(5) say of them is here, once.
 */
#pragma once

typedef struct
{
  const char *object; /* "/sweep", or a pattern, with a star for any place of a list */
  const char *name;
  const char *help; /* without a full stop at its end */
} Member;

/** Ends with a NULL object. */
extern const Member member_table[];
