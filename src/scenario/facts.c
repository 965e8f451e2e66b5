#include "scenario/facts.h"

#include <float.h>

#define VERSION_FIRST "0.1"
/* Bounds beyond these are not worth a word. */
#define UNLIMITED 1e15
#define UNLIMITED_QUANTITY 1e9

static char *
words_kind (const Knob *knob)
{
  g_autofree const char **names = knob->table ? word_names (knob->table) : NULL;
  const char *const *words = names ? names : knob->words;
  return words ? word_alternatives (words) : g_strdup ("a word");
}

static char *
base_kind (const Knob *knob)
{
  static const char *const names[] = {
    [KNOB_INTEGER] = "a whole number",
    [KNOB_NUMBER] = "a number",
    [KNOB_BOOLEAN] = "true or false",
    [KNOB_STRING] = "a string",
    [KNOB_PATH] = "a path",
    [KNOB_OBJECT] = "an object",
    [KNOB_OBJECTS] = "a list",
    [KNOB_INTEGERS] = "a whole number",
    [KNOB_NUMBERS] = "a number",
    [KNOB_WORDS] = "a string",
  };
  Dimension dimension = knob_dimension (knob);
  g_autofree char *words = knob->type == KNOB_WORD || knob->words ? words_kind (knob) : NULL;
  /* What has words or a dimension has no name here. */
  const char *one = words ? words : dimension == DIMENSION_NONE ? names[knob->type] : dimension_expectation (dimension);
  return knob_is_list (knob) ? g_strdup_printf ("%s, or a list of such", one) : g_strdup (one);
}

char *
fact_kind (const Knob *knob)
{
  g_autofree char *kind = base_kind (knob);
  if (!knob->also)
    return g_steal_pointer (&kind);
  return g_strdup_printf (knob->type == KNOB_OBJECTS ? "%s of objects, each of which may be %s instead" : "%s, or %s", kind,
                          knob->also);
}

static char *
bound_text (double bound, Dimension dimension)
{
  char buffer[32];
  return dimension == DIMENSION_NONE ? g_strdup (number_format (bound, buffer)) : unit_format (bound, dimension);
}

char *
fact_range (const Knob *knob)
{
  Dimension dimension = knob_dimension (knob);
  gboolean limited = knob->max != 0 && knob->max < (dimension == DIMENSION_NONE ? UNLIMITED : UNLIMITED_QUANTITY);
  if (knob->min == 0 && !limited)
    return NULL;
  g_autofree char *low = knob->min == DBL_MIN ? NULL : bound_text (knob->min, dimension);
  g_autofree char *high = limited ? bound_text (knob->max, dimension) : NULL;
  if (limited && knob->min == knob->max)
    return g_steal_pointer (&low);
  if (low && high)
    return g_strdup_printf ("from %s to %s", low, high);
  if (low)
    return g_strdup_printf ("from %s", low);
  return high ? g_strdup_printf ("above 0, up to %s", high) : g_strdup ("above 0");
}

char *
fact_default (const Member *member)
{
  if (member->knob->required)
    return g_strdup ("required");
  return member->knob->otherwise ? g_strdup (member->knob->otherwise) : member_default (member);
}

const char *
fact_since (const Knob *knob)
{
  return knob->since ? knob->since : VERSION_FIRST;
}

char *
fact_line (const Member *member)
{
  g_autofree char *kind = fact_kind (member->knob), *range = fact_range (member->knob), *fallback = fact_default (member);
  const char *before = member->knob->required ? "; " : "; default ";
  return g_strconcat (kind, range ? ", " : "", range ? range : "", fallback ? before : "", fallback ? fallback : "", NULL);
}
