/* Real mathematics beside simulated time: futures.
 *
 * Work is a pure function of immutable inputs into its own output. It is handed in when a simulated operation starts, runs on a
 * thread when one is free, earliest due first, and is joined when the simulated completion fires. A join runs it inline when no
 * thread has begun it, so that no threads at all is the same program; while it waits for a thread's it runs others, earliest due
 * first, so that two threads are two. Results do not depend on who ran what.
 *
 * Lifecycle: work_pool_new → work_submit → work_join or work_cancel, exactly one of them → work_pool_free. A Work is its owner's
 * and stays where it is from submission until then; all but the owner's thread leave it alone afterwards.
 */
#pragma once

#include "sim/clock.h"

typedef struct _WorkPool WorkPool;
/* @slot tells which of work_pool_slots concurrent runners this is: an index for workspaces. */
typedef void (*WorkFn) (gpointer task, guint slot);

typedef enum
{
  WORK_WAITING,
  WORK_RUNNING,
  WORK_DONE,
} WorkState;

/* The first three are set by the owner. */
typedef struct
{
  WorkFn run;
  gpointer task;
  gboolean large; /* its result takes memory until it is joined: of such the threads do not run too far ahead */
  WorkPool *pool;
  WorkState state;
  guint32 id; /* in the queue */
} Work;

/** @threads >= 1 in all: the caller's own and @threads - 1 more. */
WorkPool *work_pool_new (guint threads);
/** All work must have been joined or cancelled. */
void work_pool_free (WorkPool *pool);
guint work_pool_slots (const WorkPool *pool);

/** Of equals in @due the first submitted is the first. */
void work_submit (WorkPool *pool, SimTime due, Work *work);
/** Waits for it, or runs it here and now. */
void work_join (Work *work);
/** It is not begun any more; when it is running, waits for its end. */
void work_cancel (Work *work);
