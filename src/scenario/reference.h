/* The scenario language as the table of keys tells it, in the forms that people and programs read. All pure; nothing is run or
 * read.
 */
#pragma once

#include <glib.h>

/** The JSON Schema (draft-07) of a scenario, a text that ends in a newline: what is committed as lockstep.schema.json. (transfer
 * full) */
char *schema_text (void);

/** What `lockstep explain KEY` prints, a pointer, one with dots for its slashes, or a bare name: the key's type, unit, default, range, words with their knobs, and help; of an object
 * also what is in it. @pointer may be "" or NULL for everything; a list's index may be any number or "*"; a knob is explained
 * where it stands. (transfer full), or NULL with LOCKSTEP_ERROR_INPUT that suggests the nearest key. */
char *explain_text (const char *pointer, GError **error);

/** scenario(5), in man macros: what is committed as docs/scenario.5. (transfer full) */
char *manual_text (void);

/** What `lockstep list WHAT` prints: a line a word with its summary, of devices their figures too. @what is "protocols", "exchanges", "topologies", "models",
 * "distributions", … (transfer full), or NULL with LOCKSTEP_ERROR_INPUT that says what there is. */
char *list_text (const char *what, GError **error);
/** The plurals that list_text takes, NULL-terminated. (transfer container) */
const char **list_names (void);
