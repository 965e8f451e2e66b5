#include "cluster/compute_trace.h"
#include "scenario/scenario.h"
#include "test-scenario.h"

#define PLAIN_WORKLOAD "\"workload\": { \"gradient_bytes\": \"238.5 MB\", \"step_time\": \"117 ms\" }"
#define NETWORK "\"network\": { \"bandwidth\": \"2.385 GB/s\", \"latency\": \"13 us\" }"
#define STOP "\"stop\": { \"iterations\": 11 }"

static Scenario *
parse (const char *text, const ScenarioOptions *options, char **said)
{
  static const ScenarioOptions none = { 0 };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  Scenario *scenario = scenario_parse ("folder/t.json", text, strlen (text), options ? options : &none, d);
  g_autofree char *out = diagnostics_text (d, FALSE);
  if (said)
    *said = g_steal_pointer (&out);
  else
    g_assert_cmpstr (out, ==, "");
  return scenario;
}

static const char minimal[] =
    "{" PLAIN_WORKLOAD ", \"cluster\": { \"workers\": 7, " NETWORK " }, \"training\": { \"protocol\": \"ssp\" }, " STOP "}";

/* Design section 7: exchange parameter-server, servers 1, dedicated, staleness 3, batch 32, sharing fair, send waited. */
static void
test_defaults (void)
{
  g_autoptr (Scenario) s = parse (minimal, NULL, NULL);
  g_assert_nonnull (s);
  const RunSettings *run = &s->run;
  g_assert_cmpstr (s->name, ==, "t");
  g_assert_cmpuint (run->cluster.workers, ==, 7);
  g_assert_cmpfloat (run->job.gradient_bytes, ==, 238.5e6);
  g_assert_cmpfloat (run->job.step_time, ==, 0.117);
  g_assert_cmpint (run->job.gradients, ==, GRADIENTS_MODELLED);
  g_assert_cmpuint (run->learning.batch, ==, 32);
  g_assert_true (run->learning.shuffled);
  g_assert_cmpfloat (run->cluster.network.bandwidth, ==, 2.385e9);
  g_assert_cmpint (run->cluster.network.latency, ==, 13000);
  g_assert_cmpstr (run->cluster.network.topology->name, ==, "star");
  g_assert_cmpstr (run->cluster.network.sharing->name, ==, "fair");
  g_assert_false (run->cluster.network.eager);
  g_assert_cmpstr (run->training.exchange->name, ==, "parameter-server");
  g_assert_cmpuint (knob_integer (run->training.exchange_knobs, "servers"), ==, 1);
  g_assert_cmpstr (knob_word (run->training.exchange_knobs, "placement"), ==, "dedicated");
  g_assert_cmpuint (knob_integer (run->training.protocol_knobs, "staleness"), ==, 3);
  g_assert_cmpuint (run->stop.iterations, ==, 11);
  g_assert_cmpuint (run->stop.updates, ==, 0);
}

static void
test_serial_needs_little (void)
{
  static const char text[] =
      "{\"workload\": {\"step_time\": \"3 ms\"}, \"cluster\": {}, \"training\": {\"protocol\": \"serial\"}, " STOP "}";
  g_autoptr (Scenario) s = parse (text, NULL, NULL);
  g_assert_nonnull (s);
  g_assert_cmpuint (s->run.cluster.workers, ==, 1);
  g_assert_null (s->run.training.exchange);
}

static void
test_overrides (void)
{
  static const char *const sets[] = { "/cluster/workers=13",      "/training/staleness=5",
                                      "/name=an other",           "/evaluate/every/time=250 ms",
                                      "/workload/order=\"file\"", "/cluster/network/bandwidth=1 Gbit/s",
                                      "/description=true",        NULL };
  ScenarioOptions options = { .sets = sets, .has_seed = TRUE, .seed = G_MAXUINT64 };
  g_autofree char *said = NULL;
  g_autoptr (Scenario) s = parse (minimal, &options, &said);
  g_assert_null (s);
  g_assert_cmpstr (said, ==, "--set /description: error: expected a string, found true or false\n");
  static const char *const good[] = { "/cluster/workers=13", "/training/staleness=5", "/name=an other",
                                      "/evaluate/every/time=250 ms", NULL };
  options.sets = good;
  g_autoptr (Scenario) t = parse (minimal, &options, NULL);
  g_assert_nonnull (t);
  g_assert_cmpuint (t->run.cluster.workers, ==, 13);
  g_assert_cmpuint (knob_integer (t->run.training.protocol_knobs, "staleness"), ==, 5);
  g_assert_cmpstr (t->name, ==, "an other");
  g_assert_cmpint (t->run.evaluate.every_time, ==, 250000000);
  g_assert_cmpuint (t->run.seed, ==, G_MAXUINT64);
}

/* A later override replaces what an earlier one made; a list's end is "-". */
static void
test_overrides_of_overrides (void)
{
  static const char *const sets[] = { "/cluster/groups=[{\"workers\": \"1\", \"latency\": \"5 us\"}]",
                                      "/cluster/groups/-={\"workers\": \"2-3\"}", "/cluster/groups/1/latency=7 us",
                                      "/cluster/groups/0/latency=9 us", NULL };
  ScenarioOptions options = { .sets = sets };
  g_autoptr (Scenario) s = parse (minimal, &options, NULL);
  g_assert_nonnull (s);
  const ClusterSettings *cluster = &s->run.cluster;
  g_assert_cmpuint (cluster->n_groups, ==, 2);
  g_assert_cmpint (cluster->groups[0].latency, ==, 9000);
  g_assert_cmpint (cluster->groups[1].latency, ==, 7000);
  g_assert_cmpuint (cluster->groups[1].workers.first, ==, 2);
  g_assert_cmpuint (cluster->groups[1].workers.last, ==, 3);
}

/* What a group's device leaves out is as in cluster.device, wherever that stands in the file. */
static void
test_group_device (void)
{
  static const char text[] =
      "{" PLAIN_WORKLOAD ", \"cluster\": { \"groups\": [{\"workers\": \"2\", \"device\": {\"speed\": \"3 TFLOP/s\"}}], "
      "\"workers\": 7, \"device\": {\"speed\": \"7 TFLOP/s\", \"efficiency\": 0.43}, " NETWORK
      " }, \"training\": { \"protocol\": \"bsp\" }, " STOP "}";
  g_autoptr (Scenario) s = parse (text, NULL, NULL);
  g_assert_nonnull (s);
  const Group *group = &s->run.cluster.groups[0];
  g_assert_true (group->has_device);
  g_assert_cmpfloat (group->device.speed, ==, 3e12);
  g_assert_cmpfloat (group->device.efficiency, ==, 0.43);
  g_assert_true (isnan (group->bandwidth));
  g_assert_cmpint (group->latency, ==, -1);
}

/* "10 MBps" and "10 Mbps" differ by eight: both are read, and a note says how. */
static void
test_case_trap (void)
{
  static const char *const mega_bytes[] = { "/cluster/network/bandwidth=10 MBps", NULL };
  static const char *const mega_bits[] = { "/cluster/network/bandwidth=10 Mbps", NULL };
  ScenarioOptions options = { .sets = mega_bytes };
  g_autofree char *said = NULL, *said_of_bits = NULL;
  g_autoptr (Scenario) s = parse (minimal, &options, &said);
  options.sets = mega_bits;
  g_autoptr (Scenario) t = parse (minimal, &options, &said_of_bits);
  g_assert_cmpstr (said, ==, "--set /cluster/network/bandwidth: note: \"10 MBps\" is understood as megabytes per second\n");
  g_assert_cmpstr (said_of_bits, ==,
                   "--set /cluster/network/bandwidth: note: \"10 Mbps\" is understood as megabits per second\n");
  g_assert_cmpfloat (s->run.cluster.network.bandwidth, ==, 1e7);
  g_assert_cmpfloat (t->run.cluster.network.bandwidth, ==, 1.25e6);
}

/* A node of two-level is a site where sites are of one size; a note tells where they are not. */
static void
test_plain_ring (void)
{
  const char *sets[] = { NULL,
                         NULL,
                         "/training/protocol=bsp",
                         "/training/exchange=two-level",
                         "/cluster/network/topology=wan",
                         "/cluster/network/site_bandwidth=9 Mbit/s",
                         "/cluster/network/site_latency=7 ms",
                         NULL };
  const struct
  {
    const char *workers, *sites;
    gboolean plain;
  } cases[] = { { "/cluster/workers=7", "/cluster/network/sites=[4, 3]", TRUE },
                { "/cluster/workers=7", "/cluster/network/sites=[3, 4]", TRUE },
                { "/cluster/workers=8", "/cluster/network/sites=2", FALSE } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = NULL;
      sets[0] = cases[i].workers;
      sets[1] = cases[i].sites;
      g_autoptr (Scenario) s = parse (minimal, &(ScenarioOptions){ .sets = sets }, &said);
      g_assert_nonnull (s);
      g_assert_cmpint (strstr (said, "note: two-level is a plain ring here") != NULL, ==, cases[i].plain);
    }
}

static const char trained[] =
    "{\"workload\": {\"model\": \"mlp\", \"hidden\": [17, 5], \"data\": {\"source\": \"blobs\", \"train\": 700}, "
    "\"optimizer\": {\"kind\": \"sgd\", \"rate\": 0.03}}, \"cluster\": {\"workers\": 3, \"device\": {\"speed\": \"1.7 "
    "GFLOP/s\"}, " NETWORK
    "}, \"training\": {\"protocol\": \"bsp\"}, \"stop\": {\"epochs\": 2, \"target\": {\"test_accuracy\": 0.9}}}";

/* --timing-only: the same scenario, nothing learnt, and no target to wait for. */
static void
test_timing_only (void)
{
  ScenarioOptions options = { .timing_only = TRUE };
  g_autoptr (Scenario) real = parse (trained, NULL, NULL);
  g_autoptr (Scenario) timed = parse (trained, &options, NULL);
  g_assert_cmpint (real->run.job.gradients, ==, GRADIENTS_REAL);
  g_assert_cmpfloat (real->run.stop.target[TARGET_TEST_ACCURACY], ==, 0.9);
  g_assert_cmpint (timed->run.job.gradients, ==, GRADIENTS_MODELLED);
  g_assert_true (isnan (timed->run.stop.target[TARGET_TEST_ACCURACY]));
  g_assert_cmpfloat (timed->run.stop.epochs, ==, 2);
}

/* A trace beside the scenario; rows beyond the run are ignored: two iterations of two workers are needed, three of four are
 * there. That it knows more workers is said. */
static void
test_trace (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "wrong", "short.csv", NULL);
  g_autofree char *set = g_strconcat ("/cluster/slowdown/trace=", path, NULL);
  const char *sets[] = { set, "/cluster/workers=2", "/stop/iterations=2", NULL };
  ScenarioOptions options = { .sets = sets };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) s = scenario_parse ("t.json", minimal, strlen (minimal), &options, d);
  g_autofree char *said = diagnostics_text (d, FALSE);
  g_assert_nonnull (s);
  g_assert_nonnull (strstr (said, "note: 6 rows of the trace"));
  const ComputeTrace *trace = s->run.cluster.slowdown.trace;
  g_assert_nonnull (trace);
  g_assert_cmpuint (trace->n_workers, ==, 2);
  g_assert_cmpfloat (compute_trace_get (trace, 1, 1), ==, 0.3);
  g_assert_true (isnan (compute_trace_get (trace, 1, 2)));
}

static void
test_missing_file (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  ScenarioOptions options = { 0 };
  g_autoptr (Scenario) s = scenario_read ("/nowhere/at/all.json", &options, d);
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_assert_null (s);
  g_assert_cmpstr (out, ==, "lockstep: error: /nowhere/at/all.json: cannot read: No such file or directory\n");
}

/* Resolving is reading's inverse: what is resolved reads back, without a word, to what resolves the same. */
static void
check_resolved (const char *path, const char *text)
{
  static const ScenarioOptions options = { 0 };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) first = scenario_parse (path, text, strlen (text), &options, d);
  g_autofree char *said = diagnostics_text (d, FALSE);
  g_assert_cmpstr (said, ==, "");
  if (!first)
    return;
  g_autofree char *resolved = scenario_resolved (first);
  g_autoptr (Scenario) second = parse (resolved, NULL, NULL);
  g_assert_nonnull (second);
  if (!second)
    return;
  g_autofree char *again = scenario_resolved (second);
  g_assert_cmpstr (resolved, ==, again);
  g_assert_true (memcmp (&first->run.stop, &second->run.stop, sizeof first->run.stop) == 0);
  g_assert_true (memcmp (&first->run.evaluate, &second->run.evaluate, sizeof first->run.evaluate) == 0);
  g_assert_true (first->run.training.protocol == second->run.training.protocol);
  g_assert_true (first->run.training.exchange == second->run.training.exchange);
  g_assert_true (memcmp (&first->run.cluster.device, &second->run.cluster.device, sizeof (Device)) == 0);
}

static void
test_resolved_synthetic (void)
{
  static const char *const texts[] = {
    minimal,
    trained,
    "{\"seed\": 18446744073709551615, \"name\": \"q\\\"\\n\\u00e4\", \"description\": \"\\\\\", " PLAIN_WORKLOAD
    ", \"cluster\": {\"workers\": 5, \"slowdown\": {\"dist\": \"gamma\", \"shape\": 0.1, \"scale\": 0.30000000000000004, "
    "\"slow_workers\": "
    "{\"list\": [4, 1], \"factor\": 2.7}}, \"groups\": [{\"workers\": \"0-3\", \"latency\": \"0 s\", \"bandwidth\": \"333.3 "
    "Mbit/s\"}, "
    "{\"workers\": \"4\", \"device\": {\"memory\": \"12 GiB\", \"reduce\": \"7.77 GB/s\"}}], \"network\": {\"bandwidth\": \"1 "
    "kB/s\", "
    "\"efficiency\": 0.123456789, \"server_bandwidth\": \"40 Gbit/s\", \"overhead\": \"333 ns\", \"sharing\": \"ideal\", "
    "\"send\": \"eager\"}}, "
    "\"training\": {\"protocol\": \"asp\", \"servers\": 3, \"placement\": \"colocated\", \"apply_time\": \"1.000001 ms\"}, "
    "\"stop\": {\"time\": \"3.3 h\", \"updates\": 8999999999999999, \"samples\": 77}, "
    "\"evaluate\": {\"every\": {\"samples\": 1000}, \"train_rows\": 50}}",
    "{\"workload\": {\"step_time\": \"3.000000001 ms\"}, \"cluster\": {}, \"training\": {\"protocol\": \"serial\"}, " STOP "}",
    "{" PLAIN_WORKLOAD ", \"cluster\": {\"workers\": 6, \"slowdown\": {\"slow_workers\": {\"count\": 2, \"factor\": 3}}, " NETWORK
    "}, \"training\": {\"protocol\": \"bsp\", \"exchange\": \"tree\"}, " STOP "}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_resolved ("t.json", texts[i]);
}

static void
check_shipped (const char *dir, guint *n)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;
  while (entries && (name = g_dir_read_name (entries)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL), *text = NULL;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        check_shipped (path, n);
      else if (g_str_has_suffix (name, ".json") && g_file_get_contents (path, &text, NULL, NULL))
        {
          check_resolved (path, text);
          ++*n;
        }
    }
}

static void
test_resolved_shipped (void)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "..", "scenarios", NULL);
  guint n = 0;
  check_shipped (dir, &n);
  g_assert_cmpuint (n, >=, 5);
}

void
add_reading_tests (void)
{
  g_test_add_func ("/scenario/reading/defaults", test_defaults);
  g_test_add_func ("/scenario/reading/serial-needs-little", test_serial_needs_little);
  g_test_add_func ("/scenario/reading/overrides", test_overrides);
  g_test_add_func ("/scenario/reading/overrides-of-overrides", test_overrides_of_overrides);
  g_test_add_func ("/scenario/reading/group-device", test_group_device);
  g_test_add_func ("/scenario/reading/case-trap", test_case_trap);
  g_test_add_func ("/scenario/reading/plain-ring", test_plain_ring);
  g_test_add_func ("/scenario/reading/timing-only", test_timing_only);
  g_test_add_func ("/scenario/reading/trace", test_trace);
  g_test_add_func ("/scenario/reading/missing-file", test_missing_file);
  g_test_add_func ("/scenario/resolved/synthetic", test_resolved_synthetic);
  g_test_add_func ("/scenario/resolved/shipped", test_resolved_shipped);
}
