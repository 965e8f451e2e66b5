/* Outages over servers: what a worker pushed and no shard has taken into an average is void, its pulls are forgotten, and it starts
 * again from the shards as they stand. */
#include "training/server.h"

#include "training/compute.h"
#include "training/exchange/server_outage.h"
#include "training/happening.h"
#include "training/state.h"

static gboolean
is_averaged (const Server *server, const Gathering *gathering)
{
  return server->averaging && gathering->number == server->params.version;
}

/* Shards that take the push into the average that is being applied. */
static guint
parts_averaged (const Training *t, guint32 parcel, guint worker)
{
  guint n = 0;
  for (guint i = 0; i < t->n_servers; i++)
    for (guint g = 0; g < t->servers[i].gatherings->len; g++)
      {
        const Gathering *gathering = &g_array_index (t->servers[i].gatherings, Gathering, g);
        n += is_averaged (&t->servers[i], gathering) && gathering->parcels[worker] == parcel;
      }
  return n;
}

/* All of @worker's pushes that still lack a shard are void, but for those of which all that is left is being averaged: their
 * number. */
static guint
void_pushes (Training *t, const Worker *worker)
{
  guint kept = 0;
  for (guint32 id = 0; id < t->parcels.n; id++)
    {
      const ParcelRecord *parcel = &t->parcels.records[id];
      if (parcel->references == 0 || parcel->kind != PARCEL_PUSH || parcel->from != worker->node.number)
        continue;
      PushRecord *push = push_record (t, id);
      if (push->fate == PUSH_VOID || push->unapplied == 0)
        continue;
      if (push->unapplied == parts_averaged (t, id, worker->node.index))
        kept++;
      else
        push->fate = PUSH_VOID;
    }
  return kept;
}

static void
forget_gathered (Training *t, Server *server, guint worker)
{
  for (guint g = 0; g < server->gatherings->len; g++)
    {
      Gathering *gathering = &g_array_index (server->gatherings, Gathering, g);
      if (gathering->parcels[worker] == PARCEL_NONE || is_averaged (server, gathering))
        continue;
      parcel_unref (t, gathering->parcels[worker]);
      gathering->parcels[worker] = PARCEL_NONE;
      gathering->n--;
    }
}

static void
forget_held (Server *server, guint32 worker)
{
  for (guint n = server->held.length; n > 0; n--)
    {
      guint32 held = *(guint32 *)fifo_pop (&server->held);
      if (held != worker)
        *(guint32 *)fifo_push (&server->held) = held;
    }
}

guint
servers_forget (Training *t, Worker *worker)
{
  guint kept = void_pushes (t, worker), k = worker->node.index;
  for (guint i = 0; i < t->n_servers; i++)
    {
      Server *server = &t->servers[i];
      forget_gathered (t, server, k);
      forget_held (server, k);
      server->clients[k].pulling = FALSE;
    }
  return kept;
}

/* Where it may not go on yet its pull waits, as it did when it went down. */
static void
ask (Training *t, Server *server, Worker *worker)
{
  const RoleHandlers *handlers = &t->protocol->server;
  if (!handlers->may_go || handlers->may_go (t, &server->node, &worker->node))
    return;
  worker->unpulled[server->bucket]++;
  server->clients[worker->node.index].pulling = TRUE;
  server_hold (t, &server->node, &worker->node);
}

/* What it computes next is for the first round that some shard has not closed. */
static void
take_parameters (Training *t, Worker *worker)
{
  guint64 due = G_MAXUINT64, newest = 0;
  for (guint i = 0; i < t->n_servers; i++)
    {
      const Server *server = &t->servers[i];
      server->clients[worker->node.index].version = server->params.version;
      due = MIN (due, server->params.version + server->averaging);
      newest = MAX (newest, server->params.version);
      if (!worker->shards)
        continue;
      vector_unref (worker->shards[i]);
      worker->shards[i] = vector_ref (server->params.w);
    }
  worker->rounds = due;
  worker->version = t->protocol->rounds ? due : newest;
}

gboolean
servers_renew (Training *t, Worker *worker)
{
  take_parameters (t, worker);
  for (guint i = 0; i < t->n_servers; i++)
    ask (t, &t->servers[i], worker);
  if (!worker_awaits (t, worker))
    return TRUE;
  worker_set_state (t, worker, WORKER_EXCHANGING);
  return FALSE;
}

void
server_take_push_guarded (Training *t, Server *server, Parcel *push)
{
  const RoleHandlers *handlers = &t->protocol->server;
  PushRecord *record = push_record (t, push->id);
  if (record->fate == PUSH_VOID)
    return;
  if (!handlers->on_late || push->number >= server->params.version + server->averaging)
    {
      server_take_push (t, server, push, record->iteration);
      return;
    }
  server_note_push (server, push, record->iteration);
  push_settle (t, push->from->index, record);
  handlers->on_late (t, &server->node, push);
}

void
server_reply_late (Training *t, Node *server, const Parcel *push)
{
  if (push->number < server_version (t, server))
    server_reply (t, server, push->from);
}

/* Beside the parameters. */
typedef struct
{
  GPtrArray *clocks; /* Clocks, of each shard */
  GArray *open;      /* OpenUpdate */
  guint64 first_open;
} SavedServers;

static void
saved_servers_free (gpointer data)
{
  SavedServers *saved = data;
  g_ptr_array_unref (saved->clocks);
  g_array_unref (saved->open);
  g_free (saved);
}

gpointer
servers_save (Training *t, GArray *params, GDestroyNotify *destroy)
{
  ServerSide *side = server_side (t);
  SavedServers *saved = g_new0 (SavedServers, 1);
  saved->clocks = g_ptr_array_new_with_free_func ((GDestroyNotify)clocks_free);
  saved->open = g_array_new (FALSE, FALSE, sizeof (OpenUpdate));
  saved->first_open = side->first_open;
  for (guint i = 0; i < side->open_updates.length; i++)
    g_array_append_vals (saved->open, fifo_at (&side->open_updates, i), 1);
  for (guint i = 0; i < t->n_servers; i++)
    {
      params_save (&t->servers[i].params, params);
      g_ptr_array_add (saved->clocks, clocks_copy (t->servers[i].clocks));
    }
  *destroy = saved_servers_free;
  return saved;
}

static void
restore_clocks (Training *t, Server *server, const Clocks *saved)
{
  clocks_free (server->clocks);
  server->clocks = clocks_copy (saved);
  for (guint k = 0; k < t->n_workers; k++)
    if (t->workers[k].member)
      clocks_join (server->clocks, k);
    else
      clocks_leave (server->clocks, k);
}

/* As if it had just been set up: nothing pushed, nobody waiting. */
static void
empty (Training *t, Server *server)
{
  node_void (&server->node);
  while (server->gatherings->len > 0)
    {
      Gathering *gathering = &g_array_index (server->gatherings, Gathering, 0);
      for (guint k = 0; k < t->n_workers; k++)
        if (gathering->parcels[k] != PARCEL_NONE)
          parcel_unref (t, gathering->parcels[k]);
      server_gathering_close (server, gathering);
    }
  fifo_clear (&server->held);
  server->averaging = FALSE;
  for (guint k = 0; k < t->n_workers; k++)
    server->clients[k].pulling = FALSE;
  if (t->protocol->server.clear)
    t->protocol->server.clear (t, &server->node);
  if (t->protocol->node_size > 0)
    memset (server->node.state, 0, t->protocol->node_size);
}

void
servers_restore (Training *t, const GArray *params, gconstpointer rest)
{
  const SavedServers *saved = rest;
  ServerSide *side = server_side (t);
  apply_void (t);
  for (guint i = 0; i < t->n_servers; i++)
    {
      Server *server = &t->servers[i];
      empty (t, server);
      params_restore (&server->params, &g_array_index (params, SavedParams, i));
      restore_clocks (t, server, g_ptr_array_index (saved->clocks, i));
      happened (t, HAPPENED_START, &server->node, HAPPENED_TO_ALL);
    }
  fifo_clear (&side->open_updates);
  for (guint i = 0; i < saved->open->len; i++)
    *(OpenUpdate *)fifo_push (&side->open_updates) = g_array_index (saved->open, OpenUpdate, i);
  side->first_open = saved->first_open;
  for (guint k = 0; k < t->n_workers; k++)
    take_parameters (t, &t->workers[k]);
}
