#include "scenario/reader.h"

/* Where a knob's value goes: into the Knobs or the parameters of its row. */
typedef struct
{
  const Key *key;
  gpointer base;
  gconstpointer chosen;
} Choice;

static Choice
choice_of (const Key *key, gpointer base)
{
  return (Choice){ key, base, *(gconstpointer *)((char *)base + key->at) };
}

static Knobs **
choice_knobs (const Choice *choice)
{
  return (Knobs **)((char *)choice->base + choice->key->knobs_at);
}

static void
set_number (const Choice *choice, const Knob *knob, double value)
{
  if (choice->key->knobs_store == KNOBS_SET)
    {
      knobs_set_number (*choice_knobs (choice), knob->name, value);
      return;
    }
  double *parameters = (double *)((char *)choice->base + choice->key->knobs_at);
  Knob at;
  for (guint i = 0; choice->key->words->knob (choice->chosen, i, &at); i++)
    if (strcmp (at.name, knob->name) == 0)
      parameters[i] = value;
}

static void
read_word_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  const char *word = read_string (reader, node);
  if (!word)
    return;
  if (knob->words && !g_strv_contains (knob->words, word))
    {
      const char *nearest = nearest_word (word, knob->words);
      g_autofree char *all = g_strjoinv (" or ", (char **)knob->words);
      if (nearest)
        reader_wrong (reader, node, AT_VALUE, "\"%s\" is no %s (did you mean \"%s\"?)", word, knob->name, nearest);
      else
        reader_wrong (reader, node, AT_VALUE, "\"%s\" is no %s: expected %s", word, knob->name, all);
      return;
    }
  knobs_set_word (*choice_knobs (choice), knob->name, word);
}

static void
read_path_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  g_autofree char *path = read_path (reader, node);
  if (path)
    knobs_set_word (*choice_knobs (choice), knob->name, path);
}

static void
read_integers_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
  const cJSON *element = cJSON_IsArray (node) ? node->child : node;
  gboolean ok = TRUE;
  for (; element; element = cJSON_IsArray (node) ? element->next : NULL)
    {
      guint64 value = 0;
      ok = read_integer (reader, element, knob->min, knob->max, &value) && ok;
      gint64 number = (gint64)value;
      g_array_append_val (values, number);
    }
  if (ok)
    knobs_set_integers (*choice_knobs (choice), knob->name, (const gint64 *)values->data, values->len);
}

static Dimension
knob_dimension (const Knob *knob)
{
  return knob->type == KNOB_TIME || knob->type == KNOB_TIMES ? DIMENSION_TIME
         : knob->type == KNOB_BYTES                          ? DIMENSION_BYTES
                                                             : DIMENSION_RATE;
}

static void
read_quantities_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  if (read_quantities (reader, node, knob_dimension (knob), knob->min, knob->max, values))
    knobs_set_numbers (*choice_knobs (choice), knob->name, (const double *)(gpointer)values->data, values->len);
}

static void
read_words_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  if (!read_strings (reader, node, words))
    return;
  g_ptr_array_add (words, NULL);
  knobs_set_words (*choice_knobs (choice), knob->name, (const char *const *)words->pdata);
}

static void
read_links_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (KnobLink));
  if (read_links (reader, node, links))
    knobs_set_links (*choice_knobs (choice), knob->name, (const KnobLink *)(gpointer)links->data, links->len);
}

static void
read_knob (Reader *reader, const Choice *choice, const Knob *knob, const cJSON *node)
{
  double number;
  guint64 integer;
  gboolean truth;
  switch (knob->type)
    {
    case KNOB_INTEGER:
      if (read_integer (reader, node, knob->min, knob->max, &integer))
        set_number (choice, knob, (double)integer);
      break;
    case KNOB_NUMBER:
      if (read_number (reader, node, knob->min, knob->max, &number))
        set_number (choice, knob, number);
      break;
    case KNOB_BOOLEAN:
      if (read_boolean (reader, node, &truth))
        set_number (choice, knob, truth);
      break;
    case KNOB_WORD:
      read_word_knob (reader, choice, knob, node);
      break;
    case KNOB_PATH:
      read_path_knob (reader, choice, knob, node);
      break;
    case KNOB_INTEGERS:
      read_integers_knob (reader, choice, knob, node);
      break;
    case KNOB_TIMES:
    case KNOB_RATES:
      read_quantities_knob (reader, choice, knob, node);
      break;
    case KNOB_WORDS:
      read_words_knob (reader, choice, knob, node);
      break;
    case KNOB_LINKS:
      read_links_knob (reader, choice, knob, node);
      break;
    case KNOB_TIME:
    case KNOB_BYTES:
    case KNOB_RATE:
      if (read_quantity (reader, node, knob_dimension (knob), knob->min, knob->max, &number))
        set_number (choice, knob, number);
      break;
    }
}

/* The knobs of the chosen word: read where they stand, missed where they must. */
static void
read_choice (Reader *reader, const cJSON *object, const Choice *choice)
{
  Knob knob;
  for (guint i = 0; choice->key->words->knob (choice->chosen, i, &knob); i++)
    {
      const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, knob.name);
      if (member)
        read_knob (reader, choice, &knob, member);
      else if (knob.required)
        {
          g_autofree char *inside = document_pointer (reader->document, object);
          g_autofree char *pointer = pointer_join (inside, knob.name);
          reader_missing (reader, pointer, knob.help);
        }
    }
}

/* Whether the word that @key chooses has the knob @name. */
static gboolean
chosen_has (const Key *key, gpointer base, const char *name)
{
  Choice choice = choice_of (key, base);
  Knob knob;
  return choice.chosen && word_knob (key->words, choice.chosen, name, &knob);
}

/* Whether this stray knob at @pointer is not to be reported, since another point of the sweep has it. */
static gboolean
stray_forgiven (Strays *strays, const char *pointer)
{
  if (!strays)
    return FALSE;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (strays->counts, pointer));
  if (strays->reported_at > 0)
    return count < strays->reported_at;
  g_hash_table_insert (strays->counts, g_strdup (pointer), GUINT_TO_POINTER (count + 1));
  return TRUE;
}

/* Whether @member is a knob of another word than the chosen one; says so. Where the choice itself was a mistake nothing is said.
 */
static gboolean
knob_of_another (Reader *reader, const cJSON *object, const cJSON *member, const Key *key, gpointer base)
{
  g_autofree char *owners = word_list (key->words, member->string, " and ");
  Choice choice = choice_of (key, base);
  if (!*owners)
    return FALSE;
  g_autofree char *inside = document_pointer (reader->document, object);
  g_autofree char *pointer = pointer_join (inside, key_name (key));
  g_autofree char *own = pointer_join (inside, member->string);
  if (!reader_sound (reader, pointer) || stray_forgiven (reader->strays, own))
    return TRUE;
  if (reader->strays)
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, which no point of the sweep uses", member->string, owners);
  else if (choice.chosen)
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, not of %s", member->string, owners,
                  key->words->name (choice.chosen));
  else
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, and there is no %s", member->string, owners, key->words->noun);
  return TRUE;
}

/* Every name that could stand in @object. (transfer container) */
static const char **
names_in (const char *object, gpointer base)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  Knob knob;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      if (!key->planned)
        g_ptr_array_add (names, (gpointer)key_name (key));
      gconstpointer chosen = key->knobs_store != KNOBS_NONE ? choice_of (key, base).chosen : NULL;
      for (guint i = 0; chosen && key->words->knob (chosen, i, &knob); i++)
        g_ptr_array_add (names, (gpointer)knob.name);
    }
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}

static void
report_unknown (Reader *reader, const cJSON *object, const cJSON *member, const char *pattern, gpointer base)
{
  for (const Key *key = key_next_in (pattern, NULL); key; key = key_next_in (pattern, key))
    if (key->knobs_store != KNOBS_NONE && knob_of_another (reader, object, member, key, base))
      return;
  g_autofree const char **names = names_in (pattern, base);
  g_autofree char *nearest = suggestion (member->string, names);
  reader_wrong (reader, member, AT_KEY, "unknown key%s", nearest);
}

static gboolean
member_known (const cJSON *member, const char *object, gpointer base)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (strcmp (key_name (key), member->string) == 0
        || (key->knobs_store != KNOBS_NONE && chosen_has (key, base, member->string)))
      return TRUE;
  return FALSE;
}

void
read_word_knobs (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  Choice choice = choice_of (key, base);
  if (!choice.chosen)
    return;
  if (key->knobs_store == KNOBS_SET)
    {
      g_clear_pointer (choice_knobs (&choice), knobs_free);
      *choice_knobs (&choice) = knobs_new (key->words->knobs (choice.chosen));
    }
  read_choice (reader, object, &choice);
}

void
read_knobs (Reader *reader, const cJSON *node, const char *object, gpointer base)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (key->knobs_store != KNOBS_NONE)
      read_word_knobs (reader, node, key, base);
  for (const cJSON *member = node->child; member; member = member->next)
    if (!member_known (member, object, base))
      report_unknown (reader, node, member, object, base);
}
