#include <float.h>

#include "scenario/reader.h"

static const char *
found (const cJSON *node)
{
  switch (node->type & 0xFF)
    {
    case cJSON_False:
    case cJSON_True:
      return "true or false";
    case cJSON_NULL:
      return "null";
    case cJSON_Number:
      return "a number";
    case cJSON_String:
      return "a string";
    case cJSON_Array:
      return "a list";
    default:
      return "an object";
    }
}

static gboolean
expected (Reader *reader, const cJSON *node, const char *what)
{
  reader_wrong (reader, node, AT_VALUE, "expected %s, found %s", what, found (node));
  return FALSE;
}

/* A bound as the user would write it. (transfer full) */
static char *
bound_text (double bound, Dimension dimension)
{
  char buffer[32];
  return dimension == DIMENSION_NONE ? g_strdup (number_format (bound, buffer)) : unit_format (bound, dimension);
}

/* Both bounds 0: none; a max of 0: none above. */
static gboolean
in_range (Reader *reader, const cJSON *node, Dimension dimension, double value, double min, double max)
{
  gboolean bounded = min != 0 || max != 0, above = max != 0 && value > max;
  if (!bounded || (value >= min && !above))
    return TRUE;
  g_autofree char *bound = bound_text (above ? max : min, dimension);
  g_autofree char *source = document_source (reader->document, node);
  if (min == max)
    reader_wrong (reader, node, AT_VALUE, "must be %s, found %s", bound, source);
  else if (!above && min == DBL_MIN)
    reader_wrong (reader, node, AT_VALUE, "must be above 0, found %s", source);
  else
    reader_wrong (reader, node, AT_VALUE, "must be at %s %s, found %s", above ? "most" : "least", bound, source);
  return FALSE;
}

gboolean
read_number (Reader *reader, const cJSON *node, double min, double max, double *out)
{
  if (!cJSON_IsNumber (node))
    return expected (reader, node, "a number");
  *out = node->valuedouble;
  return in_range (reader, node, DIMENSION_NONE, *out, min, max);
}

gboolean
read_integer (Reader *reader, const cJSON *node, double min, double max, guint64 *out)
{
  if (!cJSON_IsNumber (node))
    return expected (reader, node, "a whole number");
  g_autofree char *source = document_source (reader->document, node);
  double value = node->valuedouble;
  /* All 64 bits where they are written out; what a double holds exactly otherwise (1e3). */
  if (!g_ascii_string_to_unsigned (source, 10, 0, G_MAXUINT64, out, NULL))
    {
      if (value != floor (value) || fabs (value) > 9007199254740992.0)
        {
          reader_wrong (reader, node, AT_VALUE, "expected a whole number, found %s", source);
          return FALSE;
        }
      *out = value < 0 ? 0 : (guint64)value;
    }
  return in_range (reader, node, DIMENSION_NONE, value, min, max != 0 ? max : 9007199254740992.0);
}

gboolean
read_integers (Reader *reader, const cJSON *node, double min, double max, GArray *out)
{
  const cJSON *element = cJSON_IsArray (node) ? node->child : node;
  gboolean ok = TRUE;
  for (; element; element = cJSON_IsArray (node) ? element->next : NULL)
    {
      guint64 value = 0;
      ok = read_integer (reader, element, min, max, &value) && ok;
      gint64 number = (gint64)value;
      g_array_append_val (out, number);
    }
  return ok;
}

gboolean
read_boolean (Reader *reader, const cJSON *node, gboolean *out)
{
  if (!cJSON_IsBool (node))
    return expected (reader, node, "true or false");
  *out = cJSON_IsTrue (node);
  return TRUE;
}

const char *
read_string (Reader *reader, const cJSON *node)
{
  if (!cJSON_IsString (node))
    return expected (reader, node, "a string"), NULL;
  return node->valuestring;
}

gboolean
read_quantity (Reader *reader, const cJSON *node, Dimension dimension, double min, double max, double *out)
{
  g_autoptr (GError) error = NULL;
  Quantity quantity;
  if (!cJSON_IsString (node))
    return expected (reader, node, dimension_expectation (dimension));
  if (!unit_parse (node->valuestring, dimension, &quantity, &error))
    {
      reader_wrong (reader, node, AT_VALUE, "%s", error->message);
      return FALSE;
    }
  if (quantity.case_trap)
    document_report (reader->document, reader->diagnostics, SEVERITY_NOTE, node, AT_VALUE, NULL, "\"%s\" is understood as %s",
                     node->valuestring, quantity.reading);
  *out = quantity.value;
  return in_range (reader, node, dimension, *out, min, max);
}

char *
suggestion (const char *wrong, const char *const *words)
{
  const char *nearest = nearest_word (wrong, words);
  return nearest ? g_strdup_printf (" (did you mean \"%s\"?)", nearest) : g_strdup ("");
}

const char *
read_word (Reader *reader, const cJSON *node, const char *noun, const char *const *words, const char *const *planned)
{
  const char *word = read_string (reader, node);
  if (!word || g_strv_contains (words, word))
    return word;
  const char *nearest = nearest_word (word, words);
  g_autofree char *all = word_alternatives (words);
  if (planned && g_strv_contains (planned, word))
    reader_wrong (reader, node, AT_VALUE, "the %s \"%s\" is not in this version", noun, word);
  else if (nearest)
    reader_wrong (reader, node, AT_VALUE, "\"%s\" is no %s (did you mean \"%s\"?)", word, noun, nearest);
  else
    reader_wrong (reader, node, AT_VALUE, "\"%s\" is no %s: expected %s", word, noun, all);
  return NULL;
}

gconstpointer
read_choice (Reader *reader, const cJSON *node, const WordTable *table)
{
  g_autofree const char **names = word_names (table);
  const char *word = read_word (reader, node, table->noun, names, table->planned);
  return word ? word_find (table, word) : NULL;
}

char *
read_path (Reader *reader, const cJSON *node)
{
  const char *path = read_string (reader, node);
  if (!path)
    return NULL;
  if (!*path)
    {
      reader_wrong (reader, node, AT_VALUE, "expected a path, found an empty string");
      return NULL;
    }
  return g_canonicalize_filename (path, reader->scenario->base_dir);
}

gboolean
read_is_object (Reader *reader, const cJSON *node)
{
  return cJSON_IsObject (node) || expected (reader, node, "an object");
}

gboolean
read_is_list (Reader *reader, const cJSON *node)
{
  return cJSON_IsArray (node) || expected (reader, node, "a list");
}
