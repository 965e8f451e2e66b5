#include "base/file.h"
#include "cluster/compute_trace.h"
#include "scenario/checks.h"

#define TRACE_BYTES_MAX ((gsize)1 << 30)

/* Iterations of every worker until @samples rows are spent by whole rounds. */
static guint64
rounds_of (const RunSettings *run, guint64 samples)
{
  guint64 round = (guint64)run->cluster.workers * run->learning.batch;
  return (samples + round - 1) / round;
}

/* How many iterations each worker will make at most; 0: not known beforehand. Only where workers move in rounds do the shared
 * budgets tell. */
static guint64
iterations_needed (const RunSettings *run)
{
  const StopSettings *stop = &run->stop;
  guint64 needed = stop->iterations > 0 ? stop->iterations : G_MAXUINT64;
  Dataset shape = { 0 };
  gboolean rounds = run->training.protocol->rounds || run->training.protocol->exchanges == RUNS_ALONE;
  if (rounds && stop->updates > 0)
    needed = MIN (needed, stop->updates);
  if (rounds && stop->samples > 0)
    needed = MIN (needed, rounds_of (run, stop->samples));
  if (run->learning.data && run->learning.data->describe)
    run->learning.data->describe (run->learning.data_knobs, &shape);
  guint64 round = (guint64)run->cluster.workers * run->learning.batch;
  if (rounds && stop->epochs > 0 && shape.n_train >= round)
    needed = MIN (needed, (guint64)ceil (stop->epochs * (double)(shape.n_train / round)));
  return needed == G_MAXUINT64 ? 0 : needed;
}

void
check_trace (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  RunSettings *run = &reader->scenario->run;
  Slowdown *slowdown = &run->cluster.slowdown;
  if (!run->training.protocol || !reader_sound (reader, "/cluster/workers") || !reader_sound (reader, "/stop")
      || !reader_sound (reader, "/workload/batch") || run->cluster.workers == 0)
    return;
  guint needed = (guint)MIN (iterations_needed (run), G_MAXUINT), worker, iteration;
  g_autofree char *text = file_read_text (slowdown->trace_path, TRACE_BYTES_MAX, &error);
  if (text)
    slowdown->trace = compute_trace_parse (slowdown->trace_path, text, run->cluster.workers, needed, &error);
  if (!slowdown->trace)
    reader_mistake (reader, "/cluster/slowdown/trace", "%s", error->message);
  else if (compute_trace_missing (slowdown->trace, run->cluster.workers, MAX (needed, 1), &worker, &iteration))
    reader_mistake (reader, "/cluster/slowdown/trace", "the trace has no row for worker %u, iteration %u, which the run needs",
                    worker, iteration);
}
