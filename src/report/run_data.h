/* A run as its folder of results tells it: from memory right after the run, or read back from the folder. What compare works on.
 */
#pragma once

#include "report/report.h"
#include "report/timeline_rows.h"

typedef struct
{
  char *name; /* the scenario's */
  guint64 seed;
  double metrics[N_METRICS];
  GArray *evaluations; /* EvaluationRow */
  TimelineRows *timeline;
  SimTime end; /* the makespan */
} RunData;

/* The files that a run is read back from. */
typedef enum
{
  RUN_RESULT,
  RUN_METRICS,
  RUN_TIMELINE,
  N_RUN_FILES,
} RunFile;

typedef struct
{
  char *paths[N_RUN_FILES]; /* for messages */
  char *texts[N_RUN_FILES];
} RunTexts;

RunData *run_data_from_report (const Report *report);
/** Reads result.json, metrics.csv and timeline.csv of @dir. LOCKSTEP_ERROR_INPUT names the file (and line). */
RunData *run_data_read (const char *dir, GError **error);
/** The same from texts in memory, which are cut up in place. */
RunData *run_data_parse (RunTexts *texts, GError **error);
/** Of result.json of @dir alone: there are no evaluations and no timeline. It may be a sweep's: that has no metrics, they are NAN. */
RunData *run_data_read_result (const char *dir, GError **error);
void run_data_free (RunData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RunData, run_data_free)
