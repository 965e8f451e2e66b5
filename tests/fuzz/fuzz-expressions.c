/* A sweep, and behind cuts the conditions of "expect", in a scenario that is right without them. Every point of a sweep that is
 * accepted can be read, and conditions that are accepted can be judged, whatever came out. */
#include "fuzz/fuzz.h"
#include "scenario/expect.h"
#include "scenario/string_json.h"

#include <math.h>

#define POINTS 3

/* A scenario reads every point of its grid, so what may be large is left to the tests of sweeps: numbers of two digits (in
 * a range of one), no fine steps, not two ranges, few values. */
static gboolean
is_small (const char *sweep)
{
  guint commas = 0, digits = 0;
  const char *range = strstr (sweep, "range");
  if (range && strstr (range + 1, "range"))
    return FALSE;
  for (const char *c = sweep; *c; c++)
    {
      digits = g_ascii_isdigit (*c) ? digits + 1 : 0;
      commas += *c == ',';
      if (digits > (range ? 1 : 2) || *c == '\\' || (c > sweep && g_ascii_isdigit (c[-1]) && strchr (".eE", *c)))
        return FALSE;
    }
  return commas <= 8;
}

static char *
scenario_text (char *const *parts)
{
  GString *text = g_string_new ("{ \"workload\": { \"gradient_bytes\": \"1 MB\", \"step_time\": \"1 ms\" }, "
                                "\"cluster\": { \"workers\": 4, \"network\": { \"bandwidth\": \"1 GB/s\" } }, "
                                "\"training\": { \"protocol\": \"bsp\" }, \"stop\": { \"iterations\": 3 }");
  if (*parts[0])
    g_string_append_printf (text, ", \"sweep\": %s", parts[0]);
  g_string_append (text, ", \"expect\": [");
  for (guint i = 1; parts[i]; i++)
    {
      g_autofree char *string = string_json (parts[i]);
      g_string_append_printf (text, "%s%s", i > 1 ? ", " : "", *parts[i] == '{' ? parts[i] : string);
    }
  g_string_append (text, "] }");
  return g_string_free (text, FALSE);
}

static void
check_points (const Sweep *sweep, const ScenarioOptions *options)
{
  for (guint i = 0; i < MIN (POINTS, sweep_n_points (sweep)); i++)
    {
      g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
      g_autoptr (Scenario) scenario = sweep_scenario (sweep, i, options, diagnostics);
      g_assert_nonnull (scenario);
      g_assert_cmpuint (sweep_point (sweep, i)->repeat, <, sweep_n_repeats (sweep));
    }
}

/* Values of all kinds: absent, zero, small, large, of a failed run. */
static GArray *
invent_results (guint n)
{
  static const double values[] = { NAN, 0, 1, 2.385, 1e300, 0.05, INFINITY };
  GArray *results = g_array_new (FALSE, TRUE, sizeof (ExpectResult));
  g_array_set_size (results, n);
  for (guint i = 0; i < n; i++)
    {
      ExpectResult *result = &g_array_index (results, ExpectResult, i);
      result->failed = i % 5 == 4;
      result->timeline = i % 2 ? "0123456789abcdef" : NULL;
      for (guint m = 0; m < N_METRICS; m++)
        result->metrics[m] = values[(i + m) % G_N_ELEMENTS (values)];
    }
  return results;
}

static void
check_verdicts (const Scenario *scenario, const Sweep *sweep)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (Expect) expect = expect_new (scenario, sweep, diagnostics);
  g_assert_nonnull (expect);
  if (!expect)
    return;
  g_autoptr (GArray) results = invent_results (sweep ? sweep_n_points (sweep) : 1);
  g_autoptr (GPtrArray) verdicts = expect_judge (expect, (const ExpectResult *)(gconstpointer)results->data);
  g_assert_cmpuint (verdicts->len, >=, expect_n_conditions (expect));
  for (guint i = 0; i < verdicts->len; i++)
    {
      const ExpectVerdict *verdict = g_ptr_array_index (verdicts, i);
      g_assert_cmpuint (verdict->condition, <, expect_n_conditions (expect));
      g_assert_true (verdict->name && verdict->expected && verdict->measured && verdict->where);
    }
}

static void
run (const char *bytes, gsize n)
{
  const ScenarioOptions options = { 0 };
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_auto (GStrv) parts = fuzz_parts (bytes, n, 1);
  if (!is_small (parts[0]))
    return;
  g_autofree char *text = scenario_text (parts);
  g_autoptr (Scenario) scenario = scenario_parse ("fuzz.json", text, strlen (text), &options, diagnostics);
  g_autofree char *said = diagnostics_text (diagnostics, FALSE);
  g_assert_true (g_utf8_validate (said, -1, NULL));
  if (!scenario)
    return;
  g_autoptr (Sweep) sweep = scenario_has_sweep (scenario) ? sweep_new (scenario, diagnostics) : NULL;
  g_assert_true (sweep || !scenario_has_sweep (scenario));
  if (sweep)
    check_points (sweep, &options);
  check_verdicts (scenario, sweep);
}

const FuzzTarget fuzz_expressions = { .name = "expressions", .run = run };
