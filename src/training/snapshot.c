#include "training/snapshot.h"

#include "training/happening.h"
#include "training/local_work.h"
#include "training/outage.h"
#include "training/state.h"

/* Where a worker stands. */
typedef struct
{
  guint64 started, rounds, version;
  gpointer state; /* the protocol's own, where it holds no pointers; else NULL */
} SavedWorker;

struct _Snapshot
{
  guint64 updates, samples;
  GArray *params; /* SavedParams */
  SavedWorker *workers;
  guint n_workers;
  Clocks *clocks;
  gpointer exchange; /* the exchange's own */
  GDestroyNotify exchange_free;
};

static void
saved_params_clear (gpointer data)
{
  SavedParams *saved = data;
  vector_clear (&saved->w);
  g_clear_pointer (&saved->optimizer, optimizer_free);
}

/* Iterations that are wholly settled. */
static guint64
settled (Training *t, const Worker *worker)
{
  guint64 started = worker->started;
  for (guint i = 0; i < worker->open; i++)
    started = outage_begun (t, worker, started, i == 0 ? worker->samples : t->job.samples);
  return started;
}

static gpointer
copy_state (const Training *t, const Node *node)
{
  gboolean plain = t->protocol->node_size > 0 && !node_handlers (t, node)->clear;
  return plain ? g_memdup2 (node->state, t->protocol->node_size) : NULL;
}

Snapshot *
snapshot_new (Training *t)
{
  Snapshot *snapshot = g_new0 (Snapshot, 1);
  snapshot->updates = t->updates.updates;
  snapshot->samples = t->updates.samples;
  snapshot->params = g_array_new (FALSE, TRUE, sizeof (SavedParams));
  g_array_set_clear_func (snapshot->params, saved_params_clear);
  snapshot->n_workers = t->n_workers;
  snapshot->workers = g_new0 (SavedWorker, t->n_workers);
  for (guint k = 0; k < t->n_workers; k++)
    {
      const Worker *worker = &t->workers[k];
      snapshot->workers[k] =
          (SavedWorker){ settled (t, worker), t->updates.updates, t->updates.updates, copy_state (t, &worker->node) };
    }
  snapshot->clocks = clocks_copy (t->updates.clocks);
  snapshot->exchange = t->way->save (t, snapshot->params, &snapshot->exchange_free);
  return snapshot;
}

void
snapshot_free (Snapshot *snapshot)
{
  if (!snapshot)
    return;
  g_array_unref (snapshot->params);
  for (guint k = 0; k < snapshot->n_workers; k++)
    g_free (snapshot->workers[k].state);
  g_free (snapshot->workers);
  clocks_free (snapshot->clocks);
  if (snapshot->exchange)
    snapshot->exchange_free (snapshot->exchange);
  g_free (snapshot);
}

static void
restore_worker (Training *t, Worker *worker, const SavedWorker *saved)
{
  if (worker->state >= WORKER_COMPUTING)
    outage_void (t, worker);
  outage_write_off (t, worker);
  worker->open = 0;
  worker->started = saved->started;
  worker->rounds = saved->rounds;
  worker->version = saved->version;
  if (saved->state)
    memcpy (worker->node.state, saved->state, t->protocol->node_size);
}

/* The clocks are those of then, but for who is there now. */
static void
restore_clocks (Training *t, const Snapshot *snapshot, gboolean all)
{
  clocks_free (t->updates.clocks);
  t->updates.clocks = clocks_copy (snapshot->clocks);
  t->updates.n_members = 0;
  for (guint k = 0; k < t->n_workers; k++)
    {
      Worker *worker = &t->workers[k];
      gboolean member = all ? !faults_is_removed (t, worker) : faults_is_there (t, worker) || worker->member;
      worker->member = member;
      t->updates.n_members += member;
      if (member)
        clocks_join (t->updates.clocks, k);
      else
        clocks_leave (t->updates.clocks, k);
    }
}

guint64
snapshot_restore (Training *t, const Snapshot *snapshot, gboolean all)
{
  Updates *u = &t->updates;
  guint64 lost = u->updates - snapshot->updates;
  for (guint k = 0; k < t->n_workers; k++)
    restore_worker (t, &t->workers[k], &snapshot->workers[k]);
  u->updates = snapshot->updates;
  u->samples = snapshot->samples;
  u->budget.granted = snapshot->updates;
  u->budget.pushes_left = 0;
  u->budget.granted_samples = snapshot->samples;
  u->changes++;
  restore_clocks (t, snapshot, all);
  t->way->restore (t, snapshot->params, snapshot->exchange);
  for (guint k = 0; k < t->n_workers; k++)
    if (faults_is_there (t, &t->workers[k]) && t->workers[k].member)
      worker_bring_back (t, &t->workers[k]);
  return lost;
}
