#include "collective/fold.h"

guint
fold_log2 (guint n)
{
  return g_bit_storage (n) - 1;
}

Fold
fold_of (const Plan *plan, guint rank)
{
  Fold fold = { .power = 1u << fold_log2 (plan->n_ranks), .partner = rank };
  fold.rest = plan->n_ranks - fold.power;
  gboolean paired = rank < 2 * fold.rest;
  fold.out = paired && rank % 2 == 0;
  if (paired)
    fold.partner = rank ^ 1;
  fold.number = paired ? rank / 2 : rank - fold.rest;
  return fold;
}

guint
fold_rank (const Fold *fold, guint number)
{
  return number < fold->rest ? 2 * number + 1 : number + fold->rest;
}

static gboolean
fold_is_paired (const Fold *fold)
{
  return fold->out || fold->partner != fold_rank (fold, fold->number);
}

guint
fold_n_steps (const Fold *fold, guint n_core)
{
  return fold->out ? 2 : n_core + (fold_is_paired (fold) ? 2 : 0);
}

gboolean
fold_step (const Plan *plan, const Fold *fold, guint i, guint n_core, guint *core, Step *out)
{
  gboolean paired = fold_is_paired (fold);
  *core = paired ? i - 1 : i;
  if (!paired || (!fold->out && i > 0 && i <= n_core))
    return FALSE;
  StepKind kind = i == 0 ? (fold->out ? STEP_SEND : STEP_REDUCE) : (fold->out ? STEP_RECEIVE : STEP_SEND);
  out->phase = i == 0 ? PHASE_FOLD : PHASE_UNFOLD;
  step_add (out, kind, fold->partner, 0, plan->n_elements);
  return TRUE;
}
