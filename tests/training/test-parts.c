/* Clocks, budgets, tallies, vectors, futures: each against a trivial oracle. */
#include "base/random.h"
#include "suites.h"
#include "training/budget.h"
#include "training/clocks.h"
#include "training/statistics.h"
#include "training/vector.h"
#include "training/work.h"

#define WORKERS 7

/* The lead by definition: own clock less the smallest among the living. */
static guint64
lead_by_definition (const guint64 *clock, const gboolean *live, guint worker)
{
  guint64 smallest = G_MAXUINT64;
  for (guint i = 0; i < WORKERS; i++)
    if (live[i])
      smallest = MIN (smallest, clock[i]);
  return smallest < clock[worker] ? clock[worker] - smallest : 0;
}

static void
test_clocks (void)
{
  Clocks *clocks = clocks_new (WORKERS);
  guint64 clock[WORKERS] = { 0 };
  gboolean live[WORKERS];
  for (guint i = 0; i < WORKERS; i++)
    live[i] = TRUE;
  for (guint step = 0; step < 4000; step++)
    {
      guint worker = random_below (3, RANDOM_TEST, 0, step, WORKERS);
      clocks_tick (clocks, worker);
      clock[worker]++;
      if (step % 700 == 699)
        {
          guint leaver = random_below (3, RANDOM_TEST, 1, step, WORKERS);
          clocks_leave (clocks, leaver);
          live[leaver] = FALSE;
        }
      for (guint i = 0; i < WORKERS; i++)
        {
          g_assert_cmpuint (clocks_get (clocks, i), ==, clock[i]);
          g_assert_cmpuint (clocks_lead (clocks, i), ==, lead_by_definition (clock, live, i));
        }
    }
  clocks_free (clocks);
}

/* 7 workers, batch 3, 5 rounds an epoch: 2 epochs are 10 rounds, 70 iterations, 210 samples. */
static void
test_budget (void)
{
  StopSettings stop = { .epochs = 2, .target = { NAN, NAN, NAN } };
  Budget rounds = budget_new (&stop, TRUE, WORKERS, 3, 1, 5), alone = budget_new (&stop, FALSE, WORKERS, 3, 1, 5);
  g_assert_cmpuint (rounds.own, ==, 10);
  g_assert_cmpuint (alone.shared, ==, 70);
  g_assert_cmpstr (rounds.rule, ==, "epochs");
  stop = (StopSettings){ .samples = 64, .iterations = 9 };
  rounds = budget_new (&stop, TRUE, WORKERS, 3, 1, 0);
  alone = budget_new (&stop, FALSE, WORKERS, 3, 1, 0);
  g_assert_cmpuint (rounds.own, ==, 4);    /* 21 samples a round: 63 are not enough */
  g_assert_cmpuint (alone.shared, ==, 22); /* 3 samples each: 63 are not enough */
  g_assert_cmpuint (alone.own, ==, 9);
  g_assert_cmpstr (rounds.rule, ==, "samples");
  g_assert_cmpstr (alone.rule, ==, "samples");
  guint started = 0;
  for (; budget_left (&alone, 0); started++)
    budget_take (&alone);
  g_assert_cmpuint (started, ==, 22);
  g_assert_false (budget_left (&rounds, 4));
  g_assert_true (budget_left (&rounds, 3));
}

/* Iterations of several batches: 3 epochs of 7 rounds are 21 batches of each worker, in iterations of 3 exactly 7, of 4 the 6th
 * is the first to pass them, of 50 one is enough. */
static void
test_budget_accumulated (void)
{
  const guint accumulate[] = { 3, 4, 50 }, expected[] = { 7, 6, 1 };
  StopSettings epochs = { .epochs = 3 }, samples = { .samples = 21 * 2 * WORKERS };
  for (guint i = 0; i < G_N_ELEMENTS (accumulate); i++)
    {
      g_assert_cmpuint (budget_new (&epochs, TRUE, WORKERS, 2, accumulate[i], 7).own, ==, expected[i]);
      g_assert_cmpuint (budget_new (&epochs, FALSE, WORKERS, 2, accumulate[i], 7).shared, ==, expected[i] * WORKERS);
      g_assert_cmpuint (budget_new (&samples, TRUE, WORKERS, 2, accumulate[i], 7).own, ==, expected[i]);
    }
}

/* 0, 1, …, 99 and then 40 hundred times: mean (4950 + 4000)/200. */
static void
test_tally (void)
{
  Tally tally;
  tally_init (&tally);
  g_assert_true (isnan (tally_mean (&tally)) && isnan (tally_quantile (&tally, 0.5)) && isnan (tally_max (&tally)));
  for (guint i = 0; i < 100; i++)
    {
      tally_add (&tally, i);
      tally_add (&tally, 40);
    }
  g_assert_cmpfloat (tally_mean (&tally), ==, 44.75);
  g_assert_cmpfloat (tally_quantile (&tally, 0.5), ==, 40);
  g_assert_cmpfloat (tally_quantile (&tally, 0.99), ==, 97);
  g_assert_cmpfloat (tally_max (&tally), ==, 99);
  tally_clear (&tally);
}

/* A vector that is held twice is copied before it is written; one that is held once is not. */
static void
test_vectors (void)
{
  VectorStore *store = vector_store_new ();
  Vector *a = vector_new (store, 5), *b;
  vector_data (a)[4] = 2.5f;
  b = vector_ref (a);
  guint64 id = vector_id (a);
  a = vector_own (a);
  g_assert_true (a != b);
  g_assert_cmpuint (vector_id (a), ==, id + 1);
  vector_data (a)[4] = 3.5f;
  g_assert_cmpfloat (vector_data (b)[4], ==, 2.5f);
  g_assert_true (vector_own (a) == a);
  g_assert_cmpuint (vector_store_peak (store), ==, 10);
  vector_unref (a);
  vector_clear (&b);
  g_assert_null (b);
  vector_store_free (store);
}

typedef struct
{
  guint64 input, output;
} Task;

static void
square (gpointer data, guint slot)
{
  Task *task = data;
  task->output = task->input * task->input;
}

/* Every answer is there after its join, whoever computed it, more of them outstanding than the pool keeps ready. */
static void
test_futures (gconstpointer threads)
{
  enum
  {
    N = 1000
  };
  WorkPool *pool = work_pool_new (GPOINTER_TO_UINT (threads));
  static Task tasks[N];
  static Work *work[N];
  for (guint i = 0; i < N; i++)
    {
      tasks[i] = (Task){ .input = i };
      work[i] = work_submit (pool, i * 37 % N, square, &tasks[i]);
    }
  for (guint i = 0; i < N; i++)
    {
      if (i % 10 == 3)
        work_cancel (work[i]);
      else
        {
          work_join (work[i]);
          g_assert_cmpuint (tasks[i].output, ==, (guint64)i * i);
        }
    }
  work_pool_free (pool);
}

void
add_parts_tests (void)
{
  g_test_add_func ("/training/clocks", test_clocks);
  g_test_add_func ("/training/budget", test_budget);
  g_test_add_func ("/training/budget-accumulated", test_budget_accumulated);
  g_test_add_func ("/training/tally", test_tally);
  g_test_add_func ("/training/vectors", test_vectors);
  g_test_add_data_func ("/training/futures/1", GUINT_TO_POINTER (1), test_futures);
  g_test_add_data_func ("/training/futures/2", GUINT_TO_POINTER (2), test_futures);
  g_test_add_data_func ("/training/futures/5", GUINT_TO_POINTER (5), test_futures);
}
