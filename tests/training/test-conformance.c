/* Every protocol there is, over every exchange it runs over: alone and in company, with ties and with stragglers, sharded, slow
 * to apply, with gradients that leave early, with rows of their own. A new protocol is put under this by its line in protocol/table.c.
 *
 * What must hold: the budget is spent to the last sample, no more; every worker's time adds up to the makespan; what was sent is
 * what arrived; updates and clocks agree; a second run and other threads give the same; real and modelled gradients take the same
 * time, where the rows can be shared out without being read.
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
  const PartitionKind *partition; /* NULL: one stream of rows for all */
} Situation;

static const Situation situations[] = {
  { "alone", .workers = 1, .servers = 1 },
  { "ties", .workers = 5, .servers = 1 },
  { "stragglers", .workers = 5, .servers = 1, .stragglers = TRUE },
  { "shards", .workers = 5, .servers = 3, .stragglers = TRUE },
  { "colocated", .workers = 5, .servers = 3, .colocated = TRUE, .stragglers = TRUE },
  { "slow to apply", .workers = 5, .servers = 2, .stragglers = TRUE, .apply_time = 700000 },
  { "early", .workers = 5, .servers = 2, .stragglers = TRUE, .overlap = TRUE },
  { "blocks", .workers = 5, .servers = 1, .stragglers = TRUE, .partition = &partition_blocks },
  { "blocks on shards", .workers = 5, .servers = 3, .stragglers = TRUE, .overlap = TRUE, .partition = &partition_blocks },
  { "dealt out", .workers = 7, .servers = 1, .stragglers = TRUE, .partition = &partition_iid },
  { "classes", .workers = 5, .servers = 2, .colocated = TRUE, .stragglers = TRUE, .partition = &partition_classes },
};

static gboolean
runs_over (const Protocol *protocol, const Exchange *exchange)
{
  if (job_quick () && exchange->collective && exchange->collective != &collective_ring)
    return FALSE;
  return protocol->exchanges & exchange->kind;
}

/* Who learns from which rows. */
static Order *
order_of (const RunSettings *settings)
{
  const LearningSettings *learning = &settings->learning;
  const DataPlace place = { .seed = settings->seed };
  g_autoptr (GError) error = NULL;
  g_autoptr (Dataset) data = dataset_load (learning->data, learning->data_knobs, &place, &error);
  Order *order = data ? learning_settings_order (learning, settings->seed, settings->cluster.workers, data, &error) : NULL;
  g_assert_no_error (error);
  return order;
}

/* Iterations that make an update, and how many of them one worker does at most between two exchanges. */
static guint64
iterations_of (const RunSettings *settings, const Order *order, guint64 *each)
{
  const Protocol *protocol = settings->training.protocol;
  guint workers = protocol->rounds ? settings->cluster.workers : 1, batches = 1;
  guint64 sum = 0;
  if (protocol->round)
    protocol->round (settings, &workers, &batches);
  *each = batches;
  if (batches > 0)
    return (guint64)workers * batches;
  g_assert_cmpuint (workers, ==, settings->cluster.workers);
  for (guint k = 0; k < workers; k++)
    {
      guint pass = (order_rows (order, k) + BATCH - 1) / BATCH;
      sum += pass;
      *each = MAX (*each, pass);
    }
  return sum;
}

/* Rows that the workers' iterations learned from: with rows of their own the last batch of a pass takes what is left. */
static guint64
samples_of (const Outcome *outcome, const RunSettings *settings, const Order *order)
{
  guint64 sum = 0;
  for (guint k = 0; k < outcome->n_workers; k++)
    {
      guint64 n = outcome->workers[k].iterations, rows = order_rows (order, k), pass = (rows + BATCH - 1) / BATCH;
      sum += settings->learning.partition ? n / pass * rows + n % pass * BATCH : n * BATCH;
    }
  return sum;
}

static void
set_partition (LearningSettings *learning, const PartitionKind *kind)
{
  static const double sizes[] = { 0.97, 0.31, 1.18, 0.53, 1.01 };
  learning->partition = kind;
  learning->partition_knobs = knobs_new (kind->knobs);
  if (kind == &partition_blocks)
    knobs_set_numbers (learning->partition_knobs, "sizes", sizes, G_N_ELEMENTS (sizes));
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
  settings->stop.updates = ROUNDS * (protocol->rounds ? 1 : situation->workers);
  settings->training.apply_time = situation->apply_time;
  settings->training.overlap = situation->overlap;
  settings->training.bucket_bytes = 4;
  settings->evaluate.every_updates = 1000000;
  job_deepen (settings);
  if (situation->partition)
    set_partition (&settings->learning, situation->partition);
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
check_outcome (const Outcome *outcome, const Record *record, const RunSettings *settings, const Situation *situation)
{
  const double *m = outcome->metrics;
  g_autoptr (Order) order = order_of (settings);
  guint n;
  guint64 bytes = 0, iterations = 0, each, update = iterations_of (settings, order, &each);
  double rows = samples_of (outcome, settings, order);
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    bytes += message[i].bytes;
  for (guint k = 0; k < outcome->n_workers; k++)
    iterations += outcome->workers[k].iterations;
  g_assert_cmpstr (outcome->stopped_by, ==, "updates");
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, settings->stop.updates);
  g_assert_cmpfloat (m[METRIC_SAMPLES], <=, rows);
  if (!settings->learning.partition)
    g_assert_cmpfloat (m[METRIC_SAMPLES], ==, (double)settings->stop.updates * update * BATCH);
  if (m[METRIC_DROPPED] == 0)
    g_assert_cmpfloat (m[METRIC_SAMPLES], ==, rows);
  /* Of several shards one may take what another drops, and the iteration counts as dropped. */
  g_assert_cmpfloat (iterations, >=, (double)settings->stop.updates * update);
  g_assert_cmpfloat (iterations, <=, settings->stop.updates * update + m[METRIC_DROPPED] * each);
  if (situation->servers == 1)
    g_assert_cmpfloat (iterations, ==, settings->stop.updates * update + m[METRIC_DROPPED] * each);
  g_assert_cmpfloat (m[METRIC_BYTES], ==, (double)bytes);
  g_assert_cmpfloat (m[METRIC_MESSAGES], ==, n);
  g_assert_cmpfloat (m[METRIC_LOST_UPDATES], ==, 0);
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
  check_outcome (first, record, settings, situation);
  check_same (first, again);
  check_same (first, threads);
  if (!situation->partition || !situation->partition->by_label)
    check_modelled (settings, first);
}

/* Returns the situations that there were. */
static guint
check_over (const Protocol *protocol, const Exchange *exchange)
{
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (situations); i++)
    {
      g_autoptr (RunSettings) settings = settings_of (protocol, exchange, &situations[i]);
      const char *key;
      if (!exchange_accepts (settings, &key, NULL))
        continue;
      check_situation (protocol, exchange, &situations[i]);
      n++;
    }
  return n;
}

/* A protocol that no situation suits has not been tested. */
static void
test_protocol (gconstpointer data)
{
  const Protocol *protocol = data;
  guint n = 0;
  if (protocol->exchanges & (RUNS_ALONE | RUNS_AMONG_PEERS))
    n += check_over (protocol, NULL);
  for (const Exchange *const *exchange = exchange_table (); *exchange; exchange++)
    if (runs_over (protocol, *exchange))
      n += check_over (protocol, *exchange);
  g_assert_cmpuint (n, >, 0);
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
