/* Bounded delay (Li et al., OSDI 2014): update t averages everybody's t-th gradient, as BSP's does, but a worker starts its
 * iteration t as soon as the updates before t − `delay` are applied: what it computes from lacks at most `delay` of them.
 *
 *   w_{t+1} ← optimiser (w_t, mean over k of g_k (w_s)),  s ≥ t − delay
 *
 * With 0 it is BSP; unbounded it waits for nobody, as ASP.
 */
#include "training/training.h"

/* Rounds that a server has heard each worker push for. */
static void
bounded_delay_on_start (Training *t, Node *server)
{
  *(guint64 **)node_state (server) = g_new0 (guint64, training_n_workers (t));
}

static void
bounded_delay_clear (Training *t, Node *server)
{
  g_free (*(guint64 **)node_state (server));
}

static gboolean
bounded_delay_may_go (Training *t, Node *server, Node *worker)
{
  guint64 heard = (*(guint64 **)node_state (server))[node_index (worker)];
  return heard <= server_version (t, server) + training_knob (t, "delay");
}

static void
bounded_delay_answer (Training *t, Node *server, const Parcel *push)
{
  (*(guint64 **)node_state (server))[node_index (push->from)] = push->number + 1;
  if (bounded_delay_may_go (t, server, push->from))
    server_reply (t, server, push->from);
  else
    server_hold (t, server, push->from);
}

static void
bounded_delay_close_round (Training *t, Node *server)
{
  if (server_gathered_all (t, server))
    server_apply_average (t, server);
}

static void
bounded_delay_on_push (Training *t, Node *server, const Parcel *push)
{
  server_gather (t, server, push, push->number);
  bounded_delay_close_round (t, server);
  bounded_delay_answer (t, server, push);
}

/* The pushes of the next round may have been there before this one's were. */
static void
bounded_delay_on_applied (Training *t, Node *server, Node *nobody)
{
  server_release (t, server, bounded_delay_may_go);
  bounded_delay_close_round (t, server);
}

static void
bounded_delay_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  bounded_delay_close_round (t, server);
}

static const Knob bounded_delay_knobs[] = {
  { "delay", KNOB_INTEGER, .value = 1, .max = 1e9, .help = "updates that the parameters of an iteration may lack" },
  { NULL },
};

const Protocol protocol_bounded_delay = {
  .name = "bounded-delay",
  .summary = "synchronous updates that a worker need not wait for: its parameters may lack the last few",
  .paper = "Li et al., Scaling Distributed Machine Learning with the Parameter Server, OSDI 2014",
  .knobs = bounded_delay_knobs,
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .rounds = TRUE,
  .streams = TRUE,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange },
  .node_size = sizeof (guint64 *),
  .server = { bounded_delay_on_start, .on_push = bounded_delay_on_push, .on_late = bounded_delay_answer,
              .on_applied = bounded_delay_on_applied, .on_member = bounded_delay_on_member, .clear = bounded_delay_clear },
};
