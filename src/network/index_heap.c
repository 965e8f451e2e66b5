#include "network/index_heap.h"

#define ARITY 4

static inline gboolean
entry_before (const HeapEntry *x, const HeapEntry *y)
{
  return x->key < y->key || (x->key == y->key && x->id < y->id);
}

static inline void
put (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  heap->entries[place] = entry;
  places[entry.id] = place;
}

/* Puts @entry where the hole at @place, moving towards the root, finds its order. */
static void
sift_up (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  while (place > 0)
    {
      guint32 parent = (place - 1) / ARITY;
      if (!entry_before (&entry, &heap->entries[parent]))
        break;
      put (heap, places, place, heap->entries[parent]);
      place = parent;
    }
  put (heap, places, place, entry);
}

/* Puts @entry where the hole at @place, moving towards the leaves, finds its order. */
static void
sift_down (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  for (guint32 child = ARITY * place + 1; child < heap->n; child = ARITY * place + 1)
    {
      guint32 first = child, end = MIN (child + ARITY, heap->n);
      for (guint32 i = child + 1; i < end; i++)
        if (entry_before (&heap->entries[i], &heap->entries[first]))
          first = i;
      if (!entry_before (&heap->entries[first], &entry))
        break;
      put (heap, places, place, heap->entries[first]);
      place = first;
    }
  put (heap, places, place, entry);
}

static void
sift (IndexHeap *heap, guint32 *places, guint32 place, HeapEntry entry)
{
  if (place > 0 && entry_before (&entry, &heap->entries[(place - 1) / ARITY]))
    sift_up (heap, places, place, entry);
  else
    sift_down (heap, places, place, entry);
}

void
index_heap_clear (IndexHeap *heap)
{
  g_free (heap->entries);
}

void
index_heap_push (IndexHeap *heap, guint32 *places, guint32 id, unsigned __int128 key)
{
  if (heap->n == heap->room)
    {
      heap->room = MAX (4, 2 * heap->room);
      heap->entries = g_renew (HeapEntry, heap->entries, heap->room);
    }
  sift_up (heap, places, heap->n++, (HeapEntry){ .key = key, .id = id });
}

void
index_heap_remove (IndexHeap *heap, guint32 *places, guint32 id)
{
  guint32 place = places[id];
  places[id] = HEAP_NONE;
  heap->n--;
  if (place < heap->n)
    sift (heap, places, place, heap->entries[heap->n]);
}

void
index_heap_change (IndexHeap *heap, guint32 *places, guint32 id, unsigned __int128 key)
{
  sift (heap, places, places[id], (HeapEntry){ .key = key, .id = id });
}

void
index_heap_check (const IndexHeap *heap, const guint32 *places)
{
  for (guint32 i = 0; i < heap->n; i++)
    {
      g_assert (places[heap->entries[i].id] == i);
      g_assert (i == 0 || entry_before (&heap->entries[(i - 1) / ARITY], &heap->entries[i]));
    }
}
