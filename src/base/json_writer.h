/* JSON (RFC 8259) written piece by piece: cJSON would not keep all the digits, and a trace is too large for a tree.
 *
 * What is written between json_object or json_list and its json_close belongs inside; commas, line ends and blanks come by
 * themselves. A member of an object has a name, an element of a list has none (NULL). All texts are escaped.
 *
 * Invariant: what stands in @to is a beginning of one JSON text; a whole one once everything opened is closed.
 * Lifecycle: json_writer (to) → members → as many json_close as openings. Nothing is owned.
 */
#pragma once

#include <glib.h>

/* How what is inside is laid out. */
typedef enum
{
  JSON_LINES,  /* a line each, indented */
  JSON_SPACED, /* { "a": 1, "b": 2 } */
  JSON_PACKED, /* {"a":1,"b":2} */
  JSON_ROWS,   /* packed, but a line each */
} JsonLayout;

#define JSON_DEPTH 8

typedef struct
{
  GString *to;
  guint depth;
  struct
  {
    JsonLayout layout;
    char close;
    gboolean begun; /* something is inside */
  } open[JSON_DEPTH];
} JsonWriter;

static inline JsonWriter
json_writer (GString *to)
{
  return (JsonWriter){ .to = to };
}

void json_object (JsonWriter *json, const char *name, JsonLayout layout);
void json_list (JsonWriter *json, const char *name, JsonLayout layout);
void json_close (JsonWriter *json);

/** NULL is null. */
void json_text (JsonWriter *json, const char *name, const char *text);
/** All the digits; null for NaN and infinities. */
void json_number (JsonWriter *json, const char *name, double value);
void json_count (JsonWriter *json, const char *name, guint64 value);
void json_boolean (JsonWriter *json, const char *name, gboolean value);
/** @text is JSON already. */
void json_verbatim (JsonWriter *json, const char *name, const char *text);
