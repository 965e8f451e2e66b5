/* A scenario under test: its runs, what they came to, and what its "expect" says to that.
 *
 * Lifecycle: test_file_open → test_file_work for each run, in a worker process → test_file_answer → test_file_judge → read →
 * free.
 */
#pragma once

#include "command/baseline.h"
#include "command/run_choices.h"
#include "report/points.h"
#include "scenario/expect.h"

/* What one run came to. */
typedef struct
{
  char *failure;     /* why it failed; NULL: it ran */
  ExitStatus status; /* what the failure stands for */
  SweepRun run;
  double wall_s;                        /* how long it took to compute; 0: not known */
  char *timeline, *weights, *blas_core; /* fingerprints; NULL: none */
} TestRun;

/* What is judged, and how strictly; borrowed. */
typedef struct
{
  const char *filter;       /* only tests whose name contains this; NULL: all */
  double tolerance;         /* share of its right side that a comparison may be missed by, 0 … 1 */
  const Baseline *baseline; /* earlier results that are to be no better; NULL: none */
} TestChoices;

typedef struct
{
  char *path;
  char *name;         /* the scenario's, or the path where it cannot be read */
  const TestChoices *choices; /* borrowed */
  Scenario *scenario; /* NULL: it cannot be read, and has no runs */
  Sweep *sweep; /* NULL: one run */
  Expect *expect;
  TestRun *runs; /* a run for each point */
  guint n_runs, n_answered;
  GPtrArray *verdicts; /* of ExpectVerdict; NULL until judged */
} TestFile;

/** Reads @name with its grid and its conditions. What is wrong goes to standard error, and the file has no scenario. (transfer
 * full) */
TestFile *test_file_open (const char *name, const RunChoices *choices, const TestChoices *test);
/** Whether any of its tests is let through by the filter. */
gboolean test_file_is_wanted (const TestFile *file);
void test_file_free (TestFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFile, test_file_free)

/** How many verdicts there will be. */
guint test_file_n_verdicts (const TestFile *file);

/** The scenario of run @index, or NULL; @owner (transfer full) keeps it alive where it is a sweep's. */
const Scenario *test_file_scenario (const TestFile *file, guint index, const RunChoices *choices, Scenario **owner);
/** Does run @index. Returns: (transfer full) a text for test_file_answer. */
char *test_file_work (const TestFile *file, guint index, const RunChoices *choices, guint threads);
/** What test_file_work answered; NULL: its process died. */
void test_file_answer (TestFile *file, guint index, const char *text);
/** Fills in the verdicts; every run is answered. */
void test_file_judge (TestFile *file);
/** The first run of @configuration that failed, or NULL. */
const TestRun *test_file_failed_run (const TestFile *file, guint configuration);
/** The configuration of run @index. */
guint test_file_configuration (const TestFile *file, guint index);
