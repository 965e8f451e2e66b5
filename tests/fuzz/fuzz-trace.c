/* Measured compute times: for few workers and for many, all rows or the first ones. */
#include "cluster/compute_trace.h"
#include "fuzz/fuzz.h"

#include <math.h>

#define MANY_WORKERS 1000

static void
check (const char *text, guint n_workers, guint n_iterations)
{
  guint worker, iteration;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComputeTrace) trace = compute_trace_parse ("fuzz.csv", text, n_workers, n_iterations, &error);
  if (!trace)
    {
      g_assert_nonnull (error);
      return;
    }
  if (compute_trace_missing (trace, n_workers, MAX (n_iterations, 1), &worker, &iteration))
    g_assert_true (isnan (compute_trace_get (trace, worker, iteration)));
  else
    g_assert_cmpfloat (compute_trace_get (trace, n_workers - 1, MAX (n_iterations, 1) - 1), >=, 0);
}

static void
run (const char *bytes, gsize n)
{
  g_autofree char *text = g_strndup (bytes, n);
  check (text, 3, 2);
  check (text, 3, 0);
  check (text, MANY_WORKERS, 0);
}

static const char *const seeds[] = { "tests/data/wrong/*.csv", NULL };

const FuzzTarget fuzz_trace = { .name = "trace", .seeds = seeds, .run = run };
