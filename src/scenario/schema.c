#include <float.h>

#include "scenario/facts.h"
#include "scenario/members.h"
#include "scenario/reference.h"
#include "scenario/writer.h"

/* An axis of a sweep: values, or a range of numbers. */
#define DEFINITIONS                                                                                                            \
  "\"definitions\": { \"axis\": { \"anyOf\": [ { \"type\": \"array\", \"minItems\": 1 }, { \"type\": \"object\", "             \
  "\"properties\": { "                                                                                                         \
  "\"range\": { \"type\": \"array\", \"items\": { \"type\": \"number\" }, \"minItems\": 2, \"maxItems\": 2 }, "                \
  "\"times\": { \"type\": \"number\", \"exclusiveMinimum\": 1 }, \"step\": { \"type\": \"number\", \"exclusiveMinimum\": 0 } " \
  "}, "                                                                                                                        \
  "\"required\": [\"range\"], \"additionalProperties\": false } ] } }"

static char *object_schema (const char *object, guint indent);

static void
append_bounds (GString *out, const Fact *fact)
{
  char buffer[32];
  if (fact->min == 0 && fact->max == 0)
    return;
  if (fact->min == DBL_MIN)
    g_string_append (out, ", \"exclusiveMinimum\": 0");
  else
    g_string_append_printf (out, ", \"minimum\": %s", number_format (fact->min, buffer));
  if (fact->max != 0 && fact->max < DBL_MAX)
    g_string_append_printf (out, ", \"maximum\": %s", number_format (fact->max, buffer));
}

static void
append_words (GString *out, const char *const *words)
{
  g_string_append (out, "\"enum\": [");
  for (guint i = 0; words[i]; i++)
    {
      g_autofree char *word = string_json (words[i]);
      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", word);
    }
  g_string_append_c (out, ']');
}

static void
append_type (GString *out, const Fact *fact)
{
  static const char *const names[] = { [KEY_OBJECT] = "object",   [KEY_LIST] = "array",    [KEY_STRING] = "string",
                                       [KEY_INTEGER] = "integer", [KEY_NUMBER] = "number", [KEY_BOOLEAN] = "boolean" };
  if (fact->type == KEY_WORD && !fact->also)
    append_words (out, fact->words);
  else if (fact->type == KEY_QUANTITY)
    {
      g_autofree char *pattern = string_json (dimension_pattern (fact->dimension));
      g_string_append_printf (out, "\"type\": \"string\", \"pattern\": %s", pattern);
    }
  else
    g_string_append_printf (out, "\"type\": \"%s\"", fact->type == KEY_WORD ? "string" : names[fact->type]);
  if (fact->type == KEY_INTEGER || fact->type == KEY_NUMBER)
    append_bounds (out, fact);
}

/* One of a value or a list of it. */
static void
append_list_type (GString *out, const Fact *fact)
{
  g_autoptr (GString) one = g_string_new (NULL);
  append_type (one, fact);
  g_string_append_printf (out, "\"anyOf\": [ { %s }, { \"type\": \"array\", \"items\": { %s } } ]", one->str, one->str);
}

/* The schema of a value that is no object. */
static char *
value_schema (const Fact *fact)
{
  GString *out = g_string_new ("{ ");
  g_autofree char *help = NULL;
  g_autofree char *text =
      g_strdup_printf ("%s%s%s", fact->help, fact->otherwise ? "; default: " : "", fact->otherwise ? fact->otherwise : "");
  if (fact->schema)
    g_string_append (out, fact->schema);
  else if (fact->list)
    append_list_type (out, fact);
  else
    append_type (out, fact);
  if (fact->fallback && !fact->otherwise)
    g_string_append_printf (out, ", \"default\": %s", fact->fallback);
  help = string_json (text);
  g_string_append_printf (out, ", \"description\": %s }", help);
  return g_string_free (out, FALSE);
}

static char *
list_schema (const Key *key, guint indent)
{
  g_autofree char *element = g_strconcat (key->pointer, "/*", NULL), *help = string_json (key->help);
  g_autofree char *items = object_schema (element, indent + JSON_INDENT);
  return g_strdup_printf ("{\n%*s\"type\": \"array\",\n%*s\"description\": %s,\n%*s\"items\": %s\n%*s}",
                          (int)(indent + JSON_INDENT), "", (int)(indent + JSON_INDENT), "", help, (int)(indent + JSON_INDENT), "",
                          items, (int)indent, "");
}

/* Of an object with axes, or of a list of strings and objects, whose members member_table has; NULL: @key is neither. */
static char *
members_schema (const Key *key)
{
  g_autofree char *element = g_strconcat (key->pointer, "/*", NULL), *help = string_json (key->help);
  const char *object = key->type == KEY_LIST ? element : key->pointer;
  g_autoptr (GString) properties = g_string_new (NULL);
  for (const Member *m = member_table; m->object; m++)
    if (g_str_equal (m->object, object))
      g_string_append_printf (properties, "%s\"%s\": { %s }", properties->len > 0 ? ", " : "", m->name, m->schema);
  if (properties->len == 0)
    return NULL;
  g_string_append (properties, " }, \"additionalProperties\": false");
  if (key->type == KEY_LIST)
    return g_strdup_printf ("{ \"type\": \"array\", \"items\": { \"anyOf\": [ { \"type\": \"string\" }, "
                            "{ \"type\": \"object\", \"properties\": { %s } ] }, \"description\": %s }",
                            properties->str, help);
  return g_strdup_printf ("{ \"type\": \"object\", \"patternProperties\": { \"^/\": { \"$ref\": \"#/definitions/axis\" } }, "
                          "\"properties\": { %s, \"description\": %s }",
                          properties->str, help);
}

static char *
key_schema (const Key *key, guint indent)
{
  g_auto (Fact) fact = fact_of_key (key);
  g_autofree char *element = g_strconcat (key->pointer, "/*", NULL);
  char *written = members_schema (key);
  if (written)
    return written;
  if (fact.schema)
    return value_schema (&fact);
  if (key->type == KEY_LIST && key_find (element))
    return list_schema (key, indent);
  if (key->type != KEY_OBJECT)
    return value_schema (&fact);
  char *object = object_schema (key->pointer, indent);
  if (!key->also)
    return object;
  g_autofree char *members = object;
  return g_strdup_printf ("{ \"anyOf\": [ { \"type\": \"string\" }, %s ] }", members);
}

/* The schemas of a knob, each once, of all words that @key may choose and that have it. */
static char *
knob_schema (const Key *key, const char *name)
{
  g_autoptr (GPtrArray) schemas = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; key->words->at (i); i++)
    {
      Knob knob;
      if (!word_knob (key->words, key->words->at (i), name, &knob))
        continue;
      g_auto (Fact) fact = fact_of_knob (&knob);
      g_autofree char *schema = value_schema (&fact);
      if (!g_ptr_array_find_with_equal_func (schemas, schema, g_str_equal, NULL))
        g_ptr_array_add (schemas, g_steal_pointer (&schema));
    }
  if (schemas->len == 1)
    return g_strdup (g_ptr_array_index (schemas, 0));
  g_ptr_array_add (schemas, NULL);
  g_autofree char *all = g_strjoinv (", ", (char **)schemas->pdata);
  return g_strdup_printf ("{ \"anyOf\": [ %s ] }", all);
}

static void
append_property (GString *out, const char *name, char *schema, guint indent)
{
  g_autofree char *text = schema;
  g_autofree char *quoted = string_json (name);
  g_string_append_printf (out, "%s\n%*s%s: %s", out->len > 0 ? "," : "", (int)indent, "", quoted, text);
}

/* The knobs that the words of @key bring into its object, each name once. */
static void
append_knobs (GString *out, const Key *key, guint indent)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  Knob knob;
  for (guint i = 0; key->words->at (i); i++)
    for (guint k = 0; key->words->knob (key->words->at (i), k, &knob); k++)
      if (!g_ptr_array_find_with_equal_func (said, knob.name, g_str_equal, NULL))
        {
          g_ptr_array_add (said, (gpointer)knob.name);
          append_property (out, knob.name, knob_schema (key, knob.name), indent);
        }
}

static void
append_required (GString *out, const char *object, guint indent)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (key->required && !key->planned)
      g_string_append_printf (names, "%s\"%s\"", names->len > 0 ? ", " : "", key_name (key));
  if (names->len > 0)
    g_string_append_printf (out, "%*s\"required\": [%s],\n", (int)indent, "", names->str);
}

static char *
object_schema (const char *object, guint indent)
{
  g_autoptr (GString) properties = g_string_new (NULL);
  const Key *self = *object ? key_find (object) : NULL;
  guint inside = indent + JSON_INDENT;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      if (key->planned)
        continue;
      append_property (properties, key_name (key), key_schema (key, inside + JSON_INDENT), inside + JSON_INDENT);
      if (key->knobs_store != KNOBS_NONE)
        append_knobs (properties, key, inside + JSON_INDENT);
    }
  g_autofree char *help = string_json (self ? self->help : "a scenario of lockstep");
  GString *out = g_string_new ("{\n");
  if (!self)
    g_string_append_printf (out, "%*s\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n%*s" DEFINITIONS ",\n",
                            (int)inside, "", (int)inside, "");
  g_string_append_printf (out, "%*s\"type\": \"object\",\n%*s\"description\": %s,\n", (int)inside, "", (int)inside, "", help);
  append_required (out, object, inside);
  g_string_append_printf (out, "%*s\"additionalProperties\": false,\n%*s\"properties\": {%s\n%*s}\n%*s}", (int)inside, "",
                          (int)inside, "", properties->str, (int)inside, "", (int)indent, "");
  return g_string_free (out, FALSE);
}

char *
schema_text (void)
{
  g_autofree char *object = object_schema ("", 0);
  return g_strconcat (object, "\n", NULL);
}
