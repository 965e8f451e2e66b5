#include "report/output_folder.h"

#include <cjson/cJSON.h>
#include <errno.h>

#include "base/error.h"
#include "base/file.h"
#include "base/interrupt.h"

#define RESULT_MAX (64 << 20)
#define HIDDEN ".lockstep.XXXXXX"

struct _OutputFolder
{
  char *goal, *path;
  gboolean replaces; /* the goal was there before: its entries are exchanged, the folder itself stays */
};

/* A result.json of ours has a "lockstep" member, the version that wrote it. */
static gboolean
is_our_own (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "result.json", NULL);
  g_autofree char *text = file_read (path, RESULT_MAX, NULL, NULL);
  cJSON *result = text != NULL ? cJSON_Parse (text) : NULL;
  gboolean ours = cJSON_IsString (cJSON_GetObjectItemCaseSensitive (result, "lockstep"));

  cJSON_Delete (result);
  return ours;
}

static gboolean
is_empty (const char *dir)
{
  GDir *entries = g_dir_open (dir, 0, NULL);
  gboolean empty = entries != NULL && g_dir_read_name (entries) == NULL;

  g_clear_pointer (&entries, g_dir_close);
  return empty;
}

/* Whether @goal is the folder that the program was started in, or holds it. */
static gboolean
holds_current (const char *goal)
{
  g_autofree char *current = g_get_current_dir ();
  gsize n = strlen (goal);

  return strncmp (current, goal, n) == 0 && (n == 1 || current[n] == '\0' || current[n] == '/');
}

/* @dir is @goal as the user wrote it. */
static gboolean
may_replace (const char *dir, const char *goal, gboolean force, GError **error)
{
  const char *reason = NULL;

  if (*dir == '\0')
    reason = "the name of a folder is expected, not an empty one";
  else if (!g_file_test (goal, G_FILE_TEST_EXISTS) && !g_file_test (goal, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  else if (!g_file_test (goal, G_FILE_TEST_IS_DIR))
    reason = "is not a folder";
  else if (force || is_empty (goal))
    return TRUE;
  else if (!is_our_own (goal))
    reason = "holds files that lockstep did not write; choose another folder, or --force to replace it as a whole";
  else if (holds_current (goal))
    reason = "is not empty, and the current folder; choose another folder, or --force to replace it as a whole";
  else
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %s", *dir != '\0' ? dir : "--out", reason);
  return FALSE;
}

/* @dir without a final slash; what a symbolic link leads to, so that the link stays. */
static char *
resolve_goal (const char *dir)
{
  g_autofree char *absolute = g_canonicalize_filename (dir, NULL);
  char *real = realpath (absolute, NULL);
  char *goal = g_strdup (real != NULL ? real : absolute);

  free (real);
  return goal;
}

/* The nearest folder that exists already: @path, or one above it. */
static char *
existing_folder (const char *path)
{
  char *folder = g_strdup (path);

  while (!g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      g_autofree char *below = folder;
      folder = g_path_get_dirname (below);
    }
  return folder;
}

/* Makes and removes a folder where the first one will have to be made. */
static gboolean
probe (const char *goal, GError **error)
{
  g_autofree char *place = existing_folder (goal);
  g_autofree char *trial = g_build_filename (place, HIDDEN, NULL);

  if (g_mkdtemp (trial) != NULL && g_rmdir (trial) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write there: %s: %s", goal, place, g_strerror (errno));
  return FALSE;
}

gboolean
output_folder_check (const char *dir, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir);

  interrupt_watch ();
  return may_replace (dir, goal, force, error) && probe (goal, error);
}

/* A new folder in @place, which is made when it is not there. */
static char *
make_hidden (const char *place, GError **error)
{
  g_autofree char *hidden = g_build_filename (place, HIDDEN, NULL);

  if (g_mkdir_with_parents (place, 0777) == 0 && g_mkdtemp_full (hidden, 0777) != NULL)
    return g_steal_pointer (&hidden);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot make a folder here: %s", place, g_strerror (errno));
  return NULL;
}

OutputFolder *
output_folder_new (const char *dir, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir), *above = g_path_get_dirname (goal);
  gboolean replaces = g_file_test (goal, G_FILE_TEST_IS_DIR);
  OutputFolder *folder;
  char *path;

  interrupt_watch ();
  if (!may_replace (dir, goal, force, error) || (path = make_hidden (replaces ? goal : above, error)) == NULL)
    return NULL;
  folder = g_new (OutputFolder, 1);
  folder->goal = g_steal_pointer (&goal);
  folder->path = path;
  folder->replaces = replaces;
  return folder;
}

const char *
output_folder_path (const OutputFolder *folder)
{
  return folder->path;
}

static void
output_folder_free (OutputFolder *folder)
{
  g_free (folder->goal);
  g_free (folder->path);
  g_free (folder);
}

/* Moves the entries of @from into @to, but for the folders @path and @aside. */
static gboolean
move_entries (const char *from, const char *to, const char *path, const char *aside)
{
  g_autoptr (GDir) entries = g_dir_open (from, 0, NULL);
  gboolean ok = entries != NULL;
  const char *name;

  while (ok && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *old = g_build_filename (from, name, NULL), *new = g_build_filename (to, name, NULL);
      ok = g_str_equal (old, path) || g_str_equal (old, aside) || g_rename (old, new) == 0;
    }
  return ok;
}

/* The new entries come to the goal, the old ones go; on failure the old ones are back. */
static gboolean
exchange_entries (const char *goal, const char *path)
{
  g_autofree char *aside = make_hidden (goal, NULL);
  gboolean cleared, ok;
  int code;

  if (aside == NULL)
    return FALSE;
  cleared = move_entries (goal, aside, path, aside);
  ok = cleared && move_entries (path, goal, path, aside);
  code = errno;
  if (!ok)
    {
      if (cleared)
        move_entries (goal, path, path, aside);
      move_entries (aside, goal, path, aside);
    }
  file_remove_tree (aside, NULL);
  file_remove_tree (path, NULL);
  errno = code;
  return ok;
}

gboolean
output_folder_commit (OutputFolder *folder, GError **error)
{
  errno = 0;
  if (folder->replaces ? exchange_entries (folder->goal, folder->path) : g_rename (folder->path, folder->goal) == 0)
    {
      output_folder_free (folder);
      return TRUE;
    }
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "%s: cannot put the results there: %s", folder->goal,
               g_strerror (errno));
  output_folder_abandon (folder);
  return FALSE;
}

void
output_folder_abandon (OutputFolder *folder)
{
  if (folder == NULL)
    return;
  file_remove_tree (folder->path, NULL);
  output_folder_free (folder);
}
