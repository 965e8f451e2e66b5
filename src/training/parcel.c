#include "training/parcel.h"

#include "training/exchange/server_outage.h"
#include "training/happening.h"
#include "training/server.h"
#include "training/state.h"
#include "training/worker.h"

/* A message's tag: the parcel, the receiver, the last bits of the receiver's epoch. */
#define EPOCH_BITS 8
#define EPOCH_MASK 0xff

#define OWN_CHANNELS 0x40000000u /* of the protocol's own parcels: above those of pushes and replies, below those of plans */

static guint32
take (Parcels *parcels)
{
  guint32 id = parcels->first_free;
  parcels->alive++;
  if (id != PARCEL_NONE)
    {
      parcels->first_free = parcels->records[id].number;
      return id;
    }
  if (parcels->n == parcels->room)
    {
      parcels->room = MAX (16, 2 * parcels->room);
      parcels->records = g_renew (ParcelRecord, parcels->records, parcels->room);
    }
  return parcels->n++;
}

static guint32
take_push (Parcels *parcels)
{
  guint32 place = parcels->first_free_push;
  if (place != PARCEL_NONE)
    {
      parcels->first_free_push = parcels->pushes[place].number;
      return place;
    }
  if (parcels->push_n == parcels->push_room)
    {
      parcels->push_room = MAX (16, 2 * parcels->push_room);
      parcels->pushes = g_renew (PushRecord, parcels->pushes, parcels->push_room);
    }
  return parcels->push_n++;
}

guint32
parcel_new (Training *t, const Node *from, guint kind, guint64 number, Vector *data)
{
  guint32 id = take (&t->parcels);
  *parcel_record (t, id) = (ParcelRecord){ data, number, from->number, kind, 1 };
  return id;
}

guint32
parcel_new_push (Training *t, const Node *from, const PushRecord *push, Vector *data)
{
  guint32 place = take_push (&t->parcels);
  t->parcels.pushes[place] = *push;
  return parcel_new (t, from, PARCEL_PUSH, place, data);
}

void
parcel_ref (Training *t, guint32 id)
{
  parcel_record (t, id)->references++;
}

void
parcel_free (Training *t, guint32 id)
{
  ParcelRecord *record = parcel_record (t, id);
  vector_clear (&record->data);
  if (record->kind == PARCEL_PUSH)
    {
      t->parcels.pushes[record->number].number = t->parcels.first_free_push;
      t->parcels.first_free_push = record->number;
    }
  record->number = t->parcels.first_free;
  t->parcels.first_free = id;
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

/* Which bucket of the gradient a message to or from a shard carries. */
static guint16
bucket_number (const Training *t, const Node *from, const Node *to)
{
  const Node *server = from->role == ROLE_SERVER ? from : to;
  guint number = server->role == ROLE_SERVER ? step_bucket_number (&t->job.step, ((const Server *)server)->bucket) : 0;
  return MIN (number, G_MAXUINT16);
}

/* A server takes no time of the worker whose machine it lives on. */
static gboolean
is_guest (const Training *t, const Node *node)
{
  return node->role == ROLE_SERVER && node->host < t->n_workers;
}

void
parcel_send (Training *t, guint32 id, const Node *from, const Node *to, guint64 bytes, SpanKind kind, guint64 iteration)
{
  ParcelRecord *record = parcel_record (t, id);
  record->references++;
  network_send (t->world->network,
                &(MessageSpec){ .client = t->parcels.client,
                                .from = from->host,
                                .to = to->host,
                                .purpose = channel (from, to, record->kind),
                                .kind = kind,
                                .spared = (is_guest (t, from) ? END_SENDER : 0) | (is_guest (t, to) ? END_RECEIVER : 0),
                                .bytes = bytes,
                                .iteration = iteration,
                                .label = { .bucket = bucket_number (t, from, to) },
                                .tag = (guint64)id << 32 | to->number << EPOCH_BITS | (to->epoch & EPOCH_MASK) });
}

/* What a handler sees of a push, or of a parcel of the protocol's own. In line, as every push takes it. */
static inline __attribute__ ((always_inline)) Parcel
view_of (const Training *t, guint32 id)
{
  const ParcelRecord *record = parcel_record (t, id);
  Node *from = training_node (t, record->from);
  if (record->kind != PARCEL_PUSH)
    return (Parcel){ .from = from, .id = id, .kind = record->kind, .number = record->number, .data = record->data };
  const PushRecord *push = &t->parcels.pushes[record->number];
  return (Parcel){ .from = from,
                   .id = id,
                   .kind = PARCEL_PUSH,
                   .number = push->number,
                   .samples = push->samples,
                   .loss = push->loss,
                   .data = record->data };
}

void
parcel_deliver (Training *t, guint32 id, Node *to)
{
  const ParcelRecord *record = parcel_record (t, id);
  if (record->kind == PARCEL_PARAMETERS)
    {
      worker_take_parameters (t, (Worker *)to, record->from - t->n_workers, record->number, record->data);
      return;
    }
  Parcel view = view_of (t, id);
  if (view.kind == PARCEL_PUSH)
    server_take_push (t, (Server *)to, &view, push_record (t, id)->iteration);
  else
    node_handlers (t, to)->on_parcel (t, to, &view);
}

static void
on_arrived (gpointer owner, guint64 tag)
{
  Training *t = owner;
  Node *to = training_node (t, (guint32)tag >> EPOCH_BITS);
  if ((to->epoch & EPOCH_MASK) == (tag & EPOCH_MASK))
    parcel_deliver (t, tag >> 32, to);
  parcel_unref (t, tag >> 32);
  happenings_tell (t);
}

/* The same in a run in which workers may be down. */
static void
on_arrived_guarded (gpointer owner, guint64 tag)
{
  Training *t = owner;
  guint32 id = tag >> 32;
  Node *to = training_node (t, (guint32)tag >> EPOCH_BITS);
  gboolean meant = (to->epoch & EPOCH_MASK) == (tag & EPOCH_MASK);
  if (meant && parcel_record (t, id)->kind == PARCEL_PUSH)
    {
      Parcel view = view_of (t, id);
      server_take_push_guarded (t, (Server *)to, &view);
    }
  else if (meant)
    parcel_deliver (t, id, to);
  parcel_unref (t, id);
  happenings_tell (t);
}

static void
on_lost (gpointer owner, guint64 tag)
{
  parcel_unref (owner, tag >> 32);
}

void
parcels_init (Training *t)
{
  static const NetworkClient client = { .on_arrived = on_arrived, .on_lost = on_lost };
  static const NetworkClient guarded = { .on_arrived = on_arrived_guarded, .on_lost = on_lost };
  t->parcels.first_free = t->parcels.first_free_push = PARCEL_NONE;
  if (t->world->network)
    t->parcels.client = network_add_client (t->world->network, t->settings->faults.n > 0 ? &guarded : &client, t);
}

void
parcels_clear (Training *t)
{
  Parcels *parcels = &t->parcels;
  for (guint32 id = 0; id < parcels->n; id++)
    if (parcels->records[id].references > 0)
      vector_clear (&parcels->records[id].data);
  g_free (parcels->records);
  g_free (parcels->pushes);
}
