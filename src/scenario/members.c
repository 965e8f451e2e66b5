#include "scenario/members.h"

#include "scenario/diagnostics.h"
#include "scenario/document.h"
#include "scenario/writer.h"

static void append_brought (GArray *out, const Knob *knob);

static void
append_knobs (GArray *out, const Knob *knobs, const WordTable *table, gconstpointer word)
{
  for (; knobs && knobs->name; knobs++)
    {
      Member member = { .knob = knobs, .table = table, .word = word };
      g_array_append_val (out, member);
      append_brought (out, knobs);
    }
}

/* The knobs of all words that @knob may choose. */
static void
append_brought (GArray *out, const Knob *knob)
{
  for (guint i = 0; knob->table && knob->table->at (i); i++)
    append_knobs (out, word_knobs (knob->table, knob->table->at (i)), knob->table, knob->table->at (i));
}

static void
append_rows (GArray *out, const char *object)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      Member member = { .key = key, .knob = &key->knob };
      g_array_append_val (out, member);
      append_brought (out, &key->knob);
    }
}

GArray *
members_of (const Member *object)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (Member));
  if (object && (!object->key || object->knob->members))
    append_knobs (out, object->knob->members, NULL, NULL);
  else
    {
      g_autofree char *pointer = object ? key_pointer (object->key) : g_strdup ("");
      g_autofree char *pattern = g_strconcat (pointer, object && object->knob->type == KNOB_OBJECTS ? "/*" : "", NULL);
      append_rows (out, pattern);
    }
  return out;
}

gboolean
members_next_row (guint *i, Member *out)
{
  guint n;
  const Key *keys = key_table (&n);
  if (*i == n)
    return FALSE;
  *out = (Member){ .key = &keys[*i], .knob = &keys[*i].knob };
  (*i)++;
  return TRUE;
}

gboolean
member_is_object (const Member *member)
{
  return member->knob->type == KNOB_OBJECT || member->knob->type == KNOB_OBJECTS;
}

const char *
member_name (const Member *member)
{
  return member->knob->name;
}

char *
member_default (const Member *member)
{
  return member->key ? key_default_json (member->key) : knob_default_json (member->knob);
}

static gboolean
has_elements (const Knob *knob)
{
  return knob_is_list (knob) || knob->type == KNOB_OBJECTS;
}

static gboolean
is_index (const char *token)
{
  return g_ascii_isdigit (*token) || strcmp (token, "*") == 0 || strcmp (token, "-") == 0;
}

/* The member @name of @object; otherwise @nearest is its nearest name, or NULL. */
static gboolean
find_in (const Member *object, const char *name, Member *out, const char **nearest)
{
  g_autoptr (GArray) members = members_of (object);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      if (strcmp (member_name (member), name) == 0)
        {
          *out = *member;
          return TRUE;
        }
      g_ptr_array_add (names, (gpointer)member_name (member));
    }
  g_ptr_array_add (names, NULL);
  *nearest = nearest_word (name, (const char *const *)names->pdata);
  return FALSE;
}

gboolean
member_find (const char *pointer, Member *out, char **nearest)
{
  const Member *inside = NULL;
  gboolean element = FALSE;
  const char *rest = pointer, *name = NULL;
  *nearest = NULL;
  while (*rest)
    {
      g_autofree char *object = g_strndup (pointer, (gsize)(rest - pointer)), *token = pointer_next (&rest);
      if (!token)
        return FALSE;
      if (inside && !element && has_elements (inside->knob) && is_index (token))
        element = TRUE;
      else if (inside && inside->knob->type == KNOB_OBJECTS && !element)
        return FALSE;
      else if (find_in (inside, token, out, &name))
        {
          inside = out;
          element = FALSE;
        }
      else
        {
          *nearest = name ? pointer_join (object, name) : NULL;
          return FALSE;
        }
    }
  return inside != NULL;
}

const char **
row_names (const char *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    g_ptr_array_add (names, (gpointer)key->knob.name);
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}
