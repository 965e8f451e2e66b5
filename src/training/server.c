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

/* What an application means for the worker whose gradient it was. */
static Contribution *
push_applied (Training *t, Server *server, Message *push)
{
  Worker *worker = push->worker;
  Contribution *contribution = &worker->contribution[push->iteration % 2];
  contribution->staleness = MAX (contribution->staleness, server->version - push->read_version);
  vector_clear (&push->gradient);
  clocks_tick (server->clocks, worker->node.index);
  if (--contribution->unapplied == 0)
    worker_contributed (t, worker);
  return contribution;
}

static void
optimize (Server *server, const float *gradient)
{
  server->parameters = vector_own (server->parameters);
  optimizer_apply (server->optimizer, vector_data (server->parameters), gradient);
}

static void
apply_one (Training *t, Server *server, Message *push)
{
  Worker *worker = push->worker;
  vector_clear (&server->outgoing);
  if (push->gradient)
    optimize (server, vector_data (push->gradient) + server->first);
  const Contribution *contribution = push_applied (t, server, push);
  gboolean whole = contribution->unapplied == 0;
  server->version++;
  if (whole)
    evaluator_update (t, t->evaluator, push->samples, contribution->staleness, push->loss);
  t->protocol->server.on_applied (t, &server->node, &worker->node);
  if (whole)
    worker_retire (t, worker);
}

/* The gathered gradients, weighted by samples, summed in worker order: the weights do not depend on who came first. */
static Vector *
gathered_average (Training *t, Server *server, double samples)
{
  Vector *average = vector_new (learner_store (t->learner), server->count);
  float *sum = vector_data (average);
  memset (sum, 0, server->count * sizeof (float));
  for (guint k = 0; k < t->n_workers; k++)
    {
      Message *push = server->gathered[k];
      if (!push)
        continue;
      const float *g = vector_data (push->gradient) + server->first;
      float share = push->samples / samples;
      for (gsize i = 0; i < server->count; i++)
        sum[i] += share * g[i];
    }
  return average;
}

static void
gathered_totals (Training *t, Server *server, guint64 *samples, double *loss)
{
  *samples = 0;
  *loss = 0;
  for (guint k = 0; k < t->n_workers; k++)
    if (server->gathered[k])
      {
        *samples += server->gathered[k]->samples;
        *loss += server->gathered[k]->samples * server->gathered[k]->loss;
      }
  *loss /= *samples;
}

/* The last shard completes the update. Its staleness is the largest over workers and shards. */
static void
average_applied (Training *t, guint64 samples, guint64 staleness, double loss)
{
  if (++t->averaged_shards < t->n_servers)
    return;
  t->averaged_shards = 0;
  evaluator_update (t, t->evaluator, samples, staleness, loss);
}

static void
optimize_average (Training *t, Server *server, guint64 samples)
{
  Vector *average = gathered_average (t, server, samples);
  optimize (server, vector_data (average));
  vector_unref (average);
}

static void
apply_average (Training *t, Server *server)
{
  guint64 samples;
  double loss;
  guint64 staleness = 0;
  vector_clear (&server->outgoing);
  gathered_totals (t, server, &samples, &loss);
  if (t->learner)
    optimize_average (t, server, samples);
  for (guint k = 0; k < t->n_workers; k++)
    if (server->gathered[k])
      {
        const Contribution *contribution = push_applied (t, server, server->gathered[k]);
        staleness = MAX (staleness, contribution->staleness);
        server->gathered[k] = NULL;
      }
  server->n_gathered = 0;
  server->averaging = FALSE;
  server->version++;
  average_applied (t, samples, staleness, loss);
  t->protocol->server.on_applied (t, &server->node, NULL);
  for (guint k = 0; k < t->n_workers && t->averaged_shards == 0; k++)
    worker_retire (t, &t->workers[k]);
}

static void
apply_job (Training *t, Message *job)
{
  if (job->worker)
    apply_one (t, job->server, job);
  else
    apply_average (t, job->server);
}

/* An update of one shard takes its share of what one of the whole machine takes. */
static SimTime
apply_time (const Training *t, const Server *server)
{
  guint64 bytes = t->machines[server->machine].bytes;
  double share = bytes > 0 ? (double)server->bytes / bytes : 1;
  return llrint (t->settings->training.apply_time * share);
}

static void
apply_begin (Training *t, Machine *machine)
{
  const Message *job = g_queue_peek_head (&machine->applying);
  machine->applying_since = simulator_now (t->sim);
  simulator_at (t->sim, machine->applying_since + apply_time (t, job->server), t->applied, job->server->machine, 0);
}

/* Only machines of servers alone have a lane for it. */
static void
record_apply (Training *t, const Machine *machine)
{
  const Message *job = g_queue_peek_head ((GQueue *)&machine->applying);
  SimTime now = simulator_now (t->sim);
  if (job && t->dedicated && now > machine->applying_since)
    record_span (t->record, job->server->node.host, SPAN_APPLY, machine->applying_since, now, job->iteration);
}

void
servers_cut (Training *t)
{
  for (guint i = 0; i < t->n_machines; i++)
    record_apply (t, &t->machines[i]);
}

static void
apply_enqueue (Training *t, Message *job)
{
  Machine *machine = &t->machines[job->server->machine];
  if (t->settings->training.apply_time == 0)
    {
      apply_job (t, job);
      return;
    }
  g_queue_push_tail (&machine->applying, job);
  if (machine->applying.length == 1)
    apply_begin (t, machine);
}

void
server_on_applied (gpointer owner, guint64 index, guint64 unused)
{
  Training *t = owner;
  Machine *machine = &t->machines[index];
  record_apply (t, machine);
  Message *job = g_queue_pop_head (&machine->applying);
  if (machine->applying.length > 0)
    apply_begin (t, machine);
  apply_job (t, job);
}

void
server_apply (Training *t, Node *node, Message *push)
{
  apply_enqueue (t, push);
}

void
server_gather (Training *t, Node *node, Message *push)
{
  Server *server = (Server *)node;
  g_assert (!server->gathered[push->worker->node.index]);
  server->gathered[push->worker->node.index] = push;
  server->n_gathered++;
}

gboolean
server_gathered_all (Training *t, Node *node)
{
  const Server *server = (const Server *)node;
  return !server->averaging && server->n_gathered > 0 && server->n_gathered == t->n_members;
}

void
server_apply_average (Training *t, Node *node)
{
  Server *server = (Server *)node;
  guint first = 0;
  while (!server->gathered[first])
    first++;
  server->averaging = TRUE;
  server->average.iteration = server->gathered[first]->iteration;
  apply_enqueue (t, &server->average);
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
