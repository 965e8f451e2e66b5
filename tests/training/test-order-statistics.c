/* BSP waits for the slowest of N: its mean iteration is the expectation of the largest of N compute times. With b backup workers
 * it is that of the N-th of N + b.
 *
 *   Exponential, mean 1: E[k-th of n] = H_n − H_{n−k}, its variance the sum of 1/i² over i from n−k+1 to n.
 *   Any distribution Q (u): E[max of n] = ∫ Q (v^{1/n}) dv over (0, 1).
 *   Lognormal, median 1, σ = 0.3: E[max of 96] = 2.1308, E[96th of 100] = 1.6624 (reckoned; Chen et al. 2016 is the setting). */
#include "job.h"
#include "suites.h"

#define ITERATIONS 300

static const Distribution *
lognormal (Distribution *out)
{
  *out = (Distribution){ word_find (&distribution_words, "lognormal"), { 1, 0.3 } };
  return out;
}

static const Distribution *
exponential (Distribution *out)
{
  *out = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  return out;
}

/* Compute of a second times a draw; what is sent takes nanoseconds. */
static RunSettings *
settings_of (const char *protocol, guint workers, const Distribution *slowdown)
{
  Job job = { .protocol = protocol, .workers = workers, .servers = 1, .step_time = 1, .gradient_bytes = 4, .bandwidth = 1e15 };
  job.iterations = ITERATIONS;
  RunSettings *settings = job_settings (&job);
  settings->cluster.slowdown.dist = *slowdown;
  return settings;
}

static double
bsp_iteration (guint workers, const Distribution *slowdown)
{
  g_autoptr (RunSettings) settings = settings_of ("bsp", workers, slowdown);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  return outcome->metrics[METRIC_ITERATION_MEAN];
}

/* When the server first answers anybody. */
static double
first_pull (const Record *record)
{
  guint n;
  const MessageSpan *messages = record_messages (record, &n);
  SimTime first = SIM_TIME_NEVER;
  for (guint i = 0; i < n; i++)
    if (messages[i].kind == SPAN_PULL)
      first = MIN (first, messages[i].start);
  return sim_time_to_s (first);
}

/* The mean first round of 96 + 4 workers over seeds. (Who is late for it begins the second one late.) */
static double
backup_round (const Distribution *slowdown)
{
  double mean = 0;
  for (guint seed = 1; seed <= ITERATIONS; seed++)
    {
      g_autoptr (RunSettings) settings = settings_of ("backup", 100, slowdown);
      g_autoptr (Record) record = NULL;
      knobs_set_integer (settings->training.protocol_knobs, "backups", 4);
      settings->seed = seed;
      settings->stop.iterations = 1;
      g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
      mean += first_pull (record) / ITERATIONS;
    }
  return mean;
}

/* The @power-th powers of 1/i over i in [from, to], added. */
static double
harmonic (guint from, guint to, double power)
{
  double sum = 0;
  for (guint i = from; i <= to; i++)
    sum += pow (i, -power);
  return sum;
}

static void
test_bsp_exponential (void)
{
  Distribution d;
  for (guint n = 2; n <= 256; n *= 2)
    g_assert_cmpfloat_with_epsilon (bsp_iteration (n, exponential (&d)), harmonic (1, n, 1),
                                    4 * sqrt (harmonic (1, n, 2) / ITERATIONS));
}

/* Mean and variance of the largest of @n. */
static void
expect_largest (const Distribution *d, guint n, double *mean, double *variance)
{
  enum { PIECES = 20000 };
  *mean = *variance = 0;
  for (guint i = 0; i < PIECES; i++)
    {
      double x = distribution_quantile (d, pow ((i + 0.5) / PIECES, 1.0 / n));
      *mean += x / PIECES;
      *variance += x * x / PIECES;
    }
  *variance -= *mean * *mean;
}

static void
test_bsp_lognormal (void)
{
  Distribution d;
  double mean, variance;
  expect_largest (lognormal (&d), 96, &mean, &variance);
  g_assert_cmpfloat_with_epsilon (mean, 2.1308, 1e-3);
  for (guint n = 2; n <= 256; n *= 2)
    {
      expect_largest (&d, n, &mean, &variance);
      g_assert_cmpfloat_with_epsilon (bsp_iteration (n, &d), mean, 4 * sqrt (variance / ITERATIONS));
    }
}

static void
test_backup (void)
{
  Distribution d;
  g_assert_cmpfloat_with_epsilon (backup_round (exponential (&d)), 3.10404,
                                  4 * sqrt (harmonic (5, 100, 2) / ITERATIONS));
  g_assert_cmpfloat_with_epsilon (backup_round (lognormal (&d)), 1.6624, 4 * 0.12 / sqrt (ITERATIONS));
}

void
add_order_statistics_tests (void)
{
  g_test_add_func ("/training/order-statistics/bsp-exponential", test_bsp_exponential);
  g_test_add_func ("/training/order-statistics/bsp-lognormal", test_bsp_lognormal);
  g_test_add_func ("/training/order-statistics/backup", test_backup);
}
