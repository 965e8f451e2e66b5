/* Updates of so many pushes, whoever sends them, which is what softsync and buffered federated learning are made of: a protocol for it
 * on the bridge as it is, and what its budgets come to.
 *
 * With c pushes an update and b batches a push, U updates are made of U·c pushes: a budget of updates, or of samples, is granted push
 * by push and ends with a whole update. Only where the workers' own iterations end before does the last one take what there is.
 */
#include "job.h"
#include "suites.h"
#include "training/training.h"

#define BATCH 8

static guint64 *
pushes_heard (Node *server)
{
  return node_state (server);
}

/* Nobody live: no more will come. */
static void
pool_close (Training *t, Node *server)
{
  guint n = server_gathered (t, server);
  if (n < training_knob (t, "pushes") && (n == 0 || server_slowest (t, server) < G_MAXUINT64))
    return;
  training_measure (t, "gathered.max", n);
  training_measure (t, "gathered.sum", n);
  server_apply_average (t, server);
}

static void
pool_on_push (Training *t, Node *server, const Parcel *push)
{
  server_gather (t, server, push, (*pushes_heard (server))++ / (guint64)training_knob (t, "pushes"));
  pool_close (t, server);
  server_reply (t, server, push->from);
}

static void
pool_on_applied (Training *t, Node *server, Node *nobody)
{
  pool_close (t, server);
}

static void
pool_on_member (Training *t, Node *server, Node *worker, MemberEvent event)
{
  pool_close (t, server);
}

static void
pool_on_start (Training *t, Node *worker)
{
  if (training_knob (t, "batches") > 1)
    worker_compute_round (t, worker, training_knob (t, "batches"));
  else
    worker_compute (t, worker);
}

static void
pool_round (const RunSettings *settings, guint *workers, guint *batches)
{
  *workers = knob_integer (settings->training.protocol_knobs, "pushes");
  *batches = knob_integer (settings->training.protocol_knobs, "batches");
}

static const Knob pool_knobs[] = {
  { "pushes", KNOB_INTEGER, .value = 3, .min = 1, .max = 100, .help = "that make an update" },
  { "batches", KNOB_INTEGER, .value = 1, .min = 1, .max = 100, .help = "in a push" },
  { NULL },
};

static const Metric pool_metrics[] = {
  { "gathered.max", METRIC_UNIT_NONE, "most pushes in an update", .measure = MEASURE_MAX },
  { "gathered.sum", METRIC_UNIT_NONE, "pushes in all updates", .measure = MEASURE_SUM },
  { NULL },
};

static const Protocol protocol_pool = {
  .name = "pool",
  .knobs = pool_knobs,
  .metrics = pool_metrics,
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .node_size = sizeof (guint64),
  .round = pool_round,
  .worker = { .on_start = pool_on_start, .on_computed = worker_exchange },
  .server = { .on_push = pool_on_push, .on_applied = pool_on_applied, .on_member = pool_on_member },
};

/* One worker of them is three times as slow: in most updates a fast one counts twice. */
static RunSettings *
pool_settings (guint workers, guint servers, guint pushes, guint batches)
{
  const Job job = { .protocol = "asp", .workers = workers, .servers = servers, .step_time = 1e-3, .bandwidth = 3.7e6, .latency = 13000 };
  RunSettings *settings = job_learning (&job);
  knobs_free (settings->training.protocol_knobs);
  settings->training.protocol = &protocol_pool;
  settings->training.protocol_knobs = knobs_new (pool_knobs);
  knobs_set_number (settings->training.protocol_knobs, "pushes", pushes);
  knobs_set_number (settings->training.protocol_knobs, "batches", batches);
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  settings->cluster.slowdown.slow_count = workers > 1;
  settings->cluster.slowdown.slow_factor = 3;
  return settings;
}

static void
assert_run (const RunSettings *settings, const char *stopped_by, guint64 updates, guint64 samples)
{
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  guint64 iterations = 0;
  for (guint k = 0; k < outcome->n_workers; k++)
    iterations += outcome->workers[k].iterations;
  g_assert_cmpstr (outcome->stopped_by, ==, stopped_by);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, updates);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, samples);
  g_assert_cmpuint (iterations * BATCH, ==, samples);
}

static void
test_updates (void)
{
  static const struct
  {
    guint workers, servers, pushes, batches;
    SimTime apply_time;
  } cases[] = { { 5, 1, 3, 1 }, { 5, 3, 3, 1 }, { 5, 1, 7, 1, 900000 }, { 2, 2, 5, 1, 300000 }, { 4, 1, 2, 3 }, { 1, 1, 4, 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RunSettings) settings = pool_settings (cases[i].workers, cases[i].servers, cases[i].pushes, cases[i].batches);
      settings->training.apply_time = cases[i].apply_time;
      settings->stop.updates = 100;
      assert_run (settings, "updates", 100, 100 * cases[i].pushes * cases[i].batches * BATCH);
    }
}

/* 1000 samples are 42 updates of 24, or 21 of 48 in rounds of two batches. */
static void
test_samples (void)
{
  g_autoptr (RunSettings) single = pool_settings (5, 1, 3, 1), rounds = pool_settings (5, 1, 3, 2);
  single->stop.samples = rounds->stop.samples = 1000;
  assert_run (single, "samples", 42, 42 * 24);
  assert_run (rounds, "samples", 21, 21 * 48);
}

/* Four workers' 5 iterations each: 6 updates of 3 pushes and one of 2. */
static void
test_left_over (void)
{
  g_autoptr (RunSettings) settings = pool_settings (4, 1, 3, 1);
  settings->stop.iterations = 5;
  assert_run (settings, "iterations", 7, 20 * BATCH);
}

/* The same run's pushes, three or two an update: the most of them, and all. */
static void
test_measured (void)
{
  g_autoptr (RunSettings) settings = pool_settings (4, 1, 3, 1);
  settings->stop.iterations = 5;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_true (outcome->own == pool_metrics);
  g_assert_cmpfloat (outcome->measured[0], ==, 3);
  g_assert_cmpfloat (outcome->measured[1], ==, 20);
}

/* One worker's two pushes at the same parameters are what BSP makes of two batches accumulated: (g + g')/2 either way. */
static void
test_accumulates (void)
{
  const Job job = { .protocol = "bsp", .workers = 1, .step_time = 1e-3, .bandwidth = 3.7e6, .latency = 13000 };
  g_autoptr (RunSettings) pool = pool_settings (1, 1, 2, 1), bsp = job_learning (&job);
  bsp->training.accumulate = 2;
  pool->stop.updates = bsp->stop.updates = 15;
  g_autoptr (Outcome) a = job_run (pool, 1, NULL), b = job_run (bsp, 1, NULL);
  g_assert_cmpstr (a->weights, ==, b->weights);
}

/* The first update is of one gradient of worker 1, and of two of worker 0 at the same parameters, whose batches are 0, 2 of the file,
 * 1 its own: whatever the order in which they came, the sum is in worker order, so it is the same for slow and fast links. */
static void
test_order (void)
{
  g_autoptr (RunSettings) a = pool_settings (2, 1, 3, 1), b = pool_settings (2, 1, 3, 1);
  a->cluster.slowdown.dist = b->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "constant"), { 1 } };
  a->cluster.slowdown.slow_factor = 1.2; /* 0, 1, 0 */
  b->cluster.slowdown.slow_factor = 2.9; /* 0, 0, 1 */
  a->stop.updates = b->stop.updates = 1;
  g_autoptr (Outcome) first = job_run (a, 1, NULL), second = job_run (b, 1, NULL);
  g_assert_cmpstr (first->weights, ==, second->weights);
  g_assert_cmpstr (first->timeline, !=, second->timeline);
}

void
add_pushes_tests (void)
{
  g_test_add_func ("/training/pushes/updates", test_updates);
  g_test_add_func ("/training/pushes/samples", test_samples);
  g_test_add_func ("/training/pushes/left-over", test_left_over);
  g_test_add_func ("/training/pushes/measured", test_measured);
  g_test_add_func ("/training/pushes/accumulates", test_accumulates);
  g_test_add_func ("/training/pushes/order", test_order);
}
