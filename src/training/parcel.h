/* Parcels: what is on its way from node to node, apart from how long it takes.
 *
 * A parcel has one sender and one or more receivers, each of which gets its part: a gradient is stored once and goes to every
 * shard's server. It lives as long as somebody holds it: its sender while it is put together, each message until it has arrived,
 * a receiver that keeps it. An id is a place among the records, valid while the parcel lives, which needs no generation
 * (base/slab.h): who has an id holds the parcel. Records move when there are more of them; what a handler sees is made of one on
 * arrival.
 */
#pragma once

#include "record/record.h"
#include "training/node.h"

#define PARCEL_NONE G_MAXUINT32

typedef enum
{
  PUSH_WANTED,
  PUSH_DROPPED, /* a receiver would not have it */
  PUSH_VOID,    /* its sender was taken to be down: nobody takes it any more */
} PushFate;

typedef struct
{
  Vector *data;
  guint64 number; /* of parameters their version, of the protocol's own the sender's number, of a push its place among the pushes;
                     of a free place the next one */
  guint32 from : 24, kind : 8; /* the sender's number */
  guint32 references;          /* 0: the place is free */
} ParcelRecord;

/* What is known of a push alone. */
typedef struct
{
  guint64 number, samples;
  double loss;
  guint32 iteration;                   /* of the sender, for the record */
  guint32 staleness;                   /* largest over the parts applied so far */
  guint32 unapplied : 30, fate : 2;    /* parts whose fate is open; PushFate of the whole */
} PushRecord;

typedef struct
{
  ParcelRecord *records;              /* [room] */
  PushRecord *pushes;                 /* [push_room]; the number of a free one is the next free one */
  guint32 n, room, push_n, push_room; /* places ever used, allocated */
  guint32 first_free, first_free_push;
  guint alive;
  guint client; /* of the network */
} Parcels;

/** Registers with the network, where there is one. */
void parcels_init (Training *t);
void parcels_clear (Training *t);

/** A parcel of @from, held once by the caller; @data (transfer full) may be NULL. Returns: its id. */
guint32 parcel_new (Training *t, const Node *from, guint kind, guint64 number, Vector *data);
/** The same of a push. */
guint32 parcel_new_push (Training *t, const Node *from, const PushRecord *push, Vector *data);
void parcel_ref (Training *t, guint32 id);
/** Nobody holds it any more: parcel_unref, in state.h, calls it. */
void parcel_free (Training *t, guint32 id);
/** Sends it, or a part of @bytes, from @from, whose it is, to @to. It is told as @kind, of @iteration, in the record. Parcels of
 * one pair of nodes and kind of parcel leave one after another. */
void parcel_send (Training *t, guint32 id, const Node *from, const Node *to, guint64 bytes, SpanKind kind, guint64 iteration);
/** Tells @to that it has arrived. */
void parcel_deliver (Training *t, guint32 id, Node *to);
