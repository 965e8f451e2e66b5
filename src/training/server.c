#include "training/engine.h"

void
server_init (Training *t, Server *server, guint index)
{
  gboolean colocated = g_str_equal (knob_word (t->settings->training.exchange_knobs, "placement"), "colocated");
  server->node = (Node){ ROLE_SERVER, index, colocated ? index : t->n_workers + index, 0, g_malloc0 (t->protocol->node_size) };
  gsize elements = t->learner ? model_n_parameters (learner_model (t->learner)) : (t->gradient_bytes + 3) / 4;
  chunk_range (elements, t->n_servers, index, &server->first, &server->count);
  gsize first, count;
  chunk_range ((t->gradient_bytes + 3) / 4, t->n_servers, index, &first, &count);
  server->bytes = MIN (4 * (first + count), t->gradient_bytes) - MIN (4 * first, t->gradient_bytes);
  server->clocks = clocks_new (t->n_workers);
  server->gathered = g_new0 (Message *, t->n_workers);
  server->pulling = g_new0 (gboolean, t->n_workers);
  g_queue_init (&server->applying);
  g_queue_init (&server->held);
  if (!t->learner)
    return;
  const LearningSettings *learning = &t->settings->learning;
  server->parameters = learner_initial (t->learner, server->first, server->count);
  server->optimizer =
      optimizer_new (learning->optimizer, learning->optimizer_knobs, learner_model (t->learner), server->first, server->count);
}

void
server_clear (Training *t, Server *server)
{
  vector_clear (&server->parameters);
  g_clear_pointer (&server->optimizer, optimizer_free);
  clocks_free (server->clocks);
  g_free (server->gathered);
  g_free (server->pulling);
  g_queue_clear (&server->applying);
  g_queue_clear (&server->held);
  g_free (server->node.state);
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

/* One shard of a pull is in; the last one starts the worker's next iteration. */
static void
pull_arrived (Training *t, guint64 tag)
{
  Worker *worker = &t->workers[tag >> 32];
  if (--worker->unpulled == 0)
    worker_next (t, &worker->node);
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
static void
push_applied (Training *t, Server *server, Message *push)
{
  Worker *worker = push->worker;
  worker->staleness = MAX (worker->staleness, server->version - push->read_version);
  vector_clear (&push->gradient);
  clocks_tick (server->clocks, worker->node.index);
  if (--worker->unapplied == 0)
    worker_contributed (t, worker);
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
  if (push->gradient)
    optimize (server, vector_data (push->gradient) + server->first);
  push_applied (t, server, push);
  server->version++;
  if (worker->unapplied == 0)
    evaluator_update (t, t->evaluator, push->samples, worker->staleness, push->loss);
  t->protocol->server.on_applied (t, &server->node, &worker->node);
  if (worker->unapplied == 0)
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
gathered_totals (Training *t, Server *server, guint *samples, double *loss)
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
average_applied (Training *t, guint samples, guint64 staleness, double loss)
{
  if (++t->averaged_shards < t->n_servers)
    return;
  t->averaged_shards = 0;
  evaluator_update (t, t->evaluator, samples, staleness, loss);
}

static void
apply_average (Training *t, Server *server)
{
  guint samples;
  double loss;
  guint64 staleness = 0;
  gathered_totals (t, server, &samples, &loss);
  if (t->learner)
    {
      Vector *average = gathered_average (t, server, samples);
      optimize (server, vector_data (average));
      vector_unref (average);
    }
  for (guint k = 0; k < t->n_workers; k++)
    if (server->gathered[k])
      {
        push_applied (t, server, server->gathered[k]);
        staleness = MAX (staleness, t->workers[k].staleness);
        server->gathered[k] = NULL;
      }
  server->n_gathered = 0;
  server->version++;
  average_applied (t, samples, staleness, loss);
  t->protocol->server.on_applied (t, &server->node, NULL);
  for (guint k = 0; k < t->n_workers && t->averaged_shards == 0; k++)
    worker_retire (t, &t->workers[k]);
}

static void
apply_job (Training *t, Server *server, Message *push)
{
  if (push)
    apply_one (t, server, push);
  else
    apply_average (t, server);
}

static void
apply_begin (Training *t, Server *server)
{
  SimTime now = simulator_now (t->sim);
  simulator_at (t->sim, now + t->settings->training.apply_time, t->applied, server->node.index, now);
}

static void
apply_enqueue (Training *t, Server *server, Message *push)
{
  if (t->settings->training.apply_time == 0)
    {
      apply_job (t, server, push);
      return;
    }
  g_queue_push_tail (&server->applying, push);
  if (server->applying.length == 1)
    apply_begin (t, server);
}

void
server_on_applied (gpointer owner, guint64 index, guint64 began)
{
  Training *t = owner;
  Server *server = &t->servers[index];
  Message *push = g_queue_pop_head (&server->applying);
  if (server->node.host >= t->n_workers)
    record_span (t->record, server->node.host, SPAN_APPLY, began, simulator_now (t->sim), server->version);
  if (server->applying.length > 0)
    apply_begin (t, server);
  apply_job (t, server, push);
}

void
server_apply (Training *t, Node *node, Message *push)
{
  apply_enqueue (t, (Server *)node, push);
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
  return server->n_gathered > 0 && server->n_gathered == t->n_members;
}

void
server_apply_average (Training *t, Node *node)
{
  apply_enqueue (t, (Server *)node, NULL);
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
      worker->shards[i] = vector_ref (server->parameters);
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
