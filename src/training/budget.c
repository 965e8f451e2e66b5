#include "training/budget.h"

static guint64
divide_up (guint64 a, guint64 b)
{
  return a / b + (a % b != 0);
}

Budget
budget_new (const StopSettings *stop, gboolean rounds, guint workers, guint batch, guint rounds_per_epoch)
{
  guint64 per_update = rounds ? workers : 1; /* iterations in an update */
  guint64 limit = G_MAXUINT64;               /* updates */
  if (stop->updates > 0)
    limit = stop->updates;
  if (stop->samples > 0)
    limit = MIN (limit, divide_up (stop->samples, per_update * batch));
  if (stop->epochs > 0 && rounds_per_epoch > 0)
    limit = MIN (limit, (guint64)ceil (stop->epochs * rounds_per_epoch) * (workers / per_update));
  guint64 own = stop->iterations > 0 ? stop->iterations : G_MAXUINT64;
  return rounds ? (Budget){ MIN (own, limit), G_MAXUINT64, 0 } : (Budget){ own, limit, 0 };
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
