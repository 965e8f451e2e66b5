#include "config.h"

#include "report/report.h"

#include "report/json_append.h"

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

static void
append_string_or_null (GString *json, const char *name, const char *text)
{
  g_string_append_printf (json, "\"%s\": ", name);
  if (text == NULL || *text == '\0')
    g_string_append (json, "null");
  else
    json_append_string (json, text);
}

static void
append_fingerprint (GString *json, const Outcome *outcome)
{
  g_string_append (json, "  \"fingerprint\": { ");
  append_string_or_null (json, "timeline", outcome->timeline);
  g_string_append (json, ", ");
  append_string_or_null (json, "weights", outcome->weights);
  g_string_append (json, ", ");
  append_string_or_null (json, "blas_core", outcome->blas_core);
  g_string_append (json, " },\n");
}

static void
append_metrics (GString *json, const double *metrics)
{
  g_string_append (json, "  \"metrics\": {\n");
  for (guint i = 0; i < N_METRICS; i++)
    {
      g_string_append_printf (json, "    \"%s\": ", metric_table[i].name);
      json_append_number (json, metrics[i]);
      g_string_append (json, i + 1 < N_METRICS ? ",\n" : "\n");
    }
  g_string_append (json, "  },\n");
}

/* What the summary tells beside the metrics: shares of the workers' time, and the busiest links. */
static void
append_where (GString *json, const Outcome *outcome)
{
  guint n = outcome->busiest != NULL ? outcome->busiest->len : 0;

  g_string_append (json, "  \"where\": {\n    \"hidden\": ");
  json_append_number (json, outcome->hidden);
  g_string_append (json, ", \"starved\": ");
  json_append_number (json, outcome->starved);
  g_string_append (json, ",\n    \"busiest_links\": [");
  for (guint i = 0; i < n; i++)
    {
      const LinkUse *use = &g_array_index (outcome->busiest, LinkUse, i);
      g_autofree char *name = g_strdup_printf ("%s → %s", use->from, use->to);
      g_string_append (json, i > 0 ? ",\n      { \"name\": " : "\n      { \"name\": ");
      json_append_string (json, name);
      g_string_append_printf (json, ", \"bytes\": %" G_GUINT64_FORMAT ", \"utilisation\": ", use->bytes);
      json_append_number (json, use->utilisation);
      g_string_append (json, " }");
    }
  g_string_append (json, n > 0 ? "\n    ]\n  },\n" : "]\n  },\n");
}

static void
append_worker (GString *json, const WorkerOutcome *worker)
{
  g_string_append (json, "    { \"name\": ");
  json_append_string (json, worker->name);
  g_string_append_printf (json, ", \"iterations\": %" G_GUINT64_FORMAT, worker->iterations);
  for (guint i = 0; i < G_N_ELEMENTS (activity_fields); i++)
    {
      g_string_append_printf (json, ", \"%s\": ", activity_fields[i].name);
      json_append_number (json, worker->seconds[activity_fields[i].activity]);
    }
  g_string_append (json, " }");
}

static void
append_worker_list (GString *json, const Outcome *outcome)
{
  g_string_append (json, "  \"workers\": [\n");
  for (guint i = 0; i < outcome->n_workers; i++)
    {
      append_worker (json, &outcome->workers[i]);
      g_string_append (json, i + 1 < outcome->n_workers ? ",\n" : "\n");
    }
  g_string_append (json, "  ]\n");
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* "name": { "min": …, … }: the smallest value that has at least that share of the workers at or below it. */
static void
append_quantiles (GString *json, const char *name, double *values, guint n)
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
  g_string_append_printf (json, "    \"%s\": { \"mean\": ", name);
  json_append_number (json, sum / n);
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    {
      double rank = ceil (quantiles[i].share * n);
      g_string_append_printf (json, ", \"%s\": ", quantiles[i].name);
      json_append_number (json, values[(guint)fmax (rank - 1, 0)]);
    }
  g_string_append (json, " }");
}

static void
append_worker_quantiles (GString *json, const Outcome *outcome)
{
  guint n = outcome->n_workers;
  g_autofree double *values = g_new (double, n);

  g_string_append_printf (json, "  \"workers\": {\n    \"count\": %u,\n", n);
  for (guint i = 0; i < n; i++)
    values[i] = outcome->workers[i].iterations;
  append_quantiles (json, "iterations", values, n);
  for (guint f = 0; f < G_N_ELEMENTS (activity_fields); f++)
    {
      for (guint i = 0; i < n; i++)
        values[i] = outcome->workers[i].seconds[activity_fields[f].activity];
      g_string_append (json, ",\n");
      append_quantiles (json, activity_fields[f].name, values, n);
    }
  g_string_append (json, "\n  }\n");
}

char *
report_result_json (const Report *report)
{
  const Outcome *outcome = report->outcome;
  GString *json = g_string_new ("{\n  \"lockstep\": \"" PACKAGE_VERSION "\",\n  \"name\": ");

  json_append_string (json, report->scenario->name);
  g_string_append_printf (json, ",\n  \"seed\": %" G_GUINT64_FORMAT ",\n", report->scenario->run.seed);
  g_string_append_printf (json, "  \"events\": %" G_GUINT64_FORMAT ",\n  \"wall_s\": ", outcome->events);
  json_append_number (json, outcome->wall_s);
  g_string_append (json, outcome->interrupted ? ",\n  \"interrupted\": true,\n" : ",\n");
  append_fingerprint (json, outcome);
  append_metrics (json, outcome->metrics);
  append_where (json, outcome);
  if (outcome->n_workers > WORKERS_LISTED)
    append_worker_quantiles (json, outcome);
  else
    append_worker_list (json, outcome);
  g_string_append (json, "}\n");
  return g_string_free (json, FALSE);
}
