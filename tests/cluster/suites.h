/* The files of this test program. */
#pragma once

void add_pace_tests (void);
