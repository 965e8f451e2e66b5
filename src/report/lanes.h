/* Greedy interval partition: intervals that overlap get different lanes, each the lowest that is free.
 *
 * The number of lanes is the largest number of intervals that overlap at one time, the fewest possible. Intervals are half-open,
 * [start, end), and come by ascending start. O(log n) each.
 */
#pragma once

#include "sim/clock.h"

typedef struct _Lanes Lanes;

Lanes *lanes_new (void);
void lanes_free (Lanes *lanes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lanes, lanes_free)

/** The lane, from 0, of the interval from @start, not before any earlier one's start, to @end. One without length holds its lane
 * for a nanosecond. */
guint lanes_take (Lanes *lanes, SimTime start, SimTime end);
/** How many lanes were ever taken. */
guint lanes_count (const Lanes *lanes);
