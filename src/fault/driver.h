/* Makes a run's faults happen: one sequence of strikes for each set of victims, each strike an event of the simulator.
 *
 * A strike to come is in the background, since nobody may wait for it; an end to come is not.
 * Lifecycle: fault_driver_new → fault_driver_start, once → fault_driver_free.
 */
#pragma once

#include "fault/fault.h"
#include "sim/simulator.h"

typedef struct _FaultDriver FaultDriver;

/** All arguments are borrowed; @settings have been accepted. Registers its handlers: before the first event. */
FaultDriver *fault_driver_new (const FaultSettings *settings, const FaultPlace *place, guint64 seed, Simulator *sim,
                               const FaultHooks *hooks, gpointer owner);
void fault_driver_free (FaultDriver *driver);
/** Schedules the first strikes. */
void fault_driver_start (FaultDriver *driver);

/** @victim is broken from now on, whatever did it (is whole again): intervals of its own stand still meanwhile. */
void fault_driver_pause (FaultDriver *driver, FaultSubject subject, guint victim);
void fault_driver_resume (FaultDriver *driver, FaultSubject subject, guint victim);
