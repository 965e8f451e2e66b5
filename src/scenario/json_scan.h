/* The strict scanner (RFC 8259): every value of a JSON text with its place, in the order in which cJSON's tree is walked (a value
 * before what is in it).
 *
 * UTF-8 only, no byte order mark, no \u0000, no lone surrogates, numbers of at most JSON_NUMBER_CHARACTERS that are finite,
 * nested at most JSON_DEPTH deep: whatever passes, cJSON reads without loss. The scan ends at the first mistake of syntax; a key
 * that stands twice is a mistake too, but the scan goes on.
 */
#pragma once

#include "scenario/json_text.h"

#define JSON_DEPTH 100
#define JSON_NUMBER_CHARACTERS 63
#define JSON_ROOT G_MAXUINT /* the parent of the root */

typedef struct
{
  TextSpan key, value; /* the key with its quotes; for what has no key the value again */
  const char *name;    /* the key, unescaped; NULL for an array's element and the root */
  guint parent;        /* index of the place that it is in, JSON_ROOT for the root */
  guint position;      /* in its array */
} JsonPlace;

/* A mistake at @at inside the value @place (an index, or JSON_ROOT). @note: belongs to the mistake before. */
typedef void (*JsonMistake) (gpointer data, TextSpan at, guint place, gboolean note, const char *message);

/** @text ends in a NUL behind its @n bytes. Appends a JsonPlace for every value to @places; the names live in @names. FALSE on a
 * mistake of syntax. */
gboolean json_scan (const char *text, gsize n, GArray *places, GStringChunk *names, JsonMistake mistake, gpointer data);
