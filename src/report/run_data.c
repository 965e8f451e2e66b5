#include "report/run_data.h"

#include <cjson/cJSON.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "protocol/metrics.h"

/* Larger files are not read back. */
#define FILE_MAX ((gsize)1 << 30)
#define N_METRICS_CELLS 8

RunData *
run_data_from_report (const Report *report)
{
  RunData *data = g_new0 (RunData, 1);

  data->name = g_strdup (report->scenario->name);
  data->seed = report->scenario->run.seed;
  memcpy (data->metrics, report->outcome->metrics, sizeof data->metrics);
  data->evaluations = g_array_copy (report->outcome->evaluations);
  data->timeline = timeline_rows_new (report->record);
  data->end = record_end (report->record);
  return data;
}

void
run_data_free (RunData *data)
{
  if (data == NULL)
    return;
  g_free (data->name);
  g_clear_pointer (&data->evaluations, g_array_unref);
  g_clear_pointer (&data->timeline, timeline_rows_free);
  g_free (data);
}

static gboolean
take_result (RunData *data, const cJSON *result)
{
  const cJSON *name = cJSON_GetObjectItemCaseSensitive (result, "name");
  const cJSON *metrics = cJSON_GetObjectItemCaseSensitive (result, "metrics");
  const cJSON *seed = cJSON_GetObjectItemCaseSensitive (result, "seed");

  if (!cJSON_IsString (name)
      || (!cJSON_IsObject (metrics) && !cJSON_IsObject (cJSON_GetObjectItemCaseSensitive (result, "sweep")))
      || !cJSON_IsString (cJSON_GetObjectItemCaseSensitive (result, "lockstep")))
    return FALSE;
  data->name = g_strdup (name->valuestring);
  data->seed = cJSON_IsNumber (seed) && seed->valuedouble >= 0 && seed->valuedouble < 1.8e19 ? (guint64)seed->valuedouble : 0;
  for (guint m = 0; m < metrics_count (); m++)
    {
      const cJSON *value = cJSON_GetObjectItemCaseSensitive (metrics, metric_at (m)->name);
      data->metrics[m] = cJSON_IsNumber (value) ? value->valuedouble : NAN;
    }
  data->end = isfinite (data->metrics[METRIC_SIMULATED]) ? sim_time_from_s (MAX (data->metrics[METRIC_SIMULATED], 0)) : 0;
  return TRUE;
}

static gboolean
parse_result (RunData *data, const char *path, const char *text, GError **error)
{
  cJSON *result = cJSON_Parse (text);
  gboolean good = take_result (data, result);

  cJSON_Delete (result);
  if (!good)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is not a result that lockstep wrote", path);
  return good;
}

static gboolean
parse_evaluation (char *const *cells, EvaluationRow *row)
{
  return csv_nanoseconds (cells[0], &row->time) && csv_count (cells[1], &row->updates) && csv_count (cells[2], &row->samples)
         && csv_count (cells[3], &row->bytes) && csv_number_or_none (cells[4], &row->batch_loss)
         && csv_number_or_none (cells[5], &row->train_loss) && csv_number_or_none (cells[6], &row->test_loss)
         && csv_number_or_none (cells[7], &row->test_accuracy);
}

static gboolean
parse_metrics (RunData *data, const char *path, char *text, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_auto (CsvReader) reader;

  data->evaluations = g_array_new (FALSE, FALSE, sizeof (EvaluationRow));
  csv_begin (&reader, text, path);
  if (!csv_head (&reader, METRICS_CSV_HEAD, error))
    return FALSE;
  while (csv_next_of (&reader, N_METRICS_CELLS, &wrong))
    {
      EvaluationRow row;

      if (!parse_evaluation (reader.cells, &row))
        return csv_complain (&reader, error, "is not a row of metrics");
      g_array_append_val (data->evaluations, row);
    }
  if (wrong == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

RunData *
run_data_parse (RunTexts *texts, GError **error)
{
  g_autoptr (RunData) data = g_new0 (RunData, 1);

  if (!parse_result (data, texts->paths[RUN_RESULT], texts->texts[RUN_RESULT], error)
      || !parse_metrics (data, texts->paths[RUN_METRICS], texts->texts[RUN_METRICS], error))
    return NULL;
  data->timeline = timeline_rows_parse (texts->texts[RUN_TIMELINE], texts->paths[RUN_TIMELINE], error);
  return data->timeline != NULL ? g_steal_pointer (&data) : NULL;
}

static void
run_texts_clear (RunTexts *texts)
{
  for (guint i = 0; i < N_RUN_FILES; i++)
    {
      g_free (texts->paths[i]);
      g_free (texts->texts[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunTexts, run_texts_clear)

RunData *
run_data_read (const char *dir, GError **error)
{
  static const char *const names[N_RUN_FILES] = { "result.json", "metrics.csv", "timeline.csv" };
  g_auto (RunTexts) texts = { 0 };
  g_autofree char *run = g_build_filename (dir, names[1], NULL), *result = g_build_filename (dir, names[0], NULL);

  if (g_file_test (result, G_FILE_TEST_EXISTS) && !g_file_test (run, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: these are not the results of one run (lockstep run --out)",
                   dir);
      return NULL;
    }
  for (guint i = 0; i < N_RUN_FILES; i++)
    {
      texts.paths[i] = g_build_filename (dir, names[i], NULL);
      texts.texts[i] = file_read_text (texts.paths[i], FILE_MAX, error);
      if (texts.texts[i] == NULL)
        return NULL;
    }
  return run_data_parse (&texts, error);
}

RunData *
run_data_read_result (const char *dir, GError **error)
{
  g_autoptr (RunData) data = g_new0 (RunData, 1);
  g_autofree char *path = g_build_filename (dir, "result.json", NULL);
  g_autofree char *text = file_read_text (path, FILE_MAX, error);

  return text != NULL && parse_result (data, path, text, error) ? g_steal_pointer (&data) : NULL;
}
