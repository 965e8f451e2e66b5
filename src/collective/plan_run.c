#include "collective/plan_run.h"

#include "collective/form.h"
#include "collective/plan_state.h"

/* Channels of plans are apart from those of ordinary messages, and those of each lane from the others'. */
#define PLAN_CHANNELS 0x80000000u

PlanRun *
executor_find (const PlanExecutor *executor, guint64 handle)
{
  PlanRun *run = g_ptr_array_index (executor->runs, (guint32)handle);
  return run && run->handle == handle ? run : NULL;
}

/* --- what the network and the simulator tell --- */

static void
executor_on_left (gpointer owner, guint64 tag)
{
  PlanExecutor *executor = owner;
  const Transfer *transfer = transfers_get (&executor->transfers, (guint32)tag);
  if (!executor->eager)
    rank_on_left (transfer->run, transfer);
}

static void
executor_on_arrived (gpointer owner, guint64 tag)
{
  PlanExecutor *executor = owner;
  Transfer *transfer = transfers_get (&executor->transfers, (guint32)tag);
  transfer->message = 0;
  rank_on_arrived (transfer->run, (guint32)tag);
}

/* Both ends stay as they are: whoever learns of the crash aborts the run, perhaps before all losses of the crash are told. */
static void
executor_on_lost (gpointer owner, guint64 tag)
{
  PlanExecutor *executor = owner;
  guint32 id = transfers_find (&executor->transfers, tag);
  if (id != TRANSFER_NONE)
    transfers_give_back (&executor->transfers, id);
}

static void
executor_on_reduced (gpointer owner, guint64 a, guint64 b)
{
  PlanRun *run = executor_find (owner, a);
  if (!run)
    return;
  rank_on_reduced (run, b >> 16, (b >> 8) & 0xff, b & 0xff);
}

static void run_free (PlanRun *run);

static void
run_report (const PlanRun *run, guint rank, gboolean ended)
{
  Record *record = network_record (run->executor->network);
  if (record)
    record_collective (record, run->nodes[rank], run->purpose, run->iteration, ended, simulator_now (run->executor->sim));
}

void
executor_tell (PlanExecutor *executor, guint64 handle, guint rank)
{
  PlanRun *run = executor_find (executor, handle);
  if (!run)
    return;
  run_report (run, rank, TRUE);
  run->client->on_rank_done (run->owner, run->tag, rank);
  run = executor_find (executor, handle);
  if (!run || --run->ranks_left > 0)
    return;
  const PlanRunClient *client = run->client;
  gpointer client_owner = run->owner;
  guint64 tag = run->tag;
  run_free (run);
  if (client->on_done)
    client->on_done (client_owner, tag);
}

static void
executor_on_rank_done (gpointer owner, guint64 a, guint64 b)
{
  executor_tell (owner, a, b);
}

/* --- what is reckoned without being sent --- */

static void
executor_on_touched (gpointer owner, guint64 claimant)
{
  PlanRun *run = executor_find (owner, claimant);
  if (run && run->form)
    form_give_up (run);
}

static void
executor_on_disturbed (gpointer owner)
{
  const PlanExecutor *executor = owner;
  for (guint place = 0; place < executor->runs->len; place++)
    {
      PlanRun *run = g_ptr_array_index (executor->runs, place);
      if (run && run->form)
        form_give_up (run);
    }
}

static void
executor_add_totals (gpointer owner, NetworkTotals *totals)
{
  const PlanExecutor *executor = owner;
  for (guint place = 0; place < executor->runs->len; place++)
    {
      const PlanRun *run = g_ptr_array_index (executor->runs, place);
      if (run && run->form)
        form_add_totals (run, totals);
    }
}

void
plan_executor_set_shortcuts (PlanExecutor *executor, gboolean shortcuts)
{
  executor->shortcuts = shortcuts && executor->can_reckon;
}

void
plan_executor_unfold (PlanExecutor *executor)
{
  executor_on_disturbed (executor);
}

guint64
plan_executor_shortcuts (const PlanExecutor *executor, SimTime *first)
{
  if (first)
    *first = executor->first_shortcut;
  return executor->n_shortcuts;
}

/* --- lifecycle --- */

PlanExecutor *
plan_executor_new (Simulator *sim, Network *network, double reduce_bytes_per_s)
{
  static const NetworkClient client = {
    .on_left = executor_on_left,
    .on_arrived = executor_on_arrived,
    .on_lost = executor_on_lost,
  };
  static const NetworkReckoner reckoner = {
    .on_touched = executor_on_touched,
    .on_disturbed = executor_on_disturbed,
    .add_totals = executor_add_totals,
  };
  PlanExecutor *executor = g_new0 (PlanExecutor, 1);
  executor->sim = sim;
  executor->network = network;
  executor->eager = network_settings (network)->eager;
  executor->reduce_bytes_per_s = reduce_bytes_per_s;
  executor->client = network_add_client (network, &client, executor);
  executor->reduced = simulator_register (sim, "plan-reduced", PRIORITY_COMPUTE, executor_on_reduced, executor);
  executor->rank_done = simulator_register (sim, "plan-rank-done", PRIORITY_COMPUTE, executor_on_rank_done, executor);
  executor->form_end = simulator_register (sim, "plan-form-end", PRIORITY_DELIVERY, form_on_end, executor);
  executor->form_done = simulator_register (sim, "plan-form-done", PRIORITY_COMPUTE, form_on_done, executor);
  executor->can_reckon = network_set_reckoner (network, &reckoner, executor);
  executor->runs = g_ptr_array_new ();
  executor->free_places = g_array_new (FALSE, FALSE, sizeof (guint32));
  transfers_init (&executor->transfers);
  return executor;
}

static void
run_free (PlanRun *run)
{
  PlanExecutor *executor = run->executor;
  guint32 place = (guint32)run->handle;
  g_ptr_array_index (executor->runs, place) = NULL;
  g_array_append_val (executor->free_places, place);
  g_free (run->nodes);
  g_free (run->ranks);
  g_free (run->lanes);
  form_free (run->form);
  g_free (run);
}

void
plan_executor_free (PlanExecutor *executor)
{
  for (guint place = 0; place < executor->runs->len; place++)
    if (g_ptr_array_index (executor->runs, place))
      run_free (g_ptr_array_index (executor->runs, place));
  g_ptr_array_unref (executor->runs);
  g_array_unref (executor->free_places);
  transfers_clear (&executor->transfers);
  g_free (executor);
}

static void
executor_add (PlanExecutor *executor, PlanRun *run)
{
  guint32 place = executor->runs->len;
  if (executor->free_places->len > 0)
    {
      place = g_array_index (executor->free_places, guint32, executor->free_places->len - 1);
      g_array_set_size (executor->free_places, executor->free_places->len - 1);
    }
  else
    g_ptr_array_add (executor->runs, NULL);
  g_ptr_array_index (executor->runs, place) = run;
  run->handle = ++executor->n_runs_made << 32 | place;
}

void
run_init_lanes (PlanRun *run)
{
  guint n = run->plan.n_ranks * run->n_lanes;
  run->lanes = g_new0 (LaneState, n);
  for (guint i = 0; i < n; i++)
    run->lanes[i].early_first = run->lanes[i].early_last = TRANSFER_NONE;
}

static void
run_init_ranks (PlanRun *run, const NodeId *nodes, float *const *data)
{
  guint n = run->plan.n_ranks;
  run->nodes = g_memdup2 (nodes, n * sizeof *nodes);
  run->ranks = g_new0 (RankState, n);
  for (guint rank = 0; data && rank < n; rank++)
    run->ranks[rank].data = data[rank];
}

PlanRun *
plan_run_new (PlanExecutor *executor, const Plan *plan, Operator op, const NodeId *nodes, float *const *data, guint32 purpose,
              guint64 iteration, const PlanRunClient *client, gpointer owner, guint64 tag)
{
  g_assert (plan_accepts (plan, NULL) && purpose < PLAN_CHANNELS / PLAN_LANES_MAX);
  PlanRun *run = g_new0 (PlanRun, 1);
  run->executor = executor;
  run->plan = *plan;
  run->op = op;
  run->n_lanes = plan_n_lanes (plan);
  run->ranks_left = plan->n_ranks;
  run->real = data != NULL;
  run->purpose = PLAN_CHANNELS | purpose * PLAN_LANES_MAX;
  run->iteration = iteration;
  run->client = client;
  run->owner = owner;
  run->tag = tag;
  run_init_ranks (run, nodes, data);
  executor_add (executor, run);
  return run;
}

static void
run_begin (PlanRun *run)
{
  run->begun = TRUE;
  run->form = form_new (run);
  if (!run->form)
    run_init_lanes (run);
}

void
plan_run_enter (PlanRun *run, guint rank)
{
  RankState *state = &run->ranks[rank];
  g_assert (!state->entered && (!run->real || state->data || run->plan.n_elements == 0));
  state->entered = TRUE;
  run_report (run, rank, FALSE);
  if (!run->begun)
    run_begin (run);
  if (run->form)
    form_enter (run, rank);
  else
    rank_begin (run, rank);
}

void
plan_run_set_data (PlanRun *run, guint rank, float *data)
{
  g_assert (!run->ranks[rank].entered);
  run->real = TRUE;
  run->ranks[rank].data = data;
}

void
plan_run_set_bucket (PlanRun *run, guint number)
{
  run->bucket = MIN (number, G_MAXUINT16);
}

void
plan_run_abort (PlanRun *run)
{
  PlanExecutor *executor = run->executor;
  if (run->form)
    form_give_up (run);
  for (guint32 id = 0; id < executor->transfers.records->len; id++)
    {
      Transfer *transfer = transfers_get (&executor->transfers, id);
      if (transfer->run != run)
        continue;
      if (transfer->message)
        network_cancel (executor->network, transfer->message);
      transfers_give_back (&executor->transfers, id);
    }
  run_free (run);
}
