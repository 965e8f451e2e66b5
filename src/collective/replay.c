#include "collective/replay.h"

/* The event with which it is over: the last byte leaves, the message arrives, or its reduction is done. */
gboolean
replay_op_is_over (const Replay *replay, const ReplayRank *rank, guint i)
{
  const StepOp *op = &rank->step.ops[i];
  const Passage *passage = &rank->ops[i].passage;
  gboolean reduced = op->kind == STEP_REDUCE && replay->tolls->reduce_bytes_per_s > 0;
  if (op->count == 0)
    return TRUE;
  if (!rank->ops[i].matched)
    return FALSE;
  if (op->kind == STEP_SEND)
    return moment_is_after (&replay->moment, passage->left, PRIORITY_FLOW);
  return moment_is_after (&replay->moment, passage->over, reduced ? PRIORITY_COMPUTE : PRIORITY_DELIVERY);
}

/* --- messages --- */

/* Of the operations of a rank's step, @i starts before those that are not covered yet. */
static void
cover_step (Replay *replay, guint number)
{
  const ReplayRank *rank = &replay->ranks[number];
  gboolean swapped = rank->step.n_ops > 1 && rank->ops[0].passage.start > rank->ops[1].passage.start;
  for (guint k = 0; k < rank->step.n_ops; k++)
    {
      guint i = swapped ? rank->step.n_ops - 1 - k : k;
      const Passage *passage = &rank->ops[i].passage;
      if (rank->step.ops[i].count > 0 && rank->ops[i].matched
          && moment_is_after (&replay->moment, passage->start, PRIORITY_DELIVERY))
        timetable_cover (replay->table, number, passage->start, passage->arrived);
    }
}

static void
count_message (Replay *replay, const Road *road, const Passage *passage, guint64 bytes)
{
  replay->table->messages++;
  replay->table->bytes += bytes;
  if (moment_is_after (&replay->moment, passage->left, PRIORITY_FLOW))
    replay->table->carried[roads_number (replay->roads, road)] += bytes;
  if (moment_is_after (&replay->moment, passage->arrived, PRIORITY_DELIVERY))
    {
      replay->messages_received++;
      replay->bytes_received += bytes;
    }
}

static guint
find_waiting (const ReplayRank *rank, gboolean send, guint peer)
{
  for (guint i = 0; rank->posted && i < rank->step.n_ops; i++)
    {
      const StepOp *op = &rank->step.ops[i];
      if (!rank->ops[i].matched && op->count > 0 && op->peer == peer && (op->kind == STEP_SEND) == send)
        return i;
    }
  return STEP_OPS_MAX;
}

/* As op_match in rank.c, but for the time. */
static void
match_op (Replay *replay, guint number, guint i)
{
  ReplayRank *rank = &replay->ranks[number];
  gboolean send = rank->step.ops[i].kind == STEP_SEND;
  guint peer = rank->step.ops[i].peer;
  ReplayRank *other = &replay->ranks[peer];
  guint k = find_waiting (other, !send, number);
  if (k == STEP_OPS_MAX)
    return;
  gsize count = rank->step.ops[i].count;
  gboolean reduced = (send ? other->step.ops[k].kind : rank->step.ops[i].kind) == STEP_REDUCE;
  const Road *road = send ? roads_find (replay->roads, number, peer) : roads_find (replay->roads, peer, number);
  Passage passage = road_passage (road, replay->plan, replay->tolls, count, reduced, MAX (rank->at, other->at));
  rank->ops[i] = (ReplayOp){ TRUE, k, passage };
  other->ops[k] = (ReplayOp){ TRUE, i, passage };
  count_message (replay, road, &passage, plan_wire_bytes (replay->plan, count));
  g_array_append_val (replay->next, peer);
}

/* --- steps --- */

static void
post_step (Replay *replay, guint number, SimTime at)
{
  ReplayRank *rank = &replay->ranks[number];
  rank->posted = TRUE;
  rank->at = at;
  plan_step (replay->plan, number, 0, rank->index, &rank->step);
  for (guint i = 0; i < rank->step.n_ops; i++)
    rank->ops[i] = (ReplayOp){ 0 };
  for (guint i = 0; i < rank->step.n_ops; i++)
    if (rank->step.ops[i].count > 0 && !rank->ops[i].matched)
      match_op (replay, number, i);
}

/* When the posted step of @rank is over; FALSE: not at the moment. */
static gboolean
step_end (const Replay *replay, const ReplayRank *rank, SimTime *end)
{
  *end = rank->at;
  for (guint i = 0; i < rank->step.n_ops; i++)
    {
      const Passage *passage = &rank->ops[i].passage;
      if (!replay_op_is_over (replay, rank, i))
        return FALSE;
      if (rank->step.ops[i].count > 0)
        *end = MAX (*end, rank->step.ops[i].kind == STEP_SEND ? passage->left : passage->over);
    }
  return TRUE;
}

static void
advance_rank (Replay *replay, guint number)
{
  ReplayRank *rank = &replay->ranks[number];
  SimTime end;
  while (rank->posted && step_end (replay, rank, &end))
    {
      cover_step (replay, number);
      rank->posted = FALSE;
      if (++rank->index < rank->n_steps)
        post_step (replay, number, end);
      else
        replay->table->end[number] = end;
    }
}

static void
enter_rank (Replay *replay, guint number, SimTime entered)
{
  ReplayRank *rank = &replay->ranks[number];
  rank->n_steps = replay->plan->collective->n_steps (replay->plan, number, 0);
  if (entered == SIM_TIME_NEVER)
    return;
  if (rank->n_steps == 0)
    replay->table->end[number] = entered;
  else
    post_step (replay, number, entered);
  g_array_append_val (replay->next, number);
  while (replay->next->len > 0)
    {
      guint last = g_array_index (replay->next, guint, replay->next->len - 1);
      g_array_set_size (replay->next, replay->next->len - 1);
      advance_rank (replay, last);
    }
}

Replay *
replay_new (const Plan *plan, const Roads *roads, const Tolls *tolls, const SimTime *entered, Moment moment, Timetable *table)
{
  Replay *replay = g_new0 (Replay, 1);
  *replay = (Replay){ .plan = plan, .roads = roads, .tolls = tolls, .moment = moment, .table = table };
  replay->ranks = g_new0 (ReplayRank, plan->n_ranks);
  replay->next = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    enter_rank (replay, rank, entered[rank]);
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    if (replay->ranks[rank].posted)
      cover_step (replay, rank);
  return replay;
}

void
replay_free (Replay *replay)
{
  if (!replay)
    return;
  g_free (replay->ranks);
  g_array_unref (replay->next);
  g_free (replay);
}
