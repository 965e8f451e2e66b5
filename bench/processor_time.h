/* What a benchmark measures: processor time, so that a busy machine disturbs it less. Nothing simulated sees it. */
#pragma once

#include <glib.h>
#include <time.h>

#undef clock_gettime

static inline double
processor_time_s (void)
{
  struct timespec t;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
