#include "base/fifo.h"

void
fifo_init (Fifo *fifo, guint size)
{
  *fifo = (Fifo){ .size = size };
}

void
fifo_clear (Fifo *fifo)
{
  g_free (fifo->data);
  fifo_init (fifo, fifo->size);
}

/* The part that had wrapped around moves behind the old end. */
void
fifo_grow (Fifo *fifo)
{
  guint old = fifo->capacity;
  fifo->capacity = MAX (2 * old, 8);
  fifo->data = g_realloc_n (fifo->data, fifo->capacity, fifo->size);
  if (old > 0)
    memcpy (fifo->data + (gsize)old * fifo->size, fifo->data, (gsize)fifo->head * fifo->size);
}
