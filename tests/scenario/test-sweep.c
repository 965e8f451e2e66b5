#include "scenario/sweep.h"
#include "test-scenario.h"

static const ScenarioOptions no_options = { 0 };

/* A scenario of 7 workers with @training and @sweep, both JSON texts; what is said about it goes to @said, or must be nothing. */
static Scenario *
parse (const char *training, const char *sweep, char **said)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autofree char *text =
      g_strdup_printf ("{\"seed\": 5, \"workload\": {\"gradient_bytes\": \"238.5 MB\", \"step_time\": \"117 ms\"}, \"cluster\": "
                       "{\"workers\": 7, \"network\": "
                       "{\"bandwidth\": \"2.385 GB/s\"}}, \"training\": %s, \"stop\": {\"iterations\": 11},\n\"sweep\": %s}",
                       training, sweep);
  Scenario *scenario = scenario_parse ("t.json", text, strlen (text), &no_options, d);
  g_autofree char *out = diagnostics_text (d, FALSE);
  if (said)
    *said = g_steal_pointer (&out);
  else
    g_assert_cmpstr (out, ==, "");
  return scenario;
}

static char *
labels (const Sweep *sweep)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < sweep_n_points (sweep); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "; " : "", sweep_point (sweep, i)->label);
  return g_string_free (out, FALSE);
}

static void
assert_labels (const char *sweep_text, const char *expected)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) s = parse ("{\"protocol\": \"ssp\"}", sweep_text, NULL);
  g_assert_nonnull (s);
  if (!s)
    return;
  g_autoptr (Sweep) sweep = sweep_new (s, d);
  g_autofree char *found = labels (sweep);
  g_assert_cmpstr (found, ==, expected);
}

/* The product in the file's order, the last axis fastest, then the zips; exclusions taken out; repeats as neighbours with seeds
 * 5, 6. */
static void
test_grid (void)
{
  assert_labels ("{\"/cluster/workers\": [3, 5]}", "workers=3; workers=5");
  assert_labels ("{\"/cluster/workers\": [3, 5], \"/training/staleness\": [0, 2]}",
                 "workers=3 staleness=0; workers=3 staleness=2; workers=5 staleness=0; workers=5 staleness=2");
  assert_labels ("{\"zip\": [{\"/cluster/workers\": [3, 5], \"/cluster/network/bandwidth\": [\"1 Gbit/s\", \"3 Gbit/s\"]}], "
                 "\"/workload/batch\": [8]}",
                 "batch=8 workers=3 bandwidth=1 Gbit/s; batch=8 workers=5 bandwidth=3 Gbit/s");
  assert_labels ("{\"/cluster/workers\": [3, 5, 7], \"/training/protocol\": [\"bsp\", \"asp\"], "
                 "\"exclude\": [{\"/cluster/workers\": [3, 7], \"/training/protocol\": \"asp\"}, {\"/cluster/workers\": 5, "
                 "\"/training/protocol\": \"bsp\"}]}",
                 "workers=3 protocol=bsp; workers=5 protocol=asp; workers=7 protocol=bsp");
  assert_labels ("{\"/cluster/workers\": [3, 5], \"repeat\": 2}",
                 "workers=3 seed=5; workers=3 seed=6; workers=5 seed=5; workers=5 seed=6");
  assert_labels ("{\"repeat\": 3}", "seed=5; seed=6; seed=7");
}

/* 3·2^i up to 50: 3 6 12 24 48. 10 + 20i up to 50. 0.1 + 0.1i up to 0.3 without 0.30000000000000004. */
static void
test_ranges (void)
{
  assert_labels ("{\"/cluster/workers\": {\"range\": [3, 50], \"times\": 2}}",
                 "workers=3; workers=6; workers=12; workers=24; workers=48");
  assert_labels ("{\"/workload/batch\": {\"range\": [10, 50], \"step\": 20}}", "batch=10; batch=30; batch=50");
  assert_labels ("{\"/cluster/network/efficiency\": {\"range\": [0.1, 0.3], \"step\": 0.1}}",
                 "efficiency=0.1; efficiency=0.2; efficiency=0.3");
}

/* A point's scenario has the point's values and its seed; the base keeps its own. */
static void
test_points (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) base =
      parse ("{\"protocol\": \"ssp\"}", "{\"/cluster/workers\": [3, 4], \"/training/staleness\": [1, 9], \"repeat\": 2}", NULL);
  g_autoptr (Sweep) sweep = sweep_new (base, d);
  g_assert_cmpuint (sweep_n_points (sweep), ==, 8);
  g_assert_cmpuint (sweep_n_repeats (sweep), ==, 2);
  g_assert_cmpstr (sweep_axis_name (sweep, 1), ==, "staleness");
  g_assert_cmpuint (base->run.cluster.workers, ==, 7);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (Scenario) s = sweep_scenario (sweep, i, &no_options, d);
      g_assert_nonnull (s);
      g_assert_cmpuint (s->run.cluster.workers, ==, 3 + i / 4);
      g_assert_cmpuint (knob_integer (s->run.training.protocol_knobs, "staleness"), ==, i / 2 % 2 == 0 ? 1 : 9);
      g_assert_cmpuint (s->run.seed, ==, 5 + i % 2);
      g_assert_cmpuint (sweep_point (sweep, i)->seed, ==, s->run.seed);
      g_assert_cmpuint (sweep_point (sweep, i)->configuration, ==, i / 2);
    }
}

/* A staleness is of use where some point runs ssp, even if the base does not; of none where no point does. */
static void
test_stray_knobs (void)
{
  g_autofree char *said = NULL;
  g_autoptr (Scenario) some =
      parse ("{\"protocol\": \"bsp\", \"staleness\": 4}", "{\"/training/protocol\": [\"bsp\", \"ssp\"]}", NULL);
  g_assert_nonnull (some);
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Sweep) sweep = sweep_new (some, d);
  g_autoptr (Scenario) ssp = sweep_scenario (sweep, 1, &no_options, d);
  g_assert_cmpuint (knob_integer (ssp->run.training.protocol_knobs, "staleness"), ==, 4);
  g_autoptr (Scenario) none =
      parse ("{\"protocol\": \"bsp\", \"staleness\": 4}", "{\"/training/protocol\": [\"bsp\", \"asp\"]}", &said);
  g_assert_null (none);
  g_assert_true (g_str_has_prefix (said, "t.json:1:"));
  g_assert_nonnull (strstr (said, "error: /training/staleness: staleness is a knob of ssp, which no point of the sweep uses\n"));
}

static const struct
{
  const char *sweep, *says;
} mistakes[] = {
  { "[]", "t.json:2:10: error: /sweep: expected an object" },
  { "{}", "t.json:2:10: error: /sweep: no axis" },
  { "{\"cluster/workers\": [1]}", "t.json:2:11: error: /sweep/cluster~1workers: unknown key: an axis begins with \"/\"" },
  { "{\"repaet\": 2}", "unknown key (did you mean \"repeat\"?)" },
  { "{\"/cluster/wrokers\": [1]}",
    "t.json:2:11: error: /sweep/~1cluster~1wrokers: the axis names no key (did you mean \"/cluster/workers\"?)" },
  { "{\"/training/stalenes\": [1]}", "(did you mean \"/training/staleness\"?)" },
  { "{\"/sweep\": [1]}", "names no key of a point" },
  { "{\"/cluster\": [{}], \"/cluster/workers\": [1]}", "the axis moves what the axis \"/cluster\" moves" },
  { "{\"/cluster/workers\": 4}", "t.json:2:31: error: /sweep/~1cluster~1workers: expected a list of values, or a range" },
  { "{\"/cluster/workers\": []}", "expected a list of values" },
  { "{\"/cluster/workers\": [2, 2.0]}", "t.json:2:35: error: /sweep/~1cluster~1workers/1: the value stands twice" },
  { "{\"/cluster/workers\": {\"range\": [1, 8]}}", "either times or step" },
  { "{\"/cluster/workers\": {\"range\": [1, 8], \"times\": 2, \"step\": 1}}", "either times or step" },
  { "{\"/cluster/workers\": {\"range\": [8, 1], \"step\": 1}}", "ends before it begins" },
  { "{\"/cluster/workers\": {\"range\": [1, 8], \"times\": 1}}", "a factor above 1" },
  { "{\"/cluster/workers\": {\"range\": [1, 8], \"step\": 0}}", "a step above 0" },
  { "{\"/cluster/workers\": {\"range\": [1], \"step\": 1}}", "a range of two numbers" },
  { "{\"/cluster/workers\": {\"range\": [1, 8], \"tims\": 2}}", "unknown key: expected range" },
  { "{\"/workload/batch\": {\"range\": [1, 10000000], \"step\": 1}}", "more than 100000 values" },
  { "{\"zip\": {\"/cluster/workers\": [1]}}", "expected a list of objects" },
  { "{\"zip\": [{\"/cluster/workers\": [1, 2], \"/workload/batch\": [1]}]}", "expected 2, found 1" },
  { "{\"/cluster/workers\": [1, 2], \"exclude\": [{\"/workload/batch\": 1}]}", "no such axis" },
  { "{\"/cluster/workers\": [1, 2], \"exclude\": [{\"/cluster/workers\": 3}]}", "does not take this value" },
  { "{\"/cluster/workers\": [1, 2], \"exclude\": [{\"/cluster/workers\": [1, 2]}]}", "every point is excluded" },
  { "{\"repeat\": 0}", "expected a number of seeds" },
  { "{\"repeat\": 100001}", "expected a number of seeds, from 1 to 100000" },
  { "{\"zip\": [{\"/cluster/workers\": [3, 7], \"/seed\": [5, 9]}], \"repeat\": 2}", "both this axis and \"repeat\"" },
  { "{\"/workload/batch\": {\"range\": [1, 5000], \"step\": 1}, \"/cluster/workers\": {\"range\": [1, 5000], \"step\": 1}}",
    "more than 1000000 runs" },
  { "{\"/cluster/workers\": [1, 0]}", "t.json:2:35: error: /cluster/workers: must be at least 1, found 0" },
  { "{\"/cluster/workers\": {\"range\": [0, 2], \"step\": 1}}", "error: /cluster/workers: must be at least 1, found 0" },
  { "{\"/training/protocol\": [\"bsp\", \"serial\"]}", "lockstep: note: at the point protocol=serial" },
};

static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *said = NULL;
      g_autoptr (Scenario) s = parse ("{\"protocol\": \"bsp\"}", mistakes[i].sweep, &said);
      g_assert_null (s);
      if (!strstr (said, mistakes[i].says))
        g_test_message ("%s said:\n%s", mistakes[i].sweep, said);
      g_assert_nonnull (strstr (said, mistakes[i].says));
    }
}

void
add_sweep_tests (void)
{
  g_test_add_func ("/scenario/sweep/grid", test_grid);
  g_test_add_func ("/scenario/sweep/ranges", test_ranges);
  g_test_add_func ("/scenario/sweep/points", test_points);
  g_test_add_func ("/scenario/sweep/stray-knobs", test_stray_knobs);
  g_test_add_func ("/scenario/sweep/mistakes", test_mistakes);
}
