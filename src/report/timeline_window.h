/* How much of a run to show, so that single iterations can be told apart: six iterations of the typical worker among the first,
 * from the beginning on. Where the first crash of a worker that is shown comes later, they are the six around it instead. */
#pragma once

#include "report/timeline_rows.h"

typedef struct
{
  SimTime from, until;
} TimelineWindow;

/** @end: the makespan. Returns: from 0 or the beginning of an iteration, until @end at most. */
TimelineWindow timeline_window_of_rows (const TimelineRows *rows, guint max_workers, SimTime end);
/** From where the record begins, or later. */
TimelineWindow timeline_window_of_record (const Record *record, guint max_workers);
