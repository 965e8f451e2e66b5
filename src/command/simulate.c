#include "command/simulate.h"

#include "base/error.h"

#include "base/interrupt.h"
#include "command/progress.h"
#include "protocol/metrics.h"

guint
simulate_threads (void)
{
  return g_get_num_processors ();
}

static void
show_progress (gpointer data, double share, SimTime now)
{
  const Progress *progress = data;
  progress_show (progress, share, "%3.0f %%, simulated %.3f s", share * 100, sim_time_to_s (now));
}

Outcome *
simulate (const Scenario *scenario, const SimulateOptions *options, Record **record, GError **error)
{
  Progress progress;
  RecordSettings keeping = options->record ? *options->record : RECORD_SETTINGS_DEFAULT;
  keeping.keep_spans = options->keep_spans;
  const RunEnvironment environment = {
    .threads = options->threads,
    .data = { .dir = options->data_dir ? options->data_dir : g_getenv ("LOCKSTEP_DATA"),
              .base_dir = scenario->base_dir,
              .seed = scenario->run.seed },
    .record = keeping,
    .no_shortcuts = scenario->step_by_step,
    .interrupt = interrupt_flag (),
    .progress = show_progress,
    .progress_data = &progress,
  };
  if (scenario->unfit)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s", scenario->unfit);
      return NULL;
    }
  interrupt_watch ();
  progress_start (&progress, options->quiet, 0);
  Outcome *outcome = training_run (&scenario->run, &environment, record, error);
  if (outcome)
    metrics_place (outcome);
  progress_clear (&progress);
  return outcome;
}
