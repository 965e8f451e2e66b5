/* Dynamic stale synchronous parallel (Zhao et al., ICDCS 2019): SSP whose bound moves between `staleness_low` and
 * `staleness_high`. A worker that is ahead by more than the low bound is granted extra iterations: as many, within the high bound,
 * as bring its next push nearest to one of the slowest worker's, by the time that each took for its last iteration. Who gets none
 * waits until it is within the low bound again. With equal bounds this is SSP.
 */
#include "base/error.h"
#include "training/settings.h"
#include "training/training.h"

/* What a server has seen of a worker. */
typedef struct
{
  SimTime pushed, interval; /* its last push; between its last two, 0: there were none */
  guint64 extra;            /* iterations that it was granted and has not started */
} Pace;

static void
dssp_on_start (Training *t, Node *server)
{
  *(Pace **)node_state (server) = g_new0 (Pace, training_n_workers (t));
}

static void
dssp_clear (Training *t, Node *server)
{
  g_free (*(Pace **)node_state (server));
}

static gboolean
dssp_may_go (Training *t, Node *server, Node *worker)
{
  return server_lead (t, server, worker) <= training_knob (t, "staleness_low");
}

/* Of r = 0 … @most: that for which now + r·(own interval) comes nearest to a push that the slowest worker is expected to make. */
static guint64
dssp_extra (SimTime now, const Pace *own, const Pace *slowest, guint64 most)
{
  guint64 best = 0;
  double nearest = INFINITY;
  for (guint64 r = 0; own->interval > 0 && slowest->interval > 0 && r <= most; r++)
    {
      double until = now - slowest->pushed + (double)r * own->interval;
      double distance = fabs (until - MAX (1, round (until / slowest->interval)) * slowest->interval);
      best = distance < nearest ? r : best;
      nearest = MIN (distance, nearest);
    }
  return best;
}

/* Whether @worker, beyond the low bound, goes on. */
static gboolean
dssp_grants (Training *t, Node *server, Node *worker)
{
  Pace *paces = *(Pace **)node_state (server), *own = &paces[node_index (worker)];
  guint64 lead = server_lead (t, server, worker), high = training_knob (t, "staleness_high");
  guint slowest = 0;
  while (server_clock (t, server, training_worker (t, slowest)) != server_slowest (t, server))
    slowest++;
  if (lead > high)
    return FALSE;
  if (own->extra == 0)
    own->extra = dssp_extra (training_now (t), own, &paces[slowest], high - lead + 1);
  return own->extra > 0 && own->extra-- > 0;
}

static void
dssp_on_push (Training *t, Node *server, const Parcel *push)
{
  Pace *pace = *(Pace **)node_state (server) + node_index (push->from);
  pace->interval = pace->pushed > 0 ? training_now (t) - pace->pushed : 0;
  pace->pushed = training_now (t);
  server_apply (t, server, push);
}

static void
dssp_on_applied (Training *t, Node *server, Node *worker)
{
  server_release (t, server, dssp_may_go);
  if (dssp_may_go (t, server, worker) || dssp_grants (t, server, worker))
    server_reply (t, server, worker);
  else
    server_hold (t, server, worker);
}

static void
dssp_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  server_release (t, server, dssp_may_go);
}

static gboolean
dssp_accepts (const RunSettings *settings, const char **knob, GError **error)
{
  const Knobs *knobs = settings->training.protocol_knobs;
  *knob = "staleness_low";
  if (knob_number (knobs, *knob) <= knob_number (knobs, "staleness_high"))
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "must not be above staleness_high");
  return FALSE;
}

static const Knob dssp_knobs[] = {
  { "staleness_low", KNOB_INTEGER, .value = 3, .max = 1e9, .help = "clocks that any worker may be ahead of the slowest one" },
  { "staleness_high", KNOB_INTEGER, .value = 15, .max = 1e9, .help = "clocks that a worker may be ahead with extra iterations" },
  { NULL },
};

const Protocol protocol_dssp = { .name = "dssp",
                                 .summary = "dynamic stale synchronous: SSP whose bound follows the pace of the workers",
                                 .paper = "Zhao et al., Dynamic Stale Synchronous Parallel Distributed Training, ICDCS 2019",
                                 .knobs = dssp_knobs,
                                 .exchanges = RUNS_ON_SERVERS,
                                 .default_exchange = "parameter-server",
                                 .streams = TRUE,
                                 .node_size = sizeof (Pace *),
                                 .accepts = dssp_accepts,
                                 .worker = { .on_start = worker_compute, .on_computed = worker_exchange },
                                 .server = { dssp_on_start, .on_push = dssp_on_push, .may_go = dssp_may_go, .on_applied = dssp_on_applied,
                                             .on_member = dssp_on_member, .clear = dssp_clear } };
