/* Scenarios: a text, then --set overrides behind cuts. What is accepted resolves to a text that is accepted and resolves to the
 * same. */
#include "fuzz/fuzz.h"
#include "scenario/scenario.h"

static Scenario *
parse (const char *text, gsize n, const char *const *sets)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  Scenario *scenario = scenario_parse ("fuzz.json", text, n, &(ScenarioOptions){ .sets = sets }, diagnostics);
  g_autofree char *said = diagnostics_text (diagnostics, TRUE);
  g_assert_cmpint (scenario == NULL, ==, diagnostics_errors (diagnostics) > 0);
  g_assert_true (g_utf8_validate (said, -1, NULL));
  return scenario;
}

/* Every point of a grid is read, so large grids are slow; fuzz-expressions.c has the small ones. */
static gboolean
may_be_a_large_grid (const char *bytes, gsize n)
{
  return g_strstr_len (bytes, (gssize)n, "sweep")
         && (g_strstr_len (bytes, (gssize)n, "range") || g_strstr_len (bytes, (gssize)n, "repeat"));
}

static void
run (const char *bytes, gsize n)
{
  if (may_be_a_large_grid (bytes, n))
    return;
  g_auto (GStrv) parts = fuzz_parts (bytes, n, 1);
  const char *cut = g_strstr_len (bytes, (gssize)n, FUZZ_CUT);
  g_autoptr (Scenario) scenario = parse (bytes, cut ? (gsize)(cut - bytes) : n, (const char *const *)parts + 1);
  if (!scenario)
    return;
  g_autofree char *resolved = scenario_resolved (scenario);
  g_autoptr (Scenario) again = parse (resolved, strlen (resolved), NULL);
  g_assert_nonnull (again);
  if (!again)
    return;
  g_autofree char *twice = scenario_resolved (again);
  g_assert_cmpstr (twice, ==, resolved);
}

static const char *const seeds[] = { "scenarios/*.json", "scenarios/*/*.json", "tests/cli/*.json", "tests/data/wrong/*.json",
                                     NULL };

const FuzzTarget fuzz_scenario = { .name = "scenario", .seeds = seeds, .run = run };
