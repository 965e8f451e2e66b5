/* Clocks, budgets, tallies, vectors, futures: each against a trivial oracle. */
#include "base/random.h"
#include "protocol/table.h"
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

/* Settings of which the budget reads a part. */
static RunSettings
spending (const char *protocol, const StopSettings *stop, guint batch, guint accumulate)
{
  RunSettings settings = { .stop = *stop };
  settings.training.protocol = word_find (&protocol_words, protocol);
  settings.training.accumulate = accumulate;
  settings.cluster.workers = WORKERS;
  settings.learning.batch = batch;
  return settings;
}

static void
take (Budget *budget, guint64 unit)
{
  if (budget_begins (budget, unit))
    budget_grant (budget, budget->unit.samples * budget->unit.iterations);
}

/* What one worker after another takes, in rounds of all, until nothing is left: iterations in all. */
static guint
spend (Budget *budget)
{
  guint started = 0;
  for (guint unit = 0; budget_left (budget, budget->unit.rounds ? unit : started, unit); unit++)
    for (guint k = 0; k < WORKERS && budget_left (budget, budget->unit.rounds ? unit : started, unit); k++, started++)
      take (budget, budget->unit.rounds ? unit : started);
  return started;
}

/* 7 workers, batch 3, 5 rounds an epoch: 2 epochs are 10 rounds, 70 iterations, 210 samples. 64 samples are 22 iterations of 3;
 * in rounds of 21 they are 4, since 63 are not enough; with 9 iterations each, 22 are less than 63. */
static void
test_budget (void)
{
  const struct
  {
    StopSettings stop;
    guint rounds_per_epoch, rounds, alone; /* iterations in all */
    const char *rule, *rule_alone;
  } cases[] = {
    { { .epochs = 2 }, 5, 70, 70, "epochs", "epochs" },
    { { .samples = 64, .iterations = 9 }, 0, 28, 22, "samples", "samples" },
    { { .updates = 5 }, 0, 35, 5, "updates", "updates" },
    { { .iterations = 4, .updates = 100 }, 0, 28, 28, "iterations", "iterations" },
    { { .iterations = 4, .updates = 4 }, 0, 28, 4, "iterations", "updates" },
    { { .updates = 3, .samples = 63 }, 0, 21, 3, "updates", "updates" },
    { { .updates = 3, .samples = 42 }, 0, 14, 3, "samples", "updates" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RunSettings together = spending ("bsp", &cases[i].stop, 3, 1), apart = spending ("asp", &cases[i].stop, 3, 1);
      guint epoch = cases[i].rounds_per_epoch * WORKERS * 3;
      Budget rounds = budget_new (&together, epoch), alone = budget_new (&apart, epoch);
      g_assert_cmpuint (budget_iterations (&rounds), ==, cases[i].rounds / WORKERS);
      g_assert_cmpuint (spend (&rounds), ==, cases[i].rounds);
      g_assert_cmpuint (spend (&alone), ==, cases[i].alone);
      g_assert_cmpstr (budget_rule (&rounds), ==, cases[i].rule);
      g_assert_cmpstr (budget_rule (&alone), ==, cases[i].rule_alone);
    }
}

/* Rounds reckoned as 21 samples that turn out to be 30: 100 samples are 4 of them. */
static void
test_budget_corrected (void)
{
  const StopSettings stop = { .samples = 100 };
  RunSettings settings = spending ("bsp", &stop, 3, 1);
  Budget budget = budget_new (&settings, 0);
  guint rounds = 0;
  for (; budget_open (&budget); rounds++)
    {
      take (&budget, rounds);
      take (&budget, rounds);
      budget_correct (&budget, 21, 30);
    }
  g_assert_cmpuint (rounds, ==, 4);
  g_assert_true (budget_left (&budget, 3, 0));
  g_assert_false (budget_left (&budget, 4, 0));
}

/* Iterations of several batches: 3 epochs of 7 rounds are 21 batches of each worker, in iterations of 3 exactly 7, of 4 the 6th
 * is the first to pass them, of 50 one is enough. */
static void
test_budget_accumulated (void)
{
  const guint accumulate[] = { 3, 4, 50 }, expected[] = { 7, 6, 1 };
  const StopSettings stops[] = { { .epochs = 3 }, { .samples = 21 * 2 * WORKERS } };
  static const char *const protocols[] = { "bsp", "asp" };
  for (guint i = 0; i < G_N_ELEMENTS (accumulate); i++)
    for (guint s = 0; s < 2; s++)
      for (guint p = 0; p < 2; p++)
        {
          RunSettings settings = spending (protocols[p], &stops[s], 2, accumulate[i]);
          Budget budget = budget_new (&settings, 7 * 2 * WORKERS);
          guint most = s == 1 && p == 1 ? (21 * WORKERS + accumulate[i] - 1) / accumulate[i] : expected[i] * WORKERS;
          g_assert_cmpuint (spend (&budget), ==, most);
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
  a = vector_own (a);
  g_assert_true (a != b);
  vector_data (a)[4] = 3.5f;
  g_assert_cmpfloat (vector_data (b)[4], ==, 2.5f);
  g_assert_true (vector_own (a) == a);
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
  static Work work[N];
  for (guint i = 0; i < N; i++)
    {
      tasks[i] = (Task){ .input = i };
      work[i] = (Work){ .run = square, .task = &tasks[i], .large = TRUE };
      work_submit (pool, i * 37 % N, &work[i]);
    }
  for (guint i = 0; i < N; i++)
    {
      if (i % 10 == 3)
        work_cancel (&work[i]);
      else
        {
          work_join (&work[i]);
          g_assert_cmpuint (tasks[i].output, ==, (guint64)i * i);
        }
    }
  work_pool_free (pool);
}

typedef struct
{
  gint begun, awaited;
  gboolean met;
} Meeting;

static void
signal_meeting (gpointer data, guint slot)
{
  g_atomic_int_set (&((Meeting *)data)->awaited, TRUE);
}

/* Not for ever, should nobody come. */
static void
await_meeting (gpointer data, guint slot)
{
  Meeting *meeting = data;
  g_atomic_int_set (&meeting->begun, TRUE);
  for (guint ms = 0; ms < 10000 && !g_atomic_int_get (&meeting->awaited); ms++)
    g_usleep (1000);
  meeting->met = g_atomic_int_get (&meeting->awaited);
}

/* One thread has work that is over when other work is done, which is due later: only who joins it is free to do that. */
static void
test_futures_helped (void)
{
  WorkPool *pool = work_pool_new (2);
  Meeting meeting = { 0 };
  Work first = { .run = await_meeting, .task = &meeting }, second = { .run = signal_meeting, .task = &meeting };
  work_submit (pool, 1, &first);
  while (!g_atomic_int_get (&meeting.begun))
    g_usleep (100);
  work_submit (pool, 2, &second);
  work_join (&first);
  g_assert_true (meeting.met);
  work_join (&second);
  work_pool_free (pool);
}

void
add_parts_tests (void)
{
  g_test_add_func ("/training/clocks", test_clocks);
  g_test_add_func ("/training/budget", test_budget);
  g_test_add_func ("/training/budget-accumulated", test_budget_accumulated);
  g_test_add_func ("/training/budget-corrected", test_budget_corrected);
  g_test_add_func ("/training/tally", test_tally);
  g_test_add_func ("/training/vectors", test_vectors);
  g_test_add_func ("/training/futures/helped", test_futures_helped);
  g_test_add_data_func ("/training/futures/1", GUINT_TO_POINTER (1), test_futures);
  g_test_add_data_func ("/training/futures/2", GUINT_TO_POINTER (2), test_futures);
  g_test_add_data_func ("/training/futures/5", GUINT_TO_POINTER (5), test_futures);
}
