#include "scenario/writer.h"

char *
integers_json (const gint64 *values, guint n)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", values[i]);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static char *
number_json (double value)
{
  char buffer[32];
  return g_strdup (number_format (value, buffer));
}

static char *
quantity_json (double value, Dimension dimension)
{
  g_autofree char *text = unit_format (value, dimension);
  return string_json (text);
}

/* A number kept as a double, with its unit where it has one. */
static char *
double_json (const Key *key, double value)
{
  if (isnan (value) || (value == 0 && key->zero_absent))
    return NULL;
  return key->type == KEY_QUANTITY ? quantity_json (value, key->dimension) : number_json (value);
}

static char *
integer_json (const Key *key, guint64 value)
{
  return value == 0 && key->zero_absent ? NULL : g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

static char *
time_json (const Key *key, SimTime value)
{
  return value < 0 || (value == 0 && key->zero_absent) ? NULL : quantity_json (sim_time_to_s (value), DIMENSION_TIME);
}

static char *
word_json (const WordTable *words, gconstpointer descriptor)
{
  return descriptor ? string_json (words->name (descriptor)) : NULL;
}

char *
key_json (const Key *key, gconstpointer base, guint indent)
{
  gconstpointer where = (const char *)base + key->at;
  if (key->form)
    return key->form->print (base, indent);
  if (key->type == KEY_OBJECT)
    return object_json (key->pointer, base, indent);
  switch (key->store)
    {
    case STORE_NOTHING:
      return NULL;
    case STORE_UINT:
      return integer_json (key, *(const guint *)where);
    case STORE_UINT64:
      return integer_json (key, *(const guint64 *)where);
    case STORE_DOUBLE:
      return double_json (key, *(const double *)where);
    case STORE_TIME:
      return time_json (key, *(const SimTime *)where);
    case STORE_BOOLEAN:
      return g_strdup (*(const gboolean *)where ? "true" : "false");
    case STORE_STRING:
      return *(char *const *)where ? string_json (*(char *const *)where) : NULL;
    case STORE_WORD:
      return word_json (key->words, *(const gconstpointer *)where);
    case STORE_INDEX:
      return word_json (key->words, key->words->at (*(const guint *)where));
    case STORE_IS_FIRST:
      return word_json (key->words, key->words->at (*(const gboolean *)where ? 0 : 1));
    }
  g_return_val_if_reached (NULL);
}

static char *
quantities_json (const double *values, guint n, Dimension dimension)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = quantity_json (values[i], dimension);
      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", text);
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static char *
strings_json (const char *const *strings)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; strings[i]; i++)
    {
      g_autofree char *text = string_json (strings[i]);
      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", text);
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static void
append_link (GString *out, const KnobLink *link)
{
  g_autofree char *from = string_json (link->from), *to = string_json (link->to);
  g_string_append_printf (out, "{ \"from\": %s, \"to\": %s", from, to);
  if (!isnan (link->bandwidth))
    {
      g_autofree char *bandwidth = quantity_json (link->bandwidth, DIMENSION_RATE);
      g_string_append_printf (out, ", \"bandwidth\": %s", bandwidth);
    }
  if (!isnan (link->latency))
    {
      g_autofree char *latency = quantity_json (link->latency, DIMENSION_TIME);
      g_string_append_printf (out, ", \"latency\": %s", latency);
    }
  g_string_append (out, " }");
}

static char *
links_json (const KnobLink *links, guint n)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      append_link (out, &links[i]);
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

static char *
knob_number_json (const Knob *knob, double value)
{
  if (isnan (value))
    return NULL;
  switch (knob->type)
    {
    case KNOB_BOOLEAN:
      return g_strdup (value != 0 ? "true" : "false");
    case KNOB_TIME:
      return quantity_json (value, DIMENSION_TIME);
    case KNOB_BYTES:
      return quantity_json (value, DIMENSION_BYTES);
    case KNOB_RATE:
      return quantity_json (value, DIMENSION_RATE);
    default:
      return number_json (value);
    }
}

char *
knob_json (const Knobs *knobs, const Knob *knob)
{
  guint n;
  const gint64 *integers;
  const double *numbers;
  const KnobLink *links;
  switch (knob->type)
    {
    case KNOB_WORD:
    case KNOB_PATH:
      return knob_word (knobs, knob->name) ? string_json (knob_word (knobs, knob->name)) : NULL;
    case KNOB_INTEGERS:
      integers = knob_integers (knobs, knob->name, &n);
      return n > 0 || knob_given (knobs, knob->name) ? integers_json (integers, n) : NULL;
    case KNOB_TIMES:
    case KNOB_RATES:
      numbers = knob_numbers (knobs, knob->name, &n);
      return n > 0 ? quantities_json (numbers, n, knob->type == KNOB_TIMES ? DIMENSION_TIME : DIMENSION_RATE) : NULL;
    case KNOB_WORDS:
      return knob_words (knobs, knob->name) ? strings_json (knob_words (knobs, knob->name)) : NULL;
    case KNOB_LINKS:
      links = knob_links (knobs, knob->name, &n);
      return n > 0 ? links_json (links, n) : NULL;
    default:
      return knob_number_json (knob, knob_number (knobs, knob->name));
    }
}

char *
knob_default_json (const Knob *knob)
{
  const Knob table[] = { *knob, { 0 } };
  g_autoptr (Knobs) knobs = knobs_new (table);
  return knob->required ? NULL : knob_json (knobs, knob);
}

static void
append_member (GString *out, const char *name, char *value, guint indent)
{
  g_autofree char *text = value;
  g_autofree char *quoted = string_json (name);
  if (text)
    g_string_append_printf (out, "%s\n%*s%s: %s", out->len > 0 ? "," : "", (int)indent, "", quoted, text);
}

static void
append_knobs (GString *out, const Key *key, gconstpointer base, guint indent)
{
  gconstpointer chosen = *(const gconstpointer *)((const char *)base + key->at);
  gconstpointer where = (const char *)base + key->knobs_at;
  Knob knob;
  for (guint i = 0; chosen && key->words->knob (chosen, i, &knob); i++)
    append_member (out, knob.name,
                   key->knobs_store == KNOBS_SET ? knob_json (*(Knobs *const *)where, &knob)
                                                 : number_json (((const double *)where)[i]),
                   indent);
}

char *
object_json (const char *pattern, gconstpointer base, guint indent)
{
  g_autoptr (GString) members = g_string_new (NULL);
  for (const Key *key = key_next_in (pattern, NULL); key; key = key_next_in (pattern, key))
    {
      if (key->planned || (key->shown && !key->shown (base)))
        continue;
      append_member (members, key_name (key), key_json (key, base, indent + JSON_INDENT), indent + JSON_INDENT);
      if (key->knobs_store != KNOBS_NONE)
        append_knobs (members, key, base, indent + JSON_INDENT);
    }
  return members->len > 0 ? g_strdup_printf ("{%s\n%*s}", members->str, (int)indent, "") : NULL;
}

char *
scenario_resolved (const Scenario *scenario)
{
  g_autofree char *object = object_json ("", scenario, 0);
  return g_strconcat (object, "\n", NULL);
}

char *
key_default (const Key *key)
{
  /* What an element of a list starts with follows from other keys. */
  if (key->required || key->otherwise || key->planned || key->type == KEY_OBJECT || strchr (key->pointer, '*'))
    return NULL;
  g_autoptr (Scenario) scenario = scenario_blank ();
  return key_json (key, scenario, 0);
}
