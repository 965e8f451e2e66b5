/* A run made by hand, without simulator or scenario file: a parameter server with uneven workers, a straggler first. */
#pragma once

#include "report/report.h"

typedef struct
{
  Scenario scenario;
  Record *record;
  Outcome *outcome;
  Report report; /* of the three above */
} Fixture;

/** @workers compute @iterations rounds: worker 0 three times as long; then everyone pushes to server0, whose pulls leave
 * together. */
Fixture *fixture_new (guint workers, guint iterations);
/** Two workers that send to each other at the same time, and one message that is lost. */
Fixture *fixture_new_peers (void);
void fixture_free (Fixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/** What @print writes, as text. (transfer full) */
char *captured (void (*print) (FILE *to, gconstpointer data), gconstpointer data);
/** A new temporary folder; (transfer full), removed with file_remove_tree. */
char *scratch_folder (void);

void add_result_tests (void);
void add_timeline_tests (void);
void add_trace_tests (void);
void add_folder_tests (void);
void add_summary_tests (void);
void add_points_tests (void);
void add_compare_tests (void);
void add_critical_path_tests (void);
void add_path_text_tests (void);
void add_data_dir_tests (void);
