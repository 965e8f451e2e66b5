/* What is wrong with the user's text, gathered and printed in file order.
 *
 *   ssp.json:12:15: error: /cluster/workers: must be at least 1 (did you mean …)
 *       "workers": 0,
 *                  ^
 */
#pragma once

#include "scenario/json_text.h"

typedef enum
{
  SEVERITY_NOTE,
  SEVERITY_WARNING,
  SEVERITY_ERROR,
} Severity;

#define DIAGNOSTICS_SHOWN 20

Diagnostics *diagnostics_new (void);
void diagnostics_free (Diagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Diagnostics, diagnostics_free)

/** @text is borrowed and must outlive @diagnostics; NULL for a mistake that is in no text (then @pointer may be NULL too). */
void diagnostics_add (Diagnostics *diagnostics, Severity severity, const JsonText *text, TextSpan at, const char *pointer,
                      const char *format, ...) G_GNUC_PRINTF (6, 7);
guint diagnostics_errors (const Diagnostics *diagnostics);
/** In file order, at most DIAGNOSTICS_SHOWN, then how many more there are. @colour: ANSI colours. Returns the number of errors. */
guint diagnostics_print (Diagnostics *diagnostics, FILE *to, gboolean colour);

/** The word of @words (NULL-terminated) nearest to @wrong by edit distance, NULL when none is near. */
const char *nearest_word (const char *wrong, const char *const *words);
