#include "base/file.h"
#include "cluster/compute_trace.h"
#include "scenario/checks.h"
#include "training/budget.h"

#define TRACE_BYTES_MAX ((gsize)1 << 30)

/* How many iterations each worker will make at most; 0: not known beforehand. Only where workers move in rounds do the shared
 * budgets tell. */
static guint64
iterations_needed (const RunSettings *run)
{
  Dataset shape;
  learning_settings_shape (&run->learning, &shape);
  guint64 round = (guint64)run->cluster.workers * run->learning.batch;
  Budget budget = budget_new (run, shape.n_train / round * round);
  guint64 most = budget_iterations (&budget);
  return most == G_MAXUINT64 ? 0 : most;
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
  else if (slowdown->trace->n_beyond > 0 && !reader->strays)
    document_report (reader->document, reader->diagnostics, SEVERITY_NOTE,
                     document_find (reader->document, "/cluster/slowdown/trace"), AT_VALUE, NULL,
                     "%" G_GUINT64_FORMAT " rows of the trace are of workers that the cluster of %u does not have; they are ignored",
                     slowdown->trace->n_beyond, run->cluster.workers);
}
