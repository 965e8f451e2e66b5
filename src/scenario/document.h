/* A document: the text of a file with overrides put into its tree.
 *
 * Every node, whether it came from the file, from --set or from a sweep's axis, still knows its text and its place there, so that
 * a mistake is told where the user made it. Nodes that are replaced stay alive until the document goes.
 *
 * Lifecycle: document_new → document_override, document_put … → reading → document_free.
 */
#pragma once

#include "scenario/diagnostics.h"

typedef struct _Document Document;

typedef enum
{
  AT_VALUE,
  AT_KEY,
} DocumentPart;

/** (transfer full) @file, which has its root. */
Document *document_new (JsonText *file);
/** A copy of @from, whose root is an object, without the root's members that are named in @but (NULL-terminated). Every node
 * keeps its place, so @from must live as long. Its cost is that of what is copied, however long the text is. */
Document *document_copy (const Document *from, const char *const *but);
void document_free (Document *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, document_free)

const cJSON *document_root (const Document *document);
/** The node at @pointer (RFC 6901) or NULL. */
const cJSON *document_find (const Document *document, const char *pointer);
/** The node at @pointer, or the nearest one that it would be in. */
const cJSON *document_find_nearest (const Document *document, const char *pointer);

/** Puts the value of @set, "/pointer=value", into the tree: the value is JSON, or a string where it is not JSON; objects on the
 * way that are not there are made; "-" at a list's end appends. FALSE with a diagnostic whose origin is "--set /pointer". */
gboolean document_override (Document *document, const char *set, Diagnostics *diagnostics);
/** Puts a copy of @value, a node of @from, at @pointer; the copy keeps the place of @value, so @from must live as long. FALSE
 * with a diagnostic there. */
gboolean document_put (Document *document, const char *pointer, const Document *from, const cJSON *value,
                       Diagnostics *diagnostics);
/** A number that the user described at @place, such as one of a range. (transfer none) */
const cJSON *document_number (Document *document, double value, const cJSON *place);

/** (transfer full) */
char *document_pointer (const Document *document, const cJSON *node);
/** The characters of @node as the user wrote them. (transfer full) */
char *document_source (const Document *document, const cJSON *node);

/** Where @node stands in its text. */
TextSpan document_span (const Document *document, const cJSON *node);
/** "file:line:column". (transfer full) */
char *document_where (const Document *document, const cJSON *node);

/** A diagnostic at @node. @pointer: NULL for the node's own. */
void document_report (const Document *document, Diagnostics *diagnostics, Severity severity, const cJSON *node, DocumentPart part,
                      const char *pointer, const char *format, ...) G_GNUC_PRINTF (7, 8);
/** @column characters behind the opening quote of @node, a string, where @length characters are wrong: for expressions in
 * strings. */
void document_report_inside (const Document *document, Diagnostics *diagnostics, Severity severity, const cJSON *node,
                             gsize column, gsize length, const char *format, ...) G_GNUC_PRINTF (7, 8);

/** One reference token of a pointer, unescaped; @rest goes behind it. NULL at the end. (transfer full) */
char *pointer_next (const char **rest);
/** @object's pointer with @name, escaped, behind it. (transfer full) */
char *pointer_join (const char *object, const char *name);
