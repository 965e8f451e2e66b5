/* Rounds without a server, and what happens inside an iteration: shares of the step, input, updates that take time, ranks. */
#include "job.h"
#include "suites.h"
#include "training/choice.h"

/* 7 workers, 28 MB in four buckets of equal layers, C = 30 ms a batch, a ring of 12(α + 1 MB/B) = 9.624 ms for each bucket: the
 * first one leaves when the backward pass has left the last layer, then four rings stand in a row.
 *   recompute: the forward pass is 1/4, so the last layer is left after 1 − 3/4·3/4 = 7/16 of the step;
 *   three batches accumulated: in the last of them after 1/4 of its 2/3, so 1 − (3/4·2/3)/3 = 5/6 of the step. */
static void
test_first_ready (void)
{
  for (guint recompute = 0; recompute < 2; recompute++)
    {
      Job job = { .protocol = "bsp",
                  .exchange = "ring",
                  .workers = 7,
                  .step_time = 30e-3,
                  .gradient_bytes = 28e6,
                  .bandwidth = 1.25e9,
                  .latency = 1000,
                  .iterations = 3 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->training.overlap = TRUE;
      settings->training.bucket_bytes = 7e6;
      settings->job.recompute = recompute;
      settings->training.accumulate = recompute ? 1 : 3;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      double first = recompute ? 7.0 / 16 * 30e-3 : 5.0 / 6 * 90e-3;
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_ITERATION_MEAN], first + 4 * 12 * (2e-6 + 0.8e-3), 200e-9);
    }
}

/* Storage is no limit, one loader decodes 8 rows in 80 ms, a step takes 1 ms: with two loaders two batches are there every 80 ms,
 * the ninth, alone, after five times that; with three the last three after three times that, and computed in 3 ms. */
static void
test_loaders (void)
{
  for (guint loaders = 2; loaders <= 3; loaders++)
    {
      Job job = { .protocol = "serial", .workers = 1, .step_time = 1e-3, .gradient_bytes = 4, .iterations = 9 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->job.input =
          (InputSettings){ .storage = 1e15, .sample_bytes = 1, .decode_time = 10e-3, .loaders = loaders, .prefetch = 20 };
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], loaders == 2 ? 5 * 80e-3 + 1e-3 : 3 * 80e-3 + 3e-3,
                                      1e-6);
    }
}

/* Fills the start of every worker's iterations. */
static void
compute_starts (const Record *record, SimTime start[5][4])
{
  guint n;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE)
      start[span[i].actor][span[i].iteration] = span[i].start;
}

/* Five workers over a ring, C = 3.7 ms, 8(α + G/5/B) = 8(34 us + 0.4 ms), an update of 5 ms on each of them: each begins its next
 * iteration C + ring + 5 ms after it began the one before. */
static void
test_update_time (void)
{
  Job job = { .protocol = "bsp",
              .exchange = "ring",
              .workers = 5,
              .step_time = 3.7e-3,
              .gradient_bytes = 4.77e6,
              .bandwidth = 2.385e9,
              .latency = 17000,
              .iterations = 4 };
  SimTime start[5][4] = { 0 };
  const SimTime round = 3700000 + 8 * (34000 + 400000) + 5000000;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->training.update_time = 5000000;
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  compute_starts (record, start);
  for (guint k = 0; k < 5; k++)
    for (guint i = 0; i < 4; i++)
      g_assert_cmpfloat_with_epsilon (sim_time_to_s (start[k][i]), sim_time_to_s (i * round), 200e-9);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], sim_time_to_s (4 * round), 200e-9);
}

static void
settings_on_racks (RunSettings *settings, double oversubscription)
{
  NetworkSettings *network = &settings->cluster.network;
  network->topology = &topology_racks;
  g_clear_pointer (&network->topology_knobs, knobs_free);
  network->topology_knobs = knobs_new (topology_racks.knobs);
  knobs_set_number (network->topology_knobs, "rack", 4);
  knobs_set_number (network->topology_knobs, "oversubscription", oversubscription);
}

/* Seven workers in racks of 4, ranks across: 0 4 1 5 2 6 3. The ring's messages go from each to the next one and nowhere else. */
static void
test_ranks_across (void)
{
  const guint next[7] = { [0] = 4, [4] = 1, [1] = 5, [5] = 2, [2] = 6, [6] = 3, [3] = 0 };
  Job job = { .protocol = "bsp",
              .exchange = "ring",
              .workers = 7,
              .step_time = 1e-3,
              .gradient_bytes = 8e6,
              .bandwidth = 2.385e9,
              .latency = 700,
              .iterations = 1 };
  guint n;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings_on_racks (settings, 1);
  settings->training.rank_order = RANKS_ACROSS;
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  const MessageSpan *message = record_messages (record, &n);
  g_assert_cmpuint (n, ==, 7 * 12);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (message[i].to, ==, next[message[i].from]);
}

/* 16 workers in racks of 4 whose uplink carries what one host sends: with everybody sending at once a ring, which crosses each
 * uplink once, takes 30(4L + S/16/B); halving and doubling, cheaper on a star, would share an uplink among four. */
static void
test_choice_sees_contention (void)
{
  const double S = 40e6, B = 2.385e9;
  Job job = { .protocol = "bsp",
              .exchange = "auto",
              .workers = 16,
              .step_time = 1e-9,
              .gradient_bytes = S,
              .bandwidth = B,
              .latency = 700,
              .iterations = 1 };
  ExchangeChoice choice;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings_on_racks (settings, 4);
  g_assert_true (exchange_choose (settings, &choice, NULL));
  g_assert_cmpstr (choice.exchange->name, ==, "ring");
  g_assert_cmpfloat_with_epsilon (choice.seconds, 30 * (2.8e-6 + S / 16 / B), 1e-9);
}

void
add_round_rules_tests (void)
{
  g_test_add_func ("/training/round/first-ready", test_first_ready);
  g_test_add_func ("/training/round/loaders", test_loaders);
  g_test_add_func ("/training/round/update-time", test_update_time);
  g_test_add_func ("/training/round/ranks-across", test_ranks_across);
  g_test_add_func ("/training/round/choice-sees-contention", test_choice_sees_contention);
}
