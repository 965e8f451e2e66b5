/* DSSP between its two bounds. */
#include "../training/job.h"

static RunSettings *
settings_of (const char *protocol, double low, double high)
{
  const Job job = { .protocol = protocol,
                    .workers = 6,
                    .servers = 2,
                    .step_time = 3.7e-3,
                    .gradient_bytes = 123456,
                    .bandwidth = 2.385e9,
                    .latency = 17000,
                    .staleness = (guint64)low };
  RunSettings *settings = job_settings (&job);
  if (knob_find (settings->training.protocol->knobs, "staleness_low"))
    {
      knobs_set_number (settings->training.protocol_knobs, "staleness_low", low);
      knobs_set_number (settings->training.protocol_knobs, "staleness_high", high);
    }
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "lognormal"), { 1, 0.3 } };
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 3;
  settings->stop.samples = 6 * 8 * 60;
  return settings;
}

static void
test_equal_is_ssp (void)
{
  for (guint bound = 0; bound < 5; bound++)
    {
      g_autoptr (RunSettings) dssp = settings_of ("dssp", bound, bound), ssp = settings_of ("ssp", bound, bound);
      g_autoptr (Outcome) a = job_run (dssp, 1, NULL), b = job_run (ssp, 1, NULL);
      g_assert_cmpstr (a->timeline, ==, b->timeline);
      g_assert_cmpfloat (a->metrics[METRIC_LEAD_MAX], ==, bound);
    }
}

/* Beyond the low bound, never beyond the high one; and faster than waiting at the low one. */
static void
test_bounds (void)
{
  g_autoptr (RunSettings) low = settings_of ("ssp", 2, 2);
  g_autoptr (Outcome) fixed = job_run (low, 1, NULL);
  for (guint high = 3; high < 9; high++)
    {
      g_autoptr (RunSettings) settings = settings_of ("dssp", 2, high);
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpfloat (outcome->metrics[METRIC_LEAD_MAX], >, 2);
      g_assert_cmpfloat (outcome->metrics[METRIC_LEAD_MAX], <=, high);
      g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], <, fixed->metrics[METRIC_SIMULATED]);
    }
}

static void
test_refused (void)
{
  const char *key;
  g_autoptr (GError) error = NULL;
  g_autoptr (RunSettings) settings = settings_of ("dssp", 4, 3);
  g_assert_false (exchange_accepts (settings, &key, &error));
  g_assert_cmpstr (key, ==, "staleness_low");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/dssp/equal-is-ssp", test_equal_is_ssp);
  g_test_add_func ("/protocol/dssp/bounds", test_bounds);
  g_test_add_func ("/protocol/dssp/refused", test_refused);
  return g_test_run ();
}
