/* Parcels: what is on its way from node to node, apart from how long it takes.
 *
 * A parcel has one sender and one or more receivers, each of which gets its part: a gradient is stored once and goes to every
 * shard's server. It lives as long as somebody holds it: its sender while it is put together, each message until it has arrived,
 * a receiver that keeps it. An id is a place in a slab, valid while the parcel lives; parcels never move.
 */
#pragma once

#include "record/record.h"
#include "training/node.h"

#define PARCEL_NONE G_MAXUINT32
#define PARCEL_CHUNK 256

typedef struct
{
  Parcel view; /* what receivers see; its id stays when the place is free */
  guint32 references; /* 0: the place is free */
  guint32 next_free;
  guint64 iteration; /* of the sender, for the record */
  guint64 staleness; /* largest over the parts applied so far */
  guint32 unapplied; /* parts whose fate is open */
  gboolean dropped;  /* a receiver would not have it */
} ParcelRecord;

typedef struct
{
  GPtrArray *chunks; /* ParcelRecord[PARCEL_CHUNK] */
  guint32 first_free;
  guint alive;
  guint client; /* of the network */
} ParcelSlab;

/** Registers with the network, where there is one. */
void parcels_init (Training *t);
void parcels_clear (Training *t);

/** A parcel of @from, held once by the caller; @data (transfer full) may be NULL. */
ParcelRecord *parcel_new (Training *t, Node *from, guint kind, Vector *data);
void parcel_unref (Training *t, ParcelRecord *record);
/** Sends it, or a part of @bytes, to @to. It is told as @kind in the record. Parcels of one pair of nodes and kind of parcel leave
 * one after another. */
void parcel_send (Training *t, ParcelRecord *record, const Node *to, guint64 bytes, SpanKind kind);
/** Tells @to that it has arrived. */
void parcel_deliver (Training *t, ParcelRecord *record, Node *to);
