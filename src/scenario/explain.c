#include "base/error.h"
#include "scenario/facts.h"
#include "scenario/key_lookup.h"
#include "scenario/members.h"
#include "scenario/model_file.h"
#include "scenario/reference.h"

#define NAME_WIDTH 24

static const WordTable *const listed[] = { &protocol_words,    &exchange_words,     &topology_words, &model_words,
                                           &data_source_words, &distribution_words, &device_words,   &optimizer_words,
                                           &sharing_words,     &init_words };

static void
append_entry (GString *out, guint indent, const char *name, const char *text)
{
  g_string_append_printf (out, "%*s%-*s %s\n", (int)indent, "", (int)(NAME_WIDTH - indent), name, text ? text : "");
}

/* What can be said in one line: "a whole number, from 1; default 32". */
static char *
fact_line (const Fact *fact)
{
  g_autofree char *kind = fact_kind (fact), *range = fact_range (fact), *fallback = fact_default (fact);
  const char *word = fact->required ? "; " : "; default ";
  return g_strconcat (kind, range ? ", " : "", range ? range : "", fallback ? word : "", fallback ? fallback : "", NULL);
}

static void
append_knobs (GString *out, const WordTable *words, gconstpointer word, guint indent)
{
  Knob knob;
  for (guint i = 0; words->knob && words->knob (word, i, &knob); i++)
    {
      g_auto (Fact) fact = fact_of_knob (&knob);
      g_autofree char *line = fact_line (&fact), *text = g_strdup_printf ("%s (%s)", knob.help, line);
      append_entry (out, indent, knob.name, text);
    }
}

static void
append_words (GString *out, const WordTable *words, guint indent, gboolean with_knobs)
{
  for (guint i = 0; words->at (i); i++)
    {
      gconstpointer word = words->at (i);
      append_entry (out, indent, words->name (word), words->summary ? words->summary (word) : NULL);
      if (with_knobs)
        append_knobs (out, words, word, indent + 2);
    }
}

/* The keys and knobs that can stand in @object. */
static void
append_members (GString *out, const char *object)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      if (key->planned)
        continue;
      append_entry (out, 2, key_name (key), key->help);
      for (guint i = 0; key->knobs_store != KNOBS_NONE && key->words->at (i); i++)
        {
          Knob knob;
          for (guint k = 0; key->words->knob (key->words->at (i), k, &knob); k++)
            {
              g_autofree char *text = g_strdup_printf ("of %s: %s", key->words->name (key->words->at (i)), knob.help);
              append_entry (out, 4, knob.name, text);
            }
        }
    }
}

/* Those of @object, or of the elements of the list @object. */
static void
append_written_members (GString *out, const char *object)
{
  g_autofree char *element = g_strconcat (object, "/*", NULL);
  gboolean list = FALSE;
  for (const Member *m = member_table; m->object; m++)
    if (g_str_equal (m->object, object) || g_str_equal (m->object, element))
      {
        g_string_append (out, !list && m->object[strlen (object)] ? "\n" : "");
        list = TRUE;
        append_entry (out, 2, m->name, m->help);
      }
}

static gboolean
explain_member (GString *out, const char *pointer)
{
  for (const Member *m = member_table; m->object; m++)
    {
      g_autofree char *pattern = g_strconcat (m->object, "/", m->name, NULL);
      if (!g_pattern_match_simple (pattern, pointer))
        continue;
      g_string_append_printf (out, "%s: %s\n", pointer, m->help);
      return TRUE;
    }
  return FALSE;
}

static void
append_facts (GString *out, const char *pointer, const Fact *fact)
{
  g_autofree char *kind = fact_kind (fact), *range = fact_range (fact), *fallback = fact_default (fact);
  g_string_append_printf (out, "%s: %s\n  %s\n", pointer, fact->type == KEY_WORD ? "a word" : kind, fact->help);
  if (fact->type == KEY_WORD)
    append_entry (out, 2, "words", kind);
  if (range)
    append_entry (out, 2, "range", range);
  if (fallback || fact->type != KEY_OBJECT)
    append_entry (out, 2, "default", fallback ? fallback : "none");
  append_entry (out, 2, "since", fact->since);
}

static void
explain_knob (GString *out, const char *pointer, const KeyPlace *place)
{
  g_auto (Fact) fact = fact_of_knob (&place->knob);
  g_autofree char *owners = word_list (place->key->words, place->knob.name, " and ");
  append_facts (out, pointer, &fact);
  append_entry (out, 2, "a knob of", owners);
}

static void
explain_key (GString *out, const char *pointer, const Key *key)
{
  g_auto (Fact) fact = fact_of_key (key);
  g_autofree char *element = g_strconcat (key->pointer, "/*", NULL);
  append_facts (out, pointer, &fact);
  if (key->planned)
    g_string_append (out, "  not in this version\n");
  if (key->type == KEY_WORD && (key->words->summary || key->words->knob))
    {
      g_string_append_c (out, '\n');
      append_words (out, key->words, 2, TRUE);
    }
  if (key->type == KEY_OBJECT || key_find (element))
    {
      g_string_append_c (out, '\n');
      append_members (out, key->type == KEY_OBJECT ? key->pointer : element);
    }
  append_written_members (out, key->pointer);
}

char *
explain_text (const char *pointer, GError **error)
{
  KeyPlace place;
  g_autofree char *nearest = NULL;
  if (!pointer || !*pointer || strcmp (pointer, "/") == 0)
    {
      GString *all = g_string_new ("A scenario is a JSON object of these keys (lockstep explain /KEY tells more):\n\n");
      append_members (all, "");
      return g_string_free (all, FALSE);
    }
  g_autofree char *absolute = *pointer == '/' ? g_strdup (pointer) : g_strconcat ("/", pointer, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  if (explain_member (out, absolute))
    return g_string_free (g_steal_pointer (&out), FALSE);
  if (!key_lookup (absolute, &place, &nearest))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no key %s%s%s%s", absolute,
                   nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
      return NULL;
    }
  if (place.is_knob)
    explain_knob (out, absolute, &place);
  else
    explain_key (out, absolute, place.key);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

const char **
list_names (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (listed) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    names[i] = listed[i]->plural;
  return names;
}

/* The models that are described in files, those aside whose name is a word already. */
static void
append_descriptions (GString *out)
{
  g_auto (GStrv) names = model_file_names ();
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (Diagnostics) unsaid = diagnostics_new ();
      g_autofree char *path = model_file_find (names[i], NULL);
      g_autoptr (ModelDescription) model = model_file_read (path, unsaid);
      if (model && !word_find (&model_words, names[i], NULL))
        append_entry (out, 0, names[i], model->summary);
    }
}

char *
list_text (const char *what, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    if (strcmp (listed[i]->plural, what) == 0)
      {
        GString *out = g_string_new (NULL);
        append_words (out, listed[i], 0, FALSE);
        if (listed[i] == &model_words)
          append_descriptions (out);
        return g_string_free (out, FALSE);
      }
  g_autofree const char **names = list_names ();
  g_autofree char *all = g_strjoinv (", ", (char **)names);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no list of %s; there are %s", what, all);
  return NULL;
}
