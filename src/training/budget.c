#include "training/budget.h"

static guint64
divide_up (guint64 a, guint64 b)
{
  return a / b + (a % b != 0);
}

/* Takes the smaller limit, and the rule that it comes from. */
static void
limit_to (guint64 *limit, const char **rule, guint64 other, const char *name)
{
  if (other >= *limit)
    return;
  *limit = other;
  *rule = name;
}

Budget
budget_new (const StopSettings *stop, gboolean rounds, guint workers, guint batch, guint accumulate, guint rounds_per_epoch)
{
  guint64 per_update = rounds ? workers : 1; /* iterations in an update */
  guint64 shared = G_MAXUINT64, own = G_MAXUINT64;
  const char *rule = "budget", *own_rule = rule;
  if (stop->updates > 0)
    limit_to (&shared, &rule, stop->updates, "updates");
  if (stop->samples > 0)
    limit_to (&shared, &rule, divide_up (stop->samples, per_update * batch * accumulate), "samples");
  if (stop->epochs > 0 && rounds_per_epoch > 0)
    limit_to (&shared, &rule, (guint64)ceil (stop->epochs * rounds_per_epoch / accumulate) * (workers / per_update), "epochs");
  if (stop->iterations > 0)
    limit_to (&own, &own_rule, stop->iterations, "iterations");
  if (rounds)
    {
      limit_to (&own, &own_rule, shared, rule);
      return (Budget){ own, G_MAXUINT64, 0, own_rule };
    }
  /* Where workers have budgets of their own, those end the run unless the shared one is spent before. */
  return (Budget){ own, shared, 0, own == G_MAXUINT64 || shared / workers < own ? rule : own_rule };
}

gboolean
budget_left (const Budget *budget, guint64 started)
{
  return started < budget->own && budget->spent < budget->shared;
}

void
budget_take (Budget *budget)
{
  budget->spent++;
}

double
budget_progress (const Budget *budget, guint64 started)
{
  double own = budget->own == G_MAXUINT64 ? 0 : (double)started / budget->own;
  double shared = budget->shared == G_MAXUINT64 ? 0 : (double)budget->spent / budget->shared;
  return MIN (MAX (own, shared), 1);
}
