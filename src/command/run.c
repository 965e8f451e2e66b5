/* run: simulate one scenario and show what happened. */
#include "command/options.h"
#include "command/read.h"
#include "command/simulate.h"

typedef struct
{
  char **sets;
  char *seed, *threads, *out, *data;
  gboolean timing_only, json, quiet, force;
} RunOptions;

static void
run_options_clear (RunOptions *options)
{
  g_strfreev (options->sets);
  g_free (options->seed);
  g_free (options->threads);
  g_free (options->out);
  g_free (options->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunOptions, run_options_clear)

static gboolean
parse (RunOptions *o, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->sets, "Override a value, such as --set /cluster/workers=16", "POINTER=VALUE" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &o->seed, "Seed of every random number", "N" },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &o->threads, "Threads that compute gradients; never changes a result", "N" },
    { "timing-only", 0, 0, G_OPTION_ARG_NONE, &o->timing_only, "Simulate time alone; compute no gradients", NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &o->data, "Where the data sets are (default: $LOCKSTEP_DATA)", "DIR" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &o->out, "Write results, timelines and pictures to DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &o->force, "Let --out replace a folder that is not lockstep's", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, "Print the result as JSON instead of the summary", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, "Print no summary and no progress", NULL },
    { NULL },
  };
  return options_parse (&command_run, entries, NULL, argc, argv, status);
}

/* Everything that can be wrong is found before the run. */
static Scenario *
open_scenario (const RunOptions *o, const char *file, int *status)
{
  ScenarioOptions options = {
    .sets = (const char *const *)o->sets, .has_seed = o->seed != NULL, .timing_only = o->timing_only, .data_dir = o->data
  };
  *status = EXIT_INPUT;
  if (o->seed && !option_integer ("seed", o->seed, 0, (G_GUINT64_CONSTANT (1) << 53) - 1, &options.seed))
    return NULL;
  return scenario_open (file, &options, status);
}

static gboolean
out_is_usable (const RunOptions *o, int *status)
{
  g_autoptr (GError) error = NULL;
  if (!o->out || report_check_dir (o->out, o->force, &error))
    return TRUE;
  *status = complain_of (error);
  return FALSE;
}

/* The folder comes first: whoever reads standard output may go away. */
static int
show (const RunOptions *o, const Report *report)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  gboolean written = !o->out || report_write_dir (report, o->out, o->force, &note, &error);
  if (o->json)
    {
      g_autofree char *json = report_result_json (report);
      fputs (json, stdout);
    }
  else if (!o->quiet)
    report_summary (report, stdout, terminal_colour (STDOUT_FILENO), terminal_width (STDOUT_FILENO));
  if (note)
    fprintf (stderr, "lockstep: note: %s\n", note);
  if (o->out && written && !o->quiet && !o->json)
    printf ("\nresults in %s\n", o->out);
  return written ? EXIT_DONE : complain_of (error);
}

static int
flush_results (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  complain ("cannot write to standard output");
  return MAX (status, EXIT_RUN);
}

static int
simulate_and_show (const RunOptions *o, const Scenario *scenario, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const SimulateOptions options = { threads, o->quiet, o->out || !(o->json || o->quiet), o->data };
  g_autoptr (Outcome) outcome = simulate (scenario, &options, &record, &error);
  if (!outcome)
    return complain_of (error);
  int status = show (o, &(Report){ scenario, record, outcome });
  if (error)
    status = complain_of (error);
  if (outcome->interrupted)
    status = 128 + simulate_signal ();
  return flush_results (status);
}

static int
run_run (int argc, char **argv)
{
  g_auto (RunOptions) o = { 0 };
  const char *file;
  int status = EXIT_INPUT;
  guint64 threads = simulate_threads ();
  if (!parse (&o, &argc, &argv, &status))
    return status;
  if (!options_one_file (&command_run, argc, argv, &file))
    return EXIT_INPUT;
  if (o.threads && !option_integer ("threads", o.threads, 1, 1024, &threads))
    return EXIT_INPUT;
  g_autoptr (Scenario) scenario = open_scenario (&o, file, &status);
  if (!scenario || !out_is_usable (&o, &status))
    return status;
  return simulate_and_show (&o, scenario, threads);
}

const Command command_run = {
  .name = "run",
  .arguments = "FILE",
  .summary = "Simulate a scenario and show what happened",
  .run = run_run,
};
