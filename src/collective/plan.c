#include "collective/plan.h"

#include <math.h>
#include <string.h>

#include "base/wide.h"

guint
plan_n_lanes (const Plan *plan)
{
  return plan->collective->n_lanes ? plan->collective->n_lanes (plan) : 1;
}

void
plan_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  out->n_ops = 0;
  out->after_lane = 0;
  out->after = 0;
  out->phase = PHASE_NONE;
  out->level = 0;
  plan->collective->step (plan, rank, lane, i, out);
}

gsize
plan_vector_length (const Plan *plan)
{
  gsize first, count = 0;
  if (plan->collective->result == RESULT_ALL_TO_ALL)
    chunk_range (plan->n_elements, plan->n_ranks, 0, &first, &count);
  return plan->n_elements + plan->n_ranks * count;
}

void
plan_slot_range (const Plan *plan, guint rank, guint from, gsize *first, gsize *count)
{
  chunk_range (plan->n_elements, plan->n_ranks, rank, first, count);
  *first = plan->n_elements + from * *count;
}

void
step_add (Step *step, StepKind kind, guint peer, gsize first, gsize count)
{
  g_assert (step->n_ops < STEP_OPS_MAX);
  step->ops[step->n_ops++] = (StepOp){ .kind = kind, .peer = peer, .first = first, .count = count };
}

void
chunk_range (gsize n_elements, guint n_chunks, guint i, gsize *first, gsize *count)
{
  g_assert (i < n_chunks);
  gsize base = n_elements / n_chunks, larger = n_elements % n_chunks;
  *first = base * i + MIN (i, larger);
  *count = base + (i < larger);
}

void
chunk_span (gsize n_elements, guint n_chunks, guint i, guint n, gsize *first, gsize *count)
{
  g_assert (i + n <= n_chunks);
  gsize base = n_elements / n_chunks, larger = n_elements % n_chunks;
  *first = base * i + MIN (i, larger);
  *count = base * (i + n) + MIN (i + n, larger) - *first;
}

double
chunk_largest_bytes (gsize n_elements, guint n_chunks)
{
  return (double)(n_elements / n_chunks + (n_elements % n_chunks != 0)) * ELEMENT_BYTES;
}

WIDE static void
reduce_sum (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] += src[i];
}

static void
reduce_min (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] = MIN (dst[i], src[i]);
}

static void
reduce_max (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] = MAX (dst[i], src[i]);
}

static void
reduce_product (float *restrict dst, const float *restrict src, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] *= src[i];
}

void
operator_reduce (Operator op, float *dst, const float *src, gsize n)
{
  static void (*const reduce[]) (float *restrict, const float *restrict, gsize) = {
    [OPERATOR_SUM] = reduce_sum, [OPERATOR_AVERAGE] = reduce_sum,     [OPERATOR_MIN] = reduce_min,
    [OPERATOR_MAX] = reduce_max, [OPERATOR_PRODUCT] = reduce_product,
  };
  reduce[op](dst, src, n);
}

guint64
plan_wire_bytes (const Plan *plan, gsize n)
{
  return (guint64)n * (plan->wire_bytes > 0 ? plan->wire_bytes : ELEMENT_BYTES);
}
