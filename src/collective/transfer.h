/* Messages of plan runs that are under way or wait to be used, in a slab: numbered records that are reused with their payload
 * buffers, so that a steady state allocates nothing.
 *
 * A record is taken when a flow starts and given back when the receiving step is over.
 */
#pragma once

#include "collective/plan_run.h"

#define TRANSFER_NONE G_MAXUINT32

typedef struct
{
  PlanRun *run; /* NULL: free */
  guint32 from, to;
  guint8 lane, send_op,
      receive_op;     /* receive_op is known when the transfer is matched: at the start, or in eager mode on arrival */
  guint32 generation; /* counts the uses, so that a tag of an earlier one is known for stale */
  guint32 next;       /* in the list of free records, or in a lane's queue of early arrivals */
  MessageId message;  /* 0 once it has arrived */
  float *payload;     /* kept for the next use */
  gsize capacity;
} Transfer;

typedef struct
{
  GArray *records;
  guint32 free;
} Transfers;

void transfers_init (Transfers *transfers);
void transfers_clear (Transfers *transfers);
/** A free record's number. Moves the records. */
guint32 transfers_take (Transfers *transfers, PlanRun *run);
/** The tag of a taken record's message. */
guint64 transfers_tag (const Transfers *transfers, guint32 id);
/** The record that @tag was made for; TRANSFER_NONE when it has been given back since. */
guint32 transfers_find (const Transfers *transfers, guint64 tag);
void transfers_give_back (Transfers *transfers, guint32 id);
/** Keeps a copy of @n elements. */
void transfer_snapshot (Transfer *transfer, const float *elements, gsize n);

static inline Transfer *
transfers_get (const Transfers *transfers, guint32 id)
{
  return &g_array_index (transfers->records, Transfer, id);
}
