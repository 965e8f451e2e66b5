/* The strict scanner (RFC 8259): from a JSON text the cJSON tree, and beside it the place of every value.
 *
 * UTF-8 only, no byte order mark, no \u0000, no lone surrogates, numbers of at most JSON_NUMBER_CHARACTERS that are finite,
 * nested at most JSON_DEPTH deep. The scan ends at the first mistake of syntax; a key that stands twice is a mistake too, but the
 * scan goes on, and the object has both.
 */
#pragma once

#include <cjson/cJSON.h>

#include "scenario/text_span.h"

#define JSON_DEPTH 100
#define JSON_NUMBER_CHARACTERS 63

typedef struct
{
  TextSpan key, value; /* the key with its quotes; for what has no key the value again */
  const cJSON *parent; /* NULL: the root */
  guint position;      /* in its array */
} JsonPlace;

/* A mistake at @at inside the object or list @inside, whose place is known; NULL: outside of all. @note: belongs to the mistake
 * before. */
typedef void (*JsonMistake) (gpointer data, TextSpan at, const cJSON *inside, gboolean note, const char *message);

/** The tree of @text, which ends in a NUL behind its @n bytes. @places maps each node to its JsonPlace and owns these, with
 * g_free. (transfer full), or NULL: a mistake of syntax. */
cJSON *json_scan (const char *text, gsize n, GHashTable *places, JsonMistake mistake, gpointer data);
