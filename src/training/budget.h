/* What may still be begun. epochs, samples and updates are shared by all workers and spent when work starts; iterations are each
 * worker's own.
 *
 * Work is granted in units of updates: an iteration of one worker, or, for protocols in rounds, a round of many; a round that has
 * been granted may be entered by everybody. In between are updates of so many pushes, whoever sends them: work is granted push by push,
 * and an update that has been begun may always be completed. What a round holds is reckoned beforehand and corrected when it is applied, so that
 * rounds of clients with more or less data spend what they are.
 */
#pragma once

#include "training/settings.h"

/* What a unit is. */
typedef struct
{
  gboolean rounds;  /* a round of many workers; otherwise pushes, whoever sends them */
  guint pushes;     /* without rounds: that make an update; 1 in rounds */
  guint batches;    /* that each of a unit's workers, or pushes, takes; 0: a pass over its rows */
  guint workers;    /* in the run */
  guint iterations; /* that make an update, of all its workers together */
  guint64 samples;  /* of an iteration, at most */
  gboolean varies;  /* … since passes over own rows may end with a short batch */
} BudgetUnit;

typedef struct
{
  BudgetUnit unit;
  guint64 own;              /* iterations that each worker may start; G_MAXUINT64: any */
  guint64 updates, samples; /* limits of what all start together; G_MAXUINT64: none */
  guint64 granted;          /* units begun */
  guint pushes_left;        /* of the unit begun last */
  guint64 granted_samples;
  const char *samples_rule; /* which rule of stop the samples come from; static */
} Budget;

/** How @settings' protocol spends, where an epoch has @epoch_rows rows; 0: there is no data. */
Budget budget_new (const RunSettings *settings, guint64 epoch_rows);
/** Whether a worker that has started @started iterations may start one of unit @unit (a round's number; ignored otherwise). */
gboolean budget_left (const Budget *budget, guint64 unit, guint64 started);
/** Whether a new unit, or one that lacks a push, may be begun by anybody. */
gboolean budget_open (const Budget *budget);
/** Whether the start of an iteration of unit @unit needs a grant: it begins a round, or a push. */
gboolean budget_begins (const Budget *budget, guint64 unit);
/** A round, or a push of a unit, begins, reckoned to be of @samples. */
void budget_grant (Budget *budget, guint64 samples);
/** A round that was reckoned to be of @reckoned samples is applied: it was of @samples. */
void budget_correct (Budget *budget, guint64 reckoned, guint64 samples);
/** A push of @samples that was granted came to nothing. */
void budget_return (Budget *budget, guint64 samples);
/** The rule of stop that ends the run when nothing may be begun: "epochs"; static. */
const char *budget_rule (const Budget *budget);
/** The most iterations that a worker will start; G_MAXUINT64: not known beforehand. */
guint64 budget_iterations (const Budget *budget);
/** The share that is spent, for a progress bar: 0 … 1, 0 when there is none; @started: by any worker. */
double budget_progress (const Budget *budget, guint64 started);
