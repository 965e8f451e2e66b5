/* How much of the beginning of a run to show, so that single iterations can be told apart: six iterations of the typical worker
 * among the first. */
#pragma once

#include "report/timeline_rows.h"

/** @end: the makespan. Returns: at most @end. */
SimTime timeline_window_of_rows (const TimelineRows *rows, guint max_workers, SimTime end);
SimTime timeline_window_of_record (const Record *record, guint max_workers);
