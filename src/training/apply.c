/* How pushes become updates: one at a time on a machine, in order of arrival, each alone or as an average. */
#include "training/engine.h"

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
  simulator_after (t->sim, apply_time (t, job->server), t->applied, job->server->machine, 0);
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
