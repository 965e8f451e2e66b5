#include "scenario/checks.h"

#define ENOUGH_EPOCHS 100 /* a suggestion */

static gboolean
has_target (const StopSettings *stop)
{
  for (guint i = 0; i < N_TARGETS; i++)
    if (!isnan (stop->target[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_budget (const StopSettings *stop)
{
  return stop->epochs > 0 || stop->updates > 0 || stop->samples > 0 || stop->iterations > 0 || stop->time > 0;
}

/* An epoch is so many rows. */
static void
check_epochs (Reader *reader, const char *pointer)
{
  if (!reader_has (reader, pointer) || !reader_sound (reader, pointer) || !reader_sound (reader, "/workload/data"))
    return;
  if (!reader->scenario->run.learning.data)
    reader_mistake (reader, pointer, "epochs are passes over the data, and there is no workload.data");
}

/* A target is met in an evaluation, so something must be learnt and the measure must exist. */
static void
check_target (Reader *reader)
{
  RunSettings *run = &reader->scenario->run;
  if (!has_target (&run->stop) || !reader_sound (reader, "/stop/target") || !reader_sound (reader, "/workload"))
    return;
  if (run->job.gradients == GRADIENTS_MODELLED)
    {
      if (!reader->options->timing_only)
        reader_mistake (reader, "/stop/target", "nothing is learnt with modelled gradients, so no target is ever met");
      else if (!has_budget (&run->stop))
        reader_mistake (reader, "/stop/target",
                        "nothing is learnt with --timing-only, so no target is ever met: add another rule");
      for (guint i = 0; i < N_TARGETS; i++)
        run->stop.target[i] = NAN;
      return;
    }
  if (!isnan (run->stop.target[TARGET_TEST_ACCURACY]) && run->learning.model && !run->learning.model->classifies)
    reader_mistake (reader, "/stop/target/test_accuracy", "%s does not classify: it has losses, no accuracy",
                    run->learning.model->name);
}

/* A target that is never met ends nothing. */
static void
warn_of_target_alone (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  if (has_target (&run->stop) && !has_budget (&run->stop))
    document_report (reader->document, reader->diagnostics, SEVERITY_WARNING, document_find (reader->document, "/stop/target"),
                     AT_VALUE, NULL, "the run has no end where this is never met: add a budget beside it, such as \"epochs\": %u",
                     ENOUGH_EPOCHS);
}

static gboolean
mixed (const ClusterSettings *cluster)
{
  gboolean devices = FALSE;
  for (guint i = 0; i < cluster->n_groups; i++)
    devices |= cluster->groups[i].has_device;
  return devices || cluster->slowdown.slow_count > 0;
}

/* With so many iterations for each, the slowest worker's time is the run's under every protocol. */
static void
note_equal_iterations (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  const StopSettings *stop = &run->stop;
  gboolean alone = stop->epochs == 0 && stop->updates == 0 && stop->samples == 0 && stop->time == 0 && !has_target (stop);
  if (!alone || stop->iterations == 0 || run->training.protocol->rounds || !mixed (&run->cluster))
    return;
  document_report (reader->document, reader->diagnostics, SEVERITY_NOTE, document_find (reader->document, "/stop/iterations"),
                   AT_VALUE, NULL,
                   "every worker makes as many iterations, so the slowest one decides the throughput of %s as of any protocol: "
                   "stop by samples, updates or time to see what it gains",
                   run->training.protocol->name);
}

static void
check_evaluate (Reader *reader)
{
  static const char *const ways[] = { "/evaluate/every/updates", "/evaluate/every/epochs", "/evaluate/every/samples",
                                      "/evaluate/every/time" };
  const char *first = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      if (!reader_has (reader, ways[i]))
        continue;
      if (first)
        reader_mistake (reader, ways[i], "only one of these can say how often: there is %s already",
                        first + strlen ("/evaluate/every/"));
      first = first ? first : ways[i];
    }
  check_epochs (reader, "/evaluate/every/epochs");
}

void
check_stop (Reader *reader)
{
  const StopSettings *stop = &reader->scenario->run.stop;
  check_evaluate (reader);
  if (!reader_has (reader, "/stop") || !reader_sound (reader, "/stop"))
    return;
  if (!has_budget (stop) && !has_target (stop))
    reader_mistake (reader, "/stop",
                    "no rule to stop: give at least one of epochs, updates, samples, iterations, time and target");
  check_epochs (reader, "/stop/epochs");
  check_target (reader);
  warn_of_target_alone (reader);
  if (reader->scenario->run.training.protocol && reader_sound (reader, "/cluster"))
    note_equal_iterations (reader);
}
