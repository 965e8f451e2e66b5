#include "scenario/expect.h"

#include "test-scenario.h"

static const ScenarioOptions no_options = { 0 };

#define SWEEP "{\"/cluster/workers\": [1, 4, 7], \"/training/protocol\": [\"bsp\", \"ssp\"]}"

static Scenario *
parse (const char *sweep, const char *expect, char **said)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autofree char *text = g_strdup_printf (
      "{\"name\": \"q\", \"seed\": 5, \"workload\": {\"gradient_bytes\": \"238.5 MB\", \"step_time\": \"117 ms\"}, \"cluster\": "
      "{\"workers\": 7, \"network\": {\"bandwidth\": \"2.385 GB/s\"}}, \"training\": {\"protocol\": \"ssp\"}, \"stop\": "
      "{\"iterations\": 11}%s%s,\n"
      "\"expect\": %s}",
      *sweep ? ", \"sweep\": " : "", sweep, expect);
  Scenario *scenario = scenario_parse ("t.json", text, strlen (text), &no_options, d);
  g_autofree char *out = diagnostics_text (d, FALSE);
  if (said)
    *said = g_steal_pointer (&out);
  else
    g_assert_cmpstr (out, ==, "");
  return scenario;
}

/* Verdicts as lines, "ok NAME | MEASURED | EXPECTED". Point i has speedup i + 1, time_to_target 10·(i + 1) s, no accuracy. */
static char *
judge (const char *sweep_text, const char *expect_text)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) s = parse (sweep_text, expect_text, NULL);
  GString *out = g_string_new (NULL);
  if (!s)
    return g_string_free (out, FALSE);
  g_autoptr (Sweep) sweep = *sweep_text ? sweep_new (s, d) : NULL;
  g_autoptr (Expect) expect = expect_new (s, sweep, d);
  guint n = sweep ? sweep_n_points (sweep) : 1;
  g_autofree ExpectResult *results = g_new0 (ExpectResult, n);
  for (guint i = 0; i < n; i++)
    {
      for (guint m = 0; m < N_METRICS; m++)
        results[i].metrics[m] = NAN;
      results[i].metrics[METRIC_SPEEDUP] = i + 1;
      results[i].metrics[METRIC_TIME_TO_TARGET] = 10.0 * (i + 1);
      results[i].metrics[METRIC_EFFICIENCY] = 0.625;
      results[i].metrics[METRIC_BYTES] = 2.5e9;
      results[i].timeline = "00112233445566ff";
      results[i].weights = "fedcba9876543210";
      results[i].blas_core = "Haswell";
    }
  g_autoptr (GPtrArray) verdicts = expect_judge (expect, results);
  for (guint i = 0; i < verdicts->len; i++)
    {
      const ExpectVerdict *v = g_ptr_array_index (verdicts, i);
      const char *result = v->skipped ? "skip" : v->passed ? "ok" : "not ok";
      g_string_append_printf (out, "%s %s | %s | %s%s%s\n", result, v->name, v->measured, v->expected, v->held ? " | " : "",
                              v->held ? v->held : "");
    }
  return g_string_free (out, FALSE);
}

static void
assert_judged (const char *sweep, const char *expect, const char *lines)
{
  g_autofree char *found = judge (sweep, expect);
  g_assert_cmpstr (found, ==, lines);
}

/* A run that failed meets no condition, whatever it had come to. */
static void
test_failed_run (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (Scenario) s = parse ("", "[\"speedup >= 1\", \"speedup != 1\"]", NULL);
  g_autoptr (Expect) expect = expect_new (s, NULL, d);
  ExpectResult result = { .failed = TRUE };
  result.metrics[METRIC_SPEEDUP] = 3;
  g_autoptr (GPtrArray) verdicts = expect_judge (expect, &result);
  g_assert_cmpuint (verdicts->len, ==, 2);
  for (guint i = 0; i < verdicts->len; i++)
    g_assert_false (((const ExpectVerdict *)g_ptr_array_index (verdicts, i))->passed);
}

static void
test_single_run (void)
{
  assert_judged ("", "[\"speedup >= 1\", \"speedup > 1\", \"1 == speedup\", \"speedup != 1\"]",
                 "ok q speedup >= 1 | 1 | >= 1\n"
                 "not ok q speedup > 1 | 1 | > 1\n"
                 "ok q 1 == speedup | 1 | == 1\n"
                 "not ok q speedup != 1 | 1 | != 1\n");
  assert_judged ("", "[\"time_to_target < 10.5 s\", \"time_to_target<=9999 ms\", \"bytes == 2.5 GB\"]",
                 "ok q time_to_target < 10.5 s | 10 s | < 10.5 s\n"
                 "not ok q time_to_target<=9999 ms | 10 s | <= 9.999 s\n"
                 "ok q bytes == 2.5 GB | 2.5e+09 B | == 2.5e+09 B\n");
  assert_judged ("", "[\"efficiency >= 62.5 %\", \"efficiency > 0.7\"]",
                 "ok q efficiency >= 62.5 % | 0.625 | >= 0.625\n"
                 "not ok q efficiency > 0.7 | 0.625 | > 0.7\n");
  assert_judged ("", "[\"final.test_accuracy >= 0\", \"final.test_accuracy != 0\"]",
                 "not ok q final.test_accuracy >= 0 | nothing | >= 0\n"
                 "not ok q final.test_accuracy != 0 | nothing | != 0\n");
}

/* Points 0 … 5: (1 bsp) (1 ssp) (4 bsp) (4 ssp) (7 bsp) (7 ssp); their speedups are 1 … 6. */
static void
test_points (void)
{
  assert_judged (SWEEP, "[{\"is\": \"speedup >= 4\", \"when\": {\"/cluster/workers\": 4}}]",
                 "not ok q[workers=4 protocol=bsp] speedup >= 4 | 3 | >= 4\n"
                 "ok q[workers=4 protocol=ssp] speedup >= 4 | 4 | >= 4\n");
  assert_judged (SWEEP, "[{\"is\": \"speedup < 6\", \"when\": {\"/cluster/workers\": [1, 7], \"/training/protocol\": \"ssp\"}}]",
                 "ok q[workers=1 protocol=ssp] speedup < 6 | 2 | < 6\n"
                 "not ok q[workers=7 protocol=ssp] speedup < 6 | 6 | < 6\n");
  assert_judged (SWEEP, "[\"speedup[7, bsp] == 5\"]", "ok q[workers=7 protocol=bsp] speedup[7, bsp] == 5 | 5 | == 5\n");
}

/* ssp is judged against bsp with as many workers; 7 workers against 1 under the same protocol. */
static void
test_pairs (void)
{
  assert_judged (SWEEP, "[\"time_to_target[bsp] < time_to_target[ssp]\"]",
                 "ok q[workers=1] time_to_target[bsp] < time_to_target[ssp] | 10 s | < 20 s\n"
                 "ok q[workers=4] time_to_target[bsp] < time_to_target[ssp] | 30 s | < 40 s\n"
                 "ok q[workers=7] time_to_target[bsp] < time_to_target[ssp] | 50 s | < 60 s\n");
  assert_judged (SWEEP, "[\"speedup[workers=7] > 4.5 * speedup[workers=1]\"]",
                 "ok q[protocol=bsp] speedup[workers=7] > 4.5 * speedup[workers=1] | 5 | > 4.5\n"
                 "not ok q[protocol=ssp] speedup[workers=7] > 4.5 * speedup[workers=1] | 6 | > 9\n");
  assert_judged (SWEEP, "[{\"is\": \"speedup > speedup[bsp]\", \"when\": {\"/cluster/workers\": 4}}]",
                 "ok q[workers=4] speedup > speedup[bsp] | 4 | > 3\n");
  assert_judged ("{\"zip\": [{\"/cluster/workers\": [3, 5], \"/workload/batch\": [8, 16]}]}", "[\"speedup[5] > speedup[3]\"]",
                 "ok q speedup[5] > speedup[3] | 2 | > 1\n");
}

/* Two configurations of three repeats: speedups 1 2 3 and 4 5 6. */
static void
test_repeats (void)
{
#define REPEATED "{\"/cluster/workers\": [3, 5], \"repeat\": 3}"
  assert_judged (REPEATED, "[\"speedup >= 2\"]",
                 "not ok q[workers=3] speedup >= 2 | 1, 2, 3 | >= 2 | 2 of 3 held, 3 needed\n"
                 "ok q[workers=5] speedup >= 2 | 4, 5, 6 | >= 2 | 3 of 3 held, 3 needed\n");
  assert_judged (REPEATED, "[{\"is\": \"speedup == 2\", \"repeats\": \"mean\"}]",
                 "ok q[workers=3] speedup == 2 | 1, 2, 3 (mean 2) | == 2\n"
                 "not ok q[workers=5] speedup == 2 | 4, 5, 6 (mean 5) | == 2\n");
  assert_judged (REPEATED, "[{\"is\": \"speedup >= 2\", \"repeats\": \"2 of 3\"}]",
                 "ok q[workers=3] speedup >= 2 | 1, 2, 3 | >= 2 | 2 of 3 held, 2 needed\n"
                 "ok q[workers=5] speedup >= 2 | 4, 5, 6 | >= 2 | 3 of 3 held, 2 needed\n");
  assert_judged (REPEATED, "[\"speedup[5] == 4 * speedup[3]\"]",
                 "not ok q speedup[5] == 4 * speedup[3] | 4, 5, 6 | == 4, 8, 12 | 1 of 3 held, 3 needed\n");
}

static void
test_fingerprints (void)
{
  assert_judged (
      "", "[{\"fingerprint\": \"00112233445566ff\"}, {\"fingerprint\": {\"timeline\": \"\", \"weights\": \"fedcba9876543210\"}}]",
      "ok q fingerprint of the timeline | 00112233445566ff | 00112233445566ff\n"
      "not ok q fingerprint of the timeline | 00112233445566ff | \n"
      "ok q fingerprint of the weights | fedcba9876543210 | fedcba9876543210\n");
  assert_judged ("", "[{\"fingerprint\": {\"weights\": \"00112233445566ff\", \"blas_core\": \"Zen\"}}]",
                 "skip q fingerprint of the weights | fedcba9876543210 | 00112233445566ff\n");
  assert_judged ("", "[{\"fingerprint\": {\"weights\": \"\", \"blas_core\": \"Zen\"}}]",
                 "not ok q fingerprint of the weights | fedcba9876543210 | \n");
}

static const struct
{
  const char *sweep, *expect, *says;
} mistakes[] = {
  { "", "4", "t.json:2:11: error: /expect: expected a list of conditions" },
  { "", "[4]", "t.json:2:12: error: /expect/0: expected a condition" },
  { "", "[\"speedup\"]", "t.json:2:20: error: /expect/0: expected one of < <= > >= == !=, found the end" },
  { "", "[\"speedup = 4\"]", "t.json:2:21: error: /expect/0: expected one of < <= > >= == !=, found \"=\"" },
  { "", "[\"sppedup > 4\"]", "t.json:2:13: error: /expect/0: there is no metric \"sppedup\" (did you mean \"speedup\"?)" },
  { "", "[\"joy > 4\"]", "there is no metric \"joy\"" },
  { "", "[\"speedup > \"]", "expected a metric or a number, found the end of the condition" },
  { "", "[\"speedup > 4 s\"]", "expected a plain number, found \"4 s\"" },
  { "", "[\"speedup > 4 5\"]", "expected a plain number, found \"4 5\"" },
  { "", "[\"speedup > 4 <\"]", "expected the end of the condition, found \"<\"" },
  { "", "[\"speedup >= 1e999\"]", "t.json:2:24: error: /expect/0: the number 1e999 is too large" },
  { "", "[\"-1e999 * speedup < speedup\"]", "the number -1e999 is too large" },
  { "", "[\"speedup < +inf\"]", "expected a number, found \"+\"" },
  { "", "[\"1 < 2\"]", "a condition needs a metric" },
  { "", "[\"simulated < 40\"]", "t.json:2:25: error: /expect/0: simulated: \"40\" needs a unit" },
  { "", "[\"simulated < 40 MB\"]", "is a size" },
  { "", "[\"simulated < bytes\"]", "simulated and bytes have different units" },
  { "", "[\"speedup[4 > 1\"]", "expected a closing \"]\"" },
  { "", "[\"speedup[4] > 1\"]", "there is no sweep, so there are no points" },
  { "", "[{\"is\": \"speedup > 1\", \"when\": {\"/cluster/workers\": 7}}]", "the sweep has no such axis" },
  { "", "[{\"when\": {}}]", "needs either \"is\", a condition, or \"fingerprint\"" },
  { "", "[{\"is\": \"speedup > 1\", \"repaets\": \"all\"}]", "unknown key (did you mean \"repeats\"?)" },
  { "", "[{\"is\": \"speedup > 1\", \"joy\": 1}]",
    "unknown key: expected is, when, repeats, fingerprint, description or source" },
  { "", "[4], \"published\": [{\"is\": \"speedup == 1\", \"fun\": 1}]",
    "/published/0/fun: unknown key: expected is, when, description or source" },
  { "", "[{\"is\": \"speedup > 1\", \"repeats\": \"4 of 5\"}]", "the sweep makes 1 repeat, not 5" },
  { "", "[{\"is\": \"speedup > 1\", \"repeats\": \"some\"}]", "expected \"all\", \"mean\" or a share" },
  { "", "[{\"fingerprint\": {}}]", "neither a timeline nor weights" },
  { "", "[{\"fingerprint\": {\"timelin\": \"\"}}]", "did you mean \"timeline\"?" },
  { SWEEP, "[\"speedup[asp] > 1\"]", "t.json:2:21: error: /expect/0: no point of the sweep has the value asp" },
  { SWEEP, "[\"speedup[workers=3] > 1\"]", "no point of the sweep has workers=3" },
  { SWEEP, "[{\"is\": \"speedup > 1\", \"when\": {\"/cluster/workers\": 3}}]", "no point of the sweep is meant by this" },
  { "{\"/cluster/workers\": [2, 4], \"/training/staleness\": [2, 4]}", "[\"speedup[4] > 1\"]",
    "\"4\" may be workers=4 or staleness=4: say which" },
};

static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *said = NULL;
      g_autoptr (Scenario) s = parse (mistakes[i].sweep, mistakes[i].expect, &said);
      g_assert_null (s);
      if (!strstr (said, mistakes[i].says))
        g_test_message ("%s said:\n%s", mistakes[i].expect, said);
      g_assert_nonnull (strstr (said, mistakes[i].says));
    }
}

void
add_expect_tests (void)
{
  g_test_add_func ("/scenario/expect/single-run", test_single_run);
  g_test_add_func ("/scenario/expect/failed-run", test_failed_run);
  g_test_add_func ("/scenario/expect/points", test_points);
  g_test_add_func ("/scenario/expect/pairs", test_pairs);
  g_test_add_func ("/scenario/expect/repeats", test_repeats);
  g_test_add_func ("/scenario/expect/fingerprints", test_fingerprints);
  g_test_add_func ("/scenario/expect/mistakes", test_mistakes);
}
