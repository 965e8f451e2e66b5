/* A 4-ary heap of numbered things, each with a key: what is due first is on top, of equal keys the lowest number. An array of the
 * owner's tells where in the heap each thing is, so several heaps may share the array as long as nothing is in two of them.
 *
 * Invariants: no entry is before its parent; places[id] is the place of id, HEAP_NONE when it is in no heap.
 * Push, remove and change take O(log n).
 */
#pragma once

#include <glib.h>

#define HEAP_NONE G_MAXUINT32

typedef struct
{
  unsigned __int128 key;
  guint32 id;
} HeapEntry;

/* Zero is an empty heap. */
typedef struct
{
  HeapEntry *entries;
  guint32 n, room;
} IndexHeap;

void index_heap_clear (IndexHeap *heap);
void index_heap_push (IndexHeap *heap, guint32 *places, guint32 id, unsigned __int128 key);
/** @id is in @heap. */
void index_heap_remove (IndexHeap *heap, guint32 *places, guint32 id);
/** Gives @id, which is in @heap, another key. */
void index_heap_change (IndexHeap *heap, guint32 *places, guint32 id, unsigned __int128 key);
/** Aborts on a broken invariant; for tests. */
void index_heap_check (const IndexHeap *heap, const guint32 *places);
