/* Bulk synchronous parallel (Valiant 1990): every worker computes on the same parameters; nobody goes on before all
 * gradients are averaged and applied.
 *
 *   servers:    a shard waits for every worker's push, averages them in worker order, applies once, and answers all
 *   all-reduce: every worker gets the average and applies it to its own copy
 */
#include "training/training.h"

static void
bsp_on_reduced (Training *t, Node *worker)
{
  worker_apply (t, worker);
  worker_next (t, worker);
}

static void
bsp_close_round (Training *t, Node *server)
{
  if (server_gathered_all (t, server))
    server_apply_average (t, server);
}

static void
bsp_on_push (Training *t, Node *server, const Parcel *push)
{
  server_gather (t, server, push, push->number);
  bsp_close_round (t, server);
}

static void
bsp_on_applied (Training *t, Node *server, Node *nobody)
{
  server_reply_all (t, server);
}

static void
bsp_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  bsp_close_round (t, server);
}

const Protocol protocol_bsp = {
  .name = "bsp",
  .summary = "synchronous: everybody waits for everybody in each iteration",
  .paper = "Valiant, A Bridging Model for Parallel Computation, CACM 1990",
  .exchanges = RUNS_ON_SERVERS | RUNS_ON_REDUCTION,
  .default_exchange = "parameter-server",
  .rounds = TRUE,
  .streams = TRUE,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange, .on_reduced = bsp_on_reduced },
  .server = { .on_push = bsp_on_push, .on_late = server_reply_late, .on_applied = bsp_on_applied, .on_member = bsp_on_member },
};
