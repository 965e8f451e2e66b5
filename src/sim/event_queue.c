#include "sim/event_queue.h"

#define ARITY 4
#define SEQUENCE_BITS 56
#define NO_SLOT G_MAXUINT32

/* What the heap compares and moves; the rest of an event stays in its slot. */
typedef struct
{
  SimTime time;
  guint64 rank; /* priority in the top bits, then the sequence number */
  guint32 slot;
} Entry;

/* A slot of a pending event knows its place in the heap; a free one, the next free slot. */
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

struct _EventQueue
{
  Entry *heap;
  Slot *slots;
  Payload *payloads; /* parallel to slots */
  guint n;           /* entries of the heap */
  guint n_slots;     /* slots ever used */
  guint room;        /* allocated, of all three */
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

  queue->free_slot = NO_SLOT;
  return queue;
}

void
event_queue_free (EventQueue *queue)
{
  if (queue == NULL)
    return;
  g_free (queue->heap);
  g_free (queue->slots);
  g_free (queue->payloads);
  g_free (queue);
}

static inline void
heap_put (EventQueue *queue, guint place, Entry entry)
{
  queue->heap[place] = entry;
  queue->slots[entry.slot].place = place;
}

/* Puts @entry where the hole at @place, moving towards the root, finds its order. */
static void
sift_up (EventQueue *queue, guint place, Entry entry)
{
  while (place > 0)
    {
      guint parent = (place - 1) / ARITY;

      if (!entry_before (&entry, &queue->heap[parent]))
        break;
      heap_put (queue, place, queue->heap[parent]);
      place = parent;
    }
  heap_put (queue, place, entry);
}

/* The first in order of the children from @child on; there is at least one. */
static inline guint
first_child (const EventQueue *queue, guint child)
{
  guint end = MIN (child + ARITY, queue->n);
  guint first = child;

  for (guint i = child + 1; i < end; i++)
    if (entry_before (&queue->heap[i], &queue->heap[first]))
      first = i;
  return first;
}

/* Puts @entry where the hole at @place, moving towards the leaves, finds its order. */
static void
sift_down (EventQueue *queue, guint place, Entry entry)
{
  for (guint child = ARITY * place + 1; child < queue->n; child = ARITY * place + 1)
    {
      guint first = first_child (queue, child);

      if (!entry_before (&queue->heap[first], &entry))
        break;
      heap_put (queue, place, queue->heap[first]);
      place = first;
    }
  heap_put (queue, place, entry);
}

static void
sift (EventQueue *queue, guint place, Entry entry)
{
  if (place > 0 && entry_before (&entry, &queue->heap[(place - 1) / ARITY]))
    sift_up (queue, place, entry);
  else
    sift_down (queue, place, entry);
}

static void
heap_remove (EventQueue *queue, guint place)
{
  queue->n--;
  if (place < queue->n)
    sift (queue, place, queue->heap[queue->n]);
}

static void
grow (EventQueue *queue)
{
  g_assert (queue->room < G_MAXUINT32 / (2 * ARITY));
  queue->room = MAX (64, 2 * queue->room);
  queue->heap = g_renew (Entry, queue->heap, queue->room);
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
  sift_up (queue, queue->n++, (Entry){ .time = time, .rank = rank_next (queue, priority), .slot = slot });
  return (EventHandle)queue->slots[slot].generation << 32 | slot;
}

gboolean
event_queue_pop (EventQueue *queue, Event *out)
{
  const Payload *payload;
  Entry first;

  if (queue->n == 0)
    return FALSE;
  first = queue->heap[0];
  payload = &queue->payloads[first.slot];
  *out = (Event){ .time = first.time,
                  .priority = (guint32)(first.rank >> SEQUENCE_BITS),
                  .handler = payload->handler,
                  .sequence = first.rank & ((G_GUINT64_CONSTANT (1) << SEQUENCE_BITS) - 1),
                  .a = payload->a,
                  .b = payload->b };
  slot_release (queue, first.slot);
  heap_remove (queue, 0);
  return TRUE;
}

SimTime
event_queue_next_time (const EventQueue *queue)
{
  return queue->n > 0 ? queue->heap[0].time : SIM_TIME_NEVER;
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
  heap_remove (queue, place);
  return TRUE;
}

gboolean
event_queue_move (EventQueue *queue, EventHandle handle, SimTime time)
{
  guint32 slot = slot_of (queue, handle);
  guint64 priority;
  guint place;

  g_assert (time >= 0);
  if (slot == NO_SLOT)
    return FALSE;
  place = queue->slots[slot].place;
  priority = queue->heap[place].rank >> SEQUENCE_BITS;
  sift (queue, place, (Entry){ .time = time, .rank = rank_next (queue, priority), .slot = slot });
  return TRUE;
}

guint
event_queue_size (const EventQueue *queue)
{
  return queue->n;
}

void
event_queue_check (const EventQueue *queue)
{
  guint n_free = 0;

  g_assert (queue->n <= queue->n_slots && queue->n_slots <= queue->room);
  for (guint i = 0; i < queue->n; i++)
    {
      const Entry *entry = &queue->heap[i];

      g_assert (i == 0 || entry_before (&queue->heap[(i - 1) / ARITY], entry));
      g_assert (entry->slot < queue->n_slots && queue->slots[entry->slot].place == i);
      g_assert (slot_is_pending (queue, entry->slot));
    }
  for (guint32 slot = queue->free_slot; slot != NO_SLOT; slot = queue->slots[slot].place)
    {
      g_assert (!slot_is_pending (queue, slot));
      n_free++;
    }
  g_assert (n_free + queue->n == queue->n_slots);
}
