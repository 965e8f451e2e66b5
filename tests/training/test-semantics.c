/* What the synchronisation models promise, on one cluster with a 3× straggler and lognormal noise. */
#include "job.h"
#include "suites.h"

static Job
noisy_job (const char *protocol)
{
  return (Job){ .protocol = protocol,
                .workers = 8,
                .servers = 1,
                .step_time = 3.7e-3,
                .gradient_bytes = 123456,
                .bandwidth = 2.385e9,
                .latency = 17000 };
}

static RunSettings *
noisy_settings (const char *protocol, guint64 staleness)
{
  Job job = noisy_job (protocol);
  job.staleness = staleness;
  RunSettings *settings = job_settings (&job);
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "lognormal"), { 1, 0.3 } };
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 3;
  settings->stop.samples = 8 * 8 * 40;
  return settings;
}

static Outcome *
noisy_run (const char *protocol, guint64 staleness, Record **record)
{
  g_autoptr (RunSettings) settings = noisy_settings (protocol, staleness);
  return job_run (settings, 1, record);
}

/* The same samples: who waits less is done sooner. */
static void
test_order (void)
{
  g_autoptr (Outcome) bsp = noisy_run ("bsp", 0, NULL), ssp = noisy_run ("ssp", 3, NULL), asp = noisy_run ("asp", 0, NULL);
  g_assert_cmpfloat (bsp->metrics[METRIC_SAMPLES], ==, 2560);
  g_assert_cmpfloat (ssp->metrics[METRIC_SAMPLES], ==, 2560);
  g_assert_cmpfloat (asp->metrics[METRIC_SAMPLES], ==, 2560);
  g_assert_cmpfloat (asp->metrics[METRIC_SIMULATED], <, ssp->metrics[METRIC_SIMULATED]);
  g_assert_cmpfloat (ssp->metrics[METRIC_SIMULATED], <, bsp->metrics[METRIC_SIMULATED]);
  g_assert_cmpfloat (bsp->metrics[METRIC_STALENESS_MAX], ==, 0);
  g_assert_cmpfloat (bsp->metrics[METRIC_LEAD_MAX], ==, 0);
}

static void
test_ssp_bound (void)
{
  for (guint bound = 0; bound < 6; bound++)
    {
      g_autoptr (Outcome) ssp = noisy_run ("ssp", bound, NULL);
      g_assert_cmpfloat (ssp->metrics[METRIC_LEAD_MAX], ==, bound); /* the straggler makes everybody use it up */
    }
  g_autoptr (Outcome) asp = noisy_run ("asp", 0, NULL), free = noisy_run ("ssp", 1000000000, NULL);
  g_assert_cmpstr (free->timeline, ==, asp->timeline);
}

/* SSP 0 waits as BSP does, to the nanosecond on every worker, also where each has a budget of its own. */
static void
test_ssp_zero_is_bsp (void)
{
  for (guint own = 0; own < 2; own++)
    {
      g_autoptr (RunSettings) ssp = noisy_settings ("ssp", 0), bsp = noisy_settings ("bsp", 0);
      if (own)
        ssp->stop = bsp->stop = (StopSettings){ .iterations = 23, .target = { NAN, NAN, NAN } };
      g_autoptr (Outcome) a = job_run (ssp, 1, NULL), b = job_run (bsp, 1, NULL);
      g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], ==, b->metrics[METRIC_SIMULATED]);
      g_assert_cmpfloat (a->metrics[METRIC_ITERATION_MEAN], ==, b->metrics[METRIC_ITERATION_MEAN]);
      for (guint k = 0; k < 8; k++)
        g_assert_cmpmem (a->workers[k].seconds, sizeof a->workers[k].seconds, b->workers[k].seconds,
                         sizeof b->workers[k].seconds);
    }
}

/* Fills [worker][iteration] with compute times. */
static void
compute_times (const Record *record, SimTime time[8][16])
{
  guint n;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].iteration < 16)
      time[span[i].actor][span[i].iteration] = span[i].end - span[i].start;
}

/* Common random numbers: iteration i of worker k takes the same under every protocol. */
static void
test_same_stragglers (void)
{
  static const char *const names[] = { "bsp", "ssp", "asp" };
  SimTime time[3][8][16] = { 0 };
  for (guint p = 0; p < 3; p++)
    {
      g_autoptr (Record) record = NULL;
      g_autoptr (Outcome) outcome = noisy_run (names[p], 3, &record);
      compute_times (record, time[p]);
    }
  for (guint k = 0; k < 8; k++)
    for (guint i = 0; i < 10; i++)
      {
        g_assert_cmpint (time[0][k][i], >, 0);
        g_assert_cmpint (time[0][k][i], ==, time[1][k][i]);
        g_assert_cmpint (time[0][k][i], ==, time[2][k][i]);
      }
}

/* 7 workers, of which 0, 4 and 5 are slow: they and nobody else compute 3 times as long. */
static void
test_slow_list (void)
{
  const gint64 slow[] = { 0, 4, 5 };
  Job job = noisy_job ("bsp");
  job.workers = 7;
  job.iterations = 2;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.slowdown.slow_list = g_memdup2 (slow, sizeof slow);
  settings->cluster.slowdown.slow_count = G_N_ELEMENTS (slow);
  settings->cluster.slowdown.slow_factor = 3;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  for (guint k = 0; k < 7; k++)
    g_assert_cmpfloat_with_epsilon (outcome->workers[k].seconds[ACTIVITY_COMPUTE],
                                    2 * 3.7e-3 * (k == 0 || k == 4 || k == 5 ? 3 : 1), 1e-9);
}

/* compute + communicate + wait + down + checkpoint = the makespan, on every worker, to the nanosecond. */
static void
test_accounts (void)
{
  static const char *const names[] = { "bsp", "ssp", "asp" };
  for (guint p = 0; p < 3; p++)
    {
      g_autoptr (Record) record = NULL;
      g_autoptr (Outcome) outcome = noisy_run (names[p], 3, &record);
      for (guint k = 0; k < 8; k++)
        {
          SimTime sum = 0;
          for (guint a = 0; a < N_ACTIVITIES; a++)
            sum += record_time (record, k, a);
          g_assert_cmpint (sum, ==, record_end (record));
        }
      double shares = 0;
      for (guint m = METRIC_BREAKDOWN_COMPUTE; m <= METRIC_BREAKDOWN_CHECKPOINT; m++)
        shares += outcome->metrics[m];
      g_assert_cmpfloat_with_epsilon (shares, 1, 1e-12);
    }
}

/* Equal workers under ASP: between a read and its application everybody else applies once, so the mean tends to N − 1. */
static void
test_asp_staleness (void)
{
  Job job = noisy_job ("asp");
  job.workers = 7;
  job.iterations = 200;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "uniform"), { 0.95, 1.05 } };
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_STALENESS_MEAN], 6, 0.1);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 1400);
}

/* A cut at 31 ms counts nothing that is still under way, and everybody's time ends there. */
static void
test_time_cut (void)
{
  Job job = noisy_job ("asp");
  job.iterations = 1000;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->stop.time = 31000000;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], ==, 0.031);
  g_assert_cmpstr (outcome->stopped_by, ==, "time");
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 8 * 6); /* an iteration takes 3.7 ms + 2(34 us + 8·G/B) = 4.6 ms */
}

/* Four shards of 330 parameters: 83, 83, 82, 82. One worker's link is shared by all four pushes at 1 MB/s until the small ones
 * have left, after 4·82·4 us; the others follow 8 us later. A cut between them finds half an update in the parameters: no update,
 * but what is evaluated at the end are these parameters, not those of the row before. */
static void
test_cut_in_update (void)
{
  Job job = { .protocol = "asp", .workers = 1, .servers = 4, .step_time = 1e-3, .bandwidth = 1e6, .latency = 0, .iterations = 9 };
  g_autoptr (RunSettings) settings = job_learning (&job);
  settings->stop.time = 1000000 + 1312000 + 4000;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  const EvaluationRow *row = (const EvaluationRow *)(gconstpointer)outcome->evaluations->data;
  g_assert_cmpuint (outcome->evaluations->len, ==, 2);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 0);
  g_assert_cmpint (row[outcome->evaluations->len - 1].time, ==, settings->stop.time);
  g_assert_cmpfloat (outcome->metrics[METRIC_FINAL_TEST_LOSS], <, row[0].test_loss);
}

/* What is under way at a cut is recorded up to it: the compute spans of each worker sum up to its account, and every message that
 * was sent is there, the unfinished ones as lost. 17 workers share one link, so some message and some compute are cut. */
static void
test_cut_record (void)
{
  Job job = { .protocol = "asp",
              .workers = 17,
              .servers = 2,
              .step_time = 3.7e-3,
              .gradient_bytes = 1.1e6,
              .bandwidth = 2.385e9,
              .latency = 25000,
              .iterations = 50 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (Record) record = NULL;
  SimTime computed[17] = { 0 };
  guint n_spans, n_messages, n_lost = 0;
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "uniform"), { 0.7, 1.9 } };
  settings->stop.time = 31000007;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  const Span *spans = record_spans (record, &n_spans);
  const MessageSpan *messages = record_messages (record, &n_messages);
  for (guint i = 0; i < n_spans; i++)
    if (spans[i].kind == SPAN_COMPUTE)
      computed[spans[i].actor] += spans[i].end - spans[i].start;
  for (guint k = 0; k < 17; k++)
    g_assert_cmpint (computed[k], ==, record_time (record, k, ACTIVITY_COMPUTE));
  for (guint i = 0; i < n_messages; i++)
    n_lost += messages[i].lost;
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpfloat (outcome->metrics[METRIC_MESSAGES], ==, n_messages);
}

/* Shards, their place and the threads that compute change nothing in BSP's weights. */
static void
test_bsp_weights (void)
{
  Job job = {
    .protocol = "bsp", .workers = 5, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9, .latency = 1000, .iterations = 30
  };
  g_autoptr (RunSettings) one = job_learning (&job);
  g_autoptr (Outcome) first = job_run (one, 1, NULL);
  g_assert_cmpfloat (first->metrics[METRIC_FINAL_TRAIN_LOSS], <, 1.5);
  for (guint variant = 0; variant < 3; variant++)
    {
      job.servers = variant == 0 ? 1 : 3;
      job.colocated = variant == 2;
      g_autoptr (RunSettings) other = job_learning (&job);
      g_autoptr (Outcome) outcome = job_run (other, 2, NULL);
      g_assert_cmpstr (outcome->weights, ==, first->weights);
    }
}

/* A gradient that travels as if it had other than the model's 330 parameters: the shards still are all of these, whatever
 * n·(330/n) rounds to (at 67, 134 and 143 below 330), so the weights are the same. */
static void
test_scaled_shards (void)
{
  const guint elements[] = { 7, 67, 134, 143, 1000 };
  Job job = {
    .protocol = "bsp", .workers = 5, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9, .latency = 1000, .iterations = 9
  };
  g_autoptr (RunSettings) whole = job_learning (&job);
  g_autoptr (Outcome) expected = job_run (whole, 1, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (elements); i++)
    {
      job.servers = 1 + 2 * (i % 2);
      g_autoptr (RunSettings) scaled = job_learning (&job);
      scaled->job.gradient_bytes = 4 * elements[i / 2];
      g_autoptr (Outcome) outcome = job_run (scaled, 1, NULL);
      g_assert_cmpstr (outcome->weights, ==, expected->weights);
    }
}

/* Every protocol and exchange: one thread and three give the same weights, losses and history. */
static void
test_threads (void)
{
  static const char *const names[] = { "bsp", "ssp", "asp", "bsp", "bsp", "serial" };
  static const char *const exchanges[] = { NULL, NULL, NULL, "ring", "tree", NULL };
  for (guint p = 0; p < G_N_ELEMENTS (names); p++)
    {
      Job job = { names[p],        exchanges[p],      .workers = g_str_equal (names[p], "serial") ? 1 : 5,
                  .servers = 2,    .step_time = 1e-3, .bandwidth = 1e9,
                  .latency = 1000, .iterations = 20,  .staleness = 2 };
      g_autoptr (RunSettings) settings = job_learning (&job);
      settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
      settings->evaluate.every_updates = 7;
      g_autoptr (Outcome) a = job_run (settings, 1, NULL), b = job_run (settings, 3, NULL);
      g_assert_cmpstr (a->weights, ==, b->weights);
      g_assert_cmpstr (a->timeline, ==, b->timeline);
      g_assert_cmpmem (a->evaluations->data, a->evaluations->len * sizeof (EvaluationRow), b->evaluations->data,
                       b->evaluations->len * sizeof (EvaluationRow));
      for (guint m = 0; m < N_METRICS; m++)
        g_assert_true (memcmp (&a->metrics[m], &b->metrics[m], sizeof (double)) == 0);
    }
}

/* One worker: BSP over a server, over a ring, ASP and SSP all are serial SGD. */
static void
test_one_worker (void)
{
  static const char *const names[] = { "bsp", "bsp", "ssp", "asp" };
  static const char *const exchanges[] = { NULL, "ring", NULL, NULL };
  Job job = { .protocol = "serial", .workers = 1, .step_time = 1e-3, .bandwidth = 1e9, .iterations = 40 };
  g_autoptr (RunSettings) serial = job_learning (&job);
  g_autoptr (Outcome) base = job_run (serial, 1, NULL);
  for (guint p = 0; p < G_N_ELEMENTS (names); p++)
    {
      job.protocol = names[p];
      job.exchange = exchanges[p];
      g_autoptr (RunSettings) settings = job_learning (&job);
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpstr (outcome->weights, ==, base->weights);
    }
}

/* A rate of 1e30 ends in a loss that is no number: the run fails and says where. */
static void
test_divergence (void)
{
  Job job = { .protocol = "asp", .workers = 3, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9, .iterations = 40 };
  g_autoptr (RunSettings) settings = job_learning (&job);
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const RunEnvironment environment = { .threads = 1, .record = RECORD_SETTINGS_DEFAULT };
  knobs_set_number (settings->learning.optimizer_knobs, "rate", 1e38);
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  g_assert_nonnull (outcome);
  g_assert_nonnull (error);
  g_assert_nonnull (error ? strstr (error->message, "not a number") : NULL);
}

void
add_semantics_tests (void)
{
  g_test_add_func ("/training/semantics/order", test_order);
  g_test_add_func ("/training/semantics/ssp-bound", test_ssp_bound);
  g_test_add_func ("/training/semantics/ssp-zero-is-bsp", test_ssp_zero_is_bsp);
  g_test_add_func ("/training/semantics/same-stragglers", test_same_stragglers);
  g_test_add_func ("/training/semantics/slow-list", test_slow_list);
  g_test_add_func ("/training/semantics/accounts", test_accounts);
  g_test_add_func ("/training/semantics/asp-staleness", test_asp_staleness);
  g_test_add_func ("/training/semantics/time-cut", test_time_cut);
  g_test_add_func ("/training/semantics/cut-in-update", test_cut_in_update);
  g_test_add_func ("/training/semantics/cut-record", test_cut_record);
  g_test_add_func ("/training/semantics/bsp-weights", test_bsp_weights);
  g_test_add_func ("/training/semantics/scaled-shards", test_scaled_shards);
  g_test_add_func ("/training/semantics/threads", test_threads);
  g_test_add_func ("/training/semantics/one-worker", test_one_worker);
  g_test_add_func ("/training/semantics/divergence", test_divergence);
}
