#include "training/parcel.h"

#include "training/happening.h"
#include "training/server.h"
#include "training/state.h"
#include "training/worker.h"

/* A message's tag: the parcel, the receiver, the last bits of the receiver's epoch. */
#define EPOCH_BITS 8
#define EPOCH_MASK 0xff

#define OWN_CHANNELS 0x40000000u /* of the protocol's own parcels: above those of pushes and replies, below those of plans */

/* A chunk more; its places are free, the first one first. */
static void
add_chunk (ParcelSlab *slab)
{
  guint32 first = slab->chunks->len * PARCEL_CHUNK;
  ParcelRecord *chunk = g_new0 (ParcelRecord, PARCEL_CHUNK);
  for (guint i = 0; i < PARCEL_CHUNK; i++)
    {
      chunk[i].view.id = first + i;
      chunk[i].next_free = i + 1 < PARCEL_CHUNK ? first + i + 1 : PARCEL_NONE;
    }
  g_ptr_array_add (slab->chunks, chunk);
  slab->first_free = first;
}

ParcelRecord *
parcel_new (Training *t, Node *from, guint kind, Vector *data)
{
  ParcelSlab *slab = &t->parcels;
  if (slab->first_free == PARCEL_NONE)
    add_chunk (slab);
  ParcelRecord *record = parcel_record (t, slab->first_free);
  slab->first_free = record->next_free;
  slab->alive++;
  record->view = (Parcel){ .id = record->view.id, .from = from, .kind = kind, .data = data };
  record->references = 1;
  return record;
}

void
parcel_unref (Training *t, ParcelRecord *record)
{
  if (--record->references > 0)
    return;
  vector_clear (&record->view.data);
  record->next_free = t->parcels.first_free;
  t->parcels.first_free = record->view.id;
  t->parcels.alive--;
}

/* The purposes of messages, whose channels do not wait for one another: a push and a reply of each shard, each kind of the
 * protocol's own. */
static guint32
channel (const Node *from, const Node *to, guint kind)
{
  const Node *server = from->role == ROLE_SERVER ? from : to;
  return kind < PARCEL_OWN ? server->index * PARCEL_OWN + kind : OWN_CHANNELS | kind;
}

/* A server takes no time of the worker whose machine it lives on. */
static gboolean
is_guest (const Training *t, const Node *node)
{
  return node->role == ROLE_SERVER && node->host < t->n_workers;
}

void
parcel_send (Training *t, ParcelRecord *record, const Node *to, guint64 bytes, SpanKind kind)
{
  const Node *from = record->view.from;
  record->references++;
  network_send (t->world->network,
                &(MessageSpec){ .client = t->parcels.client,
                                .from = from->host,
                                .to = to->host,
                                .purpose = channel (from, to, record->view.kind),
                                .kind = kind,
                                .spared = (is_guest (t, from) ? END_SENDER : 0) | (is_guest (t, to) ? END_RECEIVER : 0),
                                .bytes = bytes,
                                .iteration = record->iteration,
                                .tag = (guint64)record->view.id << 32 | to->number << EPOCH_BITS | (to->epoch & EPOCH_MASK) });
}

void
parcel_deliver (Training *t, ParcelRecord *record, Node *to)
{
  if (record->view.kind == PARCEL_PUSH)
    server_take_push (t, (Server *)to, record);
  else if (record->view.kind == PARCEL_PARAMETERS)
    worker_take_parameters (t, (Worker *)to, &record->view);
  else
    node_handlers (t, to)->on_parcel (t, to, &record->view);
}

static void
on_arrived (gpointer owner, guint64 tag)
{
  Training *t = owner;
  ParcelRecord *record = parcel_record (t, tag >> 32);
  Node *to = training_node (t, (guint32)tag >> EPOCH_BITS);
  if ((to->epoch & EPOCH_MASK) == (tag & EPOCH_MASK))
    parcel_deliver (t, record, to);
  parcel_unref (t, record);
  happenings_tell (t);
}

static void
on_lost (gpointer owner, guint64 tag)
{
  Training *t = owner;
  parcel_unref (t, parcel_record (t, tag >> 32));
}

void
parcels_init (Training *t)
{
  static const NetworkClient client = { .on_arrived = on_arrived, .on_lost = on_lost };
  t->parcels = (ParcelSlab){ .chunks = g_ptr_array_new_with_free_func (g_free), .first_free = PARCEL_NONE };
  if (t->world->network)
    t->parcels.client = network_add_client (t->world->network, &client, t);
}

void
parcels_clear (Training *t)
{
  for (guint32 id = 0; id < t->parcels.chunks->len * PARCEL_CHUNK; id++)
    if (parcel_record (t, id)->references > 0)
      vector_clear (&parcel_record (t, id)->view.data);
  g_ptr_array_unref (t->parcels.chunks);
}
