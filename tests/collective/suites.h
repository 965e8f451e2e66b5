/* The parts of the one test program of collective/. */
#pragma once

void add_plan_tests (void);
