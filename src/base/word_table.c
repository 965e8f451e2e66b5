#include "base/word_table.h"

gconstpointer
word_find (const WordTable *table, const char *word)
{
  gconstpointer descriptor;

  for (guint i = 0; (descriptor = table->at (i)) != NULL; i++)
    if (g_str_equal (table->name (descriptor), word))
      return descriptor;
  return NULL;
}

gboolean
word_planned (const WordTable *table, const char *word)
{
  return table->planned != NULL && g_strv_contains (table->planned, word);
}

const Knob *
word_knobs (const WordTable *table, gconstpointer descriptor)
{
  return table->knobs != NULL ? table->knobs (descriptor) : NULL;
}

const char **
word_names (const WordTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; table->at (i) != NULL; i++)
    g_ptr_array_add (names, (gpointer)table->name (table->at (i)));
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}
