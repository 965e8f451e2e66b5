#include "scenario/words.h"

#include "cluster/device.h"
#include "learning/settings.h"
#include "network/settings.h"
#include "protocol/table.h"
#include "training/settings.h"

/* clang-format off */
WORDS_WITH_KNOBS (protocol, Protocol, protocol_table)
WORDS_WITH_KNOBS (exchange, Exchange, exchange_table ())
WORDS_WITH_KNOBS (topology, TopologyKind, topology_table)
WORDS_WITH_KNOBS (model, ModelKind, model_table)
WORDS_WITH_KNOBS (source, DataSource, data_source_table)
WORDS (sharing, SharingModel, sharing_table)
WORDS (init, Init, init_table)
WORDS (device, DevicePreset, device_table)
/* clang-format on */

static const char *const model_planned[] = { "kmeans", "forest", NULL };

const WordTable protocol_words = { "protocol", "protocols", WORD_FUNCTIONS (protocol), protocol_planned };
const WordTable exchange_words = { "exchange", "exchanges", WORD_FUNCTIONS (exchange), NULL };
const WordTable topology_words = { "topology", "topologies", WORD_FUNCTIONS (topology), NULL };
const WordTable model_words = { "model", "models", WORD_FUNCTIONS (model), model_planned };
const WordTable data_source_words = { "data source", "data-sources", WORD_FUNCTIONS (source), NULL };
const WordTable sharing_words = { "sharing model", "sharing-models", PLAIN_WORD_FUNCTIONS (sharing), NULL };
const WordTable init_words = { "initialisation", "inits", PLAIN_WORD_FUNCTIONS (init), NULL };
const WordTable device_words = { "device", "devices", PLAIN_WORD_FUNCTIONS (device), NULL };

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
