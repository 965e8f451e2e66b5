#include "scenario/words.h"

#include <float.h>

#include "base/distribution.h"
#include "learning/order.h"
#include "learning/settings.h"
#include "network/settings.h"
#include "protocol/table.h"
#include "training/settings.h"

/* The functions of a WordTable over the descriptors in @TABLE, an expression. */
#define DESCRIPTORS(stem, Type, TABLE)                         \
  static gconstpointer stem##_at (guint i)                     \
  {                                                            \
    return (TABLE)[i];                                         \
  }                                                            \
  static const char *stem##_name (gconstpointer descriptor)    \
  {                                                            \
    return ((const Type *)descriptor)->name;                   \
  }                                                            \
  static const char *stem##_summary (gconstpointer descriptor) \
  {                                                            \
    return ((const Type *)descriptor)->summary;                \
  }

#define KNOBS(stem, Type)                                                    \
  static const Knob *stem##_all_knobs (gconstpointer descriptor)             \
  {                                                                          \
    return ((const Type *)descriptor)->knobs;                                \
  }                                                                          \
  static gboolean stem##_knob (gconstpointer descriptor, guint i, Knob *out) \
  {                                                                          \
    return take_knob (stem##_all_knobs (descriptor), i, out);                \
  }

static gboolean
take_knob (const Knob *knobs, guint i, Knob *out)
{
  if (!knobs || !knobs[i].name)
    return FALSE;
  *out = knobs[i];
  return TRUE;
}

/* clang-format off */
DESCRIPTORS (protocol, Protocol, protocol_table)
KNOBS (protocol, Protocol)
DESCRIPTORS (exchange, Exchange, exchange_table ())
KNOBS (exchange, Exchange)
DESCRIPTORS (topology, TopologyKind, topology_table)
KNOBS (topology, TopologyKind)
DESCRIPTORS (sharing, SharingModel, sharing_table)
DESCRIPTORS (model, ModelKind, model_table)
KNOBS (model, ModelKind)
DESCRIPTORS (source, DataSource, data_source_table)
KNOBS (source, DataSource)
DESCRIPTORS (optimizer, OptimizerKind, optimizer_table)
KNOBS (optimizer, OptimizerKind)
DESCRIPTORS (init, Init, init_table)
DESCRIPTORS (device, DevicePreset, device_table)
DESCRIPTORS (distribution, DistributionKind, distribution_table)
/* clang-format on */

static gboolean
distribution_knob (gconstpointer descriptor, guint i, Knob *out)
{
  const DistributionKind *kind = descriptor;
  if (i >= DISTRIBUTION_PARAMETERS || !kind->parameters[i])
    return FALSE;
  *out = (Knob){
    .name = kind->parameters[i],
    .type = KNOB_NUMBER,
    .value = NAN,
    .min = kind->positive[i] ? DBL_MIN : 0,
    .max = DBL_MAX,
    .required = TRUE,
    .help = kind->scales[i] ? "a parameter of the distribution, in the unit of what is drawn" : "a parameter of the distribution",
  };
  return TRUE;
}

static const char *
plain_name (gconstpointer descriptor)
{
  return descriptor;
}

#define PLAIN_WORDS(stem, ...)                                    \
  static const char *const stem##_list[] = { __VA_ARGS__, NULL }; \
  static gconstpointer stem##_at (guint i)                        \
  {                                                               \
    return stem##_list[i];                                        \
  }

/* clang-format off */
PLAIN_WORDS (gradients, "real", "modelled")
PLAIN_WORDS (send, "waited", "eager")
PLAIN_WORDS (fault, "crash", "server-crash", "link-down", "link-slow", "partition", "slow")
/* clang-format on */

static gconstpointer
order_at (guint i)
{
  return order_words[i];
}

static gconstpointer
rank_order_at (guint i)
{
  return rank_order_words[i];
}

static gconstpointer
wire_at (guint i)
{
  return wire_words[i];
}

static gconstpointer
precision_at (guint i)
{
  return precision_words[i];
}

static const char *const model_planned[] = { "kmeans", "forest", NULL };
static const char *const optimizer_planned[] = { "adam", "adamw", "adagrad", "rmsprop", "lars", "lamb", NULL };

/* clang-format off */
#define KNOWING_KNOBS(stem) stem##_at, stem##_name, stem##_summary, stem##_knob, stem##_all_knobs
#define DESCRIBED(stem) stem##_at, stem##_name, stem##_summary, NULL, NULL
#define PLAIN(stem) stem##_at, plain_name, NULL, NULL, NULL
const WordTable protocol_words = { "protocol", "protocols", KNOWING_KNOBS (protocol), protocol_planned };
const WordTable exchange_words = { "exchange", "exchanges", KNOWING_KNOBS (exchange), NULL };
const WordTable topology_words = { "topology", "topologies", KNOWING_KNOBS (topology), NULL };
const WordTable sharing_words = { "sharing model", "sharing-models", DESCRIBED (sharing), NULL };
const WordTable send_words = { "way to send", "sends", PLAIN (send), NULL };
const WordTable model_words = { "model", "models", KNOWING_KNOBS (model), model_planned };
const WordTable data_source_words = { "data source", "data-sources", KNOWING_KNOBS (source), NULL };
const WordTable optimizer_words = { "optimizer", "optimizers", KNOWING_KNOBS (optimizer), optimizer_planned };
const WordTable init_words = { "initialisation", "inits", DESCRIBED (init), NULL };
const WordTable row_order_words = { "order", "orders", PLAIN (order), NULL };
const WordTable ranks_words = { "order of ranks", "rank-orders", PLAIN (rank_order), NULL };
const WordTable wire_precision_words = { "precision", "precisions", PLAIN (wire), NULL };
const WordTable device_words = { "device", "devices", DESCRIBED (device), NULL };
const WordTable device_precision_words = { "precision", "precisions", PLAIN (precision), NULL };
const WordTable gradients_words = { "kind of gradients", "gradients", PLAIN (gradients), NULL };
const WordTable distribution_words = { "distribution", "distributions", distribution_at, distribution_name, distribution_summary,
                                       distribution_knob, NULL, NULL };
const WordTable fault_words = { "kind of fault", "faults", PLAIN (fault), NULL };
/* clang-format on */

gconstpointer
word_find (const WordTable *table, const char *word, guint *index)
{
  gconstpointer descriptor;
  for (guint i = 0; (descriptor = table->at (i)) != NULL; i++)
    if (strcmp (table->name (descriptor), word) == 0)
      {
        if (index)
          *index = i;
        return descriptor;
      }
  return NULL;
}

gboolean
word_planned (const WordTable *table, const char *word)
{
  return table->planned && g_strv_contains (table->planned, word);
}

const char **
word_names (const WordTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; table->at (i); i++)
    g_ptr_array_add (names, (gpointer)table->name (table->at (i)));
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}

gboolean
word_knob (const WordTable *table, gconstpointer descriptor, const char *name, Knob *out)
{
  for (guint i = 0; table->knob && table->knob (descriptor, i, out); i++)
    if (strcmp (out->name, name) == 0)
      return TRUE;
  return FALSE;
}

char *
word_list (const WordTable *table, const char *knob, const char *last)
{
  GString *out = g_string_new (NULL);
  const char *previous = NULL;
  Knob unused;
  for (guint i = 0; table->at (i); i++)
    {
      if (knob && !word_knob (table, table->at (i), knob, &unused))
        continue;
      if (previous)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", previous);
      previous = table->name (table->at (i));
    }
  if (previous)
    g_string_append_printf (out, "%s%s", out->len > 0 ? last : "", previous);
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
