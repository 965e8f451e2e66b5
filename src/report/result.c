#include "config.h"

#include "protocol/metrics.h"
#include "report/report.h"

#include "base/interrupt.h"

/* With more workers than this the list gives way to quantiles. */
#define WORKERS_LISTED 4096

static const struct
{
  const char *name;
  Activity activity;
} activity_fields[] = {
  { "compute_s", ACTIVITY_COMPUTE }, { "communicate_s", ACTIVITY_COMMUNICATE }, { "wait_s", ACTIVITY_WAIT },
  { "down_s", ACTIVITY_DOWN },       { "checkpoint_s", ACTIVITY_CHECKPOINT },
};

/* An empty one is null. */
static void
put_fingerprint (JsonWriter *json, const char *name, const char *digits)
{
  json_text (json, name, digits && *digits ? digits : NULL);
}

static void
put_fingerprints (JsonWriter *json, const Outcome *outcome)
{
  json_object (json, "fingerprint", JSON_SPACED);
  put_fingerprint (json, "timeline", outcome->timeline);
  put_fingerprint (json, "weights", outcome->weights);
  put_fingerprint (json, "blas_core", outcome->blas_core);
  json_close (json);
}

void
report_put_metrics (JsonWriter *json, const double *metrics, JsonLayout layout)
{
  json_object (json, "metrics", layout);
  for (guint i = 0; i < metrics_count (); i++)
    json_number (json, metric_at (i)->name, metrics[i]);
  json_close (json);
}

/* What the summary tells beside the metrics: shares of the workers' time, and the busiest links. */
static void
put_where (JsonWriter *json, const Outcome *outcome)
{
  json_object (json, "where", JSON_LINES);
  json_number (json, "hidden", outcome->hidden);
  json_number (json, "starved", outcome->starved);
  json_list (json, "busiest_links", JSON_LINES);
  for (guint i = 0; outcome->busiest && i < outcome->busiest->len; i++)
    {
      const LinkUse *use = &g_array_index (outcome->busiest, LinkUse, i);
      g_autofree char *name = g_strdup_printf ("%s → %s", use->from, use->to);
      json_object (json, NULL, JSON_SPACED);
      json_text (json, "name", name);
      json_count (json, "bytes", use->bytes);
      json_number (json, "utilisation", use->utilisation);
      json_close (json);
    }
  json_close (json);
  json_close (json);
}

static void
put_worker_list (JsonWriter *json, const Outcome *outcome)
{
  json_list (json, "workers", JSON_LINES);
  for (guint i = 0; i < outcome->n_workers; i++)
    {
      const WorkerOutcome *worker = &outcome->workers[i];
      json_object (json, NULL, JSON_SPACED);
      json_text (json, "name", worker->name);
      json_count (json, "iterations", worker->iterations);
      for (guint f = 0; f < G_N_ELEMENTS (activity_fields); f++)
        json_number (json, activity_fields[f].name, worker->seconds[activity_fields[f].activity]);
      json_close (json);
    }
  json_close (json);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Of each share the smallest value that has at least that share of the workers at or below it. */
static void
put_quantiles (JsonWriter *json, const char *name, double *values, guint n)
{
  static const struct
  {
    const char *name;
    double share;
  } quantiles[] = {
    { "min", 0 }, { "p1", 0.01 }, { "p25", 0.25 }, { "p50", 0.5 }, { "p75", 0.75 }, { "p99", 0.99 }, { "max", 1 }
  };
  double sum = 0;

  qsort (values, n, sizeof *values, compare_doubles);
  for (guint i = 0; i < n; i++)
    sum += values[i];
  json_object (json, name, JSON_SPACED);
  json_number (json, "mean", sum / n);
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    {
      double rank = ceil (quantiles[i].share * n);
      json_number (json, quantiles[i].name, values[(guint)fmax (rank - 1, 0)]);
    }
  json_close (json);
}

static void
put_worker_quantiles (JsonWriter *json, const Outcome *outcome)
{
  guint n = outcome->n_workers;
  g_autofree double *values = g_new (double, n);

  json_object (json, "workers", JSON_LINES);
  json_count (json, "count", n);
  for (guint i = 0; i < n; i++)
    values[i] = outcome->workers[i].iterations;
  put_quantiles (json, "iterations", values, n);
  for (guint f = 0; f < G_N_ELEMENTS (activity_fields); f++)
    {
      for (guint i = 0; i < n; i++)
        values[i] = outcome->workers[i].seconds[activity_fields[f].activity];
      put_quantiles (json, activity_fields[f].name, values, n);
    }
  json_close (json);
}

gboolean
report_interrupted (const Report *report)
{
  return interrupt_settle () != 0 || report->outcome->interrupted;
}

char *
report_result_json (const Report *report)
{
  const Outcome *outcome = report->outcome;
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);

  json_object (&json, NULL, JSON_LINES);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "name", report->scenario->name);
  json_count (&json, "seed", report->scenario->run.seed);
  json_count (&json, "events", outcome->events);
  json_count (&json, "shortcuts", outcome->shortcuts);
  json_number (&json, "wall_s", outcome->wall_s);
  if (report_interrupted (report))
    json_boolean (&json, "interrupted", TRUE);
  put_fingerprints (&json, outcome);
  report_put_metrics (&json, outcome->metrics, JSON_LINES);
  put_where (&json, outcome);
  if (outcome->n_workers > WORKERS_LISTED)
    put_worker_quantiles (&json, outcome);
  else
    put_worker_list (&json, outcome);
  json_close (&json);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
