/* The simulator: a clock and the queue of what is to happen.
 *
 * Events run in the order (time, priority, sequence); that order is compared by one function, in event_queue.c. An event
 * holds no closure: it is (handler number, a, b), so a queue can be written down and read back. Handlers are registered once, in
 * a fixed order, before the first event.
 *
 * Lifecycle: simulator_new → simulator_register … → simulator_at … → simulator_step until it says FALSE → simulator_free.
 */
#pragma once

#include "sim/clock.h"

typedef struct _Simulator Simulator;
typedef guint64 EventHandle; /* 0 is none; never reused within 2^31 events of a slot */
typedef guint HandlerId;
typedef guint AlarmId;
typedef void (*EventHandler) (gpointer owner, guint64 a, guint64 b);

/* The order within one instant. */
typedef enum
{
  PRIORITY_FLOW,     /* finished flows */
  PRIORITY_DELIVERY, /* messages that arrive */
  PRIORITY_FAULT,    /* crashes, link changes */
  PRIORITY_COMPUTE,  /* completed compute */
  PRIORITY_TIMER,    /* timers */
  PRIORITY_SETTLE,   /* the links are shared anew, once */
  PRIORITY_EVALUATE, /* evaluation */
} EventPriority;

Simulator *simulator_new (void);
void simulator_free (Simulator *sim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulator, simulator_free)

/** @name is static, for error messages. @owner is borrowed and handed to @handler. */
HandlerId simulator_register (Simulator *sim, const char *name, EventPriority priority, EventHandler handler, gpointer owner);

SimTime simulator_now (const Simulator *sim);
/** That of the event that runs, or ran last; before the first one PRIORITY_FLOW. */
EventPriority simulator_priority (const Simulator *sim);

/** @when is not before now. An event at the present instant runs within it, even with a priority that has passed. At
 * SIM_TIME_NEVER, where simulated time has ended, nothing happens: the event is none, and remembered by simulator_beyond. */
EventHandle simulator_at (Simulator *sim, SimTime when, HandlerId handler, guint64 a, guint64 b);
/** The same @delay (>= 0) from now, which may lead past the end of simulated time. */
EventHandle simulator_after (Simulator *sim, SimTime delay, HandlerId handler, guint64 a, guint64 b);
/** Cancelling an event that has run or was cancelled does nothing and returns FALSE. */
gboolean simulator_cancel (Simulator *sim, EventHandle event);

/** An event that is its owner's only one, set and put off at every turn; it is ordered as any other, and is not set yet. Registered
 * as a handler is; there are few (event_queue.h). */
AlarmId simulator_register_alarm (Simulator *sim, const char *name, EventPriority priority, EventHandler handler, gpointer owner);
/** The alarm goes off at @when, which is not before now, and at no other time; SIM_TIME_NEVER: at none. */
void simulator_set_alarm (Simulator *sim, AlarmId alarm, SimTime when);

/** Runs the next event. FALSE when none is left. */
gboolean simulator_step (Simulator *sim);
/** Whether an event was to happen after the end of simulated time (292 years), and which was the first. */
gboolean simulator_beyond (const Simulator *sim, HandlerId *handler, guint64 *a);
/** The time of the next event, SIM_TIME_NEVER when there is none. */
SimTime simulator_next_time (const Simulator *sim);
/** Events run so far. */
guint64 simulator_events (const Simulator *sim);
guint simulator_pending (const Simulator *sim);
