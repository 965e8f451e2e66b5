/* What breaks in a run, and what that does to its nodes. There is none of this where the scenario has no faults, and nothing else
 * asks about it on the way of a message.
 */
#pragma once

#include "sim/clock.h"
#include "training/protocol.h"
#include "training/vector.h"

typedef struct _Faults Faults;
typedef struct _Worker Worker;

/* How the run fared. */
typedef struct
{
  guint64 failures;         /* crashes */
  guint64 detections;       /* of crashes, */
  double detection_time;    /* … nanoseconds until they were noticed, sum */
  guint64 false_suspicions; /* of workers that were up */
  guint64 lost_updates;     /* gradients that were handed out and came to nothing, since their worker was down */
} Health;

/** NULL where nothing breaks. After everything else is built. */
Faults *faults_new (Training *t);
void faults_free (Faults *faults);
/** The first strikes are on their way. */
void faults_start (Training *t);
/** Spoils what @worker computed in @iteration, where a fault says so. */
void faults_spoil (Training *t, guint worker, guint64 iteration, Vector *computed);
/** The run is over: what was changed for a while is as it was, and what is down is recorded. */
void faults_finish (Training *t);

const Health *faults_health (const Faults *faults);
/** Whether the machine of @worker is down. FALSE where nothing breaks. */
gboolean faults_is_down (const Training *t, const Worker *worker);
/** Whether it never comes back, or is never taken in again. */
gboolean faults_is_removed (const Training *t, const Worker *worker);
/** Whether it takes part no more, be it down or not. FALSE where nothing breaks. */
gboolean faults_is_out_for_good (const Training *t, const Worker *worker);
/** Whether all are out for good, and none of them had done all that it was to do. */
gboolean faults_ended_all (const Training *t);
/** Whether the others take it to be down. FALSE where nothing breaks. */
gboolean faults_is_suspected (const Training *t, const Worker *worker);
/** Whether it takes part: it is up, and not suspected. */
gboolean faults_is_there (const Training *t, const Worker *worker);

/* What the detector tells. */
/** @worker, which went down at @down_at (below 0: it did not), is taken to be down; it is heard of again. */
void faults_suspect (Training *t, guint worker, SimTime down_at);
void faults_take_in (Training *t, guint worker);

/** Whether somebody who is down has work under way of which nobody knows yet what became of it, or comes back to finish a round. */
gboolean faults_owe (const Training *t);
/** Everybody who is there goes back to the last parameters that were saved, the initial ones if no others, and starts. */
void faults_start_over (Training *t);

/* Books of outages. */
/** What @worker had begun and not handed out was lost in its outage; whether there was any, from now on no longer. */
void faults_set_unhanded (Training *t, const Worker *worker);
gboolean faults_take_unhanded (Training *t, const Worker *worker);
void faults_add_lost (Training *t, guint updates);
