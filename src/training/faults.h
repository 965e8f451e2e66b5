/* What breaks in a run, and what that does to its nodes. There is none of this where the scenario has no faults, and nothing else
 * asks about it on the way of a message.
 */
#pragma once

#include "training/protocol.h"
#include "training/vector.h"

typedef struct _Faults Faults;

/** NULL where nothing breaks. After everything else is built. */
Faults *faults_new (Training *t);
void faults_free (Faults *faults);
/** The first strikes are on their way. */
void faults_start (Training *t);
/** Spoils what @worker computed in @iteration, where a fault says so. */
void faults_spoil (Training *t, guint worker, guint64 iteration, Vector *computed);
/** The run is over: what was changed for a while is as it was. */
void faults_finish (Training *t);
