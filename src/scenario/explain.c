#include "base/distribution.h"
#include "base/error.h"
#include "learning/init.h"
#include "protocol/table.h"
#include "scenario/facts.h"
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

static void
append_knobs (GString *out, const WordTable *words, gconstpointer word, guint indent)
{
  for (const Knob *knob = word_knobs (words, word); knob && knob->name; knob++)
    {
      g_autofree char *line = fact_line (&(Member){ .knob = knob, .table = words, .word = word });
      g_autofree char *text = g_strdup_printf ("%s (%s)", knob->help, line);
      append_entry (out, indent, knob->name, text);
    }
}

static void
append_words (GString *out, const WordTable *words, guint indent, gboolean with_knobs)
{
  for (guint i = 0; words->at (i); i++)
    {
      gconstpointer word = words->at (i);
      append_entry (out, indent, words->name (word), words->summary (word));
      if (with_knobs)
        append_knobs (out, words, word, indent + 2);
    }
}

/* What can stand in @object; NULL: in a scenario. */
static void
append_members (GString *out, const Member *object)
{
  g_autoptr (GArray) members = members_of (object);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      g_autofree char *text = member->table
                                  ? g_strdup_printf ("of %s: %s", member->table->name (member->word), member->knob->help)
                                  : g_strdup (member->knob->help);
      if (!member->key || !member->key->planned)
        append_entry (out, member->table ? 4 : 2, member_name (member), text);
    }
}

static void
append_facts (GString *out, const char *pointer, const Member *member)
{
  const Knob *knob = member->knob;
  g_autofree char *kind = fact_kind (knob), *range = fact_range (knob), *fallback = fact_default (member);
  g_string_append_printf (out, "%s: %s\n  %s\n", pointer, knob->type == KNOB_WORD ? "a word" : kind, knob->help);
  if (knob->type == KNOB_WORD)
    append_entry (out, 2, "words", kind);
  if (range)
    append_entry (out, 2, "range", range);
  if (fallback || knob->type != KNOB_OBJECT)
    append_entry (out, 2, "default", fallback ? fallback : "none");
  append_entry (out, 2, "since", fact_since (knob));
}

static void
explain_member (GString *out, const char *pointer, const Member *member)
{
  append_facts (out, pointer, member);
  if (member->key && member->key->planned)
    g_string_append (out, "  not in this version\n");
  if (member->table)
    {
      g_autofree char *owners = words_with_knob (member->table, member_name (member));
      append_entry (out, 2, "a knob of", owners);
    }
  if (member->knob->table)
    {
      g_string_append_c (out, '\n');
      append_words (out, member->knob->table, 2, TRUE);
    }
  if (member_is_object (member))
    {
      g_string_append_c (out, '\n');
      append_members (out, member);
    }
}

char *
explain_text (const char *pointer, GError **error)
{
  Member member;
  g_autofree char *nearest = NULL;
  if (!pointer || !*pointer || strcmp (pointer, "/") == 0)
    {
      GString *all = g_string_new ("A scenario is a JSON object of these keys (lockstep explain /KEY tells more):\n\n");
      append_members (all, NULL);
      return g_string_free (all, FALSE);
    }
  g_autofree char *absolute = *pointer == '/' ? g_strdup (pointer) : g_strconcat ("/", pointer, NULL);
  if (!member_find (absolute, &member, &nearest))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no key %s%s%s%s", absolute,
                   nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
      return NULL;
    }
  GString *out = g_string_new (NULL);
  explain_member (out, absolute, &member);
  return g_string_free (out, FALSE);
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
      if (model && !word_find (&model_words, names[i]))
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
