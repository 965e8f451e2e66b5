/* The event queue: a 4-ary heap with handles; ordered by (time, priority, sequence). Equal times and priorities leave in
 * the order in which they were pushed. No allocation per event in the steady state.
 *
 * Invariant: no event is before its parent; a slot's handle finds it in O(1).
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

EventQueue *event_queue_new (void);
void event_queue_free (EventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EventQueue, event_queue_free)

EventHandle event_queue_push (EventQueue *queue, SimTime time, guint32 priority, HandlerId handler, guint64 a, guint64 b);
/** FALSE when empty. */
gboolean event_queue_pop (EventQueue *queue, Event *out);
const Event *event_queue_peek (const EventQueue *queue);
gboolean event_queue_cancel (EventQueue *queue, EventHandle handle);
gboolean event_queue_move (EventQueue *queue, EventHandle handle, SimTime time);
guint event_queue_size (const EventQueue *queue);
/** Aborts when an invariant is broken; for tests. */
void event_queue_check (const EventQueue *queue);
