/* Every protocol there is, over every exchange it runs over: alone and in company, with ties and with stragglers, sharded, slow
 * to apply, with gradients that leave early. A new protocol is put under this by its line in protocol/table.c.
 *
 * What must hold: the budget is spent to the last sample, no more; every worker's time adds up to the makespan; what was sent is
 * what arrived; updates and clocks agree; a second run and other threads give the same; real and modelled gradients take the same
 * time.
 */
#include "job.h"
#include "suites.h"

#define ROUNDS 6
#define BATCH 8

typedef struct
{
  const char *name;
  guint workers, servers;
  gboolean colocated, stragglers, overlap;
  SimTime apply_time;
} Situation;

static const Situation situations[] = {
  { "alone", .workers = 1, .servers = 1 },
  { "ties", .workers = 5, .servers = 1 },
  { "stragglers", .workers = 5, .servers = 1, .stragglers = TRUE },
  { "shards", .workers = 5, .servers = 3, .stragglers = TRUE },
  { "colocated", .workers = 5, .servers = 3, .colocated = TRUE, .stragglers = TRUE },
  { "slow to apply", .workers = 5, .servers = 2, .stragglers = TRUE, .apply_time = 700000 },
  { "early", .workers = 5, .servers = 2, .stragglers = TRUE, .overlap = TRUE },
};

static gboolean
runs_over (const Protocol *protocol, const Exchange *exchange)
{
  if (job_quick () && exchange->collective && exchange->collective != &collective_ring)
    return FALSE;
  return protocol->exchanges & (exchange->collective ? RUNS_ON_REDUCTION : RUNS_ON_SERVERS);
}

static RunSettings *
settings_of (const Protocol *protocol, const Exchange *exchange, const Situation *situation)
{
  const Job job = { .protocol = protocol->name,
                    .exchange = exchange ? exchange->name : NULL,
                    .workers = situation->workers,
                    .servers = situation->servers,
                    .colocated = situation->colocated,
                    .step_time = 1e-3,
                    .bandwidth = 3.7e6,
                    .latency = 13000,
                    .staleness = 2 };
  RunSettings *settings = job_learning (&job);
  settings->stop.samples = (guint64)ROUNDS * situation->workers * BATCH;
  settings->training.apply_time = situation->apply_time;
  settings->training.overlap = situation->overlap;
  settings->training.bucket_bytes = 4;
  settings->evaluate.every_updates = 1000000;
  job_deepen (settings);
  if (situation->stragglers)
    {
      settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
      settings->cluster.slowdown.slow_count = 1;
      settings->cluster.slowdown.slow_factor = 3;
    }
  return settings;
}

static void
check_accounts (const Record *record, guint workers)
{
  guint n;
  for (guint k = 0; k < workers; k++)
    {
      SimTime sum = 0;
      for (guint a = 0; a < N_ACTIVITIES; a++)
        sum += record_time (record, k, a);
      g_assert_cmpint (sum, ==, record_end (record));
    }
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    g_assert_false (message[i].lost);
}

static void
check_outcome (const Outcome *outcome, const Record *record, const Protocol *protocol, const Situation *situation)
{
  const double *m = outcome->metrics;
  guint n;
  guint64 bytes = 0, iterations = 0;
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    bytes += message[i].bytes;
  for (guint k = 0; k < outcome->n_workers; k++)
    iterations += outcome->workers[k].iterations;
  g_assert_cmpstr (outcome->stopped_by, ==, "samples");
  g_assert_cmpfloat (m[METRIC_SAMPLES], ==, (double)ROUNDS * situation->workers * BATCH);
  g_assert_cmpuint (iterations, ==, ROUNDS * situation->workers);
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, protocol->rounds ? ROUNDS : ROUNDS * situation->workers);
  g_assert_cmpfloat (m[METRIC_BYTES], ==, (double)bytes);
  g_assert_cmpfloat (m[METRIC_MESSAGES], ==, n);
  g_assert_cmpfloat (m[METRIC_DROPPED] + m[METRIC_LOST_UPDATES], ==, 0);
}

static void
check_same (const Outcome *a, const Outcome *b)
{
  g_assert_cmpstr (a->timeline, ==, b->timeline);
  g_assert_cmpstr (a->weights, ==, b->weights);
  for (guint m = 0; m < N_METRICS; m++)
    g_assert_true (memcmp (&a->metrics[m], &b->metrics[m], sizeof (double)) == 0);
}

/* Time does not depend on whether gradients are real: what a run of time alone says is what the other one takes. */
static void
check_modelled (RunSettings *settings, const Outcome *real)
{
  settings->job.gradients = GRADIENTS_MODELLED;
  g_autoptr (Outcome) modelled = job_run (settings, 1, NULL);
  g_assert_cmpstr (modelled->timeline, ==, real->timeline);
}

static void
check_situation (const Protocol *protocol, const Exchange *exchange, const Situation *situation)
{
  g_autoptr (RunSettings) settings = settings_of (protocol, exchange, situation);
  g_autoptr (Record) record = NULL;
  g_test_message ("%s over %s: %s", protocol->name, exchange ? exchange->name : "nothing", situation->name);
  g_autoptr (Outcome) first = job_run (settings, 1, &record), again = job_run (settings, 1, NULL),
                      threads = job_run (settings, 3, NULL);
  check_accounts (record, situation->workers);
  check_outcome (first, record, protocol, situation);
  check_same (first, again);
  check_same (first, threads);
  check_modelled (settings, first);
}

static void
test_protocol (gconstpointer data)
{
  const Protocol *protocol = data;
  if (protocol->exchanges & RUNS_ALONE)
    check_situation (protocol, NULL, &situations[0]);
  for (const Exchange *const *exchange = exchange_table (); *exchange; exchange++)
    for (guint i = 0; runs_over (protocol, *exchange) && i < G_N_ELEMENTS (situations); i++)
      check_situation (protocol, *exchange, &situations[i]);
}

void
add_conformance_tests (void)
{
  for (guint i = 0; protocol_table[i]; i++)
    {
      g_autofree char *path = g_strdup_printf ("/training/conformance/%s", protocol_table[i]->name);
      g_test_add_data_func (path, protocol_table[i], test_protocol);
    }
}
