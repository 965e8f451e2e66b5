/* The words that a key may take, from the tables of the layers below, each seen through one adapter.
 *
 * A word may bring knobs: settings that stand beside it and that only it has (the staleness of ssp). The words of the vocabulary
 * that this version does not have are listed too, so that they get a better answer than "unknown".
 */
#pragma once

#include "base/knob.h"

typedef struct
{
  const char *noun;              /* "protocol" */
  const char *plural;            /* "protocols": what lockstep list takes */
  gconstpointer (*at) (guint i); /* the descriptor, NULL behind the last */
  const char *(*name) (gconstpointer descriptor);
  const char *(*summary) (gconstpointer descriptor);               /* NULL: the words speak for themselves */
  gboolean (*knob) (gconstpointer descriptor, guint i, Knob *out); /* the i-th; FALSE behind the last. NULL: no knobs */
  const Knob *(*knobs) (gconstpointer descriptor);                 /* all of them; NULL where they are not kept as Knobs */
  const char *const *planned;                                      /* NULL-terminated, or NULL */
} WordTable;

extern const WordTable protocol_words, exchange_words, topology_words, sharing_words, send_words, model_words, data_source_words,
    optimizer_words, init_words, row_order_words, ranks_words, wire_precision_words, gradients_words, distribution_words, fault_words,
    device_words, device_precision_words;

/** The descriptor of @word, or NULL; its position goes to @index (may be NULL). */
gconstpointer word_find (const WordTable *table, const char *word, guint *index);
gboolean word_planned (const WordTable *table, const char *word);
/** The names, NULL-terminated and borrowed. (transfer container) */
const char **word_names (const WordTable *table);
/** The names as "a, b and c" (@last " and "), or those alone that have the knob @knob when it is not NULL. (transfer full) */
char *word_list (const WordTable *table, const char *knob, const char *last);
/** "a, b or c" of the NULL-terminated @words. (transfer full) */
char *word_alternatives (const char *const *words);
/** The knob @name of @descriptor. */
gboolean word_knob (const WordTable *table, gconstpointer descriptor, const char *name, Knob *out);
