/* What exchanges without servers share: every worker holds all the parameters, and an update at a worker takes
 * training.update_time.
 */
#pragma once

#include "training/worker.h"

/** Registers the operation, and one vector of parameters in hand. */
void replicas_init (Training *t);
/** @worker has the result of its exchange: on_reduced follows when the update's time is over. */
void replica_reduced (Training *t, Worker *worker);
/** Who is there beside @worker: the first one, or NULL. */
Worker *replicas_peer (const Training *t, const Worker *worker);
/** The average of the workers' parameters, weighted by the rows that each learns from. (transfer full), one vector */
Vector **replicas_average (Training *t, guint *n);
