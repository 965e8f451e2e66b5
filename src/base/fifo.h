/* A queue of values of one size, first in first out: a ring that grows, without an allocation in the steady state.
 *
 * Lifecycle: fifo_init → fifo_push and fifo_pop → fifo_clear. A cleared one may be used again.
 */
#pragma once

#include <glib.h>

typedef struct
{
  guint8 *data;
  guint size;     /* bytes of a value */
  guint capacity; /* values; a power of two, or 0 */
  guint head;     /* place of the oldest */
  guint length;
} Fifo;

void fifo_init (Fifo *fifo, guint size);
void fifo_clear (Fifo *fifo);
/* Makes room for one value more. */
void fifo_grow (Fifo *fifo);

/** The value @i places behind the oldest, i < length; borrowed until the next push. */
static inline gpointer
fifo_at (const Fifo *fifo, guint i)
{
  return fifo->data + (gsize)((fifo->head + i) & (fifo->capacity - 1)) * fifo->size;
}

/** Room for a value behind the youngest, which the caller fills at once. */
static inline gpointer
fifo_push (Fifo *fifo)
{
  if (fifo->length == fifo->capacity)
    fifo_grow (fifo);
  return fifo_at (fifo, fifo->length++);
}

/** Takes the oldest out; it stays readable until the next push. NULL when there is none. */
static inline gpointer
fifo_pop (Fifo *fifo)
{
  if (fifo->length == 0)
    return NULL;
  gpointer value = fifo_at (fifo, 0);
  fifo->head = (fifo->head + 1) & (fifo->capacity - 1);
  fifo->length--;
  return value;
}
