/* What `lockstep test` says: TAP (version 13) on standard output, JUnit's XML for build servers. A scenario without conditions is
 * one test: that it runs. */
#pragma once

#include "command/test_file.h"

/** Tests of @file: its conditions, or 1. */
guint test_report_n_tests (const TestFile *file);

/** The head with the plan. */
void test_report_plan (guint n_tests);
/** The tests of a judged @file, numbered from @first; those of a failed condition have a block with what was expected, what was
 * measured and where the condition stands. Returns the exit status that they come to. */
int test_report_tap (const TestFile *file, guint first);
/** The last line, a comment: how many there were, passed, failed, and were skipped. */
void test_report_summary (const GPtrArray *files);

/** The whole of the XML. @files are TestFile, judged. A suite's time is that of its runs together, on the wall clock.
 * LOCKSTEP_ERROR_INPUT, LOCKSTEP_ERROR_RUN. */
gboolean test_report_junit (const GPtrArray *files, const char *path, GError **error);
/** The XML where there are no results: one test, an error with @message. */
gboolean test_report_junit_bail_out (const char *message, const char *path, GError **error);
