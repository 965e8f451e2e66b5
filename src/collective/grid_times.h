/* The timetable of a plan over a grid, side by side: every line of ranks is a ring (ring_times.h). */
#pragma once

#include "collective/roads.h"
#include "collective/timetable.h"

/** Whether grid_times can do @plan: all roads along a side are alike, and every chunk has elements. With @tolls, which leave a
 * gap in every step, only where there are not too many. */
gboolean grid_is_uniform (const Plan *plan, const Roads *roads, const Tolls *tolls);
/** @entered: by rank. Fills @table (initialised). */
void grid_times (const Plan *plan, const Roads *roads, const Tolls *tolls, const SimTime *entered, Timetable *table);
