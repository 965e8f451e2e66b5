/* The folder of a sweep: sweep.json (the manifest), runs/N.json (what each finished run came to), and at the end points.csv, the
 * speed-up picture and result.json.
 *
 * Every file is written whole or not at all, as soon as it is known, so that a sweep that was killed can go on where it stopped.
 */
#pragma once

#include "command/sweep_job.h"

typedef struct _SweepStore SweepStore;

/** Makes @dir ready. With @resume the runs of the same sweep that lie there are kept, and whether the folder is another sweep's
 * is an error; without, what lockstep left there before is replaced. LOCKSTEP_ERROR_INPUT. */
SweepStore *sweep_store_open (const char *dir, const SweepJob *job, gboolean resume, gboolean force, GError **error);
void sweep_store_free (SweepStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SweepStore, sweep_store_free)

/** The answer of run @index that lies there, or NULL. (transfer full) */
char *sweep_store_answer (const SweepStore *store, guint index);
/** Keeps an answer. */
gboolean sweep_store_keep (SweepStore *store, guint index, const char *answer, GError **error);
/** Writes the tables, the picture and, once it is settled whether a signal interrupted it all, result.json. @note: (transfer
 * full) why there is no picture, or NULL. */
gboolean sweep_store_finish (SweepStore *store, const SweepTable *table, guint n_done, char **note, GError **error);

/** The manifest of the sweep in @dir. (transfer full) */
char *sweep_store_manifest (const char *dir);
/** The answer of run @index in @dir, or NULL. (transfer full) */
char *sweep_store_read (const char *dir, guint index);
