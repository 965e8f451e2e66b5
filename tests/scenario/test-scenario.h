/* The parts of the scenario tests: each registers its own. */
#pragma once

void add_json_tests (void);
void add_diagnostics_tests (void);
void add_knobs_tests (void);
void add_machines_tests (void);
void add_model_file_tests (void);
void add_wrong_tests (void);
void add_reading_tests (void);
void add_sweep_tests (void);
void add_expect_tests (void);
void add_reference_tests (void);
