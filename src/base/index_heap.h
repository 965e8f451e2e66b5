/* A heap of numbered things, each with a key: what is due first is on top, of equal keys the lowest number. An array of the
 * owner's tells where in the heap each thing is, so several heaps may share the array as long as nothing is in two of them.
 *
 * A 4-ary tree in an array, and beside it a lane: what is pushed with a key that is not before the lane's last goes to its end,
 * so that keys that come in order cost nothing to sort. The first is the first of the two.
 *
 * Invariants: no entry of the tree is before its parent; the lane is sorted, but for holes, and begins and ends with none;
 * places[id] is the place of id, HEAP_NONE when it is in no heap. Push, remove and change take O(log n), O(1) in the lane.
 */
#pragma once

#include <glib.h>

#define HEAP_NONE G_MAXUINT32

typedef unsigned __int128 HeapKey;

/* 24 bytes, where a HeapKey would make it 32. */
typedef struct
{
  guint64 low, high; /* of the key */
  guint32 id;        /* HEAP_NONE: a hole in the lane */
} HeapEntry;

/* Zero is an empty heap. */
typedef struct
{
  HeapEntry *tree;
  guint32 n_tree, tree_room;
  HeapEntry *lane;                         /* a ring of lane_room, a power of two */
  guint32 lane_first, lane_end, lane_room; /* counts that wrap */
} IndexHeap;

static inline HeapKey
heap_entry_key (const HeapEntry *entry)
{
  return (HeapKey)entry->high << 64 | entry->low;
}

static inline gboolean
heap_entry_before (const HeapEntry *x, const HeapEntry *y)
{
  HeapKey a = heap_entry_key (x), b = heap_entry_key (y);
  return a < b || (a == b && x->id < y->id);
}

/** NULL when the heap is empty; valid until the next change. */
static inline const HeapEntry *
index_heap_first (const IndexHeap *heap)
{
  const HeapEntry *tree = heap->n_tree > 0 ? heap->tree : NULL;
  if (heap->lane_first == heap->lane_end)
    return tree;
  const HeapEntry *lane = &heap->lane[heap->lane_first & (heap->lane_room - 1)];
  return tree != NULL && heap_entry_before (tree, lane) ? tree : lane;
}

void index_heap_clear (IndexHeap *heap);
void index_heap_push (IndexHeap *heap, guint32 *places, guint32 id, HeapKey key);
/** @id is in @heap. */
void index_heap_remove (IndexHeap *heap, guint32 *places, guint32 id);
/** Gives @id, which is in @heap, another key. */
void index_heap_change (IndexHeap *heap, guint32 *places, guint32 id, HeapKey key);
/** The key of @id, which is in @heap. */
HeapKey index_heap_key (const IndexHeap *heap, const guint32 *places, guint32 id);
/** Counts. */
guint index_heap_size (const IndexHeap *heap);
/** Aborts on a broken invariant; for tests. */
void index_heap_check (const IndexHeap *heap, const guint32 *places);
