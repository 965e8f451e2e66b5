#include "collective/transfer.h"

#include <string.h>

void
transfers_init (Transfers *transfers)
{
  transfers->records = g_array_new (FALSE, TRUE, sizeof (Transfer));
  transfers->free = TRANSFER_NONE;
}

void
transfers_clear (Transfers *transfers)
{
  for (guint32 id = 0; id < transfers->records->len; id++)
    g_free (transfers_get (transfers, id)->payload);
  g_array_unref (transfers->records);
}

guint32
transfers_take (Transfers *transfers, PlanRun *run)
{
  guint32 id = transfers->free;
  if (id == TRANSFER_NONE)
    {
      id = transfers->records->len;
      g_array_set_size (transfers->records, id + 1);
    }
  else
    transfers->free = transfers_get (transfers, id)->next;
  transfers_get (transfers, id)->run = run;
  transfers_get (transfers, id)->generation++;
  return id;
}

guint64
transfers_tag (const Transfers *transfers, guint32 id)
{
  return (guint64)transfers_get (transfers, id)->generation << 32 | id;
}

guint32
transfers_find (const Transfers *transfers, guint64 tag)
{
  guint32 id = (guint32)tag;
  const Transfer *transfer = transfers_get (transfers, id);
  return transfer->run && transfer->generation == tag >> 32 ? id : TRANSFER_NONE;
}

void
transfers_give_back (Transfers *transfers, guint32 id)
{
  Transfer *transfer = transfers_get (transfers, id);
  transfer->run = NULL;
  transfer->next = transfers->free;
  transfers->free = id;
}

void
transfer_snapshot (Transfer *transfer, const float *elements, gsize n)
{
  if (transfer->capacity < n)
    {
      g_free (transfer->payload);
      transfer->payload = g_new (float, n);
      transfer->capacity = n;
    }
  memcpy (transfer->payload, elements, n * sizeof *elements);
}
