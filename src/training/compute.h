/* One iteration's compute: it runs through the points of its step, stalls where a bucket of parameters has not arrived, and hands
 * out what it computed bucket by bucket where that leaves early. A round of local work is several of them, one after another, each
 * followed by a step of the worker's own optimizer.
 */
#pragma once

#include "training/worker.h"

/** Registers the operations. */
void compute_init (Training *t);
/** Begins the compute of an iteration that the budget has granted. */
void compute_start (Training *t, Worker *worker);
/** Whether the worker holds the parameters that its first layers need. */
gboolean compute_may_start (const Training *t, const Worker *worker);
/** Goes on with a stalled compute, if what it needs is there now. */
void compute_resume (Training *t, Worker *worker);
/** What @worker computes is of no use to anybody any more: it stops, rests, and that counts as dropped. */
void compute_abandon (Training *t, Worker *worker);
/** What @worker computes is gone: it neither counts nor ends. */
void compute_void (Training *t, Worker *worker);
/** The run is cut now: the compute under way is recorded as far as it has come. */
void compute_cut (Training *t, Worker *worker);
