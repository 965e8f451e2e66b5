/* The parts of the one test program of collective/. */
#pragma once

void add_abort_tests (void);
void add_plan_tests (void);
void add_time_tests (void);
void add_closed_form_tests (void);
void add_payload_tests (void);
void add_form_tests (void);
void add_estimate_tests (void);
void add_measured_tests (void);
void add_racks_tests (void);
