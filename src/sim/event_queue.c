#include "sim/event_queue.h"

#define ARITY 4
#define SEQUENCE_BITS 56
#define NO_SLOT G_MAXUINT32
#define PRESENT_MARK (1u << 31) /* in the place of a slot */

/* What the heap compares and moves; the rest of an event stays in its slot. */
typedef struct
{
  SimTime time;
  guint64 rank; /* priority in the top bits, then the sequence number */
  guint32 slot;
} Entry;

typedef struct
{
  Entry *entries;
  guint n, room;
  guint32 mark; /* in the place of those that are in it */
} Heap;

/* A slot of a pending event knows its heap and its place there; a free one, the next free slot. */
typedef struct
{
  guint32 place;
  guint32 generation; /* odd while an event has it; a handle with an earlier one is void */
} Slot;

typedef struct
{
  HandlerId handler;
  guint64 a, b;
} Payload;

/* What is pushed for the very instant that is running lies in a heap of its own, so that it need not climb over all that is to
 * come and back. The first event is the first of the two heaps' first. */
struct _EventQueue
{
  Heap later, present;
  SimTime now; /* of the last event that left */
  Slot *slots;
  Payload *payloads; /* parallel to slots */
  guint n_slots;     /* slots ever used */
  guint room;        /* allocated, of both */
  guint32 free_slot; /* head of the list, or NO_SLOT */
  guint64 sequence;
};

/* The order of events: time, then priority, then sequence. */
static inline gboolean
entry_before (const Entry *x, const Entry *y)
{
  return x->time < y->time || (x->time == y->time && x->rank < y->rank);
}

EventQueue *
event_queue_new (void)
{
  EventQueue *queue = g_new0 (EventQueue, 1);

  queue->present.mark = PRESENT_MARK;
  queue->free_slot = NO_SLOT;
  return queue;
}

void
event_queue_free (EventQueue *queue)
{
  if (queue == NULL)
    return;
  g_free (queue->later.entries);
  g_free (queue->present.entries);
  g_free (queue->slots);
  g_free (queue->payloads);
  g_free (queue);
}

static inline void
heap_put (EventQueue *queue, Heap *heap, guint place, Entry entry)
{
  heap->entries[place] = entry;
  queue->slots[entry.slot].place = heap->mark | place;
}

/* Puts @entry where the hole at @place, moving towards the root, finds its order. */
static void
sift_up (EventQueue *queue, Heap *heap, guint place, Entry entry)
{
  while (place > 0)
    {
      guint parent = (place - 1) / ARITY;

      if (!entry_before (&entry, &heap->entries[parent]))
        break;
      heap_put (queue, heap, place, heap->entries[parent]);
      place = parent;
    }
  heap_put (queue, heap, place, entry);
}

/* The first in order of the children from @child on; there is at least one. */
static inline guint
first_child (const Heap *heap, guint child)
{
  guint end = MIN (child + ARITY, heap->n);
  guint first = child;

  for (guint i = child + 1; i < end; i++)
    if (entry_before (&heap->entries[i], &heap->entries[first]))
      first = i;
  return first;
}

/* Puts @entry where the hole at @place, moving towards the leaves, finds its order. */
static void
sift_down (EventQueue *queue, Heap *heap, guint place, Entry entry)
{
  for (guint child = ARITY * place + 1; child < heap->n; child = ARITY * place + 1)
    {
      guint first = first_child (heap, child);

      if (!entry_before (&heap->entries[first], &entry))
        break;
      heap_put (queue, heap, place, heap->entries[first]);
      place = first;
    }
  heap_put (queue, heap, place, entry);
}

static void
sift (EventQueue *queue, Heap *heap, guint place, Entry entry)
{
  if (place > 0 && entry_before (&entry, &heap->entries[(place - 1) / ARITY]))
    sift_up (queue, heap, place, entry);
  else
    sift_down (queue, heap, place, entry);
}

static void
heap_remove (EventQueue *queue, Heap *heap, guint place)
{
  heap->n--;
  if (place < heap->n)
    sift (queue, heap, place, heap->entries[heap->n]);
}

static void
heap_push (EventQueue *queue, Heap *heap, Entry entry)
{
  if (heap->n == heap->room)
    {
      heap->room = MAX (64, 2 * heap->room);
      heap->entries = g_renew (Entry, heap->entries, heap->room);
    }
  sift_up (queue, heap, heap->n++, entry);
}

/* The heap that the first event is in; there is one. */
static inline Heap *
first_heap (EventQueue *queue)
{
  gboolean present = queue->present.n > 0;
  if (present && queue->later.n > 0)
    present = entry_before (&queue->present.entries[0], &queue->later.entries[0]);
  return present ? &queue->present : &queue->later;
}

static inline Heap *
heap_of (EventQueue *queue, guint32 place)
{
  return place & PRESENT_MARK ? &queue->present : &queue->later;
}

static void
grow (EventQueue *queue)
{
  g_assert (queue->room < G_MAXUINT32 / (2 * ARITY));
  queue->room = MAX (64, 2 * queue->room);
  queue->slots = g_renew (Slot, queue->slots, queue->room);
  queue->payloads = g_renew (Payload, queue->payloads, queue->room);
}

static guint32
slot_take (EventQueue *queue)
{
  guint32 slot = queue->free_slot;

  if (slot != NO_SLOT)
    queue->free_slot = queue->slots[slot].place;
  else
    {
      if (queue->n_slots == queue->room)
        grow (queue);
      slot = queue->n_slots++;
      queue->slots[slot].generation = 0;
    }
  queue->slots[slot].generation++;
  return slot;
}

static void
slot_release (EventQueue *queue, guint32 slot)
{
  queue->slots[slot].generation++;
  queue->slots[slot].place = queue->free_slot;
  queue->free_slot = slot;
}

static inline gboolean
slot_is_pending (const EventQueue *queue, guint32 slot)
{
  return queue->slots[slot].generation % 2 == 1;
}

/* The slot of a pending event, or NO_SLOT. */
static guint32
slot_of (const EventQueue *queue, EventHandle handle)
{
  guint32 slot = (guint32)handle;

  if (slot >= queue->n_slots || queue->slots[slot].generation != handle >> 32 || !slot_is_pending (queue, slot))
    return NO_SLOT;
  return slot;
}

static guint64
rank_next (EventQueue *queue, guint64 priority)
{
  g_assert (queue->sequence >> SEQUENCE_BITS == 0);
  return priority << SEQUENCE_BITS | queue->sequence++;
}

EventHandle
event_queue_push (EventQueue *queue, SimTime time, guint32 priority, HandlerId handler, guint64 a, guint64 b)
{
  guint32 slot = slot_take (queue);

  g_assert (time >= 0 && priority < 1u << (64 - SEQUENCE_BITS));
  queue->payloads[slot] = (Payload){ .handler = handler, .a = a, .b = b };
  heap_push (queue, time == queue->now ? &queue->present : &queue->later,
             (Entry){ .time = time, .rank = rank_next (queue, priority), .slot = slot });
  return (EventHandle)queue->slots[slot].generation << 32 | slot;
}

gboolean
event_queue_pop (EventQueue *queue, Event *out)
{
  const Payload *payload;
  Heap *heap = first_heap (queue);
  Entry first;

  if (heap->n == 0)
    return FALSE;
  first = heap->entries[0];
  queue->now = first.time;
  payload = &queue->payloads[first.slot];
  *out = (Event){ .time = first.time,
                  .priority = (guint32)(first.rank >> SEQUENCE_BITS),
                  .handler = payload->handler,
                  .sequence = first.rank & ((G_GUINT64_CONSTANT (1) << SEQUENCE_BITS) - 1),
                  .a = payload->a,
                  .b = payload->b };
  slot_release (queue, first.slot);
  heap_remove (queue, heap, 0);
  return TRUE;
}

SimTime
event_queue_next_time (const EventQueue *queue)
{
  SimTime later = queue->later.n > 0 ? queue->later.entries[0].time : SIM_TIME_NEVER;
  return queue->present.n > 0 ? MIN (later, queue->present.entries[0].time) : later;
}

gboolean
event_queue_cancel (EventQueue *queue, EventHandle handle)
{
  guint32 slot = slot_of (queue, handle);
  guint place;

  if (slot == NO_SLOT)
    return FALSE;
  place = queue->slots[slot].place;
  slot_release (queue, slot);
  heap_remove (queue, heap_of (queue, place), place & ~PRESENT_MARK);
  return TRUE;
}

gboolean
event_queue_move (EventQueue *queue, EventHandle handle, SimTime time)
{
  guint32 slot = slot_of (queue, handle);
  guint64 priority;
  Heap *heap;
  guint place;

  g_assert (time >= 0);
  if (slot == NO_SLOT)
    return FALSE;
  heap = heap_of (queue, queue->slots[slot].place);
  place = queue->slots[slot].place & ~PRESENT_MARK;
  priority = heap->entries[place].rank >> SEQUENCE_BITS;
  sift (queue, heap, place, (Entry){ .time = time, .rank = rank_next (queue, priority), .slot = slot });
  return TRUE;
}

guint
event_queue_size (const EventQueue *queue)
{
  return queue->later.n + queue->present.n;
}

static void
heap_check (const EventQueue *queue, const Heap *heap)
{
  for (guint i = 0; i < heap->n; i++)
    {
      const Entry *entry = &heap->entries[i];

      g_assert (i == 0 || entry_before (&heap->entries[(i - 1) / ARITY], entry));
      g_assert (entry->slot < queue->n_slots && queue->slots[entry->slot].place == (heap->mark | i));
      g_assert (slot_is_pending (queue, entry->slot));
    }
}

void
event_queue_check (const EventQueue *queue)
{
  guint n_free = 0;

  g_assert (event_queue_size (queue) <= queue->n_slots && queue->n_slots <= queue->room);
  heap_check (queue, &queue->later);
  heap_check (queue, &queue->present);
  for (guint32 slot = queue->free_slot; slot != NO_SLOT; slot = queue->slots[slot].place)
    {
      g_assert (!slot_is_pending (queue, slot));
      n_free++;
    }
  g_assert (n_free + event_queue_size (queue) == queue->n_slots);
}
