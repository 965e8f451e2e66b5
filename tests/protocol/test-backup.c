/* Backup workers: late gradients are dropped, and nothing else differs from BSP. */
#include "../training/job.h"

static RunSettings *
settings_of (const char *protocol, guint workers, guint backups, gboolean learning)
{
  const Job job = { .protocol = protocol, .workers = workers, .servers = 3, .step_time = 1e-3, .bandwidth = 3e6, .latency = 7000 };
  RunSettings *settings = learning ? job_learning (&job) : job_settings (&job);
  if (knob_find (settings->training.protocol->knobs, "backups"))
    knobs_set_number (settings->training.protocol_knobs, "backups", backups);
  settings->stop.updates = 12;
  return settings;
}

/* b = 0: the same weights at the same time, with stragglers. */
static void
test_none_is_bsp (void)
{
  g_autoptr (RunSettings) backup = settings_of ("backup", 5, 0, TRUE), bsp = settings_of ("bsp", 5, 0, TRUE);
  backup->cluster.slowdown.dist = bsp->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  g_autoptr (Outcome) a = job_run (backup, 1, NULL), b = job_run (bsp, 1, NULL);
  g_assert_cmpstr (a->weights, ==, b->weights);
  g_assert_cmpstr (a->timeline, ==, b->timeline);
  g_assert_cmpfloat (a->metrics[METRIC_DROPPED], ==, 0);
}

/* 4 + 1 workers of which worker 0 takes 2.5 C, messages that take no time. Rounds end at C, 2C, … 12C. Worker 0 starts at 0, 2.5C,
 * 5C, 7.5C and 10C, each time with the round that is due, and is late with all five; the last one ends at 12.5C. */
static void
test_late_is_dropped (void)
{
  const gint64 slow[] = { 0 };
  g_autoptr (RunSettings) settings = settings_of ("backup", 5, 1, FALSE);
  settings->job.gradient_bytes = 4;
  settings->cluster.network.bandwidth = 1e12;
  settings->cluster.network.latency = 0;
  settings->cluster.slowdown.slow_list = g_memdup2 (slow, sizeof slow);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 2.5;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  const double *m = outcome->metrics;
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, 12);
  g_assert_cmpfloat (m[METRIC_DROPPED], ==, 5);
  g_assert_cmpfloat (m[METRIC_SAMPLES], ==, 12 * 4 * 8);
  g_assert_cmpfloat (m[METRIC_STALENESS_MAX], ==, 0);
  g_assert_cmpfloat_with_epsilon (m[METRIC_SIMULATED], 12.5e-3, 1e-6);
}

/* The same, and an update takes C/2: rounds are applied from 1.5k + 1 C to 1.5k + 1.5 C. Worker 0, which takes 2.7 C, comes while one
 * is, is dropped, and gets the parameters when it is over: it starts at 0, 3C, 6C … 15C and is late with all six. */
static void
test_late_while_applying (void)
{
  const gint64 slow[] = { 0 };
  g_autoptr (RunSettings) settings = settings_of ("backup", 5, 1, FALSE);
  settings->job.gradient_bytes = 4;
  settings->cluster.network.bandwidth = 1e12;
  settings->cluster.network.latency = 0;
  settings->training.apply_time = 500000;
  settings->cluster.slowdown.slow_list = g_memdup2 (slow, sizeof slow);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 2.7;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 12);
  g_assert_cmpfloat (outcome->metrics[METRIC_DROPPED], ==, 6);
  g_assert_cmpuint (outcome->workers[0].iterations, ==, 6);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 18e-3, 1e-6);
}

/* Exponential compute times of mean C, no messages: a round of N of N + b takes C(H_{N+b} − H_b), since its workers start it
 * together and those that are late go on without memory: an exponential wait has none. 6 + 2: H_8 − H_2 = 1.217857. A worker that is
 * dropped starts the round that is due late, so rounds are a little longer than that, and shorter than without backups. */
static void
test_order_statistics (void)
{
  g_autoptr (RunSettings) with = settings_of ("backup", 8, 2, FALSE), without = settings_of ("backup", 8, 0, FALSE);
  RunSettings *both[] = { with, without };
  double round[2];
  for (guint i = 0; i < 2; i++)
    {
      both[i]->job.gradient_bytes = 4;
      both[i]->cluster.network.bandwidth = 1e12;
      both[i]->cluster.network.latency = 0;
      both[i]->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
      both[i]->stop.updates = 4000;
      g_autoptr (Outcome) outcome = job_run (both[i], 1, NULL);
      round[i] = outcome->metrics[METRIC_SIMULATED] / 4000 / 1e-3;
    }
  g_assert_cmpfloat_with_epsilon (round[1], 2.717857, 0.05); /* H_8 */
  g_assert_cmpfloat (round[0], >, 1.217857 * 0.97);
  g_assert_cmpfloat (round[0], <, 0.75 * round[1]);
}

/* As many backups as workers leave nobody who counts. */
static void
test_refused (void)
{
  const char *key;
  g_autoptr (GError) error = NULL;
  g_autoptr (RunSettings) settings = settings_of ("backup", 5, 5, FALSE);
  g_assert_false (exchange_accepts (settings, &key, &error));
  g_assert_cmpstr (key, ==, "backups");
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/backup/none-is-bsp", test_none_is_bsp);
  g_test_add_func ("/protocol/backup/late-is-dropped", test_late_is_dropped);
  g_test_add_func ("/protocol/backup/late-while-applying", test_late_while_applying);
  g_test_add_func ("/protocol/backup/order-statistics", test_order_statistics);
  g_test_add_func ("/protocol/backup/refused", test_refused);
  return g_test_run ();
}
