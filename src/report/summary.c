#include "report/report.h"

#include "base/escape.h"
#include "base/units.h"
#include "cluster/cluster.h"
#include "protocol/metrics.h"
#include "report/text_timeline.h"
#include "report/where.h"
#include "report/words.h"
#include "report/wrap.h"
#include "training/job.h"
#include "training/memory.h"

#define LABEL_WIDTH 12
#define BAR_WIDTH 40u

/* Where the summary goes. */
typedef struct
{
  FILE *to;
  gboolean colour;
  guint width;
} Sheet;

/* A line of the summary: a label, then text. */
static void G_GNUC_PRINTF (3, 4) line (const Sheet *to, const char *label, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *safe = printable (text);
  fprintf (to->to, "  %-*s ", LABEL_WIDTH, label);
  wrap_print (to->to, safe, LABEL_WIDTH + 3, LABEL_WIDTH + 3, to->width);
}

static gboolean
has (const Outcome *outcome, MetricId metric)
{
  return isfinite (outcome->metrics[metric]);
}

/* Up to four calls a line: the caller frees nothing, the strings go with @pool. */
static const char *
value (GPtrArray *pool, const Outcome *outcome, MetricId metric)
{
  char *text = words_metric (metric, outcome->metrics[metric]);
  g_ptr_array_add (pool, text);
  return text;
}

/* Nothing where @text is NULL or empty. */
static void
setting_line (const Sheet *to, const char *text)
{
  g_autofree char *safe = printable (text ? text : "");

  if (*safe == '\0')
    return;
  fputs ("  ", to->to);
  wrap_print (to->to, safe, 2, 4, to->width);
}

static void
print_setting (const Report *report, const Sheet *to)
{
  g_autofree char *protocol = words_protocol (report->scenario), *workload = words_workload (report->scenario);
  g_autofree char *network = words_network (report->scenario), *slowdown = words_slowdown (report->scenario);
  g_autofree char *name = printable (report->scenario->name);
  g_autofree char *place = network && slowdown ? g_strconcat (network, "; ", slowdown, NULL) : NULL;

  fprintf (to->to, "%s%s%s\n", to->colour ? "\033[1m" : "", name, to->colour ? "\033[0m" : "");
  setting_line (to, report->scenario->description);
  setting_line (to, protocol);
  setting_line (to, workload);
  setting_line (to, place ? place : network ? network : slowdown);
  fputc ('\n', to->to);
}

static void
print_progress (const Report *report, const Sheet *to)
{
  const Outcome *o = report->outcome;
  gboolean interrupted = report_interrupted (report);
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);

  line (to, "simulated", "%s%s%s%s", value (pool, o, METRIC_SIMULATED), interrupted ? ", interrupted" : "",
        o->stopped_by != NULL && !interrupted ? ", stopped by " : "", o->stopped_by != NULL && !interrupted ? o->stopped_by : "");
  line (to, "updates", "%s from %s samples%s%s", value (pool, o, METRIC_UPDATES), value (pool, o, METRIC_SAMPLES),
        has (o, METRIC_ITERATION_MEAN) ? "; an iteration takes " : "",
        has (o, METRIC_ITERATION_MEAN) ? value (pool, o, METRIC_ITERATION_MEAN) : "");
  if (has (o, METRIC_THROUGHPUT))
    line (to, "throughput", "%s%s%s%s%s%s", value (pool, o, METRIC_THROUGHPUT), has (o, METRIC_SPEEDUP) ? "; speed-up " : "",
          has (o, METRIC_SPEEDUP) ? value (pool, o, METRIC_SPEEDUP) : "", has (o, METRIC_EFFICIENCY) ? " (efficiency " : "",
          has (o, METRIC_EFFICIENCY) ? value (pool, o, METRIC_EFFICIENCY) : "", has (o, METRIC_EFFICIENCY) ? ")" : "");
}

static void
print_learning (const Outcome *o, const Sheet *to)
{
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);

  if (has (o, METRIC_FINAL_TEST_ACCURACY))
    line (to, "accuracy", "%s of the test rows", value (pool, o, METRIC_FINAL_TEST_ACCURACY));
  if (has (o, METRIC_FINAL_TRAIN_LOSS) && has (o, METRIC_FINAL_TEST_LOSS))
    line (to, "loss", "%s train, %s test", value (pool, o, METRIC_FINAL_TRAIN_LOSS), value (pool, o, METRIC_FINAL_TEST_LOSS));
  else if (has (o, METRIC_FINAL_TRAIN_LOSS))
    line (to, "loss", "%s train", value (pool, o, METRIC_FINAL_TRAIN_LOSS));
  if (has (o, METRIC_TIME_TO_TARGET))
    line (to, "target", "met after %s", value (pool, o, METRIC_TIME_TO_TARGET));
}

static void
print_traffic (const Outcome *o, const Sheet *to)
{
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);

  if (has (o, METRIC_STALENESS_MEAN))
    line (to, "staleness", "mean %s, p50 %s, p99 %s, max %s", value (pool, o, METRIC_STALENESS_MEAN),
          value (pool, o, METRIC_STALENESS_P50), value (pool, o, METRIC_STALENESS_P99), value (pool, o, METRIC_STALENESS_MAX));
  if (has (o, METRIC_LEAD_MEAN))
    line (to, "lead", "mean %s, max %s", value (pool, o, METRIC_LEAD_MEAN), value (pool, o, METRIC_LEAD_MAX));
  for (MetricId own = METRIC_OWN; own < metrics_count (); own++)
    if (has (o, own))
      line (to, metric_at (own)->name, "%s", value (pool, o, own));
  if (has (o, METRIC_BYTES) && o->metrics[METRIC_MESSAGES] > 0)
    line (to, "sent", "%s in %s messages", value (pool, o, METRIC_BYTES), value (pool, o, METRIC_MESSAGES));
  if (o->metrics[METRIC_DROPPED] > 0 || o->metrics[METRIC_LOST_UPDATES] > 0)
    line (to, "lost", "%s updates dropped, %s lost", value (pool, o, METRIC_DROPPED), value (pool, o, METRIC_LOST_UPDATES));
}

/* How the run fared, where anything could break. */
static void
print_health (const Outcome *o, const Sheet *to)
{
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);

  if (!has (o, METRIC_FAILURES))
    return;
  line (to, "health", "%s crashes, %s noticed, workers down %s of the time", value (pool, o, METRIC_FAILURES),
        value (pool, o, METRIC_DETECTIONS), value (pool, o, METRIC_BREAKDOWN_DOWN));
  if (has (o, METRIC_DETECTION_MEAN))
    line (to, "noticed", "after %s on average", value (pool, o, METRIC_DETECTION_MEAN));
  if (o->metrics[METRIC_FALSE_SUSPICIONS] > 0)
    line (to, "suspected", "%s times one that was up", value (pool, o, METRIC_FALSE_SUSPICIONS));
}

/* What the compute time follows from: the first worker's device, and the share of its peak that the model reaches. */
static void
print_device (const RunSettings *run, const ModelDescription *model, const Sheet *to)
{
  const Device *device = cluster_device (&run->cluster, 0);
  gboolean timed = !isnan (run->job.step_time) || run->cluster.slowdown.trace_path != NULL;

  if (model == NULL || timed || isnan (device_peak (device)))
    return;
  g_autofree char *peak = unit_format_short (device_peak (device), DIMENSION_FLOPS_RATE);
  g_autofree char *share = words_metric (METRIC_EFFICIENCY, job_efficiency (device, model));
  line (to, "device", "%s%speak %s in %s, of which training reaches %s", device->kind != NULL ? device->kind->name : "",
        device->kind != NULL ? ", " : "", peak, precision_words[device->precision], share);
}

/* How gradients leave a worker. */
static void
print_exchange (const RunSettings *run, const Sheet *to)
{
  const TrainingSettings *training = &run->training;
  g_autofree char *bucket = unit_format_short (training->bucket_bytes, DIMENSION_BYTES);

  if (training->exchange == NULL)
    return;
  line (to, "wire", "%s, %s%s%s", wire_words[training->wire],
        training->overlap ? "overlapping the backward pass, buckets of " : "after the backward pass (no overlap)",
        training->overlap ? bucket : "", training->overlap ? " and more" : "");
}

/* What the first worker's device holds. */
static void
print_memory (const RunSettings *run, const ModelDescription *model, const Sheet *to)
{
  double room = device_memory (cluster_device (&run->cluster, 0));
  MemoryUse use;

  if (model == NULL || !memory_use (run, model, 0, &use))
    return;
  g_autofree char *parts = memory_words (&use), *total = unit_format_short (memory_total (&use), DIMENSION_BYTES);
  g_autofree char *of = isnan (room) ? NULL : unit_format_short (room, DIMENSION_BYTES);
  line (to, "memory", "%s%s%s a worker: %s", total, of != NULL ? " of " : "", of != NULL ? of : "", parts);
}

static void
print_breakdown (const Outcome *o, FILE *to, gboolean colour)
{
  static const MetricId shares[] = { METRIC_BREAKDOWN_COMPUTE, METRIC_BREAKDOWN_COMMUNICATE, METRIC_BREAKDOWN_WAIT,
                                     METRIC_BREAKDOWN_DOWN, METRIC_BREAKDOWN_CHECKPOINT };
  static const char *const escapes[] = { "\033[34m", "\033[33m", "\033[90m", "\033[31m", "\033[33m" };

  fputs ("\n  where the workers' time went\n", to);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      double share = o->metrics[shares[i]];
      char bar[BAR_WIDTH + 1] = "", digits[G_ASCII_DTOSTR_BUF_SIZE];

      if (!(share > 0))
        continue;
      memset (bar, '#', MIN (BAR_WIDTH, (guint)lround (share * BAR_WIDTH)));
      fprintf (to, "  %-*s %5s %%  %s%s%s\n", LABEL_WIDTH, metric_at (shares[i])->name + strlen ("breakdown."),
               g_ascii_formatd (digits, sizeof digits, "%.1f", share * 100), colour ? escapes[i] : "", bar,
               colour ? "\033[0m" : "");
    }
}

/* Seconds of compute an iteration took @worker on average; infinite for one that did none. */
static double
worker_step_s (const WorkerOutcome *worker)
{
  return worker->iterations > 0 ? worker->seconds[ACTIVITY_COMPUTE] / worker->iterations : INFINITY;
}

static void
print_extremes (const Outcome *o, const Sheet *to)
{
  const WorkerOutcome *fastest = &o->workers[0], *slowest = &o->workers[0];
  g_autofree char *fast = NULL, *slow = NULL;

  for (guint i = 1; i < o->n_workers; i++)
    {
      if (worker_step_s (&o->workers[i]) < worker_step_s (fastest))
        fastest = &o->workers[i];
      if (worker_step_s (&o->workers[i]) > worker_step_s (slowest))
        slowest = &o->workers[i];
    }
  if (!isfinite (worker_step_s (fastest)) || !isfinite (worker_step_s (slowest)) || fastest == slowest)
    return;
  fast = unit_format_short (worker_step_s (fastest), DIMENSION_TIME);
  slow = unit_format_short (worker_step_s (slowest), DIMENSION_TIME);
  line (to, "fastest", "%s: computes %s an iteration, %" G_GUINT64_FORMAT " iterations", fastest->name, fast,
        fastest->iterations);
  line (to, "slowest", "%s: computes %s an iteration, %" G_GUINT64_FORMAT " iterations", slowest->name, slow,
        slowest->iterations);
}

void
report_summary (const Report *report, FILE *to, gboolean colour, guint width)
{
  const Outcome *outcome = report->outcome;
  const RunSettings *run = &report->scenario->run;
  const Sheet sheet = { to, colour, width };
  g_autoptr (ModelDescription) made = run->learning.description == NULL ? job_describe (run) : NULL;
  const ModelDescription *model = made != NULL ? made : run->learning.description;

  print_setting (report, &sheet);
  print_progress (report, &sheet);
  print_learning (outcome, &sheet);
  print_traffic (outcome, &sheet);
  print_health (outcome, &sheet);
  print_device (run, model, &sheet);
  print_exchange (run, &sheet);
  print_memory (run, model, &sheet);
  print_breakdown (outcome, to, colour);
  if (outcome->n_workers > 1)
    print_extremes (outcome, &sheet);
  where_print (report, to);
  if (record_keeps_spans (report->record))
    fputc ('\n', to);
  text_timeline_print (report->record, to, colour, width);
  g_autofree char *kept = words_kept (report->record);
  if (kept)
    line (&sheet, "kept", "%s, for the timeline and the critical path (--trace-max, --trace sampled)", kept);
}
