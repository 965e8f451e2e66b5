/* JSON text with the place of every value.
 *
 * A strict scanner (RFC 8259, UTF-8, no duplicate keys, depth limited, no \u0000) comes first and reports every syntax error at its line and column; cJSON then builds the tree, which
 * cannot fail. A second JsonText, with the origin "--set /a/b", serves an override.
 */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdio.h>

typedef struct _Diagnostics Diagnostics;
typedef struct _JsonText JsonText;

typedef struct
{
  gsize offset, length; /* bytes */
  guint line, column;   /* from 1; columns count characters (code points) */
} TextSpan;

/** NULL on a syntax error, which is in @diagnostics. @origin is the file's name as the user wrote it, or "--set /a/b". The text is copied;
 *  on an error it is kept alive by @diagnostics for the source line. */
JsonText *json_text_new (const char *origin, const char *text, gsize n, Diagnostics *diagnostics);
void json_text_free (JsonText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonText, json_text_free)

const char *json_text_origin (const JsonText *text);
const cJSON *json_text_root (const JsonText *text);
/** Where @node stands; it belongs to @text. */
TextSpan json_text_value (const JsonText *text, const cJSON *node);
/** The key of a member; the value's span for an array's element or the root. */
TextSpan json_text_key (const JsonText *text, const cJSON *node);
/** RFC 6901. (transfer full) */
char *json_text_pointer (const JsonText *text, const cJSON *node);
/** The source line of @span, without its end. (transfer full) */
char *json_text_line (const JsonText *text, TextSpan span);
