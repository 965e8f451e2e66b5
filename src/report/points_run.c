#include "report/points.h"

#include <cjson/cJSON.h>

#include "base/error.h"
#include "protocol/metrics.h"
#include "report/report.h"

static double
updates_to_target (const Outcome *outcome)
{
  const GArray *evaluations = outcome->evaluations;
  double target_s = outcome->metrics[METRIC_TIME_TO_TARGET];

  for (guint i = 0; i < evaluations->len; i++)
    {
      const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, i);
      gboolean evaluated = isfinite (row->test_loss) || isfinite (row->train_loss);

      if (evaluated && sim_time_to_s (row->time) >= target_s)
        return row->updates;
    }
  return NAN;
}

void
sweep_run_init (SweepRun *run, const Scenario *scenario, const Outcome *outcome)
{
  run->automatic = scenario->automatic ? scenario->run.training.exchange->name : NULL;
  memcpy (run->metrics, outcome->metrics, sizeof run->metrics);
  run->updates_to_target = updates_to_target (outcome);
}

char *
sweep_run_format (const SweepRun *run)
{
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);

  json_object (&json, NULL, JSON_SPACED);
  if (run->automatic)
    json_text (&json, "auto", run->automatic);
  json_number (&json, "updates_to_target", run->updates_to_target);
  report_put_metrics (&json, run->metrics, JSON_SPACED);
  json_close (&json);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

/* A number or null; TRUE unless it is something else or not there. */
static gboolean
read_number (const cJSON *object, const char *name, double *out)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);

  *out = cJSON_IsNumber (item) ? item->valuedouble : NAN;
  return cJSON_IsNumber (item) || cJSON_IsNull (item);
}

/* Kept where "auto" was asked for alone. */
static gboolean
read_automatic (const cJSON *json, const char **out)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (json, "auto");
  const Exchange *exchange = cJSON_IsString (item) ? exchange_find (item->valuestring) : NULL;

  *out = exchange != NULL ? exchange->name : NULL;
  return item == NULL || exchange != NULL;
}

gboolean
sweep_run_parse (const char *text, SweepRun *out, GError **error)
{
  cJSON *json = cJSON_Parse (text);
  const cJSON *metrics = cJSON_GetObjectItemCaseSensitive (json, "metrics");
  gboolean good = read_number (json, "updates_to_target", &out->updates_to_target);

  good = read_automatic (json, &out->automatic) && good;

  for (guint m = 0; m < metrics_count (); m++)
    good = read_number (metrics, metric_at (m)->name, &out->metrics[m]) && good;
  cJSON_Delete (json);
  if (!good)
    g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "is not the record of a finished run");
  return good;
}
