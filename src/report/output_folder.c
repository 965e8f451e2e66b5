#include "report/output_folder.h"

#include <cjson/cJSON.h>
#include <errno.h>

#include "base/error.h"
#include "base/file.h"
#include "base/folder_lock.h"
#include "base/interrupt.h"
#include "base/temporary.h"

#define RESULT_MAX (64 << 20)
#define HIDDEN ".lockstep."
#define ROOM_INSIDE 64 /* for the names of the files in a folder */

/* The member of result.json that tells the kinds apart. */
static const struct
{
  const char *member, *whose;
} kinds[] = {
  [OUTPUT_RUN] = { "metrics", "a run" },
  [OUTPUT_SWEEP] = { "sweep", "a sweep" },
  [OUTPUT_TOPOLOGY] = { "topology", "lockstep topo" },
  [OUTPUT_COMPARISON] = { "compare", "a comparison" },
  [OUTPUT_PARTITION] = { "partition", "lockstep partition" },
};

struct _OutputFolder
{
  char *goal, *path;
  int held;          /* the descriptor that tells that @path is not left behind */
  gboolean replaces; /* the goal was there before: its entries are exchanged, the folder itself stays */
};

/* A result.json of ours has a "lockstep" member, the version that wrote it. @of: what else it is of, as far as that is known and
 * not @kind; NULL. */
static gboolean
is_our_own (const char *dir, OutputKind kind, const char **of)
{
  g_autofree char *path = g_build_filename (dir, "result.json", NULL);
  g_autofree char *text = file_read (path, RESULT_MAX, NULL, NULL);
  cJSON *result = text != NULL ? cJSON_Parse (text) : NULL;
  gboolean ours = cJSON_IsString (cJSON_GetObjectItemCaseSensitive (result, "lockstep"));

  *of = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (i != kind && cJSON_HasObjectItem (result, kinds[i].member) && !cJSON_HasObjectItem (result, kinds[kind].member))
      *of = kinds[i].whose;
  cJSON_Delete (result);
  return ours;
}

/* But for what a process that was killed may have left. */
static gboolean
is_empty (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL && g_str_has_prefix (name, HIDDEN))
    ;
  return entries != NULL && name == NULL;
}

/* Whether @goal is the folder that the program was started in, or holds it. */
static gboolean
holds_current (const char *goal)
{
  g_autofree char *current = g_get_current_dir ();
  gsize n = strlen (goal);

  return strncmp (current, goal, n) == 0 && (n == 1 || current[n] == '\0' || current[n] == '/');
}

/* Why the folder @goal, which is not empty, is not to be replaced; NULL: it may. (transfer full) */
static char *
objection (const char *goal, OutputKind kind)
{
  const char *of;

  if (!is_our_own (goal, kind, &of))
    return g_strdup ("holds files that lockstep did not write");
  if (of != NULL)
    return g_strdup_printf ("holds the results of %s, not of %s", of, kinds[kind].whose);
  return holds_current (goal) ? g_strdup ("is not empty, and the current folder") : NULL;
}

/* @dir is @goal as the user wrote it. */
static gboolean
may_replace (const char *dir, const char *goal, OutputKind kind, gboolean force, GError **error)
{
  g_autofree char *why = NULL;

  if (*dir == '\0')
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "--out: the name of a folder is expected, not an empty one");
  else if (!g_file_test (goal, G_FILE_TEST_EXISTS) && !g_file_test (goal, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  else if (!g_file_test (goal, G_FILE_TEST_IS_DIR))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is not a folder", dir);
  else if (!folder_lock_is_free (goal, error))
    return FALSE;
  else if (force || is_empty (goal) || (why = objection (goal, kind)) == NULL)
    return TRUE;
  else
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                 "%s: %s; choose another folder, or --force to replace it as a whole", dir, why);
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

/* Every part of @goal, and it with what will be in it, is short enough for the file system of @place. */
static gboolean
fits (const char *goal, const char *place)
{
  g_auto (GStrv) parts = g_strsplit (goal, "/", -1);
  long part_max = pathconf (place, _PC_NAME_MAX), path_max = pathconf (place, _PC_PATH_MAX);

  for (guint i = 0; parts[i] != NULL; i++)
    if (part_max > 0 && strlen (parts[i]) > (gsize)part_max)
      return FALSE;
  return path_max <= 0 || strlen (goal) + ROOM_INSIDE < (gsize)path_max;
}

/* Makes and removes a folder where the first one will have to be made. */
static gboolean
probe (const char *goal, GError **error)
{
  g_autofree char *place = existing_folder (goal), *trial = NULL;
  int held = -1;

  if (!fits (goal, place))
    errno = ENAMETOOLONG;
  else if ((held = temporary_folder (place, &trial)) >= 0 && g_rmdir (trial) == 0)
    {
      close (held);
      return TRUE;
    }
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write there: %s: %s", goal, place, g_strerror (errno));
  if (held >= 0)
    close (held);
  return FALSE;
}

gboolean
output_folder_check (const char *dir, OutputKind kind, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir);

  interrupt_watch ();
  return may_replace (dir, goal, kind, force, error) && probe (goal, error);
}

/* A new folder in @place, which is made when it is not there. Its descriptor in @held. */
static char *
make_hidden (const char *place, int *held, GError **error)
{
  char *hidden;

  if (g_mkdir_with_parents (place, 0777) == 0 && (*held = temporary_folder (place, &hidden)) >= 0)
    return hidden;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot make a folder here: %s", place, g_strerror (errno));
  return NULL;
}

OutputFolder *
output_folder_new (const char *dir, OutputKind kind, gboolean force, GError **error)
{
  g_autofree char *goal = resolve_goal (dir), *above = g_path_get_dirname (goal);
  gboolean replaces = g_file_test (goal, G_FILE_TEST_IS_DIR);
  OutputFolder *folder;
  const char *place = replaces ? goal : above;
  char *path;
  int held;

  interrupt_watch ();
  if (!may_replace (dir, goal, kind, force, error))
    return NULL;
  temporary_clean (place);
  if ((path = make_hidden (place, &held, error)) == NULL)
    return NULL;
  folder = g_new (OutputFolder, 1);
  folder->goal = g_steal_pointer (&goal);
  folder->path = path;
  folder->held = held;
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
  close (folder->held);
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
  gboolean cleared, ok;
  int code, held;
  g_autofree char *aside = make_hidden (goal, &held, NULL);

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
  close (held);
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
