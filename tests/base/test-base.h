/* The parts of the test program for base/; each adds its own tests. */
#pragma once

void csv_tests_add (void);
void escape_tests_add (void);
void json_writer_tests_add (void);
void hash_tests_add (void);
void index_heap_tests_add (void);
void knob_tests_add (void);
void file_tests_add (void);
void random_tests_add (void);
void sink_tests_add (void);
void distribution_tests_add (void);
void units_tests_add (void);
