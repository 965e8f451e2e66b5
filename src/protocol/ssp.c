/* Stale synchronous parallel (Ho et al., NIPS 2013): gradients are applied as they arrive, but a pull is answered only
 * while the worker leads the slowest live worker by at most `staleness` clocks. 0 waits as BSP does, unbounded is ASP.
 */
#include "training/training.h"

typedef struct
{
  guint64 staleness;
} Ssp;

typedef struct
{
  guint64 slowest; /* clock when pulls were last released */
} SspServer;

static void
ssp_start (Training *t)
{
  Ssp *ssp = training_protocol_state (t);
  ssp->staleness = training_knob (t, "staleness");
}

static gboolean
ssp_may_go (Training *t, Node *server, Node *worker)
{
  const Ssp *ssp = training_protocol_state (t);
  return server_lead (t, server, worker) <= ssp->staleness;
}

/* Whoever is held stays ahead by as much until the slowest worker moves. */
static void
ssp_release (Training *t, Node *server)
{
  SspServer *state = node_state (server);
  if (state->slowest == server_slowest (t, server))
    return;
  state->slowest = server_slowest (t, server);
  server_release (t, server, ssp_may_go);
}

static void
ssp_on_applied (Training *t, Node *server, Node *worker)
{
  ssp_release (t, server);
  if (ssp_may_go (t, server, worker))
    server_reply (t, server, worker);
  else
    server_hold (t, server, worker);
}

static void
ssp_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  ssp_release (t, server);
}

static const Knob ssp_knobs[] = {
  { .name = "staleness",
    .type = KNOB_INTEGER,
    .value = 3,
    .min = 0,
    .max = 1e9,
    .help = "clocks that a worker may be ahead of the slowest one" },
  { NULL },
};

const Protocol protocol_ssp = {
  .name = "ssp",
  .summary = "stale synchronous: a fast worker may be ahead by a bounded number of clocks",
  .paper = "Ho et al., More Effective Distributed ML via a Stale Synchronous Parallel Parameter Server, NIPS 2013",
  .knobs = ssp_knobs,
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .streams = TRUE,
  .run_size = sizeof (Ssp),
  .node_size = sizeof (SspServer),
  .start = ssp_start,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange },
  .server = { .on_push = server_apply, .may_go = ssp_may_go, .on_applied = ssp_on_applied, .on_member = ssp_on_member },
};
