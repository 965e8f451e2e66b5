#include "training/update.h"

#include "training/evaluation.h"
#include "training/local_work.h"
#include "training/state.h"

void
updates_init (Training *t)
{
  Updates *u = &t->updates;
  u->budget = budget_new (t->settings, t->order ? order_epoch_rows (t->order) : 0);
  u->clocks = clocks_new (t->n_workers);
  u->n_members = t->n_workers;
  tally_init (&u->staleness);
  tally_init (&u->lead);
}

void
updates_clear (Training *t)
{
  clocks_free (t->updates.clocks);
  tally_clear (&t->updates.staleness);
  tally_clear (&t->updates.lead);
}

/* A worker that was left behind goes on with the round that the others are in. */
static guint64
unit_of (const Training *t, const Worker *worker)
{
  return t->protocol->rounds ? MAX (worker->rounds, worker->version) : worker->started;
}

gboolean
updates_left (const Training *t, const Worker *worker)
{
  return budget_left (&t->updates.budget, unit_of (t, worker), worker->started);
}

/* The shards of its last exchange may still be on their way to it. */
static void
leave (Training *t, Worker *worker)
{
  worker_set_state (t, worker, worker_awaits (t, worker) ? WORKER_LEAVING : WORKER_GONE);
  worker_retire (t, worker);
}

/* Samples that a round is taken to hold until it is applied. Workers that have its result go on before the last one has, so where
 * all take as many batches in every round it is what they will be. */
static guint64
reckon (const Training *t, guint64 round)
{
  const BudgetUnit *unit = &t->updates.budget.unit;
  guint64 batches = unit->iterations / t->n_workers * t->settings->training.accumulate, samples = 0;
  if (!unit->varies || unit->iterations % t->n_workers != 0)
    return unit->samples * unit->iterations;
  for (guint k = 0; k < t->n_workers; k++)
    samples += order_rows_of (t->order, k, round * batches, batches);
  return samples;
}

/* Rows that @worker is about to take for a push. */
static guint64
reckon_push (const Training *t, const Worker *worker)
{
  const Budget *budget = &t->updates.budget;
  guint k = worker->node.index, accumulate = t->settings->training.accumulate;
  guint64 batches = budget->unit.batches > 0 ? budget->unit.batches : t->order ? order_pass (t->order, k) : 1;
  guint64 n = MIN (batches, budget->own - worker->started);
  return t->order ? order_rows_of (t->order, k, worker->started * accumulate, n * accumulate) : n * t->job.samples;
}

gboolean
updates_take (Training *t, Worker *worker)
{
  Updates *u = &t->updates;
  if (!updates_left (t, worker))
    {
      leave (t, worker);
      return FALSE;
    }
  worker->unit = unit_of (t, worker);
  tally_add (&u->lead, clocks_lead (u->clocks, worker->node.index));
  if (budget_begins (&u->budget, worker->unit))
    budget_grant (&u->budget, t->protocol->rounds ? reckon (t, worker->unit) : reckon_push (t, worker));
  worker->rounds++;
  worker->open++;
  worker->samples = 0;
  return TRUE;
}

void
training_update (Training *t, const Update *update)
{
  Updates *u = &t->updates;
  if (t->protocol->rounds)
    budget_correct (&u->budget, reckon (t, u->updates), update->samples);
  u->updates++;
  u->samples += update->samples;
  tally_add (&u->staleness, update->staleness);
  record_update (t->world->record, update->samples, update->staleness, training_now (t));
  evaluator_update (t, t->evaluator, update->loss);
}

void
updates_add_iteration (Training *t, Worker *worker)
{
  t->updates.iteration_time += training_now (t) - worker->iteration_start;
  t->updates.iterations++;
  worker->done++;
}

gboolean
updates_over (const Training *t)
{
  const Updates *u = &t->updates;
  return u->n_busy == 0 && t->parcels.alive == 0 && (u->n_gone == t->n_workers || !budget_open (&u->budget))
         && !faults_owe (t);
}
