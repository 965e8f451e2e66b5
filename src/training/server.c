#include "training/engine.h"
#include "training/wire.h"

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
  const LearningSettings *learning = &t->settings->learning;
  const Model *model = learner_model (t->learner);
  server->first = parameter_of (t, first);
  server->count = parameter_of (t, first + count) - server->first;
  server->parameters = learner_initial (t->learner, server->first, server->count);
  server->optimizer = optimizer_new (learning->optimizer, learning->optimizer_knobs, model, server->first, server->count);
}

static void
server_init (Training *t, Server *server, guint index, guint bucket, guint machine)
{
  gsize first, count;
  const Bucket *whole = &t->job.step.buckets[bucket];
  chunk_range (whole->count, t->n_machines, machine, &first, &count);
  first += whole->first;
  server->bucket = bucket;
  server->node =
      (Node){ ROLE_SERVER, index, t->dedicated ? t->n_workers + machine : machine, 0, g_malloc0 (t->protocol->node_size) };
  server->bytes = (MIN (4 * (first + count), t->job.bytes) - MIN (4 * first, t->job.bytes)) * t->job.element_bytes / 4;
  server->clocks = clocks_new (t->n_workers);
  server->gathered = g_new0 (Message *, t->n_workers);
  server->pulling = g_new0 (gboolean, t->n_workers);
  server->machine = machine;
  server->average = (Message){ .server = server };
  t->machines[machine].bytes += server->bytes;
  g_queue_init (&server->held);
  if (t->learner)
    set_parameters (t, server, first, count);
}

void
servers_init (Training *t)
{
  guint buckets = t->job.step.n_buckets;
  t->servers = g_new0 (Server, (gsize)buckets * t->n_machines);
  t->machines = g_new0 (Machine, t->n_machines);
  t->first_server = g_new (guint, buckets);
  for (guint bucket = buckets; bucket-- > 0;)
    {
      t->first_server[bucket] = t->n_servers;
      for (guint machine = 0; machine < t->n_machines; machine++)
        if (machine == 0 || machine < t->job.step.buckets[bucket].count)
          {
            server_init (t, &t->servers[t->n_servers], t->n_servers, bucket, machine);
            t->n_servers++;
          }
    }
}

static void
server_clear (Server *server)
{
  vector_clear (&server->parameters);
  vector_clear (&server->outgoing);
  g_clear_pointer (&server->optimizer, optimizer_free);
  clocks_free (server->clocks);
  g_free (server->gathered);
  g_free (server->pulling);
  g_queue_clear (&server->held);
  g_free (server->node.state);
}

void
servers_clear (Training *t)
{
  for (guint i = 0; t->servers && i < t->n_servers; i++)
    server_clear (&t->servers[i]);
  for (guint i = 0; t->machines && i < t->n_machines; i++)
    g_queue_clear (&t->machines[i].applying);
  g_free (t->servers);
  g_free (t->machines);
}

static void
push_arrived (Training *t, guint64 tag)
{
  Worker *worker = &t->workers[tag >> 32];
  Server *server = &t->servers[tag & G_MAXUINT32];
  server->pulling[worker->node.index] = TRUE;
  t->protocol->server.on_push (t, &server->node, &worker->pushes[server->node.index]);
}

void
server_on_push_arrived (gpointer owner, guint64 tag)
{
  push_arrived (owner, tag);
}

void
server_on_local_push (gpointer owner, guint64 tag, guint64 unused)
{
  push_arrived (owner, tag);
}

static void
pull_arrived (Training *t, guint64 tag)
{
  worker_pulled (t, &t->workers[tag >> 32], t->servers[tag & G_MAXUINT32].bucket);
}

void
server_on_pull_arrived (gpointer owner, guint64 tag)
{
  pull_arrived (owner, tag);
}

void
server_on_local_pull (gpointer owner, guint64 tag, guint64 unused)
{
  pull_arrived (owner, tag);
}

/* The parameters as a pull carries them. Borrowed. */
static Vector *
outgoing (Training *t, Server *server)
{
  if (t->settings->training.wire == WIRE_FP32)
    return server->parameters;
  if (!server->outgoing)
    {
      server->outgoing = vector_own (vector_ref (server->parameters));
      wire_round (t->settings->training.wire, vector_data (server->outgoing), server->count);
    }
  return server->outgoing;
}

void
server_reply (Training *t, Node *node, Node *to)
{
  Server *server = (Server *)node;
  Worker *worker = (Worker *)to;
  guint i = node->index;
  guint64 tag = (guint64)to->index << 32 | i;
  g_assert (server->pulling[to->index]);
  server->pulling[to->index] = FALSE;
  worker->pushes[i].read_version = server->version;
  if (server->parameters)
    {
      vector_unref (worker->shards[i]);
      worker->shards[i] = vector_ref (outgoing (t, server));
    }
  if (node->host == to->host)
    simulator_at (t->sim, simulator_now (t->sim), t->local_pull, tag, 0);
  else
    network_send (t->network, &(MessageSpec){ t->pull_client, node->host, to->host, channel (CHANNEL_PULL, i), SPAN_PULL,
                                              server->bytes, worker->started - 1, tag });
}

void
server_reply_all (Training *t, Node *node)
{
  Server *server = (Server *)node;
  for (guint k = 0; k < t->n_workers; k++)
    if (server->pulling[k])
      server_reply (t, node, &t->workers[k].node);
}

void
server_hold (Training *t, Node *node, Node *worker)
{
  g_queue_push_tail (&((Server *)node)->held, worker);
}

void
server_release (Training *t, Node *node, gboolean (*may_go) (Training *, Node *, Node *))
{
  Server *server = (Server *)node;
  for (GList *link = server->held.head; link;)
    {
      GList *next = link->next;
      Node *worker = link->data;
      if (may_go (t, node, worker))
        {
          g_queue_delete_link (&server->held, link);
          server_reply (t, node, worker);
        }
      link = next;
    }
}

guint64
server_lead (Training *t, Node *node, Node *worker)
{
  return clocks_lead (((const Server *)node)->clocks, worker->index);
}

guint64
server_slowest (Training *t, Node *node)
{
  return clocks_smallest (((const Server *)node)->clocks);
}
