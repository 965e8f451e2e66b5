#include <float.h>

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

static char *object_schema (const Member *object, guint indent);

static void
append_bounds (GString *out, const Knob *knob)
{
  char buffer[32];
  if (knob->min == 0 && knob->max == 0)
    return;
  if (knob->min == DBL_MIN)
    g_string_append (out, ", \"exclusiveMinimum\": 0");
  else
    g_string_append_printf (out, ", \"minimum\": %s", number_format (knob->min, buffer));
  if (knob->max != 0 && knob->max < DBL_MAX)
    g_string_append_printf (out, ", \"maximum\": %s", number_format (knob->max, buffer));
}

static void
append_words (GString *out, const Knob *knob)
{
  g_autofree const char **names = knob->table ? word_names (knob->table) : NULL;
  const char *const *words = names ? names : knob->words;
  g_string_append (out, "\"enum\": [");
  for (guint i = 0; words[i]; i++)
    {
      g_autofree char *word = string_json (words[i]);
      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", word);
    }
  g_string_append_c (out, ']');
}

/* The type of a value, or of one in a list of numbers. */
static void
append_type (GString *out, const Knob *knob)
{
  static const char *const names[] = {
    [KNOB_INTEGER] = "integer", [KNOB_NUMBER] = "number",    [KNOB_BOOLEAN] = "boolean", [KNOB_WORD] = "string",
    [KNOB_STRING] = "string",   [KNOB_PATH] = "string",      [KNOB_OBJECT] = "object",   [KNOB_OBJECTS] = "array",
    [KNOB_NUMBERS] = "number",  [KNOB_INTEGERS] = "integer", [KNOB_WORDS] = "string",
  };
  if ((knob->type == KNOB_WORD && !knob->also) || (knob->type == KNOB_WORDS && knob->words))
    append_words (out, knob);
  else if (knob_dimension (knob) != DIMENSION_NONE)
    {
      g_autofree char *pattern = string_json (dimension_pattern (knob_dimension (knob)));
      g_string_append_printf (out, "\"type\": \"string\", \"pattern\": %s", pattern);
    }
  else
    {
      g_string_append_printf (out, "\"type\": \"%s\"", names[knob->type]);
      append_bounds (out, knob);
    }
}

/* One of a value or a list of it. */
static void
append_list_type (GString *out, const Knob *knob)
{
  g_autoptr (GString) one = g_string_new (NULL);
  append_type (one, knob);
  g_string_append_printf (out, "\"anyOf\": [ { %s }, { \"type\": \"array\", \"items\": { %s } } ]", one->str, one->str);
}

/* The schema of a value whose members are nobody's concern. */
static char *
value_schema (const Member *member)
{
  const Knob *knob = member->knob;
  GString *out = g_string_new ("{ ");
  const char *otherwise = knob->otherwise;
  g_autofree char *text = g_strdup_printf ("%s%s%s", knob->help, otherwise ? "; default: " : "", otherwise ? otherwise : "");
  g_autofree char *help = string_json (text), *fallback = member_default (member);
  if (knob->schema)
    g_string_append (out, knob->schema);
  else if (knob_is_list (knob))
    append_list_type (out, knob);
  else
    append_type (out, knob);
  if (fallback)
    g_string_append_printf (out, ", \"default\": %s", fallback);
  g_string_append_printf (out, ", \"description\": %s }", help);
  return g_string_free (out, FALSE);
}

/* The schema @object, where a string will do too. (transfer full) @object */
static char *
or_a_string (const Knob *knob, char *object)
{
  g_autofree char *members = object;
  return g_strdup_printf (knob->also ? "{ \"anyOf\": [ { \"type\": \"string\" }, %s ] }" : "%s", members);
}

static char *
list_schema (const Member *list, guint indent)
{
  g_autofree char *help = string_json (list->knob->help);
  g_autofree char *items = or_a_string (list->knob, object_schema (list, indent + JSON_INDENT));
  return g_strdup_printf ("{\n%*s\"type\": \"array\",\n%*s\"description\": %s,\n%*s\"items\": %s\n%*s}",
                          (int)(indent + JSON_INDENT), "", (int)(indent + JSON_INDENT), "", help, (int)(indent + JSON_INDENT), "",
                          items, (int)indent, "");
}

static char *
member_schema (const Member *member, guint indent)
{
  g_autoptr (GArray) members = members_of (member);
  if (members->len == 0)
    return value_schema (member);
  if (member->knob->type == KNOB_OBJECTS)
    return list_schema (member, indent);
  return or_a_string (member->knob, object_schema (member, indent));
}

/* The schemas of what is called @name in @members, each once: several words may bring a knob of that name. */
static char *
named_schema (const GArray *members, const char *name, guint indent)
{
  g_autoptr (GPtrArray) schemas = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      if (strcmp (member_name (member), name) != 0)
        continue;
      g_autofree char *schema = member_schema (member, indent);
      if (!g_ptr_array_find_with_equal_func (schemas, schema, g_str_equal, NULL))
        g_ptr_array_add (schemas, g_steal_pointer (&schema));
    }
  if (schemas->len == 1)
    return g_strdup (g_ptr_array_index (schemas, 0));
  g_ptr_array_add (schemas, NULL);
  g_autofree char *all = g_strjoinv (", ", (char **)schemas->pdata);
  return g_strdup_printf ("{ \"anyOf\": [ %s ] }", all);
}

static gboolean
is_planned (const Member *member)
{
  return member->key && member->key->planned;
}

/* Each name once. */
static void
append_properties (GString *out, const GArray *members, guint indent)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      if (is_planned (member) || !g_hash_table_add (said, (gpointer)member_name (member)))
        continue;
      g_autofree char *schema = named_schema (members, member_name (member), indent);
      g_autofree char *quoted = string_json (member_name (member));
      g_string_append_printf (out, "%s\n%*s%s: %s", out->len > 0 ? "," : "", (int)indent, "", quoted, schema);
    }
}

static void
append_required (GString *out, const GArray *members, guint indent)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      if (member->knob->required && !is_planned (member) && !member->table)
        g_string_append_printf (names, "%s\"%s\"", names->len > 0 ? ", " : "", member_name (member));
    }
  if (names->len > 0)
    g_string_append_printf (out, "%*s\"required\": [%s],\n", (int)indent, "", names->str);
}

/* An object, or an element of a list of them; NULL: a scenario. */
static char *
object_schema (const Member *object, guint indent)
{
  g_autoptr (GArray) members = members_of (object);
  g_autoptr (GString) properties = g_string_new (NULL);
  guint inside = indent + JSON_INDENT;
  append_properties (properties, members, inside + JSON_INDENT);
  g_autofree char *help = string_json (object ? object->knob->help : "a scenario of lockstep");
  GString *out = g_string_new ("{\n");
  if (!object)
    g_string_append_printf (out, "%*s\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n%*s" DEFINITIONS ",\n",
                            (int)inside, "", (int)inside, "");
  g_string_append_printf (out, "%*s\"type\": \"object\",\n", (int)inside, "");
  if (!object || object->knob->type == KNOB_OBJECT)
    g_string_append_printf (out, "%*s\"description\": %s,\n", (int)inside, "", help);
  append_required (out, members, inside);
  if (object && object->knob->schema)
    g_string_append_printf (out, "%*s%s,\n", (int)inside, "", object->knob->schema);
  g_string_append_printf (out, "%*s\"additionalProperties\": false,\n%*s\"properties\": {%s\n%*s}\n%*s}", (int)inside, "",
                          (int)inside, "", properties->str, (int)inside, "", (int)indent, "");
  return g_string_free (out, FALSE);
}

char *
schema_text (void)
{
  g_autofree char *object = object_schema (NULL, 0);
  return g_strconcat (object, "\n", NULL);
}
