/* Which link a part of a critical path has to thank: of those that its messages cross the one that was used most while they
 * travelled, by whatever was recorded.
 */
#pragma once

#include "network/topology.h"
#include "report/critical_path.h"

typedef struct
{
  guint32 link;
  double used; /* share of what the link could have carried in that time, every message at its mean rate */
} BusyLink;

/** Of the @n (> 0) messages at @first, over @topology, which is what the run was over; of links that are used as much the one with
 * the lowest number. */
BusyLink path_busiest_link (const Record *record, const Topology *topology, const PathStep *first, guint n);
