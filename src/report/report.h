/* Files, tables and pictures of what was recorded. */
#pragma once

#include "base/json_writer.h"
#include "scenario/scenario.h"
#include "training/outcome.h"

typedef struct
{
  const Scenario *scenario;
  const Record *record;
  const Outcome *outcome;
} Report;

/** Whether a signal ended the run, or the writing of what came of it. From the first question on a signal comes too late. */
gboolean report_interrupted (const Report *report);

/** The result object of design section 8, one JSON text that ends in a newline. (transfer full) */
char *report_result_json (const Report *report);

/** The member "metrics": every metric by its name, all digits. */
void report_put_metrics (JsonWriter *json, const double *metrics, JsonLayout layout);

#define METRICS_CSV_HEAD "time_s,updates,samples,bytes,batch_loss,train_loss,test_loss,test_accuracy"
/** metrics.csv: a row an evaluation; an empty cell where there is no number. (transfer full) */
char *report_metrics_csv (const Report *report);

/** What a person wants to read first, then a small text timeline of the workers. Prose is
 * broken at words before @width (wrap.h). */
void report_summary (const Report *report, FILE *to, gboolean colour, guint width);

/** Whether lockstep may write to @dir: it does not exist, is empty, holds the results of a run and not the
 * current folder, or @force. Checked before the run. LOCKSTEP_ERROR_INPUT. */
gboolean report_check_dir (const char *dir, gboolean force, GError **error);

/** Writes every file of design section 8 into a temporary folder and puts them in place together, replacing what lockstep left
 * in @dir before. Without gnuplot the pictures are left out and @note (transfer full, may be NULL) says so; the .gp and data are
 * always there. */
gboolean report_write_dir (const Report *report, const char *dir, gboolean force, char **note, GError **error);
