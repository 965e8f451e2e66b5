#include "report/output_folder.h"

#include <cjson/cJSON.h>
#include <errno.h>

#include "base/error.h"
#include "base/file.h"

#define RESULT_MAX (64 << 20)

struct _OutputFolder
{
  char *goal, *path;
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

static gboolean
may_replace (const char *dir, gboolean force, GError **error)
{
  if (!g_file_test (dir, G_FILE_TEST_EXISTS) && !g_file_test (dir, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  if (!g_file_test (dir, G_FILE_TEST_IS_DIR))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is not a folder", dir);
  else if (!force && !is_empty (dir) && !is_our_own (dir))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                 "%s: holds files that lockstep did not write; choose another folder, or --force to replace it as a whole", dir);
  else
    return TRUE;
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

static char *
make_sibling (const char *goal, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (goal), *name = g_path_get_basename (goal);
  g_autofree char *sibling = g_strdup_printf ("%s/.%s.XXXXXX", parent, name);

  if (g_mkdir_with_parents (parent, 0777) == 0 && g_mkdtemp_full (sibling, 0777) != NULL)
    return g_steal_pointer (&sibling);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot make a folder here: %s", goal, g_strerror (errno));
  return NULL;
}

/* The nearest folder above @path that exists already. */
static char *
existing_parent (const char *path)
{
  char *parent = g_path_get_dirname (path);

  while (!g_file_test (parent, G_FILE_TEST_EXISTS))
    {
      g_autofree char *below = parent;
      parent = g_path_get_dirname (below);
    }
  return parent;
}

/* Makes and removes a folder where the first one will have to be made. */
static gboolean
probe (const char *goal, GError **error)
{
  g_autofree char *parent = existing_parent (goal);
  g_autofree char *trial = g_build_filename (parent, ".lockstep.XXXXXX", NULL);

  if (g_mkdtemp (trial) != NULL && g_rmdir (trial) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write there: %s: %s", goal, parent, g_strerror (errno));
  return FALSE;
}

gboolean
output_folder_check (const char *dir, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir);
  return may_replace (dir, force, error) && probe (goal, error);
}

OutputFolder *
output_folder_new (const char *dir, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir);
  OutputFolder *folder;
  char *path;

  if (!may_replace (dir, force, error) || (path = make_sibling (goal, error)) == NULL)
    return NULL;
  folder = g_new (OutputFolder, 1);
  folder->goal = g_steal_pointer (&goal);
  folder->path = path;
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

/* Moves what is at the goal to a name beside it. *@aside is NULL when nothing was there. */
static gboolean
move_aside (const char *goal, char **aside)
{
  *aside = NULL;
  if (!g_file_test (goal, G_FILE_TEST_EXISTS))
    return TRUE;
  *aside = make_sibling (goal, NULL);
  if (*aside != NULL && g_rename (goal, *aside) == 0)
    return TRUE;
  if (*aside != NULL)
    g_rmdir (*aside);
  g_clear_pointer (aside, g_free);
  return FALSE;
}

gboolean
output_folder_commit (OutputFolder *folder, GError **error)
{
  g_autofree char *aside = NULL;

  errno = 0;
  if (!move_aside (folder->goal, &aside) || g_rename (folder->path, folder->goal) != 0)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "%s: cannot put the results there: %s", folder->goal,
                   g_strerror (errno));
      if (aside != NULL)
        g_rename (aside, folder->goal);
      output_folder_abandon (folder);
      return FALSE;
    }
  if (aside != NULL)
    file_remove_tree (aside, NULL);
  output_folder_free (folder);
  return TRUE;
}

void
output_folder_abandon (OutputFolder *folder)
{
  if (folder == NULL)
    return;
  file_remove_tree (folder->path, NULL);
  output_folder_free (folder);
}
