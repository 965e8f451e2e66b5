#include "base/error.h"
#include "scenario/diagnostics.h"
#include "scenario/facts.h"
#include "scenario/reference.h"

#define NAME_WIDTH 24

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
  if (knob->required)
    append_entry (out, 2, "required", "yes, where its object stands");
  else if (fallback || knob->type != KNOB_OBJECT)
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

/* The pointers of the members in @object, which is at @path, and below; each once. */
static void
append_pointers (const Member *object, const char *path, GPtrArray *pointers)
{
  g_autoptr (GArray) members = members_of (object);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      g_autofree char *pointer = pointer_join (path, member_name (member));
      g_autofree char *inside = member->knob->type == KNOB_OBJECTS ? g_strconcat (pointer, "/*", NULL) : g_strdup (pointer);
      if (!g_ptr_array_find_with_equal_func (pointers, pointer, g_str_equal, NULL))
        g_ptr_array_add (pointers, g_strdup (pointer));
      if (member_is_object (member))
        append_pointers (member, inside, pointers);
    }
}

static const char *
bare_name (const char *pointer)
{
  return strrchr (pointer, '/') + 1;
}

/* Adds to @found the pointers of the members called @name, wherever they stand. Without any, @nearest is the name that is the most
 * like it, NULL when none is near. */
static void
find_named (const char *name, GPtrArray *found, char **nearest)
{
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free), names = g_ptr_array_new ();
  append_pointers (NULL, "", pointers);
  for (guint i = 0; i < pointers->len; i++)
    {
      const char *here = bare_name (pointers->pdata[i]);
      g_ptr_array_add (names, (gpointer)here);
      if (g_str_equal (here, name))
        g_ptr_array_add (found, g_strdup (pointers->pdata[i]));
    }
  g_ptr_array_add (names, NULL);
  g_free (*nearest);
  *nearest = found->len == 0 ? g_strdup (nearest_word (name, (const char *const *)names->pdata)) : NULL;
}

/* What @word may mean: a pointer; the same with dots, as the documentation writes it; or the bare name of a key, wherever it
 * stands. Where it is none of them, @nearest is what is the most like it, or NULL. (transfer full) */
static GPtrArray *
pointers_meant (const char *word, char **nearest)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  Member unused;
  g_autofree char *pointer = *word == '/' ? g_strdup (word) : g_strconcat ("/", word, NULL);
  if (*word != '/')
    g_strdelimit (pointer, ".", '/');
  if (!member_find (pointer, &unused, nearest) && *word != '/' && !strchr (pointer + 1, '/'))
    find_named (pointer + 1, found, nearest);
  if (found->len == 0)
    g_ptr_array_add (found, g_steal_pointer (&pointer));
  return found;
}

char *
explain_text (const char *pointer, GError **error)
{
  if (!pointer || !*pointer || strcmp (pointer, "/") == 0)
    {
      GString *all = g_string_new ("A scenario is a JSON object of these keys (lockstep explain /KEY tells more):\n\n");
      append_members (all, NULL);
      return g_string_free (all, FALSE);
    }
  g_autofree char *nearest = NULL;
  g_autoptr (GPtrArray) meant = pointers_meant (pointer, &nearest);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < meant->len; i++)
    {
      Member member;
      g_autofree char *unused = NULL;
      const char *absolute = meant->pdata[i];
      if (!member_find (absolute, &member, &unused))
        {
          g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no key %s%s%s%s", absolute,
                       nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
          return NULL;
        }
      g_string_append (out, i > 0 ? "\n" : "");
      explain_member (out, absolute, &member);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
