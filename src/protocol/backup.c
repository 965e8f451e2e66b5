/* Synchronous with backup workers (Chen et al., 2016): of N + b workers the first N gradients of a round make its update; those
 * that come late are dropped, and their workers go on with the round that is due.
 *
 *   w ← optimiser (w, mean of the first N gradients computed at w)
 *
 * A gradient belongs to the round whose parameters it was computed from, shard by shard. With b = 0 this is BSP.
 */
#include "base/error.h"
#include "training/settings.h"
#include "training/training.h"

static guint
quorum (Training *t)
{
  return training_n_workers (t) - (guint)training_knob (t, "backups");
}

/* When workers have left, those that are still there are enough. */
static void
backup_close_round (Training *t, Node *server)
{
  if (server_gathered (t, server) >= quorum (t) || server_gathered_all (t, server))
    server_apply_average (t, server);
}

static void
backup_on_push (Training *t, Node *server, const Parcel *push)
{
  gboolean closed = push->version < server_version (t, server), closing = server_is_averaging (t, server);
  if (closed || closing)
    server_drop (t, server, push);
  else
    server_gather (t, server, push, push->version);
  if (closed && !closing)
    server_reply (t, server, push->from);
  backup_close_round (t, server);
}

static void
backup_on_applied (Training *t, Node *server, Node *nobody)
{
  server_reply_all (t, server);
}

static void
backup_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  backup_close_round (t, server);
}

static void
backup_round (const RunSettings *settings, guint *workers, guint *batches)
{
  *workers -= MIN (knob_integer (settings->training.protocol_knobs, "backups"), *workers - 1);
}

static gboolean
backup_accepts (const RunSettings *settings, const char **knob, GError **error)
{
  *knob = "backups";
  if (knob_integer (settings->training.protocol_knobs, *knob) < settings->cluster.workers)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "of %u workers at least one must count: give fewer backups",
               settings->cluster.workers);
  return FALSE;
}

static const Knob backup_knobs[] = {
  { "backups", KNOB_INTEGER, .value = 1, .max = 1e6, .help = "workers whose gradients a round can do without: the last ones" },
  { NULL },
};

const Protocol protocol_backup = {
  .name = "backup",
  .summary = "synchronous with backup workers: a round takes the first gradients and drops the late ones",
  .paper = "Chen, Pan, Monga, Bengio & Jozefowicz, Revisiting Distributed Synchronous SGD, 2016",
  .knobs = backup_knobs,
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .rounds = TRUE,
  .streams = TRUE,
  .round = backup_round,
  .accepts = backup_accepts,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange },
  .server = { .on_push = backup_on_push, .on_applied = backup_on_applied, .on_member = backup_on_member },
};
