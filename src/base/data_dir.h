/* Files that come with lockstep (plots/, models/, scenarios/, the schema), found from any working directory.
 *
 * Looked for in this order: $LOCKSTEP_DATADIR; the source tree, for an uninstalled binary only (one that lies in the build
 * folder); the installed data directory.
 */
#pragma once

#include <glib.h>

/** The folders to look in, in order; NULL-terminated, each absolute or as $LOCKSTEP_DATADIR gives it. (transfer full) */
char **data_dirs (void);

/** The path of @name ("plots/timeline.gp", "models"), a file or a folder, in the first folder that has it. (transfer full), or
 * NULL. */
char *data_file_find (const char *name);
