/* How many iterations may start. epochs, samples and updates are shared by all workers and spent when an iteration starts;
 * iterations are each worker's own. Protocols in rounds spend whole rounds, so every worker may start the same number.
 */
#pragma once

#include "training/settings.h"

typedef struct
{
  guint64 own;      /* iterations that each worker may start; G_MAXUINT64: any */
  guint64 shared;   /* iterations that all may start together; G_MAXUINT64: any */
  guint64 spent;    /* of the shared ones */
  const char *rule; /* of stop, the one that is met first: "epochs"; static */
} Budget;

/** An iteration is @accumulate batches of @batch samples. @rounds_per_epoch: of one batch of every worker; 0 when there is no
 * data, and then no epochs. */
Budget budget_new (const StopSettings *stop, gboolean rounds, guint workers, guint batch, guint accumulate,
                   guint rounds_per_epoch);
/** Whether a worker that has started @started iterations may start another. */
gboolean budget_left (const Budget *budget, guint64 started);
void budget_take (Budget *budget);
/** The share of the budget that is spent, for a progress bar: 0 … 1, 0 when there is none; @started: by any
 * worker. */
double budget_progress (const Budget *budget, guint64 started);
