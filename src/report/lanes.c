#include "report/lanes.h"

/* A binary heap of (key, lane), the smallest first. */
typedef struct
{
  SimTime key;
  guint lane;
} Entry;

struct _Lanes
{
  GArray *busy; /* Entry, by end */
  GArray *idle; /* Entry, by lane */
  guint count;
};

#define ENTRY(heap, i) g_array_index (heap, Entry, i)

static gboolean
entry_before (const Entry *a, const Entry *b)
{
  return a->key < b->key || (a->key == b->key && a->lane < b->lane);
}

static void
heap_push (GArray *heap, Entry entry)
{
  guint i = heap->len;

  g_array_append_val (heap, entry);
  for (; i > 0 && entry_before (&entry, &ENTRY (heap, (i - 1) / 2)); i = (i - 1) / 2)
    ENTRY (heap, i) = ENTRY (heap, (i - 1) / 2);
  ENTRY (heap, i) = entry;
}

static Entry
heap_pop (GArray *heap)
{
  Entry top = ENTRY (heap, 0), last = ENTRY (heap, heap->len - 1);
  guint i = 0, child;

  g_array_set_size (heap, heap->len - 1);
  for (; (child = 2 * i + 1) < heap->len; i = child)
    {
      if (child + 1 < heap->len && entry_before (&ENTRY (heap, child + 1), &ENTRY (heap, child)))
        child++;
      if (!entry_before (&ENTRY (heap, child), &last))
        break;
      ENTRY (heap, i) = ENTRY (heap, child);
    }
  if (heap->len > 0)
    ENTRY (heap, i) = last;
  return top;
}

Lanes *
lanes_new (void)
{
  Lanes *lanes = g_new0 (Lanes, 1);
  lanes->busy = g_array_new (FALSE, FALSE, sizeof (Entry));
  lanes->idle = g_array_new (FALSE, FALSE, sizeof (Entry));
  return lanes;
}

void
lanes_free (Lanes *lanes)
{
  g_array_unref (lanes->busy);
  g_array_unref (lanes->idle);
  g_free (lanes);
}

guint
lanes_take (Lanes *lanes, SimTime start, SimTime end)
{
  guint lane;

  while (lanes->busy->len > 0 && ENTRY (lanes->busy, 0).key <= start)
    {
      Entry done = heap_pop (lanes->busy);
      heap_push (lanes->idle, (Entry){ done.lane, done.lane });
    }
  lane = lanes->idle->len > 0 ? heap_pop (lanes->idle).lane : lanes->count++;
  heap_push (lanes->busy, (Entry){ MAX (end, start + 1), lane });
  return lane;
}

guint
lanes_count (const Lanes *lanes)
{
  return lanes->count;
}
