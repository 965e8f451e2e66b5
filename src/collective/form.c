#include "collective/form.h"

#include "collective/replay.h"

struct _Form
{
  Roads *roads;
  Tolls tolls;
  SimTime began;    /* the first rank entered */
  SimTime *entered; /* [n_ranks]; SIM_TIME_NEVER: not yet */
  guint n_left;     /* to enter */
  Timetable table;  /* once all have */
  guint32 *order;   /* ranks as they end, once all have entered */
  guint next;       /* in order: who is told next */
  EventHandle event;
};

static SimTime
run_now (const PlanRun *run)
{
  return simulator_now (run->executor->sim);
}

static gboolean
is_eligible (const PlanRun *run)
{
  const PlanExecutor *executor = run->executor;
  const Record *record = network_record (executor->network);
  return executor->shortcuts && !executor->eager && !run->real && run->n_lanes == 1 && run->plan.n_ranks > 1
         && run->plan.n_elements > 0 && run->plan.collective->result == RESULT_ALL_REDUCE && !(record && record_keeps (record));
}

static gboolean
nodes_are_distinct (const PlanRun *run)
{
  guint n_hosts = topology_n_hosts (network_topology (run->executor->network));
  g_autofree guint8 *seen = g_new0 (guint8, n_hosts);
  for (guint rank = 0; rank < run->plan.n_ranks; rank++)
    if (seen[run->nodes[rank]]++ > 0)
      return FALSE;
  return TRUE;
}

Form *
form_new (PlanRun *run)
{
  guint n = run->plan.n_ranks;
  if (!is_eligible (run) || !nodes_are_distinct (run))
    return NULL;
  Roads *roads = roads_new (run->executor->network, &run->plan, run->nodes, run->purpose);
  if (!roads)
    return NULL;
  Form *form = g_new0 (Form, 1);
  form->roads = roads;
  form->tolls = (Tolls){ network_settings (run->executor->network)->overhead, run->executor->reduce_bytes_per_s };
  form->entered = g_new (SimTime, n);
  form->n_left = n;
  form->began = run_now (run);
  for (guint rank = 0; rank < n; rank++)
    form->entered[rank] = SIM_TIME_NEVER;
  return form;
}

void
form_free (Form *form)
{
  if (!form)
    return;
  roads_free (form->roads);
  timetable_clear (&form->table);
  g_free (form->entered);
  g_free (form->order);
  g_free (form);
}

/* --- links and accounts --- */

/* Those of @rank. Nobody competes for anything where there is no contention. */
static gboolean
claim_links (PlanRun *run, guint rank, SimTime until)
{
  const Roads *roads = run->form->roads;
  Network *network = run->executor->network;
  if (network_settings (network)->sharing == &sharing_ideal)
    return TRUE;
  for (guint i = roads->first_owned[rank]; i < roads->first_owned[rank + 1]; i++)
    if (!network_claim (network, roads->owned[i], run->handle, until))
      return FALSE;
  return TRUE;
}

static void
release_links (PlanRun *run)
{
  for (guint rank = 0; rank < run->plan.n_ranks; rank++)
    if (run->form->entered[rank] != SIM_TIME_NEVER)
      claim_links (run, rank, run_now (run));
}

/* Books when messages of @rank travel, until @latest. */
static void
book_rank (PlanRun *run, const Timetable *table, guint rank, const Gap *gaps, guint n_gaps, SimTime latest)
{
  Record *record = network_record (run->executor->network);
  for (guint i = 0; i < n_gaps; i++)
    {
      SimTime end = i + 1 < n_gaps ? gaps[i + 1].from : table->covered[rank];
      if (gaps[i].to < latest)
        record_plan (record, run->nodes[rank], ACTIVITY_COMMUNICATE, gaps[i].to, MIN (end, latest), run->handle);
    }
  record_release (record, run->nodes[rank], run_now (run));
}

/* For all ranks that have entered and are held. */
static void
book_ranks (PlanRun *run, Timetable *table, SimTime latest)
{
  if (!network_record (run->executor->network))
    return;
  g_autofree guint *first = timetable_sort_gaps (table);
  for (guint rank = 0; rank < run->plan.n_ranks; rank++)
    if (run->form->entered[rank] != SIM_TIME_NEVER)
      book_rank (run, table, rank, &g_array_index (table->gaps, Gap, first[rank]), first[rank + 1] - first[rank], latest);
}

/* --- the timetable --- */

static int
compare_ends (gconstpointer a, gconstpointer b, gpointer data)
{
  const SimTime *end = data;
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return end[x] != end[y] ? (end[x] < end[y] ? -1 : 1) : (x > y) - (x < y);
}

static void
order_ranks (Form *form)
{
  guint n = form->table.n_ranks;
  gboolean sorted = TRUE;
  form->order = g_new (guint32, n);
  for (guint rank = 0; rank < n; rank++)
    {
      form->order[rank] = rank;
      sorted = sorted && (rank == 0 || form->table.end[rank - 1] <= form->table.end[rank]);
    }
  if (!sorted)
    g_qsort_with_data (form->order, n, sizeof *form->order, compare_ends, form->table.end);
}

static void
await_next (PlanRun *run)
{
  Form *form = run->form;
  SimTime when = form->table.end[form->order[form->next]];
  form->event = simulator_at (run->executor->sim, when, run->executor->form_end, run->handle, 0);
}

static void
resolve (PlanRun *run)
{
  Form *form = run->form;
  const Plan *plan = &run->plan;
  timetable_init (&form->table, plan->n_ranks, form->roads->roads->len);
  if (plan->collective->sides && grid_is_uniform (plan, form->roads, &form->tolls))
    grid_times (plan, form->roads, &form->tolls, form->entered, &form->table);
  else
    replay_free (replay_new (plan, form->roads, &form->tolls, form->entered, MOMENT_NEVER, &form->table));
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    claim_links (run, rank, form->table.end[rank]);
  book_ranks (run, &form->table, SIM_TIME_NEVER);
  g_array_set_size (form->table.gaps, 0);
  order_ranks (form);
  await_next (run);
}

void
form_enter (PlanRun *run, guint rank)
{
  Form *form = run->form;
  Record *record = network_record (run->executor->network);
  form->entered[rank] = run_now (run);
  form->n_left--;
  if (record)
    record_hold (record, run->nodes[rank]);
  if (!claim_links (run, rank, SIM_TIME_NEVER))
    form_give_up (run);
  else if (form->n_left == 0)
    resolve (run);
}

/* --- the end --- */

/* What has gone over the roads counts for their links. */
static void
carry (PlanRun *run, const Roads *roads, const Timetable *table)
{
  for (guint r = 0; r < roads->roads->len; r++)
    {
      const Road *road = &g_array_index (roads->roads, Road, r);
      for (guint i = 0; i < road->n_links; i++)
        network_carry (run->executor->network, g_array_index (roads->links, guint32, road->first_link + i), table->carried[r]);
    }
}

/* All that was sent has arrived. */
static void
complete (PlanRun *run)
{
  const Form *form = run->form;
  network_count (run->executor->network, form->table.messages, form->table.bytes);
  carry (run, form->roads, &form->table);
  if (run->executor->n_shortcuts++ == 0)
    run->executor->first_shortcut = form->began;
  g_clear_pointer (&run->form, form_free);
}

/* The last message of some ranks arrives: they are told in the order in which all that is computed at this instant ends. */
void
form_on_end (gpointer owner, guint64 a, guint64 b)
{
  PlanExecutor *executor = owner;
  PlanRun *run = executor_find (executor, a);
  run->form->event = simulator_at (executor->sim, simulator_now (executor->sim), executor->form_done, a, 0);
}

void
form_on_done (gpointer owner, guint64 a, guint64 b)
{
  PlanExecutor *executor = owner;
  PlanRun *run = executor_find (executor, a);
  SimTime now = simulator_now (executor->sim);
  while (run && run->form && run->form->next < run->plan.n_ranks)
    {
      guint rank = run->form->order[run->form->next];
      if (run->form->table.end[rank] > now)
        {
          await_next (run);
          return;
        }
      run->form->event = 0;
      if (++run->form->next == run->plan.n_ranks)
        complete (run);
      executor_tell (executor, a, rank);
      run = executor_find (executor, a);
    }
}

/* --- giving up --- */

static guint32
take_transfer (PlanRun *run, const Replay *replay, guint rank, guint i)
{
  const ReplayRank *state = &replay->ranks[rank];
  guint32 id = transfers_take (&run->executor->transfers, run);
  Transfer *transfer = transfers_get (&run->executor->transfers, id);
  transfer->from = state->step.ops[i].peer;
  transfer->to = rank;
  transfer->lane = 0;
  transfer->send_op = state->ops[i].peer_op;
  transfer->receive_op = i;
  transfer->message = 0;
  return id;
}

/* The message that operation @i of @rank receives, which has not arrived. */
static void
resume_message (PlanRun *run, const Replay *replay, guint rank, guint i)
{
  PlanExecutor *executor = run->executor;
  const StepOp *op = &replay->ranks[rank].step.ops[i];
  const Passage *passage = &replay->ranks[rank].ops[i].passage;
  guint32 id = take_transfer (run, replay, rank, i);
  MessageSpec spec = transfer_message (run, id, op->count);
  MessagePast past = {
    .started = replay->tolls->overhead == 0 || moment_is_after (&replay->moment, passage->start, PRIORITY_DELIVERY),
    .left = moment_is_after (&replay->moment, passage->left, PRIORITY_FLOW),
    .start_at = passage->start,
    .left_at = passage->left,
    .rate = roads_find (replay->roads, op->peer, rank)->rate,
  };
  MessageId message = network_resume (executor->network, &spec, &past);
  transfers_get (&executor->transfers, id)->message = message;
}

/* What operation @i of @rank received, or still receives. */
static void
resume_receive (PlanRun *run, const Replay *replay, guint rank, guint i)
{
  PlanExecutor *executor = run->executor;
  const Passage *passage = &replay->ranks[rank].ops[i].passage;
  LaneState *lane = run_lane (run, rank, 0);
  if (!moment_is_after (&replay->moment, passage->arrived, PRIORITY_DELIVERY))
    {
      resume_message (run, replay, rank, i);
      return;
    }
  lane->received[i] = take_transfer (run, replay, rank, i);
  if (lane->state[i] == OP_FLYING)
    simulator_at (executor->sim, passage->over, executor->reduced, run->handle, (guint64)rank << 16 | i);
}

static void
resume_step (PlanRun *run, const Replay *replay, guint rank)
{
  const ReplayRank *state = &replay->ranks[rank];
  LaneState *lane = run_lane (run, rank, 0);
  lane->step = state->step;
  lane->posted = TRUE;
  lane->n_open = 0;
  for (guint i = 0; i < state->step.n_ops; i++)
    {
      lane->state[i] = replay_op_is_over (replay, state, i) ? OP_OVER : state->ops[i].matched ? OP_FLYING : OP_WAITING;
      lane->n_open += lane->state[i] != OP_OVER;
      if (state->step.ops[i].kind != STEP_SEND && state->ops[i].matched)
        resume_receive (run, replay, rank, i);
    }
}

static void
resume_rank (PlanRun *run, const Replay *replay, guint rank, gboolean told)
{
  const ReplayRank *state = &replay->ranks[rank];
  LaneState *lane = run_lane (run, rank, 0);
  lane->index = told ? state->n_steps : state->index;
  lane->n_steps = state->n_steps;
  run->ranks[rank].lanes_left = lane->index < lane->n_steps;
  if (told)
    return;
  if (state->posted)
    resume_step (run, replay, rank);
  else
    simulator_at (run->executor->sim, run_now (run), run->executor->rank_done, run->handle, rank);
}

static void
drop_accounts (PlanRun *run)
{
  Record *record = network_record (run->executor->network);
  for (guint rank = 0; record && rank < run->plan.n_ranks; rank++)
    record_unplan (record, run->nodes[rank], ACTIVITY_COMMUNICATE, run->handle, run_now (run));
}

void
form_give_up (PlanRun *run)
{
  Form *form = run->form;
  Timetable table;
  Moment moment = { run_now (run), simulator_priority (run->executor->sim) };
  g_autofree guint8 *told = g_new0 (guint8, run->plan.n_ranks);
  for (guint i = 0; i < form->next; i++)
    told[form->order[i]] = TRUE;
  simulator_cancel (run->executor->sim, form->event);
  timetable_init (&table, run->plan.n_ranks, form->roads->roads->len);
  g_autoptr (Replay) replay = replay_new (&run->plan, form->roads, &form->tolls, form->entered, moment, &table);
  release_links (run);
  if (!form->order)
    book_ranks (run, &table, moment.now);
  else
    drop_accounts (run);
  network_count (run->executor->network, replay->messages_received, replay->bytes_received);
  carry (run, form->roads, &table);
  run->form = NULL;
  run_init_lanes (run);
  for (guint rank = 0; rank < run->plan.n_ranks; rank++)
    if (form->entered[rank] != SIM_TIME_NEVER)
      resume_rank (run, replay, rank, told[rank]);
  timetable_clear (&table);
  form_free (form);
}

void
form_add_totals (const PlanRun *run, NetworkTotals *totals)
{
  const Form *form = run->form;
  Timetable table;
  Moment moment = { run_now (run), simulator_priority (run->executor->sim) };
  timetable_init (&table, run->plan.n_ranks, form->roads->roads->len);
  g_autoptr (Replay) replay = replay_new (&run->plan, form->roads, &form->tolls, form->entered, moment, &table);
  totals->messages += table.messages;
  totals->bytes_sent += table.bytes;
  totals->bytes_received += replay->bytes_received;
  timetable_clear (&table);
}
