/* What is written beside its goal before it takes its place: files and folders with names such as ".lockstep.x7Gk2Q".
 *
 * Each is locked (flock) while the process that made it lives. One that is there and is not locked was left behind by a process
 * that was killed, and may go. Where the file system has no locks nothing is taken for left behind.
 */
#pragma once

#include <glib.h>

/** A new, empty file, or folder, in the folder @dir; its name in @path (transfer full). Returns: a descriptor, open for writing,
 * that holds the lock until it is closed; -1 with errno. */
int temporary_file (const char *dir, char **path);
int temporary_folder (const char *dir, char **path);
/** Removes what killed processes left behind in @dir. */
void temporary_clean (const char *dir);
