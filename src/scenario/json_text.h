/* JSON text with the place of every value.
 *
 * The strict scanner (json_scan.h) reports every mistake at its line and column, builds the tree and keeps the place of each node
 * beside it. A second JsonText, with the origin "--set /a/b", serves an override: its root stands at the pointer /a/b. Immutable
 * once made, but for its tree, which may be moved into another one; places are found by node, wherever the node has gone, as long
 * as it and what it was in are not freed.
 */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdio.h>

#include "scenario/text_span.h"

typedef struct _Diagnostics Diagnostics;
typedef struct _JsonText JsonText;

/** NULL on a syntax error, which is in @diagnostics. A key that stands twice is reported there too, but the text is returned.
 * @origin is the file's name as the user wrote it, or "--set /a/b". The text is copied. */
JsonText *json_text_new (const char *origin, const char *text, gsize n, Diagnostics *diagnostics);
void json_text_free (JsonText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonText, json_text_free)

const char *json_text_origin (const JsonText *text);
/** Whether it comes from --set rather than from a file. */
gboolean json_text_is_override (const JsonText *text);
/** The pointer of the root: "", or what --set names. */
const char *json_text_base (const JsonText *text);

/** (transfer none); NULL once it has been stolen. */
cJSON *json_text_root (const JsonText *text);
/** (transfer full) The caller puts it into another tree. */
cJSON *json_text_steal_root (JsonText *text);

/** Whether @node came from @text. The functions below ask for such a node. */
gboolean json_text_holds (const JsonText *text, const cJSON *node);
/** Where @node stands. */
TextSpan json_text_value (const JsonText *text, const cJSON *node);
/** The key of a member; the value's span for an array's element or the root. */
TextSpan json_text_key (const JsonText *text, const cJSON *node);
/** RFC 6901. (transfer full) */
char *json_text_pointer (const JsonText *text, const cJSON *node);
/** The characters of @span as they were written. (transfer full) */
char *json_text_source (const JsonText *text, TextSpan span);

/* What of a source line lies around a place in it. */
typedef struct
{
  char *text;             /* without the line's end */
  gsize before;           /* bytes of it before the place */
  gboolean begins_before; /* the line does, and goes on behind @text */
  gboolean goes_on;
} TextExcerpt;

/** The line in which @span begins, up to @most bytes to either side of that. (transfer full) of text */
TextExcerpt json_text_excerpt (const JsonText *text, TextSpan span, gsize most);
