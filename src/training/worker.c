#include "training/engine.h"

void
worker_init (Training *t, Worker *worker, guint index)
{
  worker->node = (Node){ ROLE_WORKER, index, index, 0, g_malloc0 (t->protocol->node_size) };
  worker->state = WORKER_EXCHANGING;
  worker->member = TRUE;
  worker->input = input_new (&t->settings->job.input, t->settings->learning.batch);
  worker->unpulled = g_new0 (guint, t->job.step.n_buckets);
  worker->pushes = g_new0 (Message, t->n_servers);
  for (guint i = 0; i < t->n_servers; i++)
    worker->pushes[i] = (Message){ .worker = worker, .server = &t->servers[i], .samples = t->job.samples };
  if (!training_is_real (t))
    return;
  worker->shards = g_new0 (Vector *, MAX (t->n_servers, 1));
  for (guint i = 0; i < t->n_servers; i++)
    worker->shards[i] = vector_ref (t->servers[i].parameters);
  if (t->n_servers == 0)
    worker->shards[0] = index == 0 ? learner_initial (t->learner, 0, model_n_parameters (learner_model (t->learner)))
                                   : vector_ref (t->workers[0].shards[0]);
}

void
worker_clear (Training *t, Worker *worker)
{
  if (worker->task)
    learner_gradient_cancel (worker->task);
  vector_clear (&worker->gradient);
  for (guint i = 0; i < t->n_servers; i++)
    vector_clear (&worker->pushes[i].gradient);
  for (guint i = 0; worker->shards && i < MAX (t->n_servers, 1); i++)
    vector_clear (&worker->shards[i]);
  input_free (worker->input);
  g_free (worker->unpulled);
  g_free (worker->shards);
  g_free (worker->pushes);
  g_free (worker->node.state);
}

static void
worker_leave_clocks (Training *t, Worker *worker)
{
  if (!worker->member)
    return;
  worker->member = FALSE;
  t->n_members--;
  clocks_leave (t->clocks, worker->node.index);
  for (guint i = 0; i < t->n_servers; i++)
    {
      Server *server = &t->servers[i];
      clocks_leave (server->clocks, worker->node.index);
      if (t->protocol->server.on_member)
        t->protocol->server.on_member (t, &server->node, &worker->node, MEMBER_LEFT);
    }
}

/* With overlap a worker may be through with its last iteration, or in it, while shards of one before are still to be applied. */
static gboolean
all_applied (const Worker *worker)
{
  return worker->contribution[0].unapplied == 0 && worker->contribution[1].unapplied == 0;
}

void
worker_retire (Training *t, Worker *worker)
{
  if (!budget_left (&t->budget, worker->started) && all_applied (worker))
    worker_leave_clocks (t, worker);
}

void
worker_contributed (Training *t, Worker *worker)
{
  clocks_tick (t->clocks, worker->node.index);
}

/* A run ends when the last pull of its last iteration has arrived. */
static void
leave_when_done (Training *t, Worker *worker)
{
  worker->state = WORKER_LEAVING;
  for (guint i = 0; i < t->job.step.n_buckets; i++)
    if (worker->unpulled[i] > 0)
      return;
  worker->state = WORKER_GONE;
  t->n_active--;
}

void
worker_compute (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  if (!budget_left (&t->budget, worker->started))
    {
      worker_retire (t, worker);
      leave_when_done (t, worker);
      return;
    }
  tally_add (&t->lead, clocks_lead (t->clocks, node->index));
  budget_take (&t->budget);
  iteration_start (t, worker);
}

static void
push_shard (Training *t, Worker *worker, guint i)
{
  Message *push = &worker->pushes[i];
  Server *server = &t->servers[i];
  guint64 tag = (guint64)worker->node.index << 32 | i;
  push->iteration = worker->started - 1;
  push->loss = worker->loss;
  push->gradient = worker->gradient ? vector_ref (worker->gradient) : NULL;
  worker->unpulled[server->bucket]++;
  if (server->node.host == worker->node.host)
    simulator_at (t->sim, simulator_now (t->sim), t->local_push, tag, 0);
  else
    network_send (t->network, &(MessageSpec){ t->push_client, worker->node.host, server->node.host, channel (CHANNEL_PUSH, i),
                                              SPAN_PUSH, server->bytes, push->iteration, tag });
}

void
worker_push_bucket (Training *t, Worker *worker, guint bucket)
{
  for (guint i = t->first_server[bucket]; i < t->n_servers && t->servers[i].bucket == bucket; i++)
    push_shard (t, worker, i);
  worker->n_handed++;
}

void
worker_push (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  while (worker->n_handed < t->job.step.n_buckets)
    worker_push_bucket (t, worker, worker->n_handed);
  vector_clear (&worker->gradient);
}

void
worker_pulled (Training *t, Worker *worker, guint bucket)
{
  if (--worker->unpulled[bucket] > 0)
    return;
  if (worker->state == WORKER_COMPUTING)
    iteration_resume (t, worker);
  else if (worker->state == WORKER_LEAVING)
    leave_when_done (t, worker);
  else if (iteration_may_start (t, worker))
    worker_next (t, &worker->node);
}

/* The update of one worker without a network. */
static void
apply_own (Training *t, Worker *worker)
{
  if (worker->gradient)
    {
      worker->shards[0] = vector_own (worker->shards[0]);
      optimizer_apply (t->optimizer, vector_data (worker->shards[0]), vector_data (worker->gradient));
    }
  vector_clear (&worker->gradient);
  worker_contributed (t, worker);
  evaluator_update (t, t->evaluator, t->job.samples, 0, worker->loss);
}

void
worker_apply (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  if (!t->reduction)
    {
      apply_own (t, worker);
      return;
    }
  Vector *next = reduction_apply (t, t->reduction, worker);
  if (next)
    {
      vector_unref (worker->shards[0]);
      worker->shards[0] = next;
    }
  reduction_applied (t, t->reduction, worker);
}

void
worker_next (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  t->iteration_time += simulator_now (t->sim) - worker->iteration_start;
  t->iterations++;
  worker->done++;
  t->protocol->worker.on_start (t, node);
}
