#include "sim/event_queue.h"

#include "base/index_heap.h"
#include "base/slab.h"

#define SEQUENCE_BITS 56

/* What is pushed for the very instant that is running lies in a heap of its own, so that it need not climb over all that is to
 * come and back; so do deliveries, which mostly come in order and then stay in their heap's lane. The first event is the first of
 * the heaps' first. */
typedef enum
{
  HEAP_PRESENT,
  HEAP_DELIVERY,
  HEAP_LATER,
  N_HEAPS,
} HeapKind;

typedef struct
{
  HandlerId handler;
  HeapKind heap;
  guint64 a, b;
} Payload;

/* A heap's key is the time and the rank: the priority in the top bits, then the sequence number. So the order of events is that
 * of the keys: time, then priority, then sequence. */
struct _EventQueue
{
  IndexHeap heaps[N_HEAPS];
  SimTime now; /* of the last event that left */
  Slab slab;   /* a pending event has a slot */
  guint32 *places;
  Payload *payloads;
  guint32 room; /* of both */
  guint64 sequence;
};

EventQueue *
event_queue_new (void)
{
  return g_new0 (EventQueue, 1);
}

void
event_queue_free (EventQueue *queue)
{
  if (queue == NULL)
    return;
  for (guint i = 0; i < N_HEAPS; i++)
    index_heap_clear (&queue->heaps[i]);
  slab_clear (&queue->slab);
  g_free (queue->places);
  g_free (queue->payloads);
  g_free (queue);
}

static guint32
slot_take (EventQueue *queue)
{
  guint32 slot = slab_take (&queue->slab);
  if (slot >= queue->room)
    {
      queue->room = queue->slab.room;
      queue->places = g_renew (guint32, queue->places, queue->room);
      queue->payloads = g_renew (Payload, queue->payloads, queue->room);
    }
  return slot;
}

/* Of an event that is scheduled now. */
static HeapKey
next_key (EventQueue *queue, SimTime time, guint64 priority)
{
  g_assert (time >= 0 && queue->sequence >> SEQUENCE_BITS == 0);
  return (HeapKey)time << 64 | priority << SEQUENCE_BITS | queue->sequence++;
}

/* The kind of the heap with the first event; N_HEAPS when there is none. */
static HeapKind
first_heap (const EventQueue *queue, const HeapEntry **first)
{
  HeapKind kind = N_HEAPS;
  for (HeapKind i = 0; i < N_HEAPS; i++)
    {
      const HeapEntry *entry = index_heap_first (&queue->heaps[i]);
      if (entry == NULL || (kind != N_HEAPS && !heap_entry_before (entry, *first)))
        continue;
      *first = entry;
      kind = i;
    }
  return kind;
}

EventHandle
event_queue_push (EventQueue *queue, SimTime time, guint32 priority, HandlerId handler, guint64 a, guint64 b)
{
  guint32 slot = slot_take (queue);
  HeapKind heap = time == queue->now ? HEAP_PRESENT : priority == PRIORITY_DELIVERY ? HEAP_DELIVERY : HEAP_LATER;
  g_assert (priority < 1u << (64 - SEQUENCE_BITS));
  queue->payloads[slot] = (Payload){ .handler = handler, .heap = heap, .a = a, .b = b };
  index_heap_push (&queue->heaps[heap], queue->places, slot, next_key (queue, time, priority));
  return slab_handle (&queue->slab, slot);
}

gboolean
event_queue_pop (EventQueue *queue, Event *out)
{
  const HeapEntry *first = NULL;
  HeapKind heap = first_heap (queue, &first);
  if (heap == N_HEAPS)
    return FALSE;
  guint32 slot = first->id;
  const Payload *payload = &queue->payloads[slot];
  queue->now = (SimTime)first->high;
  *out = (Event){ .time = queue->now,
                  .priority = (guint32)(first->low >> SEQUENCE_BITS),
                  .handler = payload->handler,
                  .sequence = first->low & ((G_GUINT64_CONSTANT (1) << SEQUENCE_BITS) - 1),
                  .a = payload->a,
                  .b = payload->b };
  index_heap_remove (&queue->heaps[heap], queue->places, slot);
  slab_release (&queue->slab, slot);
  return TRUE;
}

SimTime
event_queue_next_time (const EventQueue *queue)
{
  const HeapEntry *first = NULL;
  return first_heap (queue, &first) == N_HEAPS ? SIM_TIME_NEVER : (SimTime)first->high;
}

gboolean
event_queue_cancel (EventQueue *queue, EventHandle handle)
{
  guint32 slot = slab_find (&queue->slab, handle);
  if (slot == SLAB_NONE)
    return FALSE;
  index_heap_remove (&queue->heaps[queue->payloads[slot].heap], queue->places, slot);
  slab_release (&queue->slab, slot);
  return TRUE;
}

gboolean
event_queue_move (EventQueue *queue, EventHandle handle, SimTime time)
{
  guint32 slot = slab_find (&queue->slab, handle);
  if (slot == SLAB_NONE)
    return FALSE;
  IndexHeap *heap = &queue->heaps[queue->payloads[slot].heap];
  guint64 priority = (guint64)index_heap_key (heap, queue->places, slot) >> SEQUENCE_BITS;
  index_heap_change (heap, queue->places, slot, next_key (queue, time, priority));
  return TRUE;
}

guint
event_queue_size (const EventQueue *queue)
{
  return queue->slab.n - queue->slab.n_free;
}

void
event_queue_check (const EventQueue *queue)
{
  guint n = 0;
  for (guint i = 0; i < N_HEAPS; i++)
    {
      index_heap_check (&queue->heaps[i], queue->places);
      n += index_heap_size (&queue->heaps[i]);
    }
  g_assert (n == event_queue_size (queue) && queue->slab.n <= queue->room);
  for (guint32 slot = 0; slot < queue->slab.n; slot++)
    g_assert (slab_is_taken (&queue->slab, slot) == (queue->places[slot] != HEAP_NONE));
}
