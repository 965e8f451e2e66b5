#include "command/sweep_job.h"

#include "base/error.h"
#include "base/file.h"
#include "command/options.h"
#include "command/read.h"
#include "command/simulate.h"
#include "config.h"
#include "protocol/metrics.h"
#include "report/published_picture.h"

#define TEXT_MAX (64 << 20)
#define FAILED "failed: " /* how an answer begins that is none */

static ScenarioOptions
scenario_options (const SweepJob *job)
{
  const SweepOptions *o = &job->options;
  return (ScenarioOptions){ (const char *const *)o->sets, o->has_seed, o->seed, o->timing_only, o->data_dir, o->no_shortcuts };
}

static gboolean
parse (SweepJob *job, Diagnostics *diagnostics)
{
  ScenarioOptions options = scenario_options (job);
  job->scenario = scenario_parse (job->path, job->text, job->n, &options, diagnostics);
  if (!job->scenario)
    return FALSE;
  if (scenario_has_sweep (job->scenario))
    job->sweep = sweep_new (job->scenario, diagnostics);
  if (job->sweep)
    job->published = published_new (job->scenario, job->sweep, diagnostics);
  return job->published != NULL;
}

static SweepJob *
job_new (const char *path, SweepOptions *options)
{
  SweepJob *job = g_new0 (SweepJob, 1);
  job->path = g_strdup (path);
  job->options = *options;
  *options = (SweepOptions){ 0 };
  return job;
}

SweepJob *
sweep_job_open (const char *file, SweepOptions *options, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = scenario_path (file);
  g_autoptr (SweepJob) job = job_new (path, options);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  job->text = file_read (path, TEXT_MAX, &job->n, &error);
  if (!job->text)
    {
      *status = complain_of (error);
      return NULL;
    }
  gboolean good = parse (job, diagnostics);
  diagnostics_print (diagnostics, stderr, terminal_colour (STDERR_FILENO));
  *status = good ? EXIT_DONE : EXIT_INPUT;
  if (!good && job->scenario && diagnostics_errors (diagnostics) == 0)
    complain ("%s has no \"sweep\": lockstep run runs it", file);
  if (!good)
    return NULL;
  if (!g_str_equal (path, "-"))
    {
      g_free (job->path);
      job->path = g_canonicalize_filename (path, NULL);
    }
  return g_steal_pointer (&job);
}

/* --- the manifest --- */

static const char *
member_text (const cJSON *object, const char *name)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (object, name));
}

static SweepOptions
options_of_manifest (const cJSON *manifest)
{
  g_autoptr (GStrvBuilder) sets = g_strv_builder_new ();
  const cJSON *set, *list = cJSON_GetObjectItemCaseSensitive (manifest, "set");
  const char *seed = member_text (manifest, "seed");
  cJSON_ArrayForEach (set, list) if (cJSON_IsString (set)) g_strv_builder_add (sets, set->valuestring);
  return (SweepOptions){ .sets = g_strv_builder_end (sets),
                         .has_seed = seed != NULL,
                         .seed = seed ? g_ascii_strtoull (seed, NULL, 10) : 0,
                         .timing_only = cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (manifest, "timing_only")),
                         .data_dir = g_strdup (member_text (manifest, "data")) };
}

static SweepJob *
job_of_manifest (const char *path, const cJSON *manifest, GError **error)
{
  const char *scenario = member_text (manifest, "scenario"), *text = member_text (manifest, "text");
  if (!scenario || !text)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: this is no folder of a sweep", path);
      return NULL;
    }
  SweepOptions options = options_of_manifest (manifest);
  g_autoptr (SweepJob) job = job_new (scenario, &options);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  job->text = g_strdup (text);
  job->n = strlen (text);
  if (parse (job, diagnostics))
    return g_steal_pointer (&job);
  diagnostics_print (diagnostics, stderr, terminal_colour (STDERR_FILENO));
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: its scenario cannot be read here", path);
  return NULL;
}

SweepJob *
sweep_job_read (const char *manifest_path, GError **error)
{
  g_autofree char *text = file_read (manifest_path, TEXT_MAX, NULL, error);
  if (!text)
    return NULL;
  cJSON *manifest = cJSON_Parse (text);
  SweepJob *job = job_of_manifest (manifest_path, manifest, error);
  cJSON_Delete (manifest);
  return job;
}

char *
sweep_job_manifest (const SweepJob *job)
{
  const SweepOptions *o = &job->options;
  cJSON *manifest = cJSON_CreateObject ();
  cJSON_AddStringToObject (manifest, "lockstep", PACKAGE_VERSION);
  cJSON_AddStringToObject (manifest, "scenario", job->path);
  cJSON *sets = cJSON_AddArrayToObject (manifest, "set");
  for (guint i = 0; o->sets && o->sets[i]; i++)
    cJSON_AddItemToArray (sets, cJSON_CreateString (o->sets[i]));
  if (o->has_seed)
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, o->seed);
      cJSON_AddStringToObject (manifest, "seed", seed);
    }
  cJSON_AddBoolToObject (manifest, "timing_only", o->timing_only);
  if (o->data_dir)
    cJSON_AddStringToObject (manifest, "data", o->data_dir);
  cJSON_AddStringToObject (manifest, "text", job->text);
  char *printed = cJSON_Print (manifest);
  g_autofree char *line = g_strconcat (printed, "\n", NULL);
  free (printed);
  cJSON_Delete (manifest);
  return g_steal_pointer (&line);
}

void
sweep_job_free (SweepJob *job)
{
  if (!job)
    return;
  g_clear_pointer (&job->published, g_array_unref);
  g_clear_pointer (&job->sweep, sweep_free);
  g_clear_pointer (&job->scenario, scenario_free);
  g_strfreev (job->options.sets);
  g_free (job->options.data_dir);
  g_free (job->path);
  g_free (job->text);
  g_free (job);
}

/* --- its runs --- */

static char *
run_scenario (const Scenario *scenario, const SweepJob *job, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const SimulateOptions options = { threads, TRUE, FALSE, job->options.data_dir };
  g_autoptr (Outcome) outcome = simulate (scenario, &options, &record, &error);
  SweepRun run;
  if (error || !outcome)
    return g_strdup_printf (FAILED "%s", error ? error->message : "no outcome");
  if (outcome->interrupted)
    return g_strdup (FAILED "interrupted");
  sweep_run_init (&run, scenario, outcome);
  return sweep_run_format (&run);
}

char *
sweep_job_run (const SweepJob *job, guint index, guint threads)
{
  ScenarioOptions options = scenario_options (job);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (Scenario) scenario = sweep_scenario (job->sweep, index, &options, diagnostics);
  if (!scenario)
    return g_strdup (FAILED "the scenario of this point cannot be read");
  return run_scenario (scenario, job, threads);
}

static guint
point_workers (const SweepJob *job, const SweepPoint *point)
{
  for (guint a = 0; a < sweep_n_axes (job->sweep); a++)
    if (g_str_equal (sweep_axis (job->sweep, a), "/cluster/workers") && cJSON_IsNumber (point->settings[a].value))
      return point->settings[a].value->valueint;
  return job->scenario->run.cluster.workers;
}

SweepTable *
sweep_job_table (const SweepJob *job)
{
  guint n = sweep_n_axes (job->sweep);
  g_autofree const char **values = g_new0 (const char *, n + 1);
  for (guint a = 0; a < n; a++)
    values[a] = sweep_axis (job->sweep, a);
  SweepTable *table = sweep_table_new (job->scenario->name, values, sweep_n_repeats (job->sweep));
  for (guint i = 0; i < sweep_n_points (job->sweep); i++)
    {
      const SweepPoint *point = sweep_point (job->sweep, i);
      for (guint a = 0; a < n; a++)
        values[a] = point->settings[a].text;
      if (point->repeat == 0)
        sweep_table_add (table, values, point_workers (job, point));
    }
  return table;
}

gboolean
sweep_answer_is_unfit (const char *answer)
{
  return answer && g_str_has_prefix (answer, FAILED UNFIT);
}

gboolean
sweep_answer_is_good (const char *answer)
{
  SweepRun run;
  return answer && sweep_run_parse (answer, &run, NULL);
}

gboolean
sweep_answer_is_damaged (const char *answer)
{
  return answer && !g_str_has_prefix (answer, FAILED) && !sweep_answer_is_good (answer);
}

gboolean
sweep_job_answer (const SweepJob *job, SweepTable *table, guint index, const char *answer)
{
  const SweepPoint *point = sweep_point (job->sweep, index);
  SweepRun run;
  if (answer && sweep_run_parse (answer, &run, NULL))
    {
      sweep_table_set_run (table, point->configuration, point->repeat, &run);
      return TRUE;
    }
  sweep_table_fail (table, point->configuration, point->repeat,
                    !answer                            ? "its process died"
                    : sweep_answer_is_damaged (answer) ? "its answer cannot be read"
                                                       : answer + strlen (FAILED));
  return FALSE;
}

/* --- its tables and pictures --- */

/* What was simulated for each published figure. (transfer full) of PublishedRow. */
static GArray *
published_rows (const SweepJob *job, const SweepTable *table)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PublishedRow));
  for (guint i = 0; i < job->published->len; i++)
    {
      const Published *figure = &g_array_index (job->published, Published, i);
      PublishedRow row = { g_strdup_printf ("%s %s", figure->label, metric_at (figure->metric)->name), figure->metric,
                           figure->value, sweep_table_mean (table, figure->configuration, figure->metric).mean, figure->source };
      g_array_append_val (rows, row);
    }
  return rows;
}

static void
published_rows_free (GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    g_free (g_array_index (rows, PublishedRow, i).label);
  g_array_unref (rows);
}

gboolean
table_is_for_people (const TableChoices *choices)
{
  return !choices->csv && !choices->json && !choices->quiet;
}

static void
print_for_people (const SweepJob *job, const SweepTable *table)
{
  GArray *rows = published_rows (job, table);
  sweep_table_print (table, stdout, terminal_colour (STDOUT_FILENO), terminal_width (STDOUT_FILENO));
  if (rows->len > 0)
    published_print ((const PublishedRow *)(gconstpointer)rows->data, rows->len, stdout);
  published_rows_free (rows);
}

void
sweep_job_print (const SweepJob *job, const SweepTable *table, const TableChoices *choices)
{
  g_autofree char *text = choices->csv ? sweep_table_csv (table) : choices->json ? sweep_table_json (table) : NULL;
  if (text)
    fputs (text, stdout);
  else if (!choices->quiet)
    print_for_people (job, table);
}

gboolean
sweep_job_write (const SweepJob *job, const SweepTable *table, const char *dir, char **note, GError **error)
{
  GArray *rows = published_rows (job, table);
  gboolean ok = sweep_table_write (table, dir, note, error);
  if (ok && rows->len > 0)
    ok = published_write (job->scenario->name, (const PublishedRow *)(gconstpointer)rows->data, rows->len, dir, note, error);
  published_rows_free (rows);
  return ok;
}
