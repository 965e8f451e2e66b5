#include "walk.h"

#include <string.h>

/* Where a lane of a rank stands. */
typedef struct
{
  guint index, n_steps;
  gboolean posted;
  Step step;
  gboolean over[STEP_OPS_MAX];
  Cell *received[STEP_OPS_MAX];
} Place;

typedef struct
{
  Walk *walk;
  guint n_lanes;
  Place *places; /* [n_ranks × n_lanes] */
} Walker;

static Cell *
walk_cells (const Walk *walk, guint rank)
{
  return walk->cells + rank * walk->length;
}

static Place *
walker_place (Walker *w, guint rank, guint lane)
{
  return &w->places[rank * w->n_lanes + lane];
}

static gboolean
place_post (Walker *w, guint rank, guint lane)
{
  Place *place = walker_place (w, rank, lane);
  if (place->posted || place->index == place->n_steps)
    return FALSE;
  plan_step (&w->walk->plan, rank, lane, place->index, &place->step);
  if (place->step.after > walker_place (w, rank, place->step.after_lane)->index)
    return FALSE;
  for (guint i = 0; i < place->step.n_ops; i++)
    {
      const StepOp *op = &place->step.ops[i];
      place->over[i] = op->count == 0;
      place->received[i] = NULL;
      w->walk->errors += op->first + op->count > w->walk->length || op->peer >= w->walk->plan.n_ranks;
    }
  return place->posted = TRUE;
}

/* Both ends are in one phase, and it is one that reduces or one that does not. */
static gboolean
phases_fit (const Step *sender, const Step *receiver, const StepOp *op)
{
  static const gboolean reduces[N_PHASES] = {
    [PHASE_REDUCE] = TRUE, [PHASE_REDUCE_SCATTER] = TRUE, [PHASE_FOLD] = TRUE, [PHASE_EXCHANGE] = TRUE
  };
  return sender->phase == receiver->phase && sender->level == receiver->level && receiver->phase != PHASE_NONE
         && reduces[receiver->phase] == (op->kind == STEP_REDUCE);
}

/* The send op @i of @place meets the first open receive of the peer's present step. */
static gboolean
place_send (Walker *w, guint rank, guint lane, guint i)
{
  Place *place = walker_place (w, rank, lane);
  const StepOp *send = &place->step.ops[i];
  Place *peer = walker_place (w, send->peer, lane);
  for (guint k = 0; peer->posted && k < peer->step.n_ops; k++)
    {
      const StepOp *op = &peer->step.ops[k];
      if (op->kind == STEP_SEND || op->peer != rank || peer->over[k])
        continue;
      w->walk->errors += op->count != send->count || !phases_fit (&place->step, &peer->step, op);
      peer->received[k] = g_memdup2 (walk_cells (w->walk, rank) + send->first, MIN (op->count, send->count) * sizeof (Cell));
      return place->over[i] = peer->over[k] = TRUE;
    }
  return FALSE;
}

static void
place_apply (Walker *w, guint rank, const StepOp *op, const Cell *received)
{
  Cell *cells = walk_cells (w->walk, rank) + op->first;
  for (gsize e = 0; e < op->count; e++)
    if (op->kind == STEP_REDUCE)
      {
        w->walk->errors += cells[e].element != received[e].element || (cells[e].from & received[e].from) != 0;
        cells[e].from |= received[e].from;
      }
    else
      cells[e] = received[e];
}

static gboolean
place_finish (Walker *w, guint rank, guint lane)
{
  Place *place = walker_place (w, rank, lane);
  for (guint i = 0; i < place->step.n_ops; i++)
    if (!place->over[i])
      return FALSE;
  for (guint i = 0; i < place->step.n_ops; i++)
    if (place->received[i])
      {
        place_apply (w, rank, &place->step.ops[i], place->received[i]);
        g_clear_pointer (&place->received[i], g_free);
      }
  place->posted = FALSE;
  place->index++;
  return TRUE;
}

static gboolean
walker_visit (Walker *w, guint rank, guint lane)
{
  Place *place = walker_place (w, rank, lane);
  gboolean moved = place_post (w, rank, lane);
  for (guint i = 0; place->posted && i < place->step.n_ops; i++)
    if (place->step.ops[i].kind == STEP_SEND && !place->over[i])
      moved |= place_send (w, rank, lane, i);
  return (place->posted && place_finish (w, rank, lane)) || moved;
}

/* Passes over all ranks, up and down in turn, until a pass moves nothing. */
static void
walker_run (Walker *w)
{
  guint n = w->walk->plan.n_ranks * w->n_lanes;
  gboolean moved = TRUE;
  for (guint pass = 0; moved; pass++)
    {
      moved = FALSE;
      for (guint k = 0; k < n; k++)
        {
          guint at = pass % 2 ? n - 1 - k : k;
          moved |= walker_visit (w, at / w->n_lanes, at % w->n_lanes);
        }
    }
}

static void
walker_init (Walker *w, Walk *walk)
{
  const Plan *plan = &walk->plan;
  w->walk = walk;
  w->n_lanes = plan_n_lanes (plan);
  w->places = g_new0 (Place, plan->n_ranks * w->n_lanes);
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    for (guint lane = 0; lane < w->n_lanes; lane++)
      walker_place (w, rank, lane)->n_steps = plan->collective->n_steps (plan, rank, lane);
}

static gboolean
walker_clear (Walker *w)
{
  gboolean finished = TRUE;
  for (guint k = 0; k < w->walk->plan.n_ranks * w->n_lanes; k++)
    {
      finished &= w->places[k].index == w->places[k].n_steps;
      for (guint i = 0; i < STEP_OPS_MAX; i++)
        g_free (w->places[k].received[i]);
    }
  g_free (w->places);
  return finished;
}

Walk *
walk_new (const Plan *plan)
{
  Walk *walk = g_new0 (Walk, 1);
  Walker walker;
  walk->plan = *plan;
  walk->length = plan_vector_length (plan);
  walk->cells = g_new (Cell, plan->n_ranks * walk->length);
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    for (gsize e = 0; e < walk->length; e++)
      walk_cells (walk, rank)[e] = (Cell){ .element = e, .from = (RankSet)1 << rank };
  walker_init (&walker, walk);
  walker_run (&walker);
  walk->finished = walker_clear (&walker);
  return walk;
}

void
walk_free (Walk *walk)
{
  g_free (walk->cells);
  g_free (walk);
}

static gboolean
cells_are (const Walk *walk, guint rank, gsize first, gsize count, gsize element, RankSet from)
{
  const Cell *cells = walk_cells (walk, rank) + first;
  for (gsize e = 0; e < count; e++)
    if (cells[e].element != element + e || cells[e].from != from)
      return FALSE;
  return TRUE;
}

/* @rank has every other rank's chunk, as gather and all-gather leave them. */
static gboolean
rank_has_gathered (const Walk *walk, guint rank)
{
  gboolean right = TRUE;
  gsize first, count;
  for (guint from = 0; from < walk->plan.n_ranks; from++)
    {
      chunk_range (walk->plan.n_elements, walk->plan.n_ranks, from, &first, &count);
      right &= cells_are (walk, rank, first, count, first, (RankSet)1 << from);
    }
  return right;
}

static gboolean
rank_has_exchanged (const Walk *walk, guint rank)
{
  gboolean right = TRUE;
  gsize first, count, slot;
  for (guint from = 0; from < walk->plan.n_ranks; from++)
    {
      chunk_range (walk->plan.n_elements, walk->plan.n_ranks, rank, &first, &count);
      plan_slot_range (&walk->plan, rank, from, &slot, &count);
      right &= cells_are (walk, rank, slot, count, first, (RankSet)1 << from);
    }
  return right;
}

static gboolean
rank_is_right (const Walk *walk, guint rank)
{
  const Plan *plan = &walk->plan;
  RankSet all = plan->n_ranks < 128 ? ((RankSet)1 << plan->n_ranks) - 1 : ~(RankSet)0, root = (RankSet)1 << plan->root;
  gsize n = plan->n_elements, first, count;
  chunk_range (n, plan->n_ranks, rank, &first, &count);
  switch (plan->collective->result)
    {
    case RESULT_ALL_REDUCE:
      return cells_are (walk, rank, 0, n, 0, all);
    case RESULT_REDUCE:
      return rank != plan->root || cells_are (walk, rank, 0, n, 0, all);
    case RESULT_BROADCAST:
      return cells_are (walk, rank, 0, n, 0, root);
    case RESULT_SCATTER:
      return cells_are (walk, rank, first, count, first, root);
    case RESULT_GATHER:
      return rank != plan->root || rank_has_gathered (walk, rank);
    case RESULT_ALL_GATHER:
      return rank_has_gathered (walk, rank);
    case RESULT_REDUCE_SCATTER:
      return cells_are (walk, rank, first, count, first, all);
    case RESULT_ALL_TO_ALL:
      return rank_has_exchanged (walk, rank);
    }
  return FALSE;
}

gboolean
walk_is_right (const Walk *walk)
{
  gboolean right = walk->finished && walk->errors == 0;
  for (guint rank = 0; right && rank < walk->plan.n_ranks; rank++)
    right = rank_is_right (walk, rank);
  return right;
}

static void
step_count (const Plan *plan, const Step *step, guint rank, guint64 *messages, guint64 *bytes)
{
  for (guint i = 0; i < step->n_ops; i++)
    {
      const StepOp *op = &step->ops[i];
      if (op->kind != STEP_SEND || op->peer == rank || op->count == 0)
        continue;
      *messages += 1;
      *bytes += plan_wire_bytes (plan, op->count);
    }
}

void
walk_count (const Plan *plan, guint64 *messages, guint64 *bytes)
{
  Step step;
  *messages = *bytes = 0;
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    for (guint lane = 0; lane < plan_n_lanes (plan); lane++)
      for (guint i = 0; i < plan->collective->n_steps (plan, rank, lane); i++)
        {
          plan_step (plan, rank, lane, i, &step);
          step_count (plan, &step, rank, messages, bytes);
        }
}
