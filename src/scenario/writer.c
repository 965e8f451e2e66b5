#include "scenario/writer.h"

#include "scenario/key_value.h"

char *
integers_json (const gint64 *values, guint n)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", values[i]);
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* A number with the unit of @dimension, where that has one; NULL: absent. */
static char *
real_json (double value, Dimension dimension)
{
  char buffer[32];
  if (isnan (value))
    return NULL;
  if (dimension == DIMENSION_NONE)
    return g_strdup (number_format (value, buffer));
  g_autofree char *text = unit_format (value, dimension);
  return string_json (text);
}

static char *
reals_json (const double *values, guint n, Dimension dimension)
{
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = real_json (values[i], dimension);
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

static char *
integer_json (const Knobs *knobs, const char *name)
{
  double value = knob_number (knobs, name);
  return isnan (value) || value < 0 ? real_json (value, DIMENSION_NONE)
                                    : g_strdup_printf ("%" G_GUINT64_FORMAT, knob_integer (knobs, name));
}

static void
append_member (GString *out, const char *name, char *value, guint indent)
{
  g_autofree char *text = value;
  g_autofree char *quoted = string_json (name);
  if (text)
    g_string_append_printf (out, "%s\n%*s%s: %s", out->len > 0 ? "," : "", (int)indent, "", quoted, text);
}

static char *
braced (const GString *members, guint indent)
{
  return members->len > 0 ? g_strdup_printf ("{%s\n%*s}", members->str, (int)indent, "") : NULL;
}

/* The knobs, and behind each word those that it brings. */
static void
append_knobs (GString *out, const Knobs *knobs, guint indent)
{
  for (const Knob *knob = knobs_table (knobs); knob && knob->name; knob++)
    {
      const Knobs *brought = NULL;
      append_member (out, knob->name, knob_json (knobs, knob, indent), indent);
      if (knob->table && knob_choice (knobs, knob->name, &brought))
        append_knobs (out, brought, indent);
    }
}

static char *
knobs_json (const Knobs *knobs, guint indent)
{
  g_autoptr (GString) members = g_string_new (NULL);
  append_knobs (members, knobs, indent + JSON_INDENT);
  return braced (members, indent);
}

static char *
objects_json (const Knobs *const *objects, guint n, guint indent)
{
  GString *out = g_string_new ("[");
  guint inside = indent + JSON_INDENT;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *object = knobs_json (objects[i], inside);
      g_string_append_printf (out, "%s\n%*s%s", i > 0 ? "," : "", (int)inside, "", object ? object : "{}");
    }
  g_string_append_printf (out, "\n%*s]", (int)indent, "");
  return g_string_free (out, FALSE);
}

char *
knob_json (const Knobs *knobs, const Knob *knob, guint indent)
{
  guint n;
  const gint64 *integers;
  const double *reals;
  const Knobs *object;
  const Knobs *const *objects;
  switch (knob->type)
    {
    case KNOB_INTEGER:
      return integer_json (knobs, knob->name);
    case KNOB_BOOLEAN:
      return g_strdup (knob_boolean (knobs, knob->name) ? "true" : "false");
    case KNOB_WORD:
    case KNOB_STRING:
    case KNOB_PATH:
      return knob_word (knobs, knob->name) ? string_json (knob_word (knobs, knob->name)) : NULL;
    case KNOB_NUMBER:
    case KNOB_TIME:
    case KNOB_BYTES:
    case KNOB_RATE:
    case KNOB_FLOPS_RATE:
      return real_json (knob_number (knobs, knob->name), knob_dimension (knob));
    case KNOB_INTEGERS:
      integers = knob_integers (knobs, knob->name, &n);
      return n > 0 || knob_given (knobs, knob->name) ? integers_json (integers, n) : NULL;
    case KNOB_NUMBERS:
    case KNOB_TIMES:
    case KNOB_RATES:
      reals = knob_numbers (knobs, knob->name, &n);
      return n > 0 ? reals_json (reals, n, knob_dimension (knob)) : NULL;
    case KNOB_WORDS:
      return knob_words (knobs, knob->name) ? strings_json (knob_words (knobs, knob->name)) : NULL;
    case KNOB_OBJECT:
      object = knob_object (knobs, knob->name);
      return object ? knobs_json (object, indent) : NULL;
    case KNOB_OBJECTS:
      objects = knob_objects (knobs, knob->name, &n);
      return n > 0 ? objects_json (objects, n, indent) : NULL;
    }
  g_return_val_if_reached (NULL);
}

char *
knob_default_json (const Knob *knob)
{
  const Knob alone[] = { *knob, { NULL } };
  g_autoptr (Knobs) knobs = knobs_new (alone);
  /* What is in an object says so for itself. */
  return knob->required || knob->otherwise || knob->type == KNOB_OBJECT ? NULL : knob_json (knobs, knob, 0);
}

char *
key_json (const Key *key, gconstpointer base, guint indent)
{
  const Knob alone[] = { key->knob, { NULL } };
  if (key->form)
    return key->form->print (base, indent);
  if (key->store == STORE_KNOBS)
    {
      const Knobs *members = *(Knobs *const *)((const char *)base + key->at);
      return members ? knobs_json (members, indent) : NULL;
    }
  if (key->knob.type == KNOB_OBJECT)
    {
      g_autofree char *object = key_pointer (key);
      return object_json (object, base, indent);
    }
  g_autoptr (Knobs) value = knobs_new (alone);
  return key_load (key, base, value) ? knob_json (value, alone, indent) : NULL;
}

static void
append_row (GString *out, const Key *key, gconstpointer base, guint indent)
{
  append_member (out, key->knob.name, key_json (key, base, indent), indent);
  if (!key_takes_knobs (key) || !key_chosen (key, base))
    return;
  g_autoptr (Knobs) knobs = key_load_knobs (key, base);
  append_knobs (out, knobs, indent);
}

char *
object_json (const char *object, gconstpointer base, guint indent)
{
  g_autoptr (GString) members = g_string_new (NULL);
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (!key->planned && (!key->shown || key->shown (base)))
      append_row (members, key, base, indent + JSON_INDENT);
  return braced (members, indent);
}

char *
scenario_resolved (const Scenario *scenario)
{
  g_autofree char *object = object_json ("", scenario, 0);
  return g_strconcat (object, "\n", NULL);
}

char *
key_default_json (const Key *key)
{
  /* What an element of a list starts with follows from other keys. */
  if (key->knob.required || key->knob.otherwise || key->planned || key->knob.type == KNOB_OBJECT || strchr (key->object, '*'))
    return NULL;
  g_autoptr (Scenario) scenario = scenario_blank ();
  return key_json (key, scenario, 0);
}
