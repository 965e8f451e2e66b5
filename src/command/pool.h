/* Tasks handed out to worker processes, or to the ranks of an MPI job, as they become free.
 *
 * A worker answers a task with a text; the texts come back to the one that handed them out, in the order in which they are
 * finished. Who runs what never changes an answer. Worker processes die with the parent.
 */
#pragma once

#include <glib.h>

/** Runs in a worker. (transfer full), not NULL. */
typedef char *(*PoolWork) (gpointer data, guint task);
/** Runs where tasks are handed out. @text NULL: the worker died over it. FALSE: no task is begun any more. */
typedef gboolean (*PoolDone) (gpointer data, guint task, const char *text);

typedef struct
{
  const char *name;
  /* Whether this process hands out tasks; a rank that does not is a worker from start to end. */
  gboolean (*is_root) (void);
  /* Does @tasks, at most @jobs at a time. FALSE with LOCKSTEP_ERROR_RUN when no worker could be started. Returns early when
   * *@interrupt becomes non-zero or @done says so. On a rank that is not the root, returns when the root is done, without any
   * @done. */
  gboolean (*run) (const guint *tasks, guint n, guint jobs, PoolWork work, PoolDone done, gpointer data,
                   const volatile gint *interrupt, GError **error);
  /* Before the process ends. */
  void (*finish) (void);
} Pool;

extern const Pool pool_processes;
extern const Pool pool_mpi; /* only where lockstep was built with MPI */

/** Processes, or MPI's ranks when this was started by mpirun. LOCKSTEP_ERROR_INPUT under an mpirun that this build has no MPI
 * for. */
const Pool *pool_choose (GError **error);
