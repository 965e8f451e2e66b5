/* The parts of the test program for sim/; each adds its own tests. */
#pragma once

void event_queue_tests_add (void);
void simulator_tests_add (void);
