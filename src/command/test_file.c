#include "command/test_file.h"

#include "base/error.h"
#include "command/options.h"
#include "command/read.h"
#include "command/simulate.h"

#undef g_get_monotonic_time /* for JUnit's times alone */

/* --- opening --- */

static gboolean
read_grid_and_conditions (TestFile *file, Diagnostics *diagnostics)
{
  if (scenario_has_sweep (file->scenario))
    {
      file->sweep = sweep_new (file->scenario, diagnostics);
      if (!file->sweep)
        return FALSE;
    }
  file->expect = expect_new (file->scenario, file->sweep, diagnostics);
  return file->expect != NULL;
}

static gboolean
read_all (TestFile *file, const RunChoices *choices, Diagnostics *diagnostics)
{
  file->scenario = scenario_read (file->path, &choices->scenario, diagnostics);
  if (!file->scenario || !read_grid_and_conditions (file, diagnostics))
    return FALSE;
  file->n_runs = file->sweep ? sweep_n_points (file->sweep) : 1;
  file->runs = g_new0 (TestRun, file->n_runs);
  return TRUE;
}

static void
forget_scenario (TestFile *file)
{
  g_clear_pointer (&file->expect, expect_free);
  g_clear_pointer (&file->sweep, sweep_free);
  g_clear_pointer (&file->scenario, scenario_free);
}

TestFile *
test_file_open (const char *name, const RunChoices *choices, const TestChoices *test)
{
  TestFile *file = g_new0 (TestFile, 1);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  file->path = scenario_path (name);
  file->choices = test;
  if (read_all (file, choices, diagnostics))
    expect_set_tolerance (file->expect, test->tolerance);
  else
    forget_scenario (file);
  file->name = g_strdup (file->scenario ? file->scenario->name : name);
  diagnostics_print (diagnostics, stderr, terminal_colour (STDERR_FILENO));
  return file;
}

void
test_file_free (TestFile *file)
{
  if (!file)
    return;
  for (guint i = 0; i < file->n_runs; i++)
    {
      g_free (file->runs[i].failure);
      g_free (file->runs[i].timeline);
      g_free (file->runs[i].weights);
      g_free (file->runs[i].blas_core);
    }
  g_free (file->runs);
  g_clear_pointer (&file->verdicts, g_ptr_array_unref);
  forget_scenario (file);
  g_free (file->name);
  g_free (file->path);
  g_free (file);
}

/* --- its runs --- */

guint
test_file_configuration (const TestFile *file, guint index)
{
  return file->sweep ? sweep_point (file->sweep, index)->configuration : 0;
}

const Scenario *
test_file_scenario (const TestFile *file, guint index, const RunChoices *choices, Scenario **owner)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  *owner = NULL;
  if (!file->sweep)
    return file->scenario;
  *owner = sweep_scenario (file->sweep, index, &choices->scenario, diagnostics);
  return *owner;
}

/* An answer is how long it took, in us, then "ran", the three fingerprints and the run, a line each; or "failed", the status
 * and the message. */
static char *
answer_of_failure (const GError *error)
{
  guint status = error && error->domain == LOCKSTEP_ERROR ? error->code : EXIT_RUN;
  return g_strdup_printf ("failed\n%u\n%s", status, error ? error->message : "there is no outcome");
}

static char *
answer_of (const Scenario *scenario, const Outcome *outcome)
{
  SweepRun run;
  sweep_run_init (&run, scenario, outcome);
  g_autofree char *text = sweep_run_format (&run);
  return g_strdup_printf ("ran\n%s\n%s\n%s\n%s", outcome->timeline, outcome->weights,
                          outcome->blas_core ? outcome->blas_core : "", text);
}

static char *
work (const TestFile *file, guint index, const RunChoices *choices, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) owner = NULL;
  g_autoptr (Record) record = NULL;
  const Scenario *scenario = test_file_scenario (file, index, choices, &owner);
  const SimulateOptions options = { threads, TRUE, FALSE, choices->data };
  g_autoptr (Outcome) outcome = scenario ? simulate (scenario, &options, &record, &error) : NULL;
  return outcome && !error ? answer_of (scenario, outcome) : answer_of_failure (error);
}

char *
test_file_work (const TestFile *file, guint index, const RunChoices *choices, guint threads)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *text = work (file, index, choices, threads);
  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s", g_get_monotonic_time () - begin, text);
}

static char *
text_or_null (const char *text)
{
  return *text ? g_strdup (text) : NULL;
}

void
test_file_answer (TestFile *file, guint index, const char *text)
{
  TestRun *run = &file->runs[index];
  g_auto (GStrv) line = g_strsplit (text ? text : "", "\n", 6);
  guint n = g_strv_length (line);
  file->n_answered++;
  run->wall_s = n > 0 ? g_ascii_strtoll (line[0], NULL, 10) / 1e6 : 0;
  if (n == 6 && g_str_equal (line[1], "ran") && sweep_run_parse (line[5], &run->run, NULL))
    {
      run->timeline = text_or_null (line[2]);
      run->weights = text_or_null (line[3]);
      run->blas_core = text_or_null (line[4]);
      return;
    }
  gboolean told = n >= 4 && g_str_equal (line[1], "failed");
  run->failure = told ? g_strjoinv ("\n", line + 3) : g_strdup ("its process died");
  run->status = told && g_str_equal (line[2], "2") ? EXIT_INPUT : EXIT_RUN;
}

const TestRun *
test_file_failed_run (const TestFile *file, guint configuration)
{
  for (guint i = 0; i < file->n_runs; i++)
    if (file->runs[i].failure && test_file_configuration (file, i) == configuration)
      return &file->runs[i];
  return NULL;
}

/* --- judging --- */

/* (transfer full) */
static GPtrArray *
judge (const TestFile *file, const ExpectResult *results)
{
  if (!file->scenario)
    return g_ptr_array_new ();
  const TestChoices *test = file->choices;
  GPtrArray *verdicts = expect_judge (file->expect, results);
  if (test->baseline)
    baseline_judge (test->baseline, file->scenario, file->sweep, file->expect, results, test->tolerance, verdicts);
  for (guint i = verdicts->len; test->filter && i-- > 0;)
    if (!strstr (((const ExpectVerdict *)verdicts->pdata[i])->name, test->filter))
      g_ptr_array_remove_index (verdicts, i);
  return verdicts;
}

void
test_file_judge (TestFile *file)
{
  g_autofree ExpectResult *results = g_new0 (ExpectResult, file->n_runs);
  for (guint i = 0; i < file->n_runs; i++)
    {
      const TestRun *run = &file->runs[i];
      results[i] = (ExpectResult){
        .failed = run->failure != NULL, .timeline = run->timeline, .weights = run->weights, .blas_core = run->blas_core
      };
      memcpy (results[i].metrics, run->run.metrics, sizeof results[i].metrics);
    }
  file->verdicts = judge (file, results);
}

guint
test_file_n_verdicts (const TestFile *file)
{
  g_autofree ExpectResult *nothing = g_new0 (ExpectResult, file->n_runs);
  for (guint i = 0; i < file->n_runs; i++)
    nothing[i].failed = TRUE;
  g_autoptr (GPtrArray) verdicts = judge (file, nothing);
  return verdicts->len;
}

gboolean
test_file_is_wanted (const TestFile *file)
{
  gboolean bare = !file->scenario || expect_n_conditions (file->expect) == 0;
  const char *filter = file->choices->filter;
  return !filter || (bare && strstr (file->name, filter)) || test_file_n_verdicts (file) > 0;
}
