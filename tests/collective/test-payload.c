/* Real vectors through the executor, against the same in double precision. */
#include "bed.h"
#include "suites.h"
#include "walk.h"

#include <math.h>

/* A hash of (rank, element) as a float in [−2, 2), never 0. */
static float
sample (guint rank, gsize e)
{
  guint64 x = (guint64)rank * 0x9E3779B97F4A7C15u + e * 0xBF58476D1CE4E5B9u + 12345;
  x = (x ^ x >> 29) * 0x94D049BB133111EBu;
  return ((gint64)(x >> 40) - (1 << 23) + 0.5f) / (1 << 22);
}

static double
reduced (Operator op, guint n_ranks, gsize e, double *scale)
{
  double value = sample (0, e);
  *scale = fabs (value);
  for (guint rank = 1; rank < n_ranks; rank++)
    {
      double x = sample (rank, e);
      *scale = op == OPERATOR_PRODUCT ? *scale * fabs (x) : *scale + fabs (x);
      if (op == OPERATOR_MIN)
        value = MIN (value, x);
      else if (op == OPERATOR_MAX)
        value = MAX (value, x);
      else
        value = op == OPERATOR_PRODUCT ? value * x : value + x;
    }
  if (op == OPERATOR_AVERAGE)
    *scale /= n_ranks;
  return op == OPERATOR_AVERAGE ? value / n_ranks : value;
}

/* Adding n floats in any order is off by at most (n − 1)·2^-24·Σ|x|, to first order; an average by one rounding more. */
static gboolean
is_reduced (const Plan *plan, Operator op, const float *vector, gsize first, gsize count)
{
  for (gsize e = first; e < first + count; e++)
    {
      double scale, expected = reduced (op, plan->n_ranks, e, &scale);
      if (!(fabs (vector[e] - expected) <= (plan->n_ranks + 1) * 0x1p-24 * scale))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_sample (const float *vector, gsize first, gsize count, guint from, gsize element)
{
  for (gsize e = 0; e < count; e++)
    if (vector[first + e] != sample (from, element + e))
      return FALSE;
  return TRUE;
}

static gboolean
is_exchanged (const Plan *plan, guint rank, const float *vector, gboolean in_slots)
{
  gboolean right = TRUE;
  gsize first, count, slot;
  for (guint from = 0; from < plan->n_ranks; from++)
    {
      chunk_range (plan->n_elements, plan->n_ranks, in_slots ? rank : from, &first, &count);
      slot = first;
      if (in_slots)
        plan_slot_range (plan, rank, from, &slot, &count);
      right &= is_sample (vector, slot, count, from, first);
    }
  return right;
}

static gboolean
is_result (const Plan *plan, Operator op, guint rank, const float *vector)
{
  gsize first, count;
  chunk_range (plan->n_elements, plan->n_ranks, rank, &first, &count);
  switch (plan->collective->result)
    {
    case RESULT_ALL_REDUCE:
      return is_reduced (plan, op, vector, 0, plan->n_elements);
    case RESULT_REDUCE:
      return rank != plan->root || is_reduced (plan, op, vector, 0, plan->n_elements);
    case RESULT_REDUCE_SCATTER:
      return is_reduced (plan, op, vector, first, count);
    case RESULT_BROADCAST:
      return is_sample (vector, 0, plan->n_elements, plan->root, 0);
    case RESULT_SCATTER:
      return is_sample (vector, first, count, plan->root, first);
    case RESULT_GATHER:
      return rank != plan->root || is_exchanged (plan, rank, vector, FALSE);
    case RESULT_ALL_GATHER:
      return is_exchanged (plan, rank, vector, FALSE);
    case RESULT_ALL_TO_ALL:
      return is_exchanged (plan, rank, vector, TRUE);
    }
  return FALSE;
}

static float **
vectors_new (const Plan *plan)
{
  float **data = g_new (float *, plan->n_ranks + 1);
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    {
      data[rank] = g_new (float, plan_vector_length (plan));
      for (gsize e = 0; e < plan_vector_length (plan); e++)
        data[rank][e] = sample (rank, e);
    }
  data[plan->n_ranks] = NULL;
  return data;
}

/* An all-reduce leaves the same bits everywhere; messages and bytes are what the plan counts. */
static void
check_run (Bed *bed, const Plan *plan, Operator op, float **data)
{
  guint64 messages, bytes;
  const NetworkTotals *totals = network_totals (bed->network);
  walk_count (plan, &messages, &bytes);
  g_assert_cmpuint (totals->messages, ==, messages);
  g_assert_cmpuint (totals->bytes_sent, ==, bytes);
  g_assert_cmpuint (totals->bytes_received, ==, bytes);
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    {
      g_assert_true (is_result (plan, op, rank, data[rank]));
      if (plan->collective->result == RESULT_ALL_REDUCE)
        g_assert_cmpmem (data[rank], plan->n_elements * sizeof (float), data[0], plan->n_elements * sizeof (float));
    }
}

static void
check_payload (const Collective *collective, guint n, gsize n_elements, Operator op, gboolean eager)
{
  BedShape shape = { .n_hosts = n, .bandwidth = 1.1e9, .latency = 3100, .eager = eager, .reduce_bytes_per_s = n % 2 ? 3e9 : 0 };
  Plan plan = { .collective = collective, .n_ranks = n, .n_elements = n_elements, .group = 1, .root = (n - 1) / 2 };
  g_autofree SimTime *ready = g_new (SimTime, n);
  g_autoptr (Bed) bed = bed_new (&shape);
  g_auto (GStrv) data = (GStrv)vectors_new (&plan);
  if (collective->result == RESULT_ALL_REDUCE)
    plan.root = 0;
  for (guint rank = 0; rank < n; rank++)
    ready[rank] = (rank * 1103515245u + 12345) % 50021;
  BedRun *run = bed_add (bed, &plan, op, (float **)data, ready);
  bed_run (bed);
  g_assert_cmpuint (run->n_done, ==, n);
  g_assert_cmpint (run->all_done, >=, 0);
  check_run (bed, &plan, op, (float **)data);
}

static void
test_payload (gconstpointer data)
{
  static const Operator operators[] = { OPERATOR_SUM, OPERATOR_AVERAGE, OPERATOR_MIN, OPERATOR_MAX, OPERATOR_PRODUCT };
  for (guint n = 1; n <= 17; n++)
    {
      check_payload (data, n, 203, operators[n % 5], FALSE);
      check_payload (data, n, 203, operators[(n + 2) % 5], TRUE);
      check_payload (data, n, n / 2, OPERATOR_AVERAGE, n % 3 == 0);
    }
}

void
add_payload_tests (void)
{
  for (const Collective *const *entry = collective_table; *entry; entry++)
    {
      g_autofree char *path = g_strdup_printf ("/collective/payload/%s", (*entry)->name);
      g_test_add_data_func (path, *entry, test_payload);
    }
}
