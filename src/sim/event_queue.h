/* The event queue: heaps with handles (base/index_heap.h); ordered by (time, priority, sequence). Equal times and priorities leave in
 * the order in which they were pushed. No allocation per event in the steady state.
 *
 * An alarm is an event of which at most one is ever pending, and which is set and put off at every turn: it stands beside the
 * heaps, so that it costs a comparison where an event climbs in and out.
 *
 * Invariants: every pending event has one slot, which knows its place.
 * Push, pop, cancel and move take O(log n); sequence numbers are unique, so the order is total.
 */
#pragma once

#include "sim/simulator.h"

typedef struct _EventQueue EventQueue;

typedef struct
{
  SimTime time;
  guint32 priority;
  HandlerId handler;
  guint64 sequence;
  guint64 a, b;
} Event;

#define QUEUE_ALARMS 2

EventQueue *event_queue_new (void);
void event_queue_free (EventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EventQueue, event_queue_free)

/** @time >= 0, @priority below 256. */
EventHandle event_queue_push (EventQueue *queue, SimTime time, guint32 priority, HandlerId handler, guint64 a, guint64 b);
/** Takes out the first event; its handle is then no longer pending. FALSE when empty. */
gboolean event_queue_pop (EventQueue *queue, Event *out);
/** The time of the first event, SIM_TIME_NEVER when there is none. */
SimTime event_queue_next_time (const EventQueue *queue);
/** FALSE when @handle is not pending (it has left, was cancelled, is 0). */
gboolean event_queue_cancel (EventQueue *queue, EventHandle handle);
/** A new alarm, which is not set. Ids count from 0; there are at most QUEUE_ALARMS. */
AlarmId event_queue_add_alarm (EventQueue *queue, guint32 priority, HandlerId handler);
/** As if the alarm's event, if it is pending, had been cancelled and pushed anew for @time; SIM_TIME_NEVER: it is pending no
 * more. Its a and b are 0. */
void event_queue_set_alarm (EventQueue *queue, AlarmId alarm, SimTime time);
/** Counts alarms that are set too. */
guint event_queue_size (const EventQueue *queue);
/** Aborts when an invariant is broken; for tests. */
void event_queue_check (const EventQueue *queue);
