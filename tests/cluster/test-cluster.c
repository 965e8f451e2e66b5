/* The machines of a cluster: which group a worker's link and device are from, and how long it computes. */
#include <math.h>

#include "cluster/cluster.h"
#include "cluster/compute_trace.h"
#include "suites.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClusterSettings, cluster_settings_clear)

#define SEED 11

/* 9 workers; 2.385 GB/s at 90 %, 17 us. Of two groups that share workers 3 and 4 the later one wins where it says something. */
static void
init_groups (ClusterSettings *settings)
{
  cluster_settings_init (settings);
  settings->workers = 9;
  settings->network.bandwidth = 2.385e9;
  settings->network.latency = 17000;
  settings->network.efficiency = 0.9;
  settings->device.speed = 7e12;
  settings->n_groups = 2;
  settings->groups = g_new0 (Group, 2);
  settings->groups[0] = (Group){ .workers = { 1, 4 }, .bandwidth = 1.1e9, .latency = 5000, .has_device = TRUE };
  settings->groups[1] = (Group){ .workers = { 3, 6 }, .bandwidth = 0.7e9, .latency = -1, .has_device = TRUE };
  settings->groups[0].device.speed = 3e12;
  settings->groups[1].device.speed = 5e12;
}

static void
test_groups (void)
{
  static const double bandwidth[9] = { 2.385e9, 1.1e9, 1.1e9, 0.7e9, 0.7e9, 0.7e9, 0.7e9, 2.385e9, 2.385e9 };
  static const SimTime latency[9] = { 17000, 5000, 5000, 5000, 5000, 17000, 17000, 17000, 17000 };
  static const double speed[9] = { 7e12, 3e12, 3e12, 5e12, 5e12, 5e12, 5e12, 7e12, 7e12 };
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  for (guint k = 0; k < 9; k++)
    {
      HostLink link = cluster_worker_link (&settings, k);
      g_assert_cmpfloat_with_epsilon (link.bandwidth, 0.9 * bandwidth[k], 1);
      g_assert_cmpint (link.latency, ==, latency[k]);
      g_assert_cmpfloat (device_peak (cluster_device (&settings, k)), ==, speed[k]);
    }
}

/* A group that says only one thing leaves the rest to the group before it. */
static void
test_silent_group (void)
{
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  settings.groups[1].bandwidth = NAN;
  settings.groups[1].latency = 0;
  settings.groups[1].has_device = FALSE;
  HostLink link = cluster_worker_link (&settings, 4);
  g_assert_cmpfloat_with_epsilon (link.bandwidth, 0.9 * 1.1e9, 1);
  g_assert_cmpint (link.latency, ==, 0);
  g_assert_cmpfloat (device_peak (cluster_device (&settings, 4)), ==, 3e12);
}

/* A server has the network's link or a bandwidth of its own, of which payload gets the same share; an MTU takes its place. */
static void
test_server_link (void)
{
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  g_assert_cmpfloat_with_epsilon (cluster_server_link (&settings).bandwidth, 0.9 * 2.385e9, 1);
  g_assert_cmpint (cluster_server_link (&settings).latency, ==, 17000);
  settings.network.server_bandwidth = 40e9;
  g_assert_cmpfloat_with_epsilon (cluster_server_link (&settings).bandwidth, 0.9 * 40e9, 1);
  settings.network.mtu = 1500;
  g_assert_cmpfloat_with_epsilon (cluster_server_link (&settings).bandwidth, 1448.0 / 1514 * 40e9, 1);
}

/* What worker @k draws in @iteration, without being slow. */
static double
draw (const ClusterSettings *settings, guint k, guint64 iteration)
{
  return distribution_draw (&settings->slowdown.dist, SEED, RANDOM_SLOWDOWN, k, iteration);
}

/* A slow worker is so many times slower than its own draw; of what lies above 1, `straggling` is left. */
static void
test_slow_and_noisy (void)
{
  const gint64 slow[] = { 2, 5 };
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  settings.slowdown.dist = (Distribution){ word_find (&distribution_words, "lognormal"), { 1, 0.3 } };
  settings.slowdown.slow_list = g_memdup2 (slow, sizeof slow);
  settings.slowdown.slow_count = 2;
  settings.slowdown.slow_factor = 3.7;
  for (guint k = 0; k < 9; k++)
    for (guint64 i = 0; i < 5; i++)
      {
        double factor = draw (&settings, k, i) * (k == 2 || k == 5 ? 3.7 : 1);
        settings.what_if.straggling = 1;
        g_assert_cmpfloat_with_epsilon (cluster_slowdown (&settings, SEED, k, i), factor, 1e-12);
        settings.what_if.straggling = 0.25;
        g_assert_cmpfloat_with_epsilon (cluster_slowdown (&settings, SEED, k, i), 0.75 + 0.25 * factor, 1e-12);
      }
  g_clear_pointer (&settings.slowdown.slow_list, g_free); /* and without a list the first two */
  for (guint k = 0; k < 4; k++)
    g_assert_cmpfloat_with_epsilon (cluster_slowdown (&settings, SEED, k, 0),
                                    0.75 + 0.25 * draw (&settings, k, 0) * (k < 2 ? 3.7 : 1), 1e-12);
}

/* 3.7 ms, 3 times slower, on a device twice as fast: rounded to whole nanoseconds. */
static void
test_compute_time (void)
{
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  settings.slowdown.slow_count = 1;
  settings.slowdown.slow_factor = 3;
  settings.what_if.compute = 2;
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 0, 0, 3.7e-3), ==, 5550000);
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 1, 0, 3.7e-3), ==, 1850000);
}

/* A trace replaces the step's time; `straggling` takes from what each has above the fastest of its iteration. */
static void
test_trace (void)
{
  g_auto (ClusterSettings) settings;
  init_groups (&settings);
  settings.workers = 2;
  settings.slowdown.trace =
      compute_trace_parse ("t", "worker,iteration,seconds\n0,0,0.5\n1,0,0.2\n0,1,0.3\n1,1,0.4\n", 2, 2, NULL);
  g_assert_nonnull (settings.slowdown.trace);
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 0, 0, 99), ==, 500000000);
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 1, 1, 99), ==, 400000000);
  settings.what_if.straggling = 0.5;
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 0, 0, 99), ==, 350000000);
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 0, 1, 99), ==, 300000000);
  g_assert_cmpint (cluster_compute_time (&settings, SEED, 1, 1, 99), ==, 350000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/cluster/groups", test_groups);
  g_test_add_func ("/cluster/silent-group", test_silent_group);
  g_test_add_func ("/cluster/server-link", test_server_link);
  g_test_add_func ("/cluster/slow-and-noisy", test_slow_and_noisy);
  g_test_add_func ("/cluster/compute-time", test_compute_time);
  g_test_add_func ("/cluster/trace", test_trace);
  add_pace_tests ();
  return g_test_run ();
}
