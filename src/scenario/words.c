#include "scenario/words.h"

#include "training/settings.h"

WORDS_WITH_KNOBS (exchange, Exchange, exchange_table ())
const WordTable exchange_words = { "exchange", "exchanges", WORD_FUNCTIONS (exchange), NULL };

const char *const gradients_words[] = { [GRADIENTS_REAL] = "real", [GRADIENTS_MODELLED] = "modelled", NULL };
const char *const send_words[] = { "waited", "eager", NULL };

char *
words_with_knob (const WordTable *table, const char *knob)
{
  GString *out = g_string_new (NULL);
  const char *previous = NULL;
  for (guint i = 0; table->at (i); i++)
    {
      if (!knob_find (word_knobs (table, table->at (i)), knob))
        continue;
      if (previous)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", previous);
      previous = table->name (table->at (i));
    }
  if (previous)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " and " : "", previous);
  return g_string_free (out, FALSE);
}

char *
word_alternatives (const char *const *words)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; words[i]; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
  return g_string_free (out, FALSE);
}
