/* Between the settings and the knobs: what a row of the table of keys has at its place in the settings. @base is the owner of the
 * row's offsets, the Scenario or a list's element.
 */
#pragma once

#include "scenario/keys.h"

/** Puts what @values, knobs of this row alone, have there. */
void key_store (const Key *key, gpointer base, const Knobs *values);
/** The other way round; FALSE: nothing is there. */
gboolean key_load (const Key *key, gconstpointer base, Knobs *values);

/** Whether the row takes a word whose knobs are kept. */
gboolean key_takes_knobs (const Key *key);
/** The descriptor that is chosen there, or NULL. */
gconstpointer key_chosen (const Key *key, gconstpointer base);
/** The knobs of the chosen word that are kept there. (transfer none) NULL: none, or not kept as such. */
const Knobs *key_knobs (const Key *key, gconstpointer base);
/** Puts @knobs, of the chosen word, there. (transfer full) @knobs */
void key_store_knobs (const Key *key, gpointer base, Knobs *knobs);
/** A copy of the knobs of the chosen word. (transfer full) */
Knobs *key_load_knobs (const Key *key, gconstpointer base);
