/* Values of knobs: each read as its declaration says. */
#include "scenario/reader.h"

static void
read_integer_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  guint64 value;
  if (!read_integer (reader, node, knob->min, knob->max, &value))
    return;
  if (node->valuedouble < 0)
    knobs_set_number (out, knob->name, node->valuedouble);
  else
    knobs_set_integer (out, knob->name, value);
}

static gboolean
read_real (Reader *reader, const cJSON *node, const Knob *knob, double *value)
{
  Dimension dimension = knob_dimension (knob);
  return dimension == DIMENSION_NONE ? read_number (reader, node, knob->min, knob->max, value)
                                     : read_quantity (reader, node, dimension, knob->min, knob->max, value);
}

static void
read_real_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  double value;
  if (read_real (reader, node, knob, &value))
    knobs_set_number (out, knob->name, value);
}

static void
read_boolean_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  gboolean truth;
  if (read_boolean (reader, node, &truth))
    knobs_set_number (out, knob->name, truth);
}

static void
read_word_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  gconstpointer chosen = knob->table ? read_choice (reader, node, knob->table) : NULL;
  const char *word = chosen ? node->valuestring : NULL;
  if (knob->words)
    word = read_word (reader, node, knob->noun ? knob->noun : knob->name, knob->words, NULL);
  if (word)
    knobs_set_word (out, knob->name, word);
}

static void
read_string_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  const char *string = read_string (reader, node);
  if (string)
    knobs_set_word (out, knob->name, string);
}

static void
read_path_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  g_autofree char *path = read_path (reader, node);
  if (path)
    knobs_set_word (out, knob->name, path);
}

static void
read_integers_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (read_integers (reader, node, knob->min, knob->max, values))
    knobs_set_integers (out, knob->name, (const gint64 *)(gpointer)values->data, values->len);
}

static void
read_reals_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  const cJSON *element = cJSON_IsArray (node) ? node->child : node;
  gboolean ok = TRUE;
  for (; element; element = cJSON_IsArray (node) ? element->next : NULL)
    {
      double value = 0;
      ok = read_real (reader, element, knob, &value) && ok;
      g_array_append_val (values, value);
    }
  if (ok)
    knobs_set_numbers (out, knob->name, (const double *)(gpointer)values->data, values->len);
}

static void
read_words_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const cJSON *element = cJSON_IsArray (node) ? node->child : node;
  gboolean ok = TRUE;
  for (; element; element = cJSON_IsArray (node) ? element->next : NULL)
    {
      const char *word = knob->words ? read_word (reader, element, knob->noun ? knob->noun : knob->name, knob->words, NULL)
                                     : read_string (reader, element);
      ok = word && ok;
      g_ptr_array_add (words, (gpointer)word);
    }
  g_ptr_array_add (words, NULL);
  if (ok)
    knobs_set_words (out, knob->name, (const char *const *)words->pdata);
}

static void
read_object_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  g_autoptr (GError) error = NULL;
  guint wrong = reader->wrong->len;
  if (!read_is_object (reader, node))
    return;
  Knobs *members = knobs_add_object (out, knob->name);
  read_knobs (reader, node, members);
  report_stray_knobs (reader, node, members);
  if (knob->accepts && reader->wrong->len == wrong && !knob->accepts (members, &error))
    reader_wrong (reader, node, AT_VALUE, "%s", error->message);
}

static void
read_objects_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  if (!read_is_list (reader, node))
    return;
  for (const cJSON *element = node->child; element; element = element->next)
    read_object_knob (reader, element, knob, out);
}

void
read_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out)
{
  static void (*const readers[]) (Reader *, const cJSON *, const Knob *, Knobs *) = {
    [KNOB_INTEGER] = read_integer_knob, [KNOB_NUMBER] = read_real_knob,       [KNOB_BOOLEAN] = read_boolean_knob,
    [KNOB_WORD] = read_word_knob,       [KNOB_STRING] = read_string_knob,     [KNOB_PATH] = read_path_knob,
    [KNOB_TIME] = read_real_knob,       [KNOB_BYTES] = read_real_knob,        [KNOB_RATE] = read_real_knob,
    [KNOB_FLOPS_RATE] = read_real_knob, [KNOB_INTEGERS] = read_integers_knob, [KNOB_NUMBERS] = read_reals_knob,
    [KNOB_TIMES] = read_reals_knob,     [KNOB_RATES] = read_reals_knob,       [KNOB_WORDS] = read_words_knob,
    [KNOB_OBJECT] = read_object_knob,   [KNOB_OBJECTS] = read_objects_knob,
  };
  readers[knob->type](reader, node, knob, out);
}

void
read_knobs (Reader *reader, const cJSON *object, Knobs *knobs)
{
  for (const Knob *knob = knobs_table (knobs); knob && knob->name; knob++)
    {
      const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, knob->name);
      if (member)
        read_knob (reader, member, knob, knobs);
      else if (knob->required)
        reader_missing_in (reader, object, knob);
      Knobs *brought = knob->table ? knobs_brought (knobs, knob->name) : NULL;
      if (brought)
        read_knobs (reader, object, brought);
    }
}
