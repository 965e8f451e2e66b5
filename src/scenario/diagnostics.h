/* What is wrong with the user's text, gathered and printed in the order of the text.
 *
 *   ssp.json:12:15: error: /cluster/workers: must be at least 1
 *       "workers": 0,
 *                  ^
 *
 * What an override says stands after what the file says: "--set /cluster/workers: error: must be at least 1". Everything is
 * copied when it is added, so the texts may go.
 */
#pragma once

#include "scenario/json_text.h"

typedef enum
{
  SEVERITY_NOTE,
  SEVERITY_WARNING,
  SEVERITY_ERROR,
  SEVERITY_CONTINUED, /* a note that belongs to what was added just before and follows it, wherever it stands */
} Severity;

#define DIAGNOSTICS_SHOWN 20

Diagnostics *diagnostics_new (void);
void diagnostics_free (Diagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Diagnostics, diagnostics_free)

/** @text is NULL for a mistake that is in no text; @pointer may be NULL. What has been added before, word for word at the same
 * place, is not added again. */
void diagnostics_add (Diagnostics *diagnostics, Severity severity, const JsonText *text, TextSpan at, const char *pointer,
                      const char *format, ...) G_GNUC_PRINTF (6, 7);
guint diagnostics_errors (const Diagnostics *diagnostics);
/** In order, at most DIAGNOSTICS_SHOWN with the notes that belong to them, then how many more there are. @colour: ANSI colours.
 * Returns the number of errors. */
guint diagnostics_print (Diagnostics *diagnostics, FILE *to, gboolean colour);
/** The same as one text. (transfer full) */
char *diagnostics_text (Diagnostics *diagnostics, gboolean colour);

/** The word of @words (NULL-terminated) nearest to @wrong by edit distance (case apart), NULL when none is near. */
const char *nearest_word (const char *wrong, const char *const *words);
