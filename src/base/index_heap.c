#include "base/index_heap.h"

#define ARITY 4
#define IN_LANE (1u << 31)     /* in a place */
#define LANE_PLACES (1u << 30) /* so that no place is HEAP_NONE */

/* The tree. */

static inline void
put (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  heap->tree[place] = entry;
  places[entry.id] = place;
}

/* Puts @entry where the hole at @place, moving towards the root, finds its order. */
static void
sift_up (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  while (place > 0)
    {
      guint32 parent = (place - 1) / ARITY;
      if (!heap_entry_before (&entry, &heap->tree[parent]))
        break;
      put (heap, places, place, heap->tree[parent]);
      place = parent;
    }
  put (heap, places, place, entry);
}

/* The first in order of the children from @child on; there is at least one. */
static inline guint32
first_child (const IndexHeap *heap, guint32 child)
{
  guint32 first = child, end = MIN (child + ARITY, heap->n_tree);
  for (guint32 i = child + 1; i < end; i++)
    first = heap_entry_before (&heap->tree[i], &heap->tree[first]) ? i : first;
  return first;
}

/* Puts @entry where the hole at @place, moving towards the leaves, finds its order. */
static void
sift_down (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  for (guint32 child = ARITY * place + 1; child < heap->n_tree; child = ARITY * place + 1)
    {
      guint32 first = first_child (heap, child);
      if (!heap_entry_before (&heap->tree[first], &entry))
        break;
      put (heap, places, place, heap->tree[first]);
      place = first;
    }
  put (heap, places, place, entry);
}

static void
sift (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  if (place > 0 && heap_entry_before (&entry, &heap->tree[(place - 1) / ARITY]))
    sift_up (heap, places, place, entry);
  else
    sift_down (heap, places, place, entry);
}

/* The lane. */

static inline HeapEntry *
lane_at (const IndexHeap *heap, guint32 i)
{
  return &heap->lane[i & (heap->lane_room - 1)];
}

static gboolean
fits_lane (const IndexHeap *heap, const HeapEntry *entry)
{
  return heap->lane_first == heap->lane_end || heap_entry_before (lane_at (heap, heap->lane_end - 1), entry);
}

static void
grow_lane (IndexHeap *heap)
{
  HeapEntry *old = heap->lane;
  guint32 old_room = heap->lane_room;
  heap->lane_room = MAX (4, 2 * old_room);
  heap->lane = g_new (HeapEntry, heap->lane_room);
  for (guint32 i = heap->lane_first; i != heap->lane_end; i++)
    *lane_at (heap, i) = old[i & (old_room - 1)];
  g_free (old);
}

/* A place in the lane is a count without its top bits, so that it stays when the lane grows. */
static void
append (IndexHeap *heap, guint32 *places, HeapEntry entry)
{
  if (heap->lane_end - heap->lane_first == heap->lane_room)
    grow_lane (heap);
  *lane_at (heap, heap->lane_end) = entry;
  places[entry.id] = IN_LANE | (heap->lane_end & (LANE_PLACES - 1));
  heap->lane_end++;
}

static void
leave_lane (IndexHeap *heap, guint32 place)
{
  lane_at (heap, place)->id = HEAP_NONE;
  while (heap->lane_first != heap->lane_end && lane_at (heap, heap->lane_first)->id == HEAP_NONE)
    heap->lane_first++;
  while (heap->lane_first != heap->lane_end && lane_at (heap, heap->lane_end - 1)->id == HEAP_NONE)
    heap->lane_end--;
}

/* Both. */

void
index_heap_clear (IndexHeap *heap)
{
  g_free (heap->tree);
  g_free (heap->lane);
}

void
index_heap_push (IndexHeap *heap, guint32 *places, guint32 id, HeapKey key)
{
  HeapEntry entry = { .low = (guint64)key, .high = (guint64)(key >> 64), .id = id };
  if (fits_lane (heap, &entry))
    {
      append (heap, places, entry);
      return;
    }
  if (heap->n_tree == heap->tree_room)
    {
      heap->tree_room = MAX (4, 2 * heap->tree_room);
      heap->tree = g_renew (HeapEntry, heap->tree, heap->tree_room);
    }
  sift_up (heap, places, heap->n_tree++, entry);
}

void
index_heap_remove (IndexHeap *heap, guint32 *places, guint32 id)
{
  guint32 place = places[id];
  places[id] = HEAP_NONE;
  if (place & IN_LANE)
    leave_lane (heap, place);
  else if (place < --heap->n_tree)
    sift (heap, places, place, heap->tree[heap->n_tree]);
}

void
index_heap_change (IndexHeap *heap, guint32 *places, guint32 id, HeapKey key)
{
  guint32 place = places[id];
  if (place & IN_LANE)
    {
      leave_lane (heap, place);
      index_heap_push (heap, places, id, key);
    }
  else
    sift (heap, places, place, (HeapEntry){ .low = (guint64)key, .high = (guint64)(key >> 64), .id = id });
}

HeapKey
index_heap_key (const IndexHeap *heap, const guint32 *places, guint32 id)
{
  guint32 place = places[id];
  return heap_entry_key (place & IN_LANE ? lane_at (heap, place) : &heap->tree[place]);
}

guint
index_heap_size (const IndexHeap *heap)
{
  guint n = heap->n_tree;
  for (guint32 i = heap->lane_first; i != heap->lane_end; i++)
    n += lane_at (heap, i)->id != HEAP_NONE;
  return n;
}

void
index_heap_check (const IndexHeap *heap, const guint32 *places)
{
  const HeapEntry *last = NULL;
  for (guint32 i = 0; i < heap->n_tree; i++)
    {
      g_assert (places[heap->tree[i].id] == i);
      g_assert (i == 0 || heap_entry_before (&heap->tree[(i - 1) / ARITY], &heap->tree[i]));
    }
  for (guint32 i = heap->lane_first; i != heap->lane_end; i++)
    {
      const HeapEntry *entry = lane_at (heap, i);
      if (entry->id == HEAP_NONE)
        {
          g_assert (last != NULL && i != heap->lane_end - 1);
          continue;
        }
      g_assert (places[entry->id] & IN_LANE && lane_at (heap, places[entry->id]) == entry);
      g_assert (last == NULL || heap_entry_before (last, entry));
      last = entry;
    }
}
