/* Local SGD (Stich, ICLR 2019): every worker takes `local_steps` steps of its own optimizer from the common parameters; then the
 * changes are averaged, weighted by samples, and an outer optimizer takes the average for its gradient.
 *
 *   w_k ← w;  w_k ← optimiser (w_k, g_k (w_k))  local_steps times;  D = mean over k of (w − w_k);  w ← outer (w, D)
 *
 * The plain outer optimizer, sgd with rate 1, takes the mean of the w_k. Over servers, or an all-reduce. With one local step of
 * plain SGD this is BSP.
 */
#include "learning/optimizer.h"
#include "training/settings.h"
#include "training/training.h"

static void
local_sgd_on_start (Training *t, Node *worker)
{
  worker_compute_round (t, worker, training_knob (t, "local_steps"));
}

static void
local_sgd_on_reduced (Training *t, Node *worker)
{
  worker_apply (t, worker);
  worker_next (t, worker);
}

static void
local_sgd_close_round (Training *t, Node *server)
{
  if (server_gathered_all (t, server))
    server_apply_average (t, server);
}

static void
local_sgd_on_push (Training *t, Node *server, const Parcel *push)
{
  server_gather (t, server, push, push->number);
  local_sgd_close_round (t, server);
}

static void
local_sgd_on_applied (Training *t, Node *server, Node *nobody)
{
  server_reply_all (t, server);
}

static void
local_sgd_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  local_sgd_close_round (t, server);
}

static void
local_sgd_round (const RunSettings *settings, guint *workers, guint *batches)
{
  *batches = knob_integer (settings->training.protocol_knobs, "local_steps");
}

static const OptimizerKind *
local_sgd_outer (const RunSettings *settings, Knobs **knobs)
{
  const Knobs *brought, *outer = knob_object (settings->training.protocol_knobs, "outer_optimizer");
  if (!outer)
    return outer_averaging (settings, knobs);
  const OptimizerKind *kind = knob_choice (outer, "kind", &brought);
  *knobs = knobs_copy (brought);
  return kind;
}

static const Knob outer_members[] = {
  { "kind", KNOB_WORD, .table = &optimizer_words, .required = TRUE, .help = "the optimiser that takes the average change" },
  { NULL },
};

static const Knob local_sgd_knobs[] = {
  { "local_steps", KNOB_INTEGER, .value = 10, .min = 1, .max = 1e9, .help = "steps of a worker between two exchanges" },
  { "outer_optimizer",
    KNOB_OBJECT,
    .members = outer_members,
    .otherwise = "sgd with rate 1: plain averaging",
    .help = "what makes an update of the average change" },
  { NULL },
};

const Protocol protocol_local_sgd = {
  .name = "local-sgd",
  .summary = "rounds of local steps, then the average of what they changed",
  .paper = "Stich, Local SGD Converges Fast and Communicates Little, ICLR 2019",
  .knobs = local_sgd_knobs,
  .exchanges = RUNS_ON_SERVERS | RUNS_ON_REDUCTION,
  .default_exchange = "ring",
  .rounds = TRUE,
  .round = local_sgd_round,
  .outer = local_sgd_outer,
  .worker = { .on_start = local_sgd_on_start, .on_computed = worker_exchange, .on_reduced = local_sgd_on_reduced },
  .server = { .on_push = local_sgd_on_push, .on_late = server_reply_late, .on_applied = local_sgd_on_applied, .on_member = local_sgd_on_member },
};
