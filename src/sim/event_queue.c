#include "sim/event_queue.h"

#include "base/index_heap.h"
#include "base/slab.h"

#define SEQUENCE_BITS 56

/* Deliveries, which mostly come in order, lie in a heap of their own, so that they stay in its lane. The first event is the first
 * of the heaps' and alarms' first. */
typedef enum
{
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

typedef struct
{
  guint32 priority;
  HandlerId handler;
} Alarm;

#define N_SOURCES (N_HEAPS + QUEUE_ALARMS)
#define KEY_NEVER (~(HeapKey)0)

/* A heap's key is the time and the rank: the priority in the top bits, then the sequence number. So the order of events is that
 * of the keys: time, then priority, then sequence. */
struct _EventQueue
{
  HeapKey firsts[N_SOURCES]; /* of each heap and alarm, what it has first; KEY_NEVER: nothing */
  IndexHeap heaps[N_HEAPS];
  Alarm alarms[QUEUE_ALARMS];
  guint n_alarms, n_set; /* alarms, and those that are set */
  Slab slab;   /* a pending event has a slot */
  guint32 *places;
  Payload *payloads;
  guint32 room; /* of both */
  guint64 sequence;
};

EventQueue *
event_queue_new (void)
{
  EventQueue *queue = g_new0 (EventQueue, 1);
  for (guint i = 0; i < N_SOURCES; i++)
    queue->firsts[i] = KEY_NEVER;
  return queue;
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

/* The heap or alarm with the first event, if there is any. */
static inline guint
first_source (const EventQueue *queue)
{
  guint first = 0;
  HeapKey least = queue->firsts[0];
  for (guint i = 1; i < N_SOURCES; i++)
    {
      gboolean less = queue->firsts[i] < least;
      least = less ? queue->firsts[i] : least;
      first = less ? i : first;
    }
  return first;
}

/* After every change of the heap. */
static inline void
note_first (EventQueue *queue, HeapKind heap)
{
  const HeapEntry *entry = index_heap_first (&queue->heaps[heap]);
  queue->firsts[heap] = entry == NULL ? KEY_NEVER : heap_entry_key (entry);
}

EventHandle
event_queue_push (EventQueue *queue, SimTime time, guint32 priority, HandlerId handler, guint64 a, guint64 b)
{
  guint32 slot = slot_take (queue);
  HeapKind heap = priority == PRIORITY_DELIVERY ? HEAP_DELIVERY : HEAP_LATER;
  g_assert (priority < 1u << (64 - SEQUENCE_BITS));
  queue->payloads[slot] = (Payload){ .handler = handler, .heap = heap, .a = a, .b = b };
  index_heap_push (&queue->heaps[heap], queue->places, slot, next_key (queue, time, priority));
  note_first (queue, heap);
  return slab_handle (&queue->slab, slot);
}

static void
remove_slot (EventQueue *queue, HeapKind heap, guint32 slot)
{
  index_heap_remove (&queue->heaps[heap], queue->places, slot);
  note_first (queue, heap);
  slab_release (&queue->slab, slot);
}

static void
pop_from_heap (EventQueue *queue, HeapKind heap, Event *out)
{
  guint32 slot = index_heap_first (&queue->heaps[heap])->id;
  const Payload *payload = &queue->payloads[slot];
  out->handler = payload->handler;
  out->a = payload->a;
  out->b = payload->b;
  remove_slot (queue, heap, slot);
}

static void
pop_alarm (EventQueue *queue, AlarmId alarm, Event *out)
{
  out->handler = queue->alarms[alarm].handler;
  out->a = out->b = 0;
  event_queue_set_alarm (queue, alarm, SIM_TIME_NEVER);
}

gboolean
event_queue_pop (EventQueue *queue, Event *out)
{
  guint source = first_source (queue);
  HeapKey key = queue->firsts[source];
  guint64 rank = (guint64)key;
  if (key == KEY_NEVER)
    return FALSE;
  out->time = (SimTime)(key >> 64);
  out->priority = (guint32)(rank >> SEQUENCE_BITS);
  out->sequence = rank & ((G_GUINT64_CONSTANT (1) << SEQUENCE_BITS) - 1);
  if (source < N_HEAPS)
    pop_from_heap (queue, source, out);
  else
    pop_alarm (queue, source - N_HEAPS, out);
  return TRUE;
}

SimTime
event_queue_next_time (const EventQueue *queue)
{
  HeapKey key = queue->firsts[first_source (queue)];
  return key == KEY_NEVER ? SIM_TIME_NEVER : (SimTime)(key >> 64);
}

gboolean
event_queue_cancel (EventQueue *queue, EventHandle handle)
{
  guint32 slot = slab_find (&queue->slab, handle);
  if (slot == SLAB_NONE)
    return FALSE;
  remove_slot (queue, queue->payloads[slot].heap, slot);
  return TRUE;
}

AlarmId
event_queue_add_alarm (EventQueue *queue, guint32 priority, HandlerId handler)
{
  g_assert (queue->n_alarms < QUEUE_ALARMS && priority < 1u << (64 - SEQUENCE_BITS));
  queue->alarms[queue->n_alarms] = (Alarm){ .priority = priority, .handler = handler };
  return queue->n_alarms++;
}

void
event_queue_set_alarm (EventQueue *queue, AlarmId alarm, SimTime time)
{
  HeapKey *first = &queue->firsts[N_HEAPS + alarm];
  gboolean was_set = *first != KEY_NEVER, is_set = time != SIM_TIME_NEVER;
  queue->n_set += is_set - was_set;
  *first = is_set ? next_key (queue, time, queue->alarms[alarm].priority) : KEY_NEVER;
}

guint
event_queue_size (const EventQueue *queue)
{
  return queue->slab.n - queue->slab.n_free + queue->n_set;
}

void
event_queue_check (const EventQueue *queue)
{
  guint n = 0;
  for (guint i = 0; i < N_HEAPS; i++)
    {
      const HeapEntry *first = index_heap_first (&queue->heaps[i]);
      index_heap_check (&queue->heaps[i], queue->places);
      g_assert (queue->firsts[i] == (first == NULL ? KEY_NEVER : heap_entry_key (first)));
      n += index_heap_size (&queue->heaps[i]);
    }
  g_assert (n + queue->n_set == event_queue_size (queue) && queue->slab.n <= queue->room);
  for (guint32 slot = 0; slot < queue->slab.n; slot++)
    g_assert (slab_is_taken (&queue->slab, slot) == (queue->places[slot] != HEAP_NONE));
}
