/* Real mathematics beside simulated time: futures.
 *
 * Work is a pure function of immutable inputs into its own output. It is handed in when a simulated operation starts, runs on a
 * GLib thread when one is free, earliest due first, and is joined when the simulated completion fires. A join runs it inline when
 * no thread has begun it, so that no threads at all is the same program. Results do not depend on who ran it.
 *
 * Lifecycle: work_pool_new → work_submit → work_join or work_cancel, exactly one of them → work_pool_free.
 */
#pragma once

#include "sim/clock.h"

typedef struct _WorkPool WorkPool;
typedef struct _Work Work;
/* @slot tells which of work_pool_slots concurrent runners this is: an index for workspaces. */
typedef void (*WorkFn) (gpointer task, guint slot);

/** @threads >= 1 in all: the caller's own and @threads - 1 more. */
WorkPool *work_pool_new (guint threads);
/** All work must have been joined or cancelled. */
void work_pool_free (WorkPool *pool);
guint work_pool_slots (const WorkPool *pool);

/** @task is borrowed until joined or cancelled. */
Work *work_submit (WorkPool *pool, SimTime due, WorkFn fn, gpointer task);
/** Waits for it, or runs it here and now; frees @work. */
void work_join (Work *work);
/** It is not begun any more; when it is running, waits for its end. Frees @work. */
void work_cancel (Work *work);
