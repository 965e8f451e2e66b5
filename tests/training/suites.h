/* The files of this test program. */
#pragma once

void add_choice_tests (void);
void add_conformance_tests (void);
void add_corrupt_tests (void);
void add_faults_tests (void);
void add_links_tests (void);
void add_order_statistics_tests (void);
void add_outcome_tests (void);
void add_own_rows_tests (void);
void add_pace_tests (void);
void add_parts_tests (void);
void add_pushes_tests (void);
void add_round_rules_tests (void);
void add_timing_tests (void);
void add_semantics_tests (void);
void add_server_rules_tests (void);
void add_stall_tests (void);
void add_step_tests (void);
void add_trajectory_tests (void);
