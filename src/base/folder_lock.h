/* A folder that one process works in for long: a file in it, which is locked (flock) and says whose it is.
 *
 * A process that is killed loses the lock; its file means nothing then. Where the file system has no locks everybody gets one.
 */
#pragma once

#include <glib.h>

typedef struct _FolderLock FolderLock;

#define FOLDER_LOCK_NAME ".lockstep.lock"

/** The lock of the folder @dir, which exists. NULL with LOCKSTEP_ERROR_INPUT, which names the owner, when another process has it.
 */
FolderLock *folder_lock_take (const char *dir, GError **error);
/** Whether no other process has it; the same error. */
gboolean folder_lock_is_free (const char *dir, GError **error);
/** Gives it back: the file goes. NULL is allowed. */
void folder_lock_free (FolderLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolderLock, folder_lock_free)
