#include "scenario/key_lookup.h"

#include "scenario/diagnostics.h"
#include "scenario/document.h"

/* The row of what @token names in the row @pattern, which may be a list. */
static char *
pattern_step (const char *pattern, const char *token)
{
  const Key *key = key_find (pattern);
  gboolean index =
      key && key->type == KEY_LIST && (strcmp (token, "*") == 0 || g_ascii_isdigit (*token) || strcmp (token, "-") == 0);
  return g_strconcat (pattern, "/", index ? "*" : token, NULL);
}

char *
key_pattern (const char *pointer)
{
  char *pattern = g_strdup ("");
  while (*pointer)
    {
      g_autofree char *token = pointer_next (&pointer);
      g_autofree char *before = pattern;
      if (!token)
        return g_steal_pointer (&before);
      pattern = pattern_step (before, token);
    }
  return pattern;
}

/* A knob @name that some word has in @object. */
static gboolean
find_knob (const char *object, const char *name, KeyPlace *out)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    for (guint i = 0; key->knobs_store != KNOBS_NONE && key->words->at (i); i++)
      if (word_knob (key->words, key->words->at (i), name, &out->knob))
        {
          out->key = key;
          out->is_knob = TRUE;
          return TRUE;
        }
  return FALSE;
}

/* Everything that can stand in @object under any choice. (transfer container) */
static const char **
all_names_in (const char *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  Knob knob;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      g_ptr_array_add (names, (gpointer)key_name (key));
      for (guint i = 0; key->knobs_store != KNOBS_NONE && key->words->at (i); i++)
        for (guint k = 0; key->words->knob (key->words->at (i), k, &knob); k++)
          g_ptr_array_add (names, (gpointer)knob.name);
    }
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}

static char *
nearest_pointer (const char *object, const char *wrong)
{
  g_autofree const char **names = all_names_in (object);
  const char *nearest = nearest_word (wrong, names);
  return nearest ? pointer_join (object, nearest) : NULL;
}

/* An element of a list that has no rows of its own. */
static gboolean
plain_element (const KeyPlace *list, const char *rest)
{
  g_autofree char *token = pointer_next (&rest);
  gboolean is_list = list->is_knob ? list->knob.type == KNOB_INTEGERS : list->key && list->key->type == KEY_LIST;
  return is_list && token && *rest == '\0' && g_ascii_isdigit (*token);
}

gboolean
key_lookup (const char *pointer, KeyPlace *out, char **nearest)
{
  g_autofree char *pattern = g_strdup ("");
  *out = (KeyPlace){ 0 };
  while (*pointer)
    {
      const char *rest = pointer;
      g_autofree char *token = pointer_next (&rest);
      g_autofree char *next = token ? pattern_step (pattern, token) : NULL;
      gboolean found = next && !out->is_knob && (key_find (next) || find_knob (pattern, token, out));
      if (!found)
        {
          if (plain_element (out, pointer))
            return TRUE;
          *nearest = token && !out->is_knob ? nearest_pointer (pattern, token) : NULL;
          return FALSE;
        }
      if (!out->is_knob)
        out->key = key_find (next);
      g_free (pattern);
      pattern = g_steal_pointer (&next);
      pointer = rest;
    }
  return TRUE;
}
