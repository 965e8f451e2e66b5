/* The heap against an array that is searched, the slab against a list of what is taken. */
#include "base/index_heap.h"
#include "base/random.h"
#include "base/slab.h"
#include "test-base.h"

#define N_THINGS 40

typedef struct
{
  IndexHeap heap;
  guint32 places[N_THINGS];
  HeapKey keys[N_THINGS];
  guint64 seed, draws;
} Bed;

static guint64
below (Bed *bed, guint64 n)
{
  return random_below (bed->seed, RANDOM_TEST, 0, bed->draws++, n);
}

static guint32
first_by_search (const Bed *bed)
{
  guint32 first = HEAP_NONE;
  for (guint32 id = 0; id < N_THINGS; id++)
    if (bed->places[id] != HEAP_NONE && (first == HEAP_NONE || bed->keys[id] < bed->keys[first]))
      first = id;
  return first;
}

/* Keys that mostly rise, as a lane wants them, or not; few low bits, so that many tie. */
static HeapKey
draw_key (Bed *bed, guint step)
{
  guint64 rise = bed->seed % 3 == 0 ? 0 : step / 4;
  return (HeapKey)(rise + below (bed, bed->seed % 3 == 1 ? 2 : 12)) << 61;
}

static void
bed_step (Bed *bed, guint step)
{
  guint32 id = below (bed, N_THINGS);
  guint64 what = below (bed, 8);
  gboolean in = bed->places[id] != HEAP_NONE;
  if (what < 5 || (what == 7 && in))
    bed->keys[id] = draw_key (bed, step);
  if (!in && what < 5)
    index_heap_push (&bed->heap, bed->places, id, bed->keys[id]);
  else if (in && (what < 5 || what == 7))
    index_heap_change (&bed->heap, bed->places, id, bed->keys[id]);
  else if (in)
    index_heap_remove (&bed->heap, bed->places, id);
  else if (first_by_search (bed) != HEAP_NONE)
    index_heap_remove (&bed->heap, bed->places, first_by_search (bed));
}

static void
bed_compare (const Bed *bed)
{
  const HeapEntry *first = index_heap_first (&bed->heap);
  guint n = 0;
  index_heap_check (&bed->heap, bed->places);
  g_assert_cmpuint (first == NULL ? HEAP_NONE : first->id, ==, first_by_search (bed));
  for (guint32 id = 0; id < N_THINGS; id++)
    if (bed->places[id] != HEAP_NONE)
      {
        n++;
        g_assert_true (index_heap_key (&bed->heap, bed->places, id) == bed->keys[id]);
      }
  g_assert_cmpuint (index_heap_size (&bed->heap), ==, n);
}

static void
test_heap (void)
{
  for (guint64 seed = 0; seed < 60 && !g_test_failed (); seed++)
    {
      Bed bed = { .seed = seed };
      for (guint32 id = 0; id < N_THINGS; id++)
        bed.places[id] = HEAP_NONE;
      for (guint step = 0; step < 400 && !g_test_failed (); step++)
        {
          bed_step (&bed, step);
          bed_compare (&bed);
        }
      index_heap_clear (&bed.heap);
    }
}

/* What comes in order stays out of the tree, and what leaves from the middle leaves no trace. */
static void
test_lane (void)
{
  Bed bed = { 0 };
  for (guint32 id = 0; id < N_THINGS; id++)
    index_heap_push (&bed.heap, bed.places, id, id / 2);
  g_assert_cmpuint (bed.heap.n_tree, ==, 0);
  for (guint32 id = 1; id < N_THINGS; id += 2)
    index_heap_remove (&bed.heap, bed.places, id);
  for (guint32 id = 0; id < N_THINGS; id += 2)
    {
      g_assert_cmpuint (index_heap_first (&bed.heap)->id, ==, id);
      index_heap_remove (&bed.heap, bed.places, id);
    }
  g_assert_null (index_heap_first (&bed.heap));
  index_heap_clear (&bed.heap);
}

/* The last slot released is the next one taken, under another handle. */
static void
test_slab (void)
{
  Slab slab = { 0 };
  guint64 handles[70];
  for (guint32 i = 0; i < G_N_ELEMENTS (handles); i++)
    {
      g_assert_cmpuint (slab_take (&slab), ==, i);
      handles[i] = slab_handle (&slab, i);
      g_assert_cmpuint (handles[i], !=, 0);
    }
  slab_release (&slab, 3);
  slab_release (&slab, 61);
  g_assert_cmpuint (slab_find (&slab, handles[61]), ==, SLAB_NONE);
  g_assert_cmpuint (slab_take (&slab), ==, 61);
  g_assert_cmpuint (slab_find (&slab, handles[61]), ==, SLAB_NONE);
  g_assert_cmpuint (slab_find (&slab, slab_handle (&slab, 61)), ==, 61);
  g_assert_cmpuint (slab_find (&slab, handles[3]), ==, SLAB_NONE);
  g_assert_cmpuint (slab_find (&slab, handles[4]), ==, 4);
  g_assert_cmpuint (slab_take (&slab), ==, 3);
  g_assert_cmpuint (slab_take (&slab), ==, 70);
  slab_clear (&slab);
}

void
index_heap_tests_add (void)
{
  g_test_add_func ("/base/index-heap/random", test_heap);
  g_test_add_func ("/base/index-heap/lane", test_lane);
  g_test_add_func ("/base/slab", test_slab);
}
