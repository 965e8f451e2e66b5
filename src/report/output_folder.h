/* A folder of results is written whole or not at all.
 *
 * Everything goes into a temporary folder, which a commit renames to the goal. A goal that is there already stays the same folder
 * (it may be a mount, or somebody's current folder): the temporary one is inside it, and the entries are exchanged. A run that
 * fails leaves the old folder as it was.
 *
 * Both functions below watch for signals (base/interrupt.h) from then on, so that none leaves a folder behind.
 *
 * Lifecycle: output_folder_check (before the run) … output_folder_new → files into output_folder_path → output_folder_commit or
 * _abandon.
 */
#pragma once

#include <glib.h>

typedef struct _OutputFolder OutputFolder;

/* What the results are of: one kind is not replaced by another without being asked for. */
typedef enum
{
  OUTPUT_RUN,
  OUTPUT_SWEEP,
  OUTPUT_TOPOLOGY,
  OUTPUT_COMPARISON,
  OUTPUT_PARTITION,
} OutputKind;

/** Whether lockstep may write to @dir: it does not exist, is empty, is one of lockstep's own (has a result.json of ours) of the
 * same @kind that does not hold the current folder, or @force; no sweep works in it; and a folder of that name can be made there.
 * LOCKSTEP_ERROR_INPUT. */
gboolean output_folder_check (const char *dir, OutputKind kind, gboolean force, GError **error);

/** Checks as above and makes the temporary folder; those that killed processes left beside it go. */
OutputFolder *output_folder_new (const char *dir, OutputKind kind, gboolean force, GError **error);
/** Where to put the files meanwhile. */
const char *output_folder_path (const OutputFolder *folder);
/** Puts the folder in its place and frees; on failure (LOCKSTEP_ERROR_RUN) nothing of it is left and the old folder is back. */
gboolean output_folder_commit (OutputFolder *folder, GError **error);
/** Removes what was written and frees. NULL is allowed. */
void output_folder_abandon (OutputFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputFolder, output_folder_abandon)
