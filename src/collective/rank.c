/* How a rank goes from step to step: operations are posted, matched, over. */
#include "collective/plan_state.h"

#include <string.h>

/* --- transfers --- */

MessageSpec
transfer_message (PlanRun *run, guint32 id, gsize count)
{
  const PlanExecutor *executor = run->executor;
  const Transfer *transfer = transfers_get (&executor->transfers, id);
  const Step *step = &run_lane (run, transfer->from, transfer->lane)->step;
  return (MessageSpec){ .client = executor->client,
                        .from = run->nodes[transfer->from],
                        .to = run->nodes[transfer->to],
                        .purpose = run->purpose + transfer->lane,
                        .kind = SPAN_SEND,
                        .inner = TRUE,
                        .bytes = plan_wire_bytes (&run->plan, count),
                        .iteration = run->iteration,
                        .label = { run->bucket, step->phase, step->level },
                        .tag = transfers_tag (&executor->transfers, id) };
}

static void
transfer_start (PlanRun *run, guint rank, guint lane, guint send_op, guint receive_op)
{
  PlanExecutor *executor = run->executor;
  const StepOp *op = &run_lane (run, rank, lane)->step.ops[send_op];
  guint32 id = transfers_take (&executor->transfers, run);
  Transfer *transfer = transfers_get (&executor->transfers, id);
  transfer->from = rank;
  transfer->to = op->peer;
  transfer->lane = lane;
  transfer->send_op = send_op;
  transfer->receive_op = receive_op;
  if (run->real)
    transfer_snapshot (transfer, run->ranks[rank].data + op->first, op->count);
  MessageSpec spec = transfer_message (run, id, op->count);
  MessageId message = network_send (executor->network, &spec);
  transfers_get (&executor->transfers, id)->message = message;
}

/* What the step received goes into the vector, in the order of its operations. */
static void
step_apply (PlanRun *run, guint rank, LaneState *lane)
{
  for (guint i = 0; i < lane->step.n_ops; i++)
    {
      const StepOp *op = &lane->step.ops[i];
      if (op->kind == STEP_SEND || op->count == 0)
        continue;
      const Transfer *transfer = transfers_get (&run->executor->transfers, lane->received[i]);
      if (run->real && op->kind == STEP_REDUCE)
        operator_reduce (run->op, run->ranks[rank].data + op->first, transfer->payload, op->count);
      else if (run->real)
        memcpy (run->ranks[rank].data + op->first, transfer->payload, op->count * sizeof (float));
      transfers_give_back (&run->executor->transfers, lane->received[i]);
    }
}

/* --- steps --- */

static void
op_over (LaneState *lane, guint i)
{
  lane->state[i] = OP_OVER;
  lane->n_open--;
}

/* The first waiting operation of @lane that sends to or receives from @peer. */
static guint
lane_find (const LaneState *lane, gboolean send, guint peer)
{
  for (guint i = 0; lane->posted && i < lane->step.n_ops; i++)
    if (lane->state[i] == OP_WAITING && lane->step.ops[i].peer == peer && (lane->step.ops[i].kind == STEP_SEND) == send)
      return i;
  return OP_NONE;
}

/* Waited: the flow starts when both ends are posted; whoever comes second starts it. */
static void
op_match (PlanRun *run, guint rank, guint lane_number, guint i)
{
  LaneState *lane = run_lane (run, rank, lane_number);
  gboolean send = lane->step.ops[i].kind == STEP_SEND;
  guint peer = lane->step.ops[i].peer;
  LaneState *other = run_lane (run, peer, lane_number);
  guint k = lane_find (other, !send, rank);
  if (k == OP_NONE)
    return;
  lane->state[i] = other->state[k] = OP_FLYING;
  if (send)
    transfer_start (run, rank, lane_number, i, k);
  else
    transfer_start (run, peer, lane_number, k, i);
}

/* The receive @i of a posted step has its elements; a reduction may take time before it is over. TRUE when it is over. */
static gboolean
op_receive (PlanRun *run, guint rank, guint lane_number, guint i, guint32 transfer)
{
  PlanExecutor *executor = run->executor;
  LaneState *lane = run_lane (run, rank, lane_number);
  const StepOp *op = &lane->step.ops[i];
  lane->received[i] = transfer;
  if (op->kind == STEP_REDUCE && executor->reduce_bytes_per_s > 0)
    {
      SimTime took = sim_time_from_s (op->count * ELEMENT_BYTES / executor->reduce_bytes_per_s);
      lane->state[i] = OP_FLYING;
      simulator_after (executor->sim, took, executor->reduced, run->handle, (guint64)rank << 16 | lane_number << 8 | i);
      return FALSE;
    }
  op_over (lane, i);
  return TRUE;
}

/* Takes the oldest early arrival from @peer out of the queue; TRANSFER_NONE when there is none. */
static guint32
lane_take_early (LaneState *lane, Transfers *transfers, guint peer)
{
  guint32 before = TRANSFER_NONE, id = lane->early_first;
  while (id != TRANSFER_NONE && transfers_get (transfers, id)->from != peer)
    {
      before = id;
      id = transfers_get (transfers, id)->next;
    }
  if (id == TRANSFER_NONE)
    return TRANSFER_NONE;
  guint32 next = transfers_get (transfers, id)->next;
  if (before == TRANSFER_NONE)
    lane->early_first = next;
  else
    transfers_get (transfers, before)->next = next;
  if (lane->early_last == id)
    lane->early_last = before;
  return id;
}

static void
lane_put_early (LaneState *lane, Transfers *transfers, guint32 id)
{
  transfers_get (transfers, id)->next = TRANSFER_NONE;
  if (lane->early_first == TRANSFER_NONE)
    lane->early_first = id;
  else
    transfers_get (transfers, lane->early_last)->next = id;
  lane->early_last = id;
}

/* Eager: a send is over when it is posted, a receive may have arrived before. */
static void
op_post_eager (PlanRun *run, guint rank, guint lane_number, guint i)
{
  LaneState *lane = run_lane (run, rank, lane_number);
  if (lane->step.ops[i].kind == STEP_SEND)
    {
      transfer_start (run, rank, lane_number, i, OP_NONE);
      op_over (lane, i);
      return;
    }
  guint32 early = lane_take_early (lane, &run->executor->transfers, lane->step.ops[i].peer);
  if (early != TRANSFER_NONE)
    op_receive (run, rank, lane_number, i, early);
}

static gboolean
lane_post (PlanRun *run, guint rank, guint lane_number)
{
  LaneState *lane = run_lane (run, rank, lane_number);
  plan_step (&run->plan, rank, lane_number, lane->index, &lane->step);
  const Step *step = &lane->step;
  if (step->after > run_lane (run, rank, step->after_lane)->index)
    return FALSE;
  lane->posted = TRUE;
  lane->n_open = step->n_ops;
  for (guint i = 0; i < step->n_ops; i++)
    {
      lane->state[i] = OP_WAITING;
      if (step->ops[i].count == 0)
        op_over (lane, i);
    }
  for (guint i = 0; i < step->n_ops; i++)
    if (lane->state[i] == OP_WAITING)
      (run->executor->eager ? op_post_eager : op_match) (run, rank, lane_number, i);
  return TRUE;
}

/* The elements that @rank has of the result. */
static void
result_range (const Plan *plan, guint rank, gsize *first, gsize *count)
{
  CollectiveResult result = plan->collective->result;
  *first = *count = 0;
  if (result == RESULT_REDUCE_SCATTER)
    chunk_range (plan->n_elements, plan->n_ranks, rank, first, count);
  else if (result == RESULT_ALL_REDUCE || (result == RESULT_REDUCE && rank == plan->root))
    *count = plan->n_elements;
}

static void
rank_finish (PlanRun *run, guint rank)
{
  PlanExecutor *executor = run->executor;
  gsize first, count;
  result_range (&run->plan, rank, &first, &count);
  if (run->real && run->op == OPERATOR_AVERAGE)
    for (gsize e = first; e < first + count; e++)
      run->ranks[rank].data[e] /= run->plan.n_ranks;
  simulator_at (executor->sim, simulator_now (executor->sim), executor->rank_done, run->handle, rank);
}

static void
lane_end_step (PlanRun *run, guint rank, LaneState *lane)
{
  step_apply (run, rank, lane);
  lane->posted = FALSE;
  lane->index++;
  if (lane->index == lane->n_steps && --run->ranks[rank].lanes_left == 0)
    rank_finish (run, rank);
}

/* As far as it goes without waiting. TRUE when a step has ended. */
static gboolean
lane_advance (PlanRun *run, guint rank, guint lane_number)
{
  LaneState *lane = run_lane (run, rank, lane_number);
  gboolean moved = FALSE;
  while (lane->index < lane->n_steps && (lane->posted || lane_post (run, rank, lane_number)) && lane->n_open == 0)
    {
      lane_end_step (run, rank, lane);
      moved = TRUE;
    }
  return moved;
}

/* A lane that ends a step may be what another lane of the rank waits for. */
static void
rank_advance (PlanRun *run, guint rank, guint lane_number)
{
  gboolean moved = lane_advance (run, rank, lane_number);
  while (moved && run->n_lanes > 1)
    {
      moved = FALSE;
      for (guint lane = 0; lane < run->n_lanes; lane++)
        moved |= lane_advance (run, rank, lane);
    }
}

void
rank_begin (PlanRun *run, guint rank)
{
  RankState *state = &run->ranks[rank];
  for (guint lane = 0; lane < run->n_lanes; lane++)
    {
      run_lane (run, rank, lane)->n_steps = run->plan.collective->n_steps (&run->plan, rank, lane);
      state->lanes_left += run_lane (run, rank, lane)->n_steps > 0;
    }
  if (state->lanes_left == 0)
    rank_finish (run, rank);
  for (guint lane = 0; lane < run->n_lanes; lane++)
    rank_advance (run, rank, lane);
}

void
rank_on_left (PlanRun *run, const Transfer *transfer)
{
  guint rank = transfer->from, lane = transfer->lane;
  op_over (run_lane (run, rank, lane), transfer->send_op);
  rank_advance (run, rank, lane);
}

void
rank_on_arrived (PlanRun *run, guint32 id)
{
  Transfers *transfers = &run->executor->transfers;
  Transfer *transfer = transfers_get (transfers, id);
  guint rank = transfer->to, lane_number = transfer->lane;
  LaneState *lane = run_lane (run, rank, lane_number);
  if (run->executor->eager)
    transfer->receive_op = lane_find (lane, FALSE, transfer->from);
  if (transfer->receive_op == OP_NONE)
    lane_put_early (lane, transfers, id);
  else if (op_receive (run, rank, lane_number, transfer->receive_op, id))
    rank_advance (run, rank, lane_number);
}

void
rank_on_reduced (PlanRun *run, guint rank, guint lane, guint op)
{
  op_over (run_lane (run, rank, lane), op);
  rank_advance (run, rank, lane);
}
