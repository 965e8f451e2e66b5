/* The words that the keys may take and that no layer below lists, and words in messages. The tables of descriptors stand with
 * their layers: protocol_words in protocol/table.h, optimizer_words in learning/optimizer.h …
 */
#pragma once

#include "base/knob.h"

extern const WordTable exchange_words;

/* NULL-terminated; by their position. */
extern const char *const gradients_words[], *const send_words[];

/** The words of @table as "a, b and c", those alone that have the knob @knob. (transfer full) */
char *words_with_knob (const WordTable *table, const char *knob);
/** "a, b or c" of the NULL-terminated @words. (transfer full) */
char *word_alternatives (const char *const *words);
