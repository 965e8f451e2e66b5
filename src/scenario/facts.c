#include "scenario/facts.h"

#include <float.h>

#include "scenario/writer.h"

#define VERSION_FIRST "0.1"
/* Bounds beyond these are not worth a word. */
#define UNLIMITED 1e15
#define UNLIMITED_QUANTITY 1e9

Fact
fact_of_key (const Key *key)
{
  return (Fact){
    .name = key_name (key),
    .type = key->type,
    .dimension = key->dimension,
    .words = key->type == KEY_WORD ? word_names (key->words) : NULL,
    .min = key->min,
    .max = key->max,
    .fallback = key_default (key),
    .otherwise = key->otherwise,
    .schema = key->schema,
    .also = key->also,
    .required = key->required,
    .help = key->help,
    .since = key->since ? key->since : VERSION_FIRST,
  };
}

static KeyType
knob_key_type (const Knob *knob)
{
  switch (knob->type)
    {
    case KNOB_INTEGER:
    case KNOB_INTEGERS:
      return KEY_INTEGER;
    case KNOB_NUMBER:
      return KEY_NUMBER;
    case KNOB_BOOLEAN:
      return KEY_BOOLEAN;
    case KNOB_WORD:
      return knob->words ? KEY_WORD : KEY_STRING;
    case KNOB_PATH:
      return KEY_STRING;
    case KNOB_TIME:
    case KNOB_BYTES:
    case KNOB_RATE:
    case KNOB_TIMES:
    case KNOB_RATES:
      return KEY_QUANTITY;
    case KNOB_WORDS:
    case KNOB_LINKS:
      return KEY_LIST;
    }
  g_return_val_if_reached (KEY_STRING);
}

static Dimension
knob_dimension (const Knob *knob)
{
  gboolean time = knob->type == KNOB_TIME || knob->type == KNOB_TIMES;
  return time ? DIMENSION_TIME : knob->type == KNOB_BYTES ? DIMENSION_BYTES : DIMENSION_RATE;
}

static const char links_schema[] =
    "\"type\": \"array\", \"items\": { \"type\": \"object\", \"required\": [\"from\", \"to\"], \"additionalProperties\": false, "
    "\"properties\": { \"from\": { \"type\": \"string\" }, \"to\": { \"type\": \"string\" }, \"bandwidth\": { \"type\": "
    "\"string\" }, "
    "\"latency\": { \"type\": \"string\" } } }";

static const char strings_schema[] = "\"type\": \"array\", \"items\": { \"type\": \"string\" }";

Fact
fact_of_knob (const Knob *knob)
{
  return (Fact){
    .name = knob->name,
    .type = knob_key_type (knob),
    .list = knob->type == KNOB_INTEGERS || knob->type == KNOB_TIMES || knob->type == KNOB_RATES,
    .dimension = knob_dimension (knob),
    .schema = knob->type == KNOB_LINKS   ? links_schema
              : knob->type == KNOB_WORDS ? strings_schema
                                         : NULL,
    .words = knob->words ? g_memdup2 (knob->words, (g_strv_length ((char **)knob->words) + 1) * sizeof *knob->words) : NULL,
    .min = knob->min,
    .max = knob->max,
    .fallback = knob_default_json (knob),
    .required = knob->required,
    .help = knob->help,
    .since = knob->since ? knob->since : VERSION_FIRST,
  };
}

void
fact_clear (Fact *fact)
{
  g_clear_pointer (&fact->words, g_free);
  g_clear_pointer (&fact->fallback, g_free);
}

static char *
base_kind (const Fact *fact)
{
  static const char *const names[] = {
    [KEY_OBJECT] = "an object",       [KEY_LIST] = "a list",     [KEY_STRING] = "a string",
    [KEY_INTEGER] = "a whole number", [KEY_NUMBER] = "a number", [KEY_BOOLEAN] = "true or false",
  };
  const char *one = fact->type == KEY_QUANTITY ? dimension_expectation (fact->dimension) : names[fact->type];
  if (fact->type == KEY_WORD)
    return word_alternatives (fact->words);
  return fact->list ? g_strdup_printf ("%s, or a list of such", one) : g_strdup (one);
}

char *
fact_kind (const Fact *fact)
{
  g_autofree char *kind = base_kind (fact);
  return fact->also ? g_strdup_printf ("%s, or %s", kind, fact->also) : g_steal_pointer (&kind);
}

static char *
bound_text (const Fact *fact, double bound)
{
  char buffer[32];
  return fact->type == KEY_QUANTITY ? unit_format (bound, fact->dimension) : g_strdup (number_format (bound, buffer));
}

char *
fact_range (const Fact *fact)
{
  gboolean numeric = fact->type == KEY_INTEGER || fact->type == KEY_NUMBER || fact->type == KEY_QUANTITY;
  gboolean limited = fact->max != 0 && fact->max < (fact->type == KEY_QUANTITY ? UNLIMITED_QUANTITY : UNLIMITED);
  if (!numeric || (fact->min == 0 && !limited))
    return NULL;
  g_autofree char *low = fact->min == DBL_MIN ? NULL : bound_text (fact, fact->min);
  g_autofree char *high = limited ? bound_text (fact, fact->max) : NULL;
  if (limited && fact->min == fact->max)
    return g_steal_pointer (&low);
  if (low && high)
    return g_strdup_printf ("from %s to %s", low, high);
  if (low)
    return g_strdup_printf ("from %s", low);
  return high ? g_strdup_printf ("above 0, up to %s", high) : g_strdup ("above 0");
}

char *
fact_default (const Fact *fact)
{
  if (fact->required)
    return g_strdup ("required");
  return g_strdup (fact->otherwise ? fact->otherwise : fact->fallback);
}
