#include "cluster/cluster.h"
#include "training/engine.h"

void
worker_init (Training *t, Worker *worker, guint index)
{
  worker->node = (Node){ ROLE_WORKER, index, index, 0, g_malloc0 (t->protocol->node_size) };
  worker->active = worker->member = TRUE;
  worker->pushes = g_new0 (Message, t->n_servers);
  for (guint i = 0; i < t->n_servers; i++)
    worker->pushes[i] = (Message){ .worker = worker, .server = &t->servers[i], .samples = t->settings->learning.batch };
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

void
worker_retire (Training *t, Worker *worker)
{
  if (!budget_left (&t->budget, worker->started))
    worker_leave_clocks (t, worker);
}

void
worker_contributed (Training *t, Worker *worker)
{
  clocks_tick (t->clocks, worker->node.index);
}

void
worker_compute (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  if (!budget_left (&t->budget, worker->started))
    {
      worker->active = FALSE;
      t->n_active--;
      worker_leave_clocks (t, worker);
      return;
    }
  SimTime now = simulator_now (t->sim);
  SimTime end =
      now + cluster_compute_time (&t->settings->cluster, t->settings->seed, node->index, worker->started, t->step_s[node->index]);
  tally_add (&t->lead, clocks_lead (t->clocks, node->index));
  budget_take (&t->budget);
  worker->iteration_start = now;
  if (t->learner)
    worker->task = learner_gradient_start (t->learner, node->index, worker->started, worker->shards, MAX (t->n_servers, 1), end);
  worker->started++;
  record_activity (t->record, node->host, ACTIVITY_COMPUTE, 1, now);
  simulator_at (t->sim, end, t->computed, node->index, node->epoch);
}

void
worker_on_computed (gpointer owner, guint64 index, guint64 epoch)
{
  Training *t = owner;
  Worker *worker = &t->workers[index];
  if (worker->node.epoch != epoch)
    return;
  SimTime now = simulator_now (t->sim);
  record_activity (t->record, worker->node.host, ACTIVITY_COMPUTE, -1, now);
  record_span (t->record, worker->node.host, SPAN_COMPUTE, worker->iteration_start, now, worker->started - 1);
  if (worker->task)
    {
      worker->gradient = learner_gradient_join (g_steal_pointer (&worker->task), &worker->loss);
      if (!isfinite (worker->loss))
        training_fail (t, "the loss of worker%u is not a number in its iteration %" G_GUINT64_FORMAT ": the training diverged",
                       (guint)index, worker->started - 1);
    }
  t->protocol->worker.on_computed (t, &worker->node);
}

static void
push_to (Training *t, Worker *worker, guint i)
{
  Message *push = &worker->pushes[i];
  Server *server = &t->servers[i];
  guint64 tag = (guint64)worker->node.index << 32 | i;
  push->iteration = worker->started - 1;
  push->loss = worker->loss;
  push->gradient = worker->gradient ? vector_ref (worker->gradient) : NULL;
  if (server->node.host == worker->node.host)
    simulator_at (t->sim, simulator_now (t->sim), t->local_push, tag, 0);
  else
    network_send (t->network, &(MessageSpec){ t->push_client, worker->node.host, server->node.host, channel (CHANNEL_PUSH, i),
                                              SPAN_PUSH, server->bytes, push->iteration, tag });
}

void
worker_push (Training *t, Node *node)
{
  Worker *worker = (Worker *)node;
  worker->unapplied = worker->unpulled = t->n_servers;
  worker->staleness = 0;
  for (guint i = 0; i < t->n_servers; i++)
    push_to (t, worker, i);
  vector_clear (&worker->gradient);
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
  evaluator_update (t, t->evaluator, t->settings->learning.batch, 0, worker->loss);
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
