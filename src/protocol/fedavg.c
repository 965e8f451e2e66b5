/* Federated averaging (McMahan et al., AISTATS 2017): each round the server sends the parameters to clients drawn anew; each takes
 * `local_steps` steps, or `local_epochs` passes over its own rows, and sends back the change; the changes are averaged, weighted by
 * samples: w ← w − Σ_k n_k (w − w_k) / Σ_k n_k. What comes after the round has closed, with all pushes or with the first one after
 * its `round_deadline`, is dropped. The first round's clients have the parameters in hand; every shard's server draws the same.
 * With one step and all clients this is BSP.
 */
#include "training/settings.h"
#include "training/training.h"

typedef struct
{
  guint expected;        /* pushes of the round */
  gboolean overdue;      /* its deadline has passed */
  const guint32 *called; /* [n_called]: its clients */
  guint n_called;
} FedAvg;

static guint
clients_per_round (const Knobs *knobs, guint n_workers)
{
  return knob_given (knobs, "clients_per_round") ? MIN (knob_integer (knobs, "clients_per_round"), n_workers) : n_workers;
}

static void
fedavg_open_round (Training *t, Node *server)
{
  FedAvg *state = node_state (server);
  guint n = clients_per_round (training_knobs (t), training_n_workers (t));
  state->called = server_draw_workers (t, server, n, &state->n_called);
  *state = (FedAvg){ .expected = state->n_called, .called = state->called, .n_called = state->n_called };
  for (guint i = 0; i < state->n_called; i++)
    server_call (t, server, training_worker (t, state->called[i]));
  if (knob_given (training_knobs (t), "round_deadline"))
    node_timer (t, server, sim_time_from_s (training_knob (t, "round_deadline")), server_version (t, server));
}

static void
fedavg_close_round (Training *t, Node *server)
{
  const FedAvg *state = node_state (server);
  guint n = server_gathered (t, server);
  if (n > 0 && (n >= state->expected || state->overdue))
    server_apply_average (t, server);
}

static void
fedavg_on_called (Training *t, Node *client)
{
  gboolean steps = knob_given (training_knobs (t), "local_steps");
  worker_forget (t, client);
  worker_compute_round (t, client, steps ? training_knob (t, "local_steps") : training_knob (t, "local_epochs") * worker_pass (t, client));
}

static void
fedavg_on_push (Training *t, Node *server, const Parcel *push)
{
  if (push->number < server_version (t, server) || server_is_averaging (t, server))
    server_drop (t, server, push);
  else
    server_gather (t, server, push, push->number);
  fedavg_close_round (t, server);
}

static void
fedavg_on_applied (Training *t, Node *server, Node *nobody)
{
  fedavg_open_round (t, server);
}

static void
fedavg_on_timer (Training *t, Node *server, guint32 round)
{
  ((FedAvg *)node_state (server))->overdue |= round == (guint32)server_version (t, server);
  fedavg_close_round (t, server);
}

static gboolean
fedavg_has_called (const FedAvg *state, const Node *client)
{
  for (guint i = 0; i < state->n_called; i++)
    if (state->called[i] == node_index (client))
      return TRUE;
  return FALSE;
}

/* A client that was called may have nothing left to do, or be down; without any the round begins anew. One that returns has
 * forgotten that it was called. */
static void
fedavg_on_member (Training *t, Node *server, Node *client, MemberEvent event)
{
  FedAvg *state = node_state (server);
  gboolean called = fedavg_has_called (state, client);
  if (event == MEMBER_RETURNED && called)
    server_call (t, server, client);
  if (event == MEMBER_LEFT && called)
    state->expected--;
  if (event != MEMBER_RETURNED && state->expected == 0 && training_is_open (t))
    fedavg_open_round (t, server);
  fedavg_close_round (t, server);
}

static void
fedavg_round (const RunSettings *settings, guint *workers, guint *batches)
{
  const Knobs *knobs = settings->training.protocol_knobs;
  *workers = clients_per_round (knobs, *workers);
  *batches = knob_given (knobs, "local_steps") ? knob_integer (knobs, "local_steps") : 0;
}

static const Knob fedavg_knobs[] = {
  { "clients_per_round", KNOB_INTEGER, .value = NAN, .min = 1, .max = 1e6, .otherwise = "all", .help = "clients that a round draws" },
  { "local_epochs", KNOB_INTEGER, .value = 1, .min = 1, .max = 1e6, .help = "passes of a client over its own rows in a round" },
  { "local_steps", KNOB_INTEGER, .value = NAN, .min = 1, .max = 1e9, .help = "batches of a client in a round, instead of passes" },
  { "round_deadline", KNOB_TIME, .value = NAN, .min = 1e-9, .max = 9e9, .help = "how long a round waits for its clients" },
  { NULL },
};

const Protocol protocol_fedavg = {
  .name = "fedavg",
  .summary = "federated averaging: rounds of local work by clients that the server draws",
  .paper = "McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data, AISTATS 2017",
  .knobs = fedavg_knobs,
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .rounds = TRUE,
  .calls = TRUE,
  .node_size = sizeof (FedAvg),
  .round = fedavg_round,
  .outer = outer_averaging,
  .worker = { .on_start = fedavg_on_called, .on_computed = worker_answer },
  .server = { fedavg_open_round, .on_push = fedavg_on_push, .on_applied = fedavg_on_applied, .on_timer = fedavg_on_timer,
              .on_member = fedavg_on_member },
};
