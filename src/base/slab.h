/* Numbered slots that are taken and released, the last released first, with generations: a handle names a slot as it is taken
 * now, and finds nothing once it has been released. What is in a slot is in arrays of the owner's, as long as slab_room.
 *
 * Invariants: a slot's generation is odd while it is taken. A handle is (generation, slot), never 0, and not made again within
 * 2^31 uses of a slot. Lifecycle: zero → slots are taken and released → slab_clear.
 */
#pragma once

#include <glib.h>

#define SLAB_NONE G_MAXUINT32

typedef struct
{
  guint32 generation;
  guint32 next; /* of a free slot: the next one, + 1 */
} SlabSlot;

typedef struct
{
  SlabSlot *slots;
  guint32 n, room;    /* slots ever used, allocated */
  guint32 first_free; /* + 1 */
  guint32 n_free;
} Slab;

static inline void
slab_clear (Slab *slab)
{
  g_free (slab->slots);
}

/** The slot may be the first not below @slab->room of before the call: the owner's arrays must grow to the new one. */
static inline guint32
slab_take (Slab *slab)
{
  guint32 slot = slab->first_free - 1;
  if (slab->first_free != 0)
    {
      slab->first_free = slab->slots[slot].next;
      slab->n_free--;
    }
  else
    {
      slot = slab->n++;
      if (slot == slab->room)
        {
          g_assert (slab->room < G_MAXUINT32 / 4);
          slab->room = MAX (16, 2 * slab->room);
          slab->slots = g_renew (SlabSlot, slab->slots, slab->room);
        }
      slab->slots[slot].generation = 0;
    }
  slab->slots[slot].generation++;
  return slot;
}

static inline void
slab_release (Slab *slab, guint32 slot)
{
  slab->slots[slot] = (SlabSlot){ .generation = slab->slots[slot].generation + 1, .next = slab->first_free };
  slab->first_free = slot + 1;
  slab->n_free++;
}

static inline gboolean
slab_is_taken (const Slab *slab, guint32 slot)
{
  return slab->slots[slot].generation % 2 == 1;
}

static inline guint64
slab_handle (const Slab *slab, guint32 slot)
{
  return (guint64)slab->slots[slot].generation << 32 | slot;
}

/** SLAB_NONE when the handle is void. */
static inline guint32
slab_find (const Slab *slab, guint64 handle)
{
  guint32 slot = (guint32)handle;
  return slot < slab->n && slab->slots[slot].generation == handle >> 32 && slab_is_taken (slab, slot) ? slot : SLAB_NONE;
}
