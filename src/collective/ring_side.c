#include "collective/ring_side.h"

static void
ring_side_step (const RingSide *ring, gsize first, gsize count, guint sent, StepKind kind, Step *out)
{
  guint received = sent > 0 ? sent - 1 : ring->side - 1;
  gsize chunk, n;
  chunk_range (count, ring->side, sent, &chunk, &n);
  step_add (out, STEP_SEND, ring->right, first + chunk, n);
  chunk_range (count, ring->side, received, &chunk, &n);
  step_add (out, kind, ring->left, first + chunk, n);
}

void
ring_side_reduce_scatter (const RingSide *ring, gsize first, gsize count, guint i, Step *out)
{
  guint behind = i + 1;
  guint sent = ring->place >= behind ? ring->place - behind : ring->place + ring->side - behind;
  out->phase = PHASE_REDUCE_SCATTER;
  ring_side_step (ring, first, count, sent, STEP_REDUCE, out);
}

void
ring_side_all_gather (const RingSide *ring, gsize first, gsize count, guint i, Step *out)
{
  guint sent = ring->place >= i ? ring->place - i : ring->place + ring->side - i;
  out->phase = PHASE_ALL_GATHER;
  ring_side_step (ring, first, count, sent, STEP_RECEIVE, out);
}

guint
grid_n_steps (const guint side[3])
{
  return 2 * (side[0] + side[1] + side[2] - 3);
}

void
grid_part (const Plan *plan, const guint side[3], guint rank, guint k, gsize *first, gsize *count)
{
  gsize chunk, n;
  *first = 0;
  *count = plan->n_elements;
  for (guint j = 0; j < k; j++)
    {
      chunk_range (*count, side[j], rank % side[j], &chunk, &n);
      *first += chunk;
      *count = n;
      rank /= side[j];
    }
}

void
grid_step (const Plan *plan, const guint side[3], guint rank, guint i, Step *out)
{
  guint half = grid_n_steps (side) / 2, k = 0, stride = 1;
  gboolean back = i >= half;
  guint step = back ? 2 * half - 1 - i : i; /* counted from the ends inwards */
  for (; step >= side[k] - 1; k++)
    {
      step -= side[k] - 1;
      stride *= side[k];
    }
  gsize first, count;
  RingSide ring = ring_side (rank, stride, side[k]);
  grid_part (plan, side, rank, k, &first, &count);
  out->level = k + 1;
  if (back)
    ring_side_all_gather (&ring, first, count, side[k] - 2 - step, out);
  else
    ring_side_reduce_scatter (&ring, first, count, step, out);
}

double
grid_closed_form (const Plan *plan, const guint side[3], double alpha_s, double beta_s_per_byte)
{
  double total = 0;
  gsize part = plan->n_elements;
  for (guint k = 0; k < 3 && plan->n_elements > 0; k++)
    {
      total += 2.0 * (side[k] - 1) * (alpha_s + chunk_largest_bytes (part, side[k]) * beta_s_per_byte);
      part = part / side[k] + (part % side[k] != 0);
    }
  return total;
}
