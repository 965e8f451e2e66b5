#include "command/sweep_store.h"

#include <errno.h>

#include "base/error.h"
#include "base/file.h"
#include "base/folder_lock.h"
#include "base/interrupt.h"
#include "base/json_writer.h"
#include "base/temporary.h"
#include "config.h"
#include "report/output_folder.h"

#define ANSWER_MAX (1 << 20)

struct _SweepStore
{
  char *dir;
  FolderLock *lock;
  const SweepJob *job;
};

static char *
run_path (const char *dir, guint index)
{
  return g_strdup_printf ("%s/runs/%06u.json", dir, index);
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
  g_autoptr (OutputFile) file = output_file_open (path, error);
  if (!file)
    return FALSE;
  fputs (text, output_file_stream (file));
  return output_file_commit (g_steal_pointer (&file), error);
}

/* result.json marks the folder as lockstep's own. Nothing in it was measured on the wall clock. */
static gboolean
write_result (const SweepStore *store, guint n_done, gboolean interrupted, GError **error)
{
  g_autofree char *path = g_build_filename (store->dir, "result.json", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonWriter json = json_writer (text);
  json_object (&json, NULL, JSON_SPACED);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "name", store->job->scenario->name);
  json_object (&json, "sweep", JSON_SPACED);
  json_count (&json, "runs", sweep_n_points (store->job->sweep));
  json_count (&json, "done", n_done);
  json_close (&json);
  if (interrupted)
    json_boolean (&json, "interrupted", TRUE);
  json_close (&json);
  g_string_append_c (text, '\n');
  return write_file (path, text->str, error);
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0777) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot make this folder: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
start_anew (SweepStore *store, GError **error)
{
  g_autofree char *manifest = sweep_job_manifest (store->job);
  g_autofree char *path = g_build_filename (store->dir, "sweep.json", NULL);
  g_autofree char *runs = g_build_filename (store->dir, "runs", NULL);
  return file_remove_children (store->dir, FOLDER_LOCK_NAME, error) && write_result (store, 0, FALSE, error)
         && make_folder (runs, error) && write_file (path, manifest, error);
}

static void
clean (const SweepStore *store)
{
  g_autofree char *runs = g_build_filename (store->dir, "runs", NULL);
  temporary_clean (store->dir);
  temporary_clean (runs);
}

static gboolean
is_same_sweep (const SweepStore *store, GError **error)
{
  g_autofree char *here = sweep_store_manifest (store->dir);
  g_autofree char *wanted = sweep_job_manifest (store->job);
  if (g_strcmp0 (here, wanted) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s: --resume: what lies there was made from another scenario or other options", store->dir);
  return FALSE;
}

SweepStore *
sweep_store_open (const char *dir, const SweepJob *job, gboolean resume, gboolean force, GError **error)
{
  g_autoptr (SweepStore) store = g_new0 (SweepStore, 1);
  g_autofree char *manifest = g_build_filename (dir, "sweep.json", NULL);
  store->dir = g_strdup (dir);
  store->job = job;
  interrupt_watch ();
  if (!output_folder_check (dir, OUTPUT_SWEEP, force, error) || !make_folder (dir, error)
      || !(store->lock = folder_lock_take (dir, error)))
    return NULL;
  clean (store);
  gboolean goes_on = resume && g_file_test (manifest, G_FILE_TEST_EXISTS);
  if (goes_on ? !is_same_sweep (store, error) : !start_anew (store, error))
    return NULL;
  return g_steal_pointer (&store);
}

void
sweep_store_free (SweepStore *store)
{
  if (!store)
    return;
  folder_lock_free (store->lock);
  g_free (store->dir);
  g_free (store);
}

char *
sweep_store_manifest (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "sweep.json", NULL);
  return file_read (path, G_MAXINT32, NULL, NULL);
}

char *
sweep_store_read (const char *dir, guint index)
{
  g_autofree char *path = run_path (dir, index);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? file_read (path, ANSWER_MAX, NULL, NULL) : NULL;
}

char *
sweep_store_answer (const SweepStore *store, guint index)
{
  return sweep_store_read (store->dir, index);
}

gboolean
sweep_store_keep (SweepStore *store, guint index, const char *answer, GError **error)
{
  g_autofree char *path = run_path (store->dir, index);
  return write_file (path, answer, error);
}

gboolean
sweep_store_finish (SweepStore *store, const SweepTable *table, guint n_done, char **note, GError **error)
{
  return sweep_job_write (store->job, table, store->dir, note, error)
         && write_result (store, n_done, interrupt_settle () != 0, error);
}
