/* Simulated time against closed forms and against SimGrid. On a star α is twice a link's latency. */
#include "cluster/compute_trace.h"
#include "job.h"
#include "suites.h"

#define NS 1e-9

/* Uneven numbers: 7 workers, 2.385 GB/s, 1234567 bytes, 17 us a link, 3.7 ms of compute, 5 iterations. */
static Job
odd_job (const char *protocol, const char *exchange, guint workers)
{
  return (Job){ .protocol = protocol,
                .exchange = exchange,
                .workers = workers,
                .servers = 1,
                .step_time = 3.7e-3,
                .gradient_bytes = 1234568,
                .bandwidth = 2.385e9,
                .latency = 17000,
                .iterations = 5 };
}

/* BSP over one server: C + 2(α + N·G/B); each of the 2N messages may add a nanosecond. */
static void
test_bsp_server (void)
{
  for (guint n = 1; n <= 33; n += 2)
    {
      Job job = odd_job ("bsp", NULL, n);
      double expected = 5 * (3.7e-3 + 2 * (34e-6 + n * 1234568 / 2.385e9));
      g_assert_cmpfloat_with_epsilon (job_time (&job), expected, 5 * 2 * n * NS);
    }
}

/* K dedicated shards: the worker's link carries G, a server's N·G/K; the slower one tells. Colocated, K = N: 2(N−1)/N·G/B each
 * way. */
static void
test_bsp_shards (void)
{
  Job job = odd_job ("bsp", NULL, 7);
  job.servers = 3;
  double shard = 4 * ((1234568 / 4 + 2) / 3);
  double expected = 5 * (3.7e-3 + 2 * (34e-6 + 7 * shard / 2.385e9));
  g_assert_cmpfloat_with_epsilon (job_time (&job), expected, 5e-6);
  job.servers = 7;
  job.colocated = TRUE;
  expected = 5 * (3.7e-3 + 2 * (34e-6 + 6.0 / 7 * 1234568 / 2.385e9));
  g_assert_cmpfloat_with_epsilon (job_time (&job), expected, 5e-6);
}

/* ring: C + 2(N−1)(α + largest chunk/B). */
static void
test_ring (void)
{
  for (guint n = 2; n <= 33; n += 3)
    {
      Job job = odd_job ("bsp", "ring", n);
      double chunk = 4 * ((1234568 / 4 + n - 1) / n);
      double expected = 5 * (3.7e-3 + 2 * (n - 1) * (34e-6 + chunk / 2.385e9));
      g_assert_cmpfloat_with_epsilon (job_time (&job), expected, 5 * 2 * (n - 1) * NS);
    }
}

/* tree: C + 2⌈lg N⌉(α + G/B) for powers of two, at most that for others. */
static void
test_tree (void)
{
  for (guint n = 2, lg = 1; n <= 32; n *= 2, lg++)
    {
      Job job = odd_job ("bsp", "tree", n);
      double expected = 5 * (3.7e-3 + 2 * lg * (34e-6 + 1234568 / 2.385e9));
      g_assert_cmpfloat_with_epsilon (job_time (&job), expected, 5 * 2 * lg * NS);
      job.workers = n + 1;
      if (n > 2)
        {
          double most = 5 * (3.7e-3 + 2 * (lg + 1) * (34e-6 + 1234568 / 2.385e9));
          g_assert_cmpfloat (job_time (&job), <=, most + 5 * 2 * (lg + 1) * NS);
        }
    }
}

static void
test_serial (void)
{
  Job job = { .protocol = "serial", .workers = 1, .step_time = 3.7e-3, .gradient_bytes = 4, .iterations = 11 };
  g_assert_cmpfloat_with_epsilon (job_time (&job), 11 * 3.7e-3, NS);
}

/* BSP applies for 1.3 ms a round; ASP's server applies one push after another. One worker: both C + 2(α + G/B) + A. */
static void
test_apply_time (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Job job = odd_job (i ? "asp" : "bsp", NULL, 1);
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->training.apply_time = 1300000;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      double expected = 5 * (3.7e-3 + 1.3e-3 + 2 * (34e-6 + 1234568 / 2.385e9));
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 5 * 2 * NS);
    }
}

/* SimGrid's jitter: compute 0.05 s × (1 + jitter × u(worker, iteration)); the formula stands in simgrid.csv. */
static double
simgrid_uniform (guint64 worker, guint64 iteration)
{
  guint64 z = (worker << 32 | iteration) + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return ((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

static ComputeTrace *
simgrid_trace (guint workers, double jitter)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  for (guint k = 0; k < workers; k++)
    for (guint i = 0; i < 10; i++)
      g_string_append_printf (rows, "%u,%u,%.17g\n", k, i, 0.05 * (1 + jitter * simgrid_uniform (k, i)));
  return compute_trace_parse ("simgrid", rows->str, workers, 10, NULL);
}

static void
check_simgrid_row (const char *line)
{
  g_auto (GStrv) cell = g_strsplit (line, ",", -1);
  gboolean ring = g_str_equal (cell[0], "ring");
  Job job = { .protocol = g_str_equal (cell[0], "ps-asp") ? "asp" : "bsp",
              .exchange = ring ? "ring" : NULL,
              .workers = g_ascii_strtoull (cell[1], NULL, 10),
              .servers = 1,
              .step_time = 0.05,
              .gradient_bytes = 100e6,
              .bandwidth = 1.25e9,
              .latency = 10000,
              .iterations = 10 };
  double jitter = g_ascii_strtod (cell[2], NULL), expected = g_ascii_strtod (cell[3], NULL);
  if ((ring && job.workers > 64 && !g_test_slow ()) || (job.workers > 16 && job_quick ()))
    return;
  g_autoptr (RunSettings) settings = job_settings (&job);
  if (jitter > 0)
    settings->cluster.slowdown.trace = simgrid_trace (job.workers, jitter);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 1e-5 * expected);
  g_assert_cmpfloat (outcome->metrics[METRIC_MESSAGES], ==, g_ascii_strtod (cell[4], NULL));
}

static void
test_simgrid (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "simgrid.csv", NULL);
  g_autofree char *text = NULL;
  guint rows = 0;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (lines[i][0] && lines[i][0] != '#' && !g_str_has_prefix (lines[i], "case"))
      {
        check_simgrid_row (lines[i]);
        rows++;
      }
  g_assert_cmpuint (rows, ==, 12);
}

void
add_timing_tests (void)
{
  g_test_add_func ("/training/timing/serial", test_serial);
  g_test_add_func ("/training/timing/bsp-server", test_bsp_server);
  g_test_add_func ("/training/timing/bsp-shards", test_bsp_shards);
  g_test_add_func ("/training/timing/ring", test_ring);
  g_test_add_func ("/training/timing/tree", test_tree);
  g_test_add_func ("/training/timing/apply-time", test_apply_time);
  g_test_add_func ("/training/timing/simgrid", test_simgrid);
}
