#include "training/work.h"

/* Results that wait to be joined; beyond these the threads pause, so that memory stays bounded. */
#define READY_MAX 256

typedef enum
{
  WORK_WAITING,
  WORK_RUNNING,
  WORK_DONE,
} WorkState;

struct _Work
{
  WorkPool *pool;
  WorkState state;
  gint references; /* the submitter's and the queue's */
  SimTime due;
  guint64 sequence;
  WorkFn fn;
  gpointer task;
};

struct _WorkPool
{
  GMutex lock;
  GCond change;
  GThreadPool *threads; /* NULL when the caller is alone */
  guint n_threads;
  gboolean *slot_taken; /* [n_threads - 1]; the caller has the last slot */
  guint64 next;
  guint ready; /* done and not yet joined */
};

static void
work_unref_locked (Work *work)
{
  if (--work->references == 0)
    g_free (work);
}

static gint
earlier (gconstpointer a, gconstpointer b, gpointer unused)
{
  const Work *x = a, *y = b;
  if (x->due != y->due)
    return x->due < y->due ? -1 : 1;
  return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static guint
slot_take (WorkPool *pool)
{
  guint slot = 0;
  while (pool->slot_taken[slot])
    slot++;
  pool->slot_taken[slot] = TRUE;
  return slot;
}

/* A pool thread: runs @data unless the joiner was faster. */
static void
run_in_thread (gpointer data, gpointer user_data)
{
  Work *work = data;
  WorkPool *pool = user_data;
  g_mutex_lock (&pool->lock);
  while (pool->ready >= READY_MAX && work->state == WORK_WAITING)
    g_cond_wait (&pool->change, &pool->lock);
  if (work->state == WORK_WAITING)
    {
      work->state = WORK_RUNNING;
      guint slot = slot_take (pool);
      g_mutex_unlock (&pool->lock);
      work->fn (work->task, slot);
      g_mutex_lock (&pool->lock);
      pool->slot_taken[slot] = FALSE;
      work->state = WORK_DONE;
      pool->ready++;
      g_cond_broadcast (&pool->change);
    }
  work_unref_locked (work);
  g_mutex_unlock (&pool->lock);
}

WorkPool *
work_pool_new (guint threads)
{
  WorkPool *pool = g_new0 (WorkPool, 1);
  g_mutex_init (&pool->lock);
  g_cond_init (&pool->change);
  pool->n_threads = MAX (threads, 1);
  pool->slot_taken = g_new0 (gboolean, pool->n_threads);
  if (pool->n_threads > 1)
    {
      pool->threads = g_thread_pool_new (run_in_thread, pool, pool->n_threads - 1, TRUE, NULL);
      g_thread_pool_set_sort_function (pool->threads, earlier, NULL);
    }
  return pool;
}

void
work_pool_free (WorkPool *pool)
{
  if (!pool)
    return;
  if (pool->threads)
    g_thread_pool_free (pool->threads, FALSE, TRUE);
  g_cond_clear (&pool->change);
  g_mutex_clear (&pool->lock);
  g_free (pool->slot_taken);
  g_free (pool);
}

guint
work_pool_slots (const WorkPool *pool)
{
  return pool->n_threads;
}

Work *
work_submit (WorkPool *pool, SimTime due, WorkFn fn, gpointer task)
{
  Work *work = g_new (Work, 1);
  *work = (Work){ pool, WORK_WAITING, pool->threads ? 2 : 1, due, pool->next++, fn, task };
  if (pool->threads)
    g_thread_pool_push (pool->threads, work, NULL);
  return work;
}

/* Waits until @work is done and takes it off the books. Called and left with the lock held. */
static void
collect_locked (Work *work)
{
  WorkPool *pool = work->pool;
  while (work->state != WORK_DONE)
    g_cond_wait (&pool->change, &pool->lock);
  pool->ready--;
  g_cond_broadcast (&pool->change);
  work_unref_locked (work);
}

void
work_join (Work *work)
{
  WorkPool *pool = work->pool;
  g_mutex_lock (&pool->lock);
  if (work->state == WORK_WAITING)
    {
      work->state = WORK_RUNNING;
      g_mutex_unlock (&pool->lock);
      work->fn (work->task, pool->n_threads - 1);
      g_mutex_lock (&pool->lock);
      work->state = WORK_DONE;
      pool->ready++;
    }
  collect_locked (work);
  g_mutex_unlock (&pool->lock);
}

void
work_cancel (Work *work)
{
  WorkPool *pool = work->pool;
  g_mutex_lock (&pool->lock);
  if (work->state == WORK_WAITING)
    {
      work->state = WORK_DONE;
      pool->ready++;
    }
  collect_locked (work);
  g_mutex_unlock (&pool->lock);
}
