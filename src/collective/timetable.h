/* When the ranks of a plan end, and when messages of theirs travel, reckoned at once instead of step by step. */
#pragma once

#include "sim/clock.h"

/* No message of the rank travels between @from and @to; the first gap is from GAP_BEGIN until its first one. */
typedef struct
{
  guint32 rank;
  SimTime from, to;
} Gap;

#define GAP_BEGIN (G_MININT64 / 2)

typedef struct
{
  guint n_ranks;
  SimTime *end;     /* [n_ranks]: SIM_TIME_NEVER when it is not known */
  SimTime *covered; /* [n_ranks]: when the last of a rank's messages arrives; GAP_BEGIN without any */
  GArray *gaps;     /* Gap, of one rank in no order */
  guint64 messages, bytes;
  guint64 *carried; /* [n_roads]: bytes that have left over each (roads.h) */
} Timetable;

void timetable_init (Timetable *table, guint n_ranks, guint n_roads);
void timetable_clear (Timetable *table);
/** A message of @rank travels from @from to @to. Calls come in the order of @from. */
void timetable_cover (Timetable *table, guint rank, SimTime from, SimTime to);
/** Sorts the gaps by rank and time. Returns: (transfer full) [n_ranks + 1], where each rank's begin. */
guint *timetable_sort_gaps (Timetable *table);
