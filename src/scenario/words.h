/* The words that the keys may take: the tables of the layers below, each seen through one adapter (base/word_table.h), and the
 * words that no table has. The tables that a descriptor below may want for a knob of its own stand with their layer:
 * distribution_words, optimizer_words.
 */
#pragma once

#include "base/knob.h"

extern const WordTable protocol_words, exchange_words, topology_words, sharing_words, model_words, data_source_words, init_words,
    device_words;

/* NULL-terminated; by their position. */
extern const char *const gradients_words[], *const send_words[];

/** The words of @table as "a, b and c", those alone that have the knob @knob. (transfer full) */
char *words_with_knob (const WordTable *table, const char *knob);
/** "a, b or c" of the NULL-terminated @words. (transfer full) */
char *word_alternatives (const char *const *words);
