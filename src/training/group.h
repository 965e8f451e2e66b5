/* Groups: workers that reduce together, by any collective. One reduction a bucket, one bucket after another on each member, as on
 * the one stream that data-parallel libraries use.
 *
 * A member that has its result of a round may hand out the next one's buckets while others are still in it, so two rounds can be
 * under way; no more, since nobody leaves a round that not everybody has entered.
 *
 * Lifecycle of a round: group_hand for every member and bucket → on_reduced for each member → group_result → group_leave.
 */
#pragma once

#include "training/exchange.h"
#include "training/update.h"

typedef struct _ReduceGroup ReduceGroup;

/** @members (worker numbers, in the order of their ranks) are copied. @on_reduced: a member has the result of all its buckets. */
ReduceGroup *group_new (Training *t, const guint *members, guint n, const Exchange *exchange,
                  void (*on_reduced) (Training *, Worker *));
void group_free (Training *t, ReduceGroup *group);

/** The next bucket of what @worker computed is there: enters its reduction, after those of the buckets before it. */
void group_hand (Training *t, ReduceGroup *group, Worker *worker);
/** What the reduction gave @worker: the average, weighted by samples; NULL when modelled. The same for every member, to the bit, or
 * the run fails. Borrowed until the last member leaves. */
const float *group_result (Training *t, ReduceGroup *group, const Worker *worker);
/** @worker has used the result. The last one of the round closes it: TRUE, with what the round was. */
gboolean group_leave (Training *t, ReduceGroup *group, const Worker *worker, Update *out);
/** Steps of the round that @worker is in which its members have taken: a place for what they share. */
Vector **group_shared (Training *t, ReduceGroup *group, const Worker *worker);
/** Whether round @number is under way; what its members have put in so far. */
gboolean group_totals (const ReduceGroup *group, guint64 number, Update *out);
/** Whether somebody has made the step of round @number, which is under way. */
gboolean group_is_applied (const ReduceGroup *group, guint64 number);
/** Breaks off all that is under way; from now on these are the members. */
void group_reset (Training *t, ReduceGroup *group, const guint *members, guint n);
gboolean group_has (const ReduceGroup *group, const Worker *worker);
/** The members that @worker's reduction waits for: "worker2, which has not entered …". (transfer full) */
char *group_awaited (const Training *t, const ReduceGroup *group, const Worker *worker);
