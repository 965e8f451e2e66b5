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

/* An epoch is every worker's share of the rows; the last iteration of one may go over it. */
static guint64
epoch_samples (const RunSettings *settings, guint rounds_per_epoch)
{
  guint64 accumulate = settings->training.accumulate;
  double iterations = ceil (settings->stop.epochs * rounds_per_epoch / accumulate);
  return (guint64)iterations * settings->cluster.workers * settings->learning.batch * accumulate;
}

static BudgetUnit
unit_of (const RunSettings *settings)
{
  const Protocol *protocol = settings->training.protocol;
  guint workers = settings->cluster.workers, batches = 1;
  if (protocol->round)
    protocol->round (settings, &workers, &batches);
  return (BudgetUnit){ .rounds = protocol->rounds,
                       .workers = settings->cluster.workers,
                       .iterations = protocol->rounds ? workers * MAX (batches, 1) : 1,
                       .samples = (guint64)settings->learning.batch * settings->training.accumulate };
}

Budget
budget_new (const RunSettings *settings, guint rounds_per_epoch)
{
  const StopSettings *stop = &settings->stop;
  Budget budget = { .unit = unit_of (settings),
                    .own = stop->iterations > 0 ? stop->iterations : G_MAXUINT64,
                    .updates = stop->updates > 0 ? stop->updates : G_MAXUINT64,
                    .samples = G_MAXUINT64,
                    .samples_rule = "budget" };
  limit_samples (&budget, stop->samples, "samples");
  if (stop->epochs > 0 && rounds_per_epoch > 0)
    limit_samples (&budget, epoch_samples (settings, rounds_per_epoch), "epochs");
  return budget;
}

gboolean
budget_open (const Budget *budget)
{
  return budget->granted < budget->updates && budget->granted_samples < budget->samples;
}

gboolean
budget_left (const Budget *budget, guint64 unit, guint64 started)
{
  gboolean granted = budget->unit.rounds && unit < budget->granted;
  return started < budget->own && (granted || budget_open (budget));
}

void
budget_take (Budget *budget, guint64 unit)
{
  if (budget->unit.rounds && unit < budget->granted)
    return;
  budget->granted++;
  budget->granted_samples += budget->unit.samples * budget->unit.iterations;
}

void
budget_correct (Budget *budget, guint64 samples)
{
  if (budget->unit.rounds)
    budget->granted_samples += samples - budget->unit.samples * budget->unit.iterations;
}

/* Units until both shared limits are met; G_MAXUINT64: there is none. */
static guint64
units_in_all (const Budget *budget)
{
  guint64 each = budget->unit.samples * budget->unit.iterations;
  guint64 by_samples = budget->samples / each + (budget->samples % each != 0);
  return budget->samples == G_MAXUINT64 ? budget->updates : MIN (budget->updates, by_samples);
}

/* Iterations that @units amount to for every worker. */
static guint64
iterations_each (const Budget *budget, guint64 units)
{
  if (units == G_MAXUINT64)
    return units;
  return budget->unit.rounds ? units * MAX (budget->unit.iterations / budget->unit.workers, 1) : units / budget->unit.workers;
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
