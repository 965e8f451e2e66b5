#include "training/budget.h"

/* Takes the smaller limit, and the rule that it comes from. */
static void
limit_samples (Budget *budget, guint64 samples, const char *rule)
{
  if (samples == 0 || samples >= budget->samples)
    return;
  budget->samples = samples;
  budget->samples_rule = rule;
}

/* Of one stream an epoch is every worker's share of the rows, in whole iterations; of own rows it is all of them. */
static guint64
epoch_samples (const RunSettings *settings, guint64 epoch_rows)
{
  guint64 round = (guint64)settings->cluster.workers * settings->learning.batch * settings->training.accumulate;
  double rows = settings->stop.epochs * epoch_rows;
  return settings->learning.partition ? (guint64)rows : (guint64)ceil (rows / round) * round;
}

static BudgetUnit
unit_of (const RunSettings *settings)
{
  const Protocol *protocol = settings->training.protocol;
  guint workers = settings->cluster.workers, batches = 1;
  if (protocol->round)
    protocol->round (settings, &workers, &batches);
  else if (!protocol->rounds)
    workers = 1;
  return (BudgetUnit){ .rounds = protocol->rounds,
                       .pushes = protocol->rounds ? 1 : workers,
                       .batches = batches,
                       .workers = settings->cluster.workers,
                       .iterations = workers * MAX (batches, 1),
                       .samples = (guint64)settings->learning.batch * settings->training.accumulate,
                       .varies = settings->learning.partition != NULL };
}

Budget
budget_new (const RunSettings *settings, guint64 epoch_rows)
{
  const StopSettings *stop = &settings->stop;
  Budget budget = { .unit = unit_of (settings),
                    .own = stop->iterations > 0 ? stop->iterations : G_MAXUINT64,
                    .updates = stop->updates > 0 ? stop->updates : G_MAXUINT64,
                    .samples = G_MAXUINT64,
                    .samples_rule = "budget" };
  limit_samples (&budget, stop->samples, "samples");
  if (stop->epochs > 0 && epoch_rows > 0)
    limit_samples (&budget, epoch_samples (settings, epoch_rows), "epochs");
  return budget;
}

gboolean
budget_open (const Budget *budget)
{
  return budget->pushes_left > 0 || (budget->granted < budget->updates && budget->granted_samples < budget->samples);
}

gboolean
budget_left (const Budget *budget, guint64 unit, guint64 started)
{
  gboolean granted = budget->unit.rounds && unit < budget->granted;
  return started < budget->own && (granted || budget_open (budget));
}

gboolean
budget_begins (const Budget *budget, guint64 unit)
{
  return !budget->unit.rounds || unit >= budget->granted;
}

void
budget_grant (Budget *budget, guint64 samples)
{
  if (budget->pushes_left == 0)
    {
      budget->pushes_left = budget->unit.pushes;
      budget->granted++;
    }
  budget->pushes_left--;
  budget->granted_samples += samples;
}

void
budget_correct (Budget *budget, guint64 reckoned, guint64 samples)
{
  budget->granted_samples += samples - reckoned;
}

void
budget_return (Budget *budget, guint64 samples)
{
  if (++budget->pushes_left == budget->unit.pushes)
    {
      budget->pushes_left = 0;
      budget->granted--;
    }
  budget->granted_samples -= samples;
}

/* Units until both shared limits are met; G_MAXUINT64: there is none, or it cannot be told. */
static guint64
units_in_all (const Budget *budget)
{
  guint64 each = budget->unit.samples * budget->unit.iterations;
  guint64 by_samples = budget->samples / each + (budget->samples % each != 0);
  return budget->samples == G_MAXUINT64 || budget->unit.varies ? budget->updates : MIN (budget->updates, by_samples);
}

/* Iterations that @units amount to for every worker. */
static guint64
iterations_each (const Budget *budget, guint64 units)
{
  if (units == G_MAXUINT64)
    return units;
  return budget->unit.rounds ? units * MAX (budget->unit.iterations / budget->unit.workers, 1) : units * budget->unit.iterations / budget->unit.workers;
}

const char *
budget_rule (const Budget *budget)
{
  if (budget->own < G_MAXUINT64 && budget->own <= iterations_each (budget, units_in_all (budget)))
    return "iterations";
  return budget->granted < budget->updates ? budget->samples_rule : "updates";
}

guint64
budget_iterations (const Budget *budget)
{
  guint64 units = units_in_all (budget);
  return budget->unit.rounds ? MIN (budget->own, iterations_each (budget, units)) : budget->own;
}

static double
share (guint64 spent, guint64 limit)
{
  return limit == G_MAXUINT64 ? 0 : (double)spent / limit;
}

double
budget_progress (const Budget *budget, guint64 started)
{
  double most = MAX (share (budget->granted, budget->updates), share (budget->granted_samples, budget->samples));
  return MIN (MAX (most, share (started, budget->own)), 1);
}
