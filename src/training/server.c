#include "training/server.h"

#include "base/random.h"
#include "training/state.h"

ServerSide *
server_side (const Training *t)
{
  return t->exchange_state;
}

/* The real model's parameter that element @i of the travelling gradient stands for; the end stands for the end. */
static gsize
parameter_of (const Training *t, gsize i)
{
  gsize n = model_n_parameters (learner_model (t->learner));
  return t->job.elements == n ? i : (gsize)((double)i / t->job.elements * n);
}

/* Elements [first, first+count) of the travelling gradient are this shard. */
static void
set_parameters (Training *t, Server *server, gsize first, gsize count)
{
  Params *params = &server->params;
  params->first = parameter_of (t, first);
  params->count = parameter_of (t, first + count) - params->first;
  params->w = learner_initial (t->learner, params->first, params->count);
  params->optimizer = training_outer_optimizer (t, params->first, params->count);
}

void
server_init (Training *t, Server *server, guint index, guint bucket, guint machine)
{
  gsize first, count;
  ServerSide *side = server_side (t);
  const Bucket *whole = &t->job.step.buckets[bucket];
  chunk_range (whole->count, side->n_machines, machine, &first, &count);
  first += whole->first;
  node_init (t, &server->node, ROLE_SERVER, index, side->dedicated ? t->n_workers + machine : machine);
  server->bucket = bucket;
  server->machine = machine;
  server->bytes = (MIN (4 * (first + count), t->job.bytes) - MIN (4 * first, t->job.bytes)) * t->job.element_bytes / 4;
  server->clocks = clocks_new (t->n_workers);
  server->clients = g_new0 (Client, t->n_workers);
  server->gatherings = g_array_new (FALSE, FALSE, sizeof (Gathering));
  side->machines[machine].bytes += server->bytes;
  fifo_init (&server->held, sizeof (guint32));
  if (t->learner)
    set_parameters (t, server, first, count);
}

static void
gathering_clear (Gathering *gathering)
{
  g_free (gathering->parcels);
  g_free (gathering->versions);
}

void
server_clear (Training *t, Server *server)
{
  node_clear (t, &server->node);
  params_clear (&server->params);
  clocks_free (server->clocks);
  g_free (server->clients);
  while (server->gatherings->len > 0)
    server_gathering_close (server, &g_array_index (server->gatherings, Gathering, 0));
  gathering_clear (&server->spare);
  g_array_unref (server->gatherings);
  fifo_clear (&server->held);
  g_free (server->drawn);
}

void
server_note_push (Server *server, Parcel *push, guint32 iteration)
{
  Client *client = &server->clients[push->from->index];
  client->pulling = TRUE;
  client->iteration = iteration;
  push->version = server->params.version - (guint32)((guint32)server->params.version - client->version);
}

void
server_take_push (Training *t, Server *server, Parcel *push, guint32 iteration)
{
  server_note_push (server, push, iteration);
  t->protocol->server.on_push (t, &server->node, push);
}

/* Gathering. */

Gathering *
server_gathering (const Server *server, guint64 number)
{
  for (guint i = 0; i < server->gatherings->len; i++)
    if (g_array_index (server->gatherings, Gathering, i).number == number)
      return &g_array_index (server->gatherings, Gathering, i);
  return NULL;
}

static Gathering *
gathering_open (const Training *t, Server *server, guint64 number)
{
  Gathering gathering = server->spare;
  if (!gathering.parcels)
    {
      gathering.parcels = g_new (guint32, t->n_workers);
      gathering.versions = g_new (guint32, t->n_workers);
    }
  server->spare = (Gathering){ 0 };
  gathering.number = number;
  gathering.n = 0;
  for (guint k = 0; k < t->n_workers; k++)
    gathering.parcels[k] = PARCEL_NONE;
  g_array_append_val (server->gatherings, gathering);
  return &g_array_index (server->gatherings, Gathering, server->gatherings->len - 1);
}

void
server_gathering_close (Server *server, Gathering *gathering)
{
  g_clear_pointer (&gathering->more, g_array_unref);
  gathering_clear (&server->spare);
  server->spare = *gathering;
  g_array_remove_index_fast (server->gatherings, gathering - (Gathering *)(gpointer)server->gatherings->data);
}

void
server_gather (Training *t, Node *node, const Parcel *push, guint64 round)
{
  Server *server = (Server *)node;
  guint k = push->from->index;
  Gathering *gathering = server_gathering (server, round);
  if (!gathering)
    gathering = gathering_open (t, server, round);
  parcel_ref (t, push->id);
  gathering->n++;
  if (gathering->parcels[k] == PARCEL_NONE)
    {
      gathering->parcels[k] = push->id;
      gathering->versions[k] = push->version;
      return;
    }
  const Gathered another = { k, push->id, push->version };
  if (!gathering->more)
    gathering->more = g_array_new (FALSE, FALSE, sizeof (Gathered));
  guint at = gathering->more->len;
  while (at > 0 && g_array_index (gathering->more, Gathered, at - 1).worker > k)
    at--;
  g_array_insert_val (gathering->more, at, another);
}

const Gathered *
server_gathered_pushes (Training *t, const Gathering *gathering, guint *n)
{
  GArray *pushes = server_side (t)->averaged;
  const GArray *more = gathering->more;
  guint i = 0;
  g_array_set_size (pushes, 0);
  for (guint k = 0; k < t->n_workers; k++)
    {
      const Gathered first = { k, gathering->parcels[k], gathering->versions[k] };
      if (first.parcel == PARCEL_NONE)
        continue;
      g_array_append_val (pushes, first);
      for (; more && i < more->len && g_array_index (more, Gathered, i).worker == k; i++)
        g_array_append_vals (pushes, &g_array_index (more, Gathered, i), 1);
    }
  *n = pushes->len;
  return (const Gathered *)(gconstpointer)pushes->data;
}

gboolean
server_is_averaging (Training *t, Node *node)
{
  return ((const Server *)node)->averaging;
}

guint
server_gathered (Training *t, Node *node)
{
  const Server *server = (const Server *)node;
  const Gathering *gathering = server_gathering (server, server->params.version);
  return gathering && !server->averaging ? gathering->n : 0;
}

gboolean
server_gathered_all (Training *t, Node *node)
{
  guint n = server_gathered (t, node);
  return n > 0 && n >= t->updates.n_members;
}

guint64
server_version (Training *t, Node *node)
{
  return ((const Server *)node)->params.version;
}

/* Answers. */

/* @iteration of the worker: whose push it answers, or that it is to begin with. */
static void
send_parameters (Training *t, Server *server, Node *to, guint64 iteration)
{
  Client *client = &server->clients[to->index];
  Vector *w = params_outgoing (&server->params, t->codec);
  guint32 parcel = parcel_new (t, &server->node, PARCEL_PARAMETERS, server->params.version, w ? vector_ref (w) : NULL);
  client->pulling = FALSE;
  client->version = server->params.version;
  parcel_send (t, parcel, &server->node, to, server->bytes, SPAN_PULL, iteration);
  parcel_unref (t, parcel);
}

void
server_reply (Training *t, Node *node, Node *worker)
{
  Server *server = (Server *)node;
  send_parameters (t, server, worker, server->clients[worker->index].iteration);
}

void
server_call (Training *t, Node *node, Node *worker)
{
  Server *server = (Server *)node;
  if (server->params.version > 0)
    send_parameters (t, server, worker, t->workers[worker->index].started);
  else if (faults_is_there (t, (Worker *)worker))
    worker_take_parameters (t, (Worker *)worker, node->index, 0, NULL);
}

const guint32 *
server_draw_workers (Training *t, Node *node, guint n, guint *n_drawn)
{
  Server *server = (Server *)node;
  if (!server->drawn)
    server->drawn = g_new (guint32, t->n_workers);
  random_permutation (t->settings->seed, RANDOM_SELECTION, server->params.version, server->drawn, t->n_workers);
  *n_drawn = 0;
  for (guint i = 0; i < t->n_workers && *n_drawn < n; i++)
    if (clocks_is_live (server->clocks, server->drawn[i]))
      server->drawn[(*n_drawn)++] = server->drawn[i];
  return server->drawn;
}

void
server_reply_all (Training *t, Node *node)
{
  Server *server = (Server *)node;
  for (guint k = 0; k < t->n_workers; k++)
    if (server->clients[k].pulling)
      server_reply (t, node, &t->workers[k].node);
}

void
server_hold (Training *t, Node *node, Node *worker)
{
  *(guint32 *)fifo_push (&((Server *)node)->held) = worker->index;
}

void
server_release (Training *t, Node *node, gboolean (*may_go) (Training *, Node *server, Node *worker))
{
  Server *server = (Server *)node;
  for (guint n = server->held.length; n > 0; n--)
    {
      Node *worker = &t->workers[*(guint32 *)fifo_pop (&server->held)].node;
      if (may_go (t, node, worker))
        server_reply (t, node, worker);
      else
        server_hold (t, node, worker);
    }
}

guint64
server_lead (Training *t, Node *node, Node *worker)
{
  return clocks_lead (((const Server *)node)->clocks, worker->index);
}

guint64
server_clock (Training *t, Node *node, Node *worker)
{
  return clocks_get (((const Server *)node)->clocks, worker->index);
}

guint64
server_slowest (Training *t, Node *node)
{
  return clocks_smallest (((const Server *)node)->clocks);
}
