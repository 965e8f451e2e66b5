/* What a run comes to: means over iterations and workers, speed-up, what is hidden, and when a target is met. */
#include "job.h"
#include "suites.h"

static Job
two_jobs (const char *protocol, double bandwidth, guint64 iterations)
{
  return (Job){ .protocol = protocol,
                .workers = 2,
                .servers = 1,
                .step_time = 30e-3,
                .gradient_bytes = 10e6,
                .bandwidth = bandwidth,
                .latency = 1000,
                .iterations = iterations };
}

/* Two workers that do not wait for each other, one three times as slow, 5 iterations each, no time on the wire to speak of:
 * iterations of C + 2α and 3C + 2α, so 2C + 2α in the mean, although one worker has long been done when the other one ends. */
static void
test_iteration_mean (void)
{
  Job job = two_jobs ("asp", 1e15, 5);
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 3;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_ITERATION_MEAN], 2 * 30e-3 + 4e-6, 50e-9);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 5 * (3 * 30e-3 + 4e-6), 500e-9);
}

/* ASP on one server whose link carries both: worker 1's own link is 8 times as slow as worker 0's of B = 2 GB/s. The later half
 * of the layers, 5 MB, leaves after 2/3 C and is back after 2(α + 5 MB/b): 5.004 ms at b = B, all within the compute; 40.004 at
 * B/8, of which 10 ms are within this iteration's compute. The first half is pushed at C. Worker 0's next iteration begins at C +
 * 2(α + 5 MB/B). One iteration of each: hidden are 5.004 + 10 ms of two workers' time. */
static void
test_hidden (void)
{
  Job job = two_jobs ("asp", 2e9, 1);
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 5e6;
  settings->cluster.network.server_bandwidth = 1e15;
  settings->cluster.groups = g_new (Group, 1);
  settings->cluster.groups[0] = (Group){ .workers = { 1, 1 }, .bandwidth = 2e9 / 8, .latency = -1 };
  settings->cluster.n_groups = 1;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  double hidden_s = outcome->hidden * 2 * outcome->metrics[METRIC_SIMULATED];
  g_assert_cmpfloat_with_epsilon (hidden_s, 2 * (2e-6 + 5e6 / 2e9) + 10e-3, 100e-9);
}

/* Three workers of which the first computes twice as fast, in rounds: a round takes what the slow ones take, 2c, and the first
 * worker alone would do a batch in c. Three batches in 2c are a speed-up of 1.5 and an efficiency of a half. */
static void
test_speedup (void)
{
  Job job = two_jobs ("bsp", 1e15, 6);
  job.workers = 3;
  job.step_time = NAN;
  job.latency = 0;
  g_autoptr (RunSettings) settings = job_settings (&job);
  ClusterSettings *cluster = &settings->cluster;
  settings->learning.description = model_description_new ();
  model_description_add (settings->learning.description, "all", 2500, 7e9, 0);
  settings->job.gradient_bytes = NAN;
  cluster->device.speed = 1e13;
  cluster->device.efficiency = 1;
  cluster->groups = g_new (Group, 1);
  cluster->groups[0] = (Group){ .workers = { 0, 0 }, .has_device = TRUE, .bandwidth = NAN, .latency = -1 };
  cluster->groups[0].device = cluster->device;
  cluster->groups[0].device.speed = 2e13;
  cluster->n_groups = 1;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 6 * (3 * 7e9 * 8 / 1e13), 1e-6);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SPEEDUP], 1.5, 1e-4);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_EFFICIENCY], 0.5, 1e-4);
}

/* The value of @target in a row; its direction is that of an improvement. */
static double
target_value (const EvaluationRow *row, TargetKind target)
{
  return target == TARGET_TEST_ACCURACY ? row->test_accuracy : target == TARGET_TEST_LOSS ? row->test_loss : row->train_loss;
}

/* The first row that is at least as good as row @at is the one where a target of exactly its value is met, with the row's time;
 * a target that is better by the last bit is met later or not at all. */
static void
check_target (const RunSettings *from, const Outcome *whole, TargetKind target, guint at)
{
  RunSettings settings = *from;
  double sign = target == TARGET_TEST_ACCURACY ? 1 : -1, best = -INFINITY;
  const EvaluationRow *row = &g_array_index (whole->evaluations, EvaluationRow, 0);
  guint first = 0;
  while (sign * target_value (&row[first], target) < sign * target_value (&row[at], target))
    first++;
  settings.stop.target[target] = target_value (&row[at], target);
  g_autoptr (Outcome) met = job_run (&settings, 1, NULL);
  g_assert_cmpstr (met->stopped_by, ==, "target");
  g_assert_cmpfloat (met->metrics[METRIC_TIME_TO_TARGET], ==, sim_time_to_s (row[first].time));
  g_assert_cmpfloat (met->metrics[METRIC_SIMULATED], ==, sim_time_to_s (row[first].time));
  for (guint i = 0; i < whole->evaluations->len; i++)
    best = MAX (best, sign * target_value (&row[i], target));
  settings.stop.target[target] = nextafter (sign * best, sign * INFINITY);
  g_autoptr (Outcome) missed = job_run (&settings, 1, NULL);
  g_assert_cmpstr (missed->stopped_by, ==, "iterations");
  g_assert_true (isnan (missed->metrics[METRIC_TIME_TO_TARGET]));
}

/* The row in which @target is best; nothing but equality meets that. */
static guint
best_row (const Outcome *whole, TargetKind target)
{
  const EvaluationRow *row = &g_array_index (whole->evaluations, EvaluationRow, 0);
  double sign = target == TARGET_TEST_ACCURACY ? 1 : -1;
  guint best = 0;
  for (guint i = 1; i < whole->evaluations->len; i++)
    if (sign * target_value (&row[i], target) > sign * target_value (&row[best], target))
      best = i;
  return best;
}

static void
test_targets (void)
{
  Job job = two_jobs ("bsp", 1e9, 20);
  g_autoptr (RunSettings) settings = job_learning (&job);
  settings->evaluate.every_updates = 1;
  g_autoptr (Outcome) whole = job_run (settings, 1, NULL);
  g_assert_cmpuint (whole->evaluations->len, ==, 21);
  for (TargetKind target = 0; target < N_TARGETS; target++)
    {
      check_target (settings, whole, target, 12);
      check_target (settings, whole, target, best_row (whole, target));
    }
}

void
add_outcome_tests (void)
{
  g_test_add_func ("/training/outcome/iteration-mean", test_iteration_mean);
  g_test_add_func ("/training/outcome/hidden", test_hidden);
  g_test_add_func ("/training/outcome/speedup", test_speedup);
  g_test_add_func ("/training/outcome/targets", test_targets);
}
