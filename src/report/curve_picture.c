#include "report/curve_picture.h"

#include "base/units.h"
#include "report/picture.h"
#include "report/words.h"

typedef struct
{
  gboolean batch, train, test, accuracy;
} Curves;

static Curves
curves_of (const GArray *evaluations)
{
  Curves have = { FALSE };

  for (guint i = 0; i < evaluations->len; i++)
    {
      const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, i);

      have.batch |= isfinite (row->batch_loss);
      have.train |= isfinite (row->train_loss);
      have.test |= isfinite (row->test_loss);
      have.accuracy |= isfinite (row->test_accuracy);
    }
  return have;
}

gboolean
curve_picture_applies (const Outcome *outcome)
{
  Curves have = curves_of (outcome->evaluations);
  return have.batch || have.train || have.test;
}

GString *
curve_picture_data (const GArray *evaluations)
{
  GString *data = g_string_new ("# time_s updates batch_loss train_loss test_loss test_accuracy\n");

  for (guint i = 0; i < evaluations->len; i++)
    {
      const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, i);
      const double values[] = { row->batch_loss, row->train_loss, row->test_loss, row->test_accuracy };

      g_string_append_printf (data, "%" SIM_TIME_FORMAT " %" G_GUINT64_FORMAT, SIM_TIME_ARGS (row->time), row->updates);
      for (guint v = 0; v < G_N_ELEMENTS (values); v++)
        {
          char digits[32];
          g_string_append_printf (data, " %s", isfinite (values[v]) ? number_format (values[v], digits) : "?");
        }
      g_string_append_c (data, '\n');
    }
  return data;
}

static void
set_target (GString *settings, const char *name, double value)
{
  g_autofree char *has_name = g_strconcat ("has_", name, NULL);

  picture_set_number (settings, has_name, isfinite (value));
  picture_set_number (settings, name, isfinite (value) ? value : 0);
}

GString *
curve_picture_settings (const Report *report)
{
  GString *settings = g_string_new (NULL);
  const double *target = report->scenario->run.stop.target;
  double end_s = sim_time_to_s (record_end (report->record));
  TimeUnit unit = time_unit_for (end_s);
  Curves have = curves_of (report->outcome->evaluations);
  g_autofree char *subtitle = words_protocol (report->scenario);

  picture_set_text (settings, "title", report->scenario->name);
  picture_set_text (settings, "subtitle", subtitle);
  picture_set_number (settings, "points", report->outcome->evaluations->len);
  picture_set_number (settings, "has_batch", have.batch);
  picture_set_number (settings, "has_train", have.train);
  picture_set_number (settings, "has_test", have.test);
  picture_set_number (settings, "has_accuracy", have.accuracy);
  set_target (settings, "target_accuracy", have.accuracy ? target[TARGET_TEST_ACCURACY] : NAN);
  set_target (settings, "target_loss", isnan (target[TARGET_TEST_LOSS]) ? target[TARGET_TRAIN_LOSS] : target[TARGET_TEST_LOSS]);
  picture_set_number (settings, "unit_per_s", unit.per_s);
  picture_set_text (settings, "unit", unit.name);
  return settings;
}
