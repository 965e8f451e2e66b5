#include "training/work.h"

#include "base/index_heap.h"
#include "base/slab.h"

/* Large results that wait to be joined; beyond these the threads pause, so that memory stays bounded. */
#define LARGE_MAX 256

typedef struct
{
  WorkPool *pool;
  guint slot;
  GThread *thread;
} Runner;

/* Everything but the runners is read and written with the lock held. */
struct _WorkPool
{
  GMutex lock;
  GCond done; /* some work is */
  GCond more; /* there is some to begin, or no more ever */
  Runner *runners;
  guint n_slots; /* the caller's is the last */
  gboolean closing;
  IndexHeap waiting; /* by due, then by number */
  Slab ids;
  guint32 *places; /* [ids.room] */
  Work **works;    /* [ids.room] */
  guint64 number;
  guint n_large; /* done and not yet joined */
};

static gboolean
may_begin (const WorkPool *pool)
{
  return pool->n_large < LARGE_MAX && index_heap_first (&pool->waiting);
}

/* Out of the queue: somebody else has it now. */
static void
take (WorkPool *pool, Work *work)
{
  index_heap_remove (&pool->waiting, pool->places, work->id);
  slab_release (&pool->ids, work->id);
}

/* Called and left with the lock held, which the function itself does not hold. */
static void
run (WorkPool *pool, Work *work, guint slot)
{
  take (pool, work);
  work->state = WORK_RUNNING;
  g_mutex_unlock (&pool->lock);
  work->run (work->task, slot);
  g_mutex_lock (&pool->lock);
  work->state = WORK_DONE;
  pool->n_large += work->large;
  g_cond_broadcast (&pool->done);
}

static void
run_first (WorkPool *pool, guint slot)
{
  run (pool, pool->works[index_heap_first (&pool->waiting)->id], slot);
}

static gpointer
runner_main (gpointer data)
{
  const Runner *runner = data;
  WorkPool *pool = runner->pool;
  g_mutex_lock (&pool->lock);
  while (!pool->closing)
    if (may_begin (pool))
      run_first (pool, runner->slot);
    else
      g_cond_wait (&pool->more, &pool->lock);
  g_mutex_unlock (&pool->lock);
  return NULL;
}

WorkPool *
work_pool_new (guint threads)
{
  WorkPool *pool = g_new0 (WorkPool, 1);
  g_mutex_init (&pool->lock);
  g_cond_init (&pool->done);
  g_cond_init (&pool->more);
  pool->n_slots = MAX (threads, 1);
  pool->runners = g_new0 (Runner, pool->n_slots);
  for (guint i = 0; i + 1 < pool->n_slots; i++)
    {
      pool->runners[i] = (Runner){ pool, i, NULL };
      pool->runners[i].thread = g_thread_new ("gradients", runner_main, &pool->runners[i]);
    }
  return pool;
}

void
work_pool_free (WorkPool *pool)
{
  if (!pool)
    return;
  g_mutex_lock (&pool->lock);
  pool->closing = TRUE;
  g_cond_broadcast (&pool->more);
  g_mutex_unlock (&pool->lock);
  for (guint i = 0; i + 1 < pool->n_slots; i++)
    g_thread_join (pool->runners[i].thread);
  g_cond_clear (&pool->more);
  g_cond_clear (&pool->done);
  g_mutex_clear (&pool->lock);
  index_heap_clear (&pool->waiting);
  slab_clear (&pool->ids);
  g_free (pool->places);
  g_free (pool->works);
  g_free (pool->runners);
  g_free (pool);
}

guint
work_pool_slots (const WorkPool *pool)
{
  return pool->n_slots;
}

void
work_submit (WorkPool *pool, SimTime due, Work *work)
{
  g_mutex_lock (&pool->lock);
  guint32 room = pool->ids.room;
  work->pool = pool;
  work->state = WORK_WAITING;
  work->id = slab_take (&pool->ids);
  if (pool->ids.room > room)
    {
      pool->places = g_renew (guint32, pool->places, pool->ids.room);
      pool->works = g_renew (Work *, pool->works, pool->ids.room);
    }
  pool->works[work->id] = work;
  index_heap_push (&pool->waiting, pool->places, work->id, (HeapKey)due << 64 | pool->number++);
  g_cond_signal (&pool->more);
  g_mutex_unlock (&pool->lock);
}

/* Takes it off the books. Called with the lock held, and leaves without. */
static void
collect (WorkPool *pool, const Work *work)
{
  if (work->large && pool->n_large-- == LARGE_MAX)
    g_cond_broadcast (&pool->more);
  g_mutex_unlock (&pool->lock);
}

void
work_join (Work *work)
{
  WorkPool *pool = work->pool;
  guint slot = pool->n_slots - 1;
  g_mutex_lock (&pool->lock);
  if (work->state == WORK_WAITING)
    run (pool, work, slot);
  while (work->state != WORK_DONE)
    if (may_begin (pool))
      run_first (pool, slot);
    else
      g_cond_wait (&pool->done, &pool->lock);
  collect (pool, work);
}

void
work_cancel (Work *work)
{
  WorkPool *pool = work->pool;
  g_mutex_lock (&pool->lock);
  if (work->state == WORK_WAITING)
    {
      take (pool, work);
      work->state = WORK_DONE;
      pool->n_large += work->large;
    }
  while (work->state != WORK_DONE)
    g_cond_wait (&pool->done, &pool->lock);
  collect (pool, work);
}
