/* Files are written whole or not at all: to a temporary name (base/temporary.h) beside the goal, synced, then renamed. What was
 * there keeps its mode; a symbolic link stays, and the file that it leads to is replaced. */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct _OutputFile OutputFile;

/** Opens a temporary file beside @path for writing. Every write goes through output_file_stream.
 *  Returns: NULL with LOCKSTEP_ERROR_INPUT when the place cannot be written, or @path is a folder, a device, a pipe
 *  or read-only. */
OutputFile *output_file_open (const char *path, GError **error);
FILE *output_file_stream (OutputFile *file);
/** Flushes, checks for write errors, renames to the final name and frees; on failure removes the temporary file and says so with
 *  LOCKSTEP_ERROR_RUN. */
gboolean output_file_commit (OutputFile *file, GError **error);
/** Removes the temporary file and frees. NULL is allowed. */
void output_file_abandon (OutputFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputFile, output_file_abandon)

/** The whole of @path, NUL-terminated, at most @max bytes (below 2^32 - 2). "-" is standard input; a pipe is read to its end. @n may be
 *  NULL. Errors are LOCKSTEP_ERROR_INPUT; a device is one, and a larger file, of which nothing is read. (transfer full) */
char *file_read (const char *path, gsize max, gsize *n, GError **error);

/** The same of a text: a NUL character in it is an error. */
char *file_read_text (const char *path, gsize max, GError **error);

/** Removes everything in the folder @dir, but what is named @but (may be NULL). LOCKSTEP_ERROR_RUN. */
gboolean file_remove_children (const char *dir, const char *but, GError **error);
/** Removes @path with everything below it. Symbolic links are removed, not followed. A path that does not exist is no error. */
gboolean file_remove_tree (const char *path, GError **error);
