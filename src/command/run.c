/* run: simulate one scenario and show what happened. */
#include "base/interrupt.h"
#include "command/options.h"
#include "command/read.h"
#include "command/run_choices.h"
#include "command/simulate.h"
#include "command/trace_choices.h"
#include "command/what_if.h"
#include "scenario/sweep.h"

/* The summary tells of the first iterations: a run whose messages are all kept for it takes a fifth longer. */
#define SUMMARY_SPANS 50000

typedef struct
{
  RunChoices choices;
  TraceChoices trace;
  RecordSettings record; /* that follow from trace */
  char *out, *point;
  gboolean json, quiet, force, what_if;
} RunOptions;

static void
run_options_clear (RunOptions *options)
{
  run_choices_clear (&options->choices);
  trace_choices_clear (&options->trace);
  g_free (options->out);
  g_free (options->point);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunOptions, run_options_clear)

static gboolean
parse (RunOptions *o, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &o->out, "Write results, timelines and pictures to DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &o->force, "Let --out replace a folder that is not lockstep's", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, "Print the result as JSON instead of the summary", NULL },
    { "point", 0, 0, G_OPTION_ARG_STRING, &o->point, "Of a scenario with a sweep, run this point (see: lockstep sweep --dry-run)",
      "K" },
    { "what-if", 0, 0, G_OPTION_ARG_NONE, &o->what_if, "Also tell what twice the bandwidth, speed … would give, each alone",
      NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, "Print no summary and no progress", NULL },
    { NULL },
  };
  g_autoptr (GArray) all = trace_choices_entries (&o->trace);
  g_array_append_vals (all, entries, G_N_ELEMENTS (entries));
  if (!run_choices_parse (&command_run, &o->choices, (const GOptionEntry *)(gconstpointer)all->data, NULL, argc, argv, status))
    return FALSE;
  *status = EXIT_INPUT;
  if (!trace_choices_understand (&o->trace, o->out || !(o->json || o->quiet), &o->record))
    return FALSE;
  if (!o->out && !trace_choices_given (&o->trace))
    o->record.enough = SUMMARY_SPANS;
  return TRUE;
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
  tell_note (note);
  if (o->out && written && !o->quiet && !o->json)
    tell_where ("results", o->out);
  return written ? EXIT_DONE : complain_of (error);
}

static int
simulate_and_show (const RunOptions *o, Scenario *scenario)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const SimulateOptions options = { o->choices.threads, o->quiet, o->record.keep_spans, o->choices.data, &o->record };
  g_autoptr (Outcome) outcome = simulate (scenario, &options, &record, &error);
  if (!outcome)
    return complain_of (error);
  int status = show (o, &(Report){ scenario, record, outcome });
  if (error)
    status = complain_of (error);
  if (outcome->interrupted)
    status = 128 + interrupt_signal ();
  if (o->what_if && status == EXIT_DONE)
    status = what_if_print (scenario, &options, o->json ? stderr : stdout);
  return status;
}

/* Of a scenario with a sweep its base, which is said, or the point that was asked for. */
static int
run_of_sweep (const RunOptions *o, Scenario *base)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (Sweep) sweep = sweep_new (base, diagnostics);
  guint64 k;
  guint n = sweep_n_points (sweep);
  if (!o->point)
    {
      g_autofree char *note = g_strdup_printf (
          "%s has a sweep of %u points; this is its base (--point K runs one, lockstep sweep all)", base->path, n);
      tell_note (note);
      return simulate_and_show (o, base);
    }
  if (!option_integer ("point", o->point, 0, n - 1, &k))
    return EXIT_INPUT;
  g_autoptr (Scenario) point = sweep_scenario (sweep, k, &o->choices.scenario, diagnostics);
  diagnostics_print (diagnostics, stderr, terminal_colour (STDERR_FILENO));
  return point ? simulate_and_show (o, point) : EXIT_INPUT;
}

static int
run_run (int argc, char **argv)
{
  g_auto (RunOptions) o = { 0 };
  const char *file;
  int status = EXIT_INPUT;
  if (!parse (&o, &argc, &argv, &status))
    return status;
  if (!options_one_file (&command_run, argc, argv, &file))
    return EXIT_INPUT;
  g_autoptr (Scenario) scenario = scenario_open (file, &o.choices.scenario, &status);
  if (!scenario || !out_is_usable (&o, &status))
    return status;
  if (scenario_has_sweep (scenario))
    return run_of_sweep (&o, scenario);
  if (!o.point)
    return simulate_and_show (&o, scenario);
  complain ("--point: %s has no sweep", file);
  return EXIT_INPUT;
}

const Command command_run = {
  .name = "run",
  .arguments = "FILE",
  .summary = "Simulate a scenario and show what happened",
  .run = run_run,
};
