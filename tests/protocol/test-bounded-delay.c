/* Bounded delay between its two ends: BSP and nobody waiting. */
#include "../training/job.h"

static RunSettings *
settings_of (const char *protocol, double delay, gboolean learning)
{
  const Job job = {
    .protocol = protocol, .workers = 5, .servers = 2, .step_time = 1e-3, .bandwidth = 3e7, .latency = 7000, .iterations = 30
  };
  RunSettings *settings = learning ? job_learning (&job) : job_settings (&job);
  if (!learning)
    settings->job.gradient_bytes = 4000;
  if (knob_find (settings->training.protocol->knobs, "delay"))
    knobs_set_number (settings->training.protocol_knobs, "delay", delay);
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 3;
  return settings;
}

static void
test_zero_is_bsp (void)
{
  g_autoptr (RunSettings) delayed = settings_of ("bounded-delay", 0, TRUE), bsp = settings_of ("bsp", 0, TRUE);
  g_autoptr (Outcome) a = job_run (delayed, 1, NULL), b = job_run (bsp, 1, NULL);
  g_assert_cmpstr (a->weights, ==, b->weights);
  g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], ==, b->metrics[METRIC_SIMULATED]);
  g_assert_cmpfloat (a->metrics[METRIC_STALENESS_MAX], ==, 0);
}

/* Nobody waits: every worker's accounts are those of ASP. */
static void
test_unbounded_waits_as_asp (void)
{
  g_autoptr (RunSettings) delayed = settings_of ("bounded-delay", 1e6, FALSE), asp = settings_of ("asp", 0, FALSE);
  g_autoptr (Outcome) a = job_run (delayed, 1, NULL), b = job_run (asp, 1, NULL);
  g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], ==, b->metrics[METRIC_SIMULATED]);
  for (guint k = 0; k < 5; k++)
    g_assert_cmpmem (a->workers[k].seconds, sizeof a->workers[k].seconds, b->workers[k].seconds, sizeof b->workers[k].seconds);
  g_assert_cmpfloat (a->metrics[METRIC_UPDATES], ==, 30);
  g_assert_cmpfloat (b->metrics[METRIC_UPDATES], ==, 150);
}

/* Jitter makes everybody use the bound up: what an update was computed from lacks at most so many, and less is waited for it. */
static void
test_bound (void)
{
  double before = INFINITY;
  for (guint delay = 0; delay < 6; delay++)
    {
      g_autoptr (RunSettings) settings = settings_of ("bounded-delay", delay, FALSE);
      settings->cluster.slowdown.slow_count = 0;
      settings->cluster.network.bandwidth = 1e12;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpfloat (outcome->metrics[METRIC_STALENESS_MAX], ==, delay);
      g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], <, before);
      before = outcome->metrics[METRIC_SIMULATED];
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/bounded-delay/zero-is-bsp", test_zero_is_bsp);
  g_test_add_func ("/protocol/bounded-delay/unbounded-waits-as-asp", test_unbounded_waits_as_asp);
  g_test_add_func ("/protocol/bounded-delay/bound", test_bound);
  return g_test_run ();
}
