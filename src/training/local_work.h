/* Rounds of local work: several iterations of one worker between two exchanges, each followed by a plain step of the worker's own
 * optimizer, from the parameters that the round began with. What is exchanged is the change Δ = w before − w after.
 */
#pragma once

#include "training/worker.h"

/** An iteration of the round is computed: takes its step. FALSE: it was the last one, and the change is in worker->gradient. */
gboolean local_work_goes_on (Training *t, Worker *worker);
/** Rows that @worker learns from in its iteration @iteration (from 0). */
guint64 local_work_rows (const Training *t, const Worker *worker, guint64 iteration);
/** The rows of the iteration that starts, and the loss over them once it is known, enter what the exchange is told. */
void local_work_add_samples (Training *t, Worker *worker);
void local_work_add_loss (Training *t, Worker *worker, double loss);
/** The worker's own parameters, made of what it has in hand when it has none. Real gradients only. */
Params *local_work_params (Training *t, Worker *worker);
