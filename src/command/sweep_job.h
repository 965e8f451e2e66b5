/* A sweep as the command line, or the folder of an earlier one, asks for it: the scenario's text with its options, and the grid
 * that follows.
 *
 * The manifest (sweep.json) is the same thing written down, so that a sweep can be resumed and its shards be joined.
 */
#pragma once

#include "command/command.h"
#include "report/points.h"
#include "scenario/published.h"
#include "scenario/sweep.h"

typedef struct
{
  char **sets; /* --set; NULL: none */
  gboolean has_seed, timing_only, no_shortcuts;
  guint64 seed;
  char *data_dir;
} SweepOptions;

typedef struct
{
  char *path; /* of the scenario, absolute, or "-" */
  char *text;
  gsize n;
  SweepOptions options;
  Scenario *scenario;
  Sweep *sweep;
  GArray *published; /* Published */
} SweepJob;

/** Reads @file. What is wrong with it goes to standard error. @options: (transfer full). Returns: (transfer full), or NULL with
 * the exit status in @status. */
SweepJob *sweep_job_open (const char *file, SweepOptions *options, int *status);
/** Reads a manifest. LOCKSTEP_ERROR_INPUT. */
SweepJob *sweep_job_read (const char *manifest_path, GError **error);
/** The manifest, a JSON text. (transfer full) */
char *sweep_job_manifest (const SweepJob *job);
void sweep_job_free (SweepJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SweepJob, sweep_job_free)

/** Runs point @index. Returns: (transfer full) the answer of a worker: a run that sweep_run_parse understands, or what went
 * wrong. */
char *sweep_job_run (const SweepJob *job, guint index, guint threads);

/** The empty table of its points. (transfer full) */
SweepTable *sweep_job_table (const SweepJob *job);
/** Puts @answer, of point @index, into @table; NULL: the worker died. FALSE when the run failed. */
gboolean sweep_job_answer (const SweepJob *job, SweepTable *table, guint index, const char *answer);
/* How the finished table is told on standard output. */
typedef struct
{
  gboolean csv, json, quiet; /* the first that is set rules; none: for people */
} TableChoices;

/** The finished table; for people with what others published beside it. */
void sweep_job_print (const SweepJob *job, const SweepTable *table, const TableChoices *choices);
/** Whether other words may stand on standard output. */
gboolean table_is_for_people (const TableChoices *choices);
/** points.csv and the pictures into the existing folder @dir. */
gboolean sweep_job_write (const SweepJob *job, const SweepTable *table, const char *dir, char **note, GError **error);
/** Whether the run was not tried, for the job does not fit into the memory of its point. */
gboolean sweep_answer_is_unfit (const char *answer);
/** Whether @answer is that of a run that went well; whether it is none at all, of a run that went well or not. NULL is neither.
 */
gboolean sweep_answer_is_good (const char *answer);
gboolean sweep_answer_is_damaged (const char *answer);
