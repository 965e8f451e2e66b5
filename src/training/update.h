/* What counts as an update, and what follows from it: budgets, samples, staleness, evaluation. */
#pragma once

#include "training/budget.h"
#include "training/clocks.h"
#include "training/statistics.h"
#include "training/worker.h"

typedef struct
{
  guint64 samples, staleness;
  double loss; /* mean over its batches */
} Update;

typedef struct
{
  Budget budget;
  Clocks *clocks; /* an iteration counts when all its shards are applied */
  guint n_members, n_busy, n_gone; /* workers: in the clocks, in an iteration or an exchange, without anything left to do */
  guint64 updates, samples, iterations, dropped;
  double iteration_time; /* nanoseconds, sum over workers, which may pass what a SimTime holds */
  double starved_time;   /* the same of waiting for input */
  Tally staleness, lead;
  guint64 changes; /* of the parameters that would be evaluated */
} Updates;

void updates_init (Training *t);
void updates_clear (Training *t);

/** Whether the budget has another iteration for @worker. */
gboolean updates_left (const Training *t, const Worker *worker);
/** Asks the budget for an iteration, or a round of them, of @worker. FALSE: nothing is left for it, and it leaves. */
gboolean updates_take (Training *t, Worker *worker);
/** An update is in the parameters. The only count there is. */
void training_update (Training *t, const Update *update);
/** @worker's iteration is over. */
void updates_add_iteration (Training *t, Worker *worker);
/** Nothing is under way, and nothing may be begun. */
gboolean updates_over (const Training *t);
