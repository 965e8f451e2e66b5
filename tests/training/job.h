/* Runs described in C for the tests of training/: no scenario text in between. */
#pragma once

#include "protocol/table.h"
#include "training/run.h"

typedef struct
{
  const char *protocol, *exchange; /* exchange NULL: the protocol's default */
  guint workers, servers;
  gboolean colocated;
  double step_time, gradient_bytes, bandwidth;
  SimTime latency;
  guint64 iterations;
  guint64 staleness; /* ssp */
} Job;

/** A timing-only run. Free with job_free. */
RunSettings *job_settings (const Job *job);
void job_free (RunSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RunSettings, job_free)

/** The same learning softmax regression on 400 rows of blobs, batch 8. */
RunSettings *job_learning (const Job *job);
/** Makes it learn an MLP of three layers instead. */
void job_deepen (RunSettings *settings);

/** Runs; aborts the test on an error. @record may be NULL. (transfer full) */
Outcome *job_run (const RunSettings *settings, guint threads, Record **record);

/** Whether only quick tests are wanted: under valgrind. */
gboolean job_quick (void);

/** Simulated seconds of a timing-only run. */
double job_time (const Job *job);
