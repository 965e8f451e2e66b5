/* The roads that a plan's messages take, where it can be told beforehand how fast each message goes.
 *
 * On its way from one rank to another a message has a road for itself, or shares it with others that are in step with it:
 *
 * - Where a link carries the messages of one sender alone, or those of one receiver alone, they are on it one after another, as a
 *   step has one send and one receive and is over when the send has left and the receive has arrived.
 * - In a grid (ring_side.h) the ranks along the first side are in step when they go along the second one, if all of the first
 *   side's messages take the same time: the latest of them is felt by all. A link that carries messages of such ranks alone is
 *   shared by so many at every moment at which it is used at all.
 *
 * A link belongs to the rank that is its only sender, or else its only receiver, or to all that share it: nothing is on it but
 * between a belonging rank's entry and its end.
 */
#pragma once

#include "collective/plan.h"
#include "network/network.h"

typedef struct
{
  guint32 peer; /* where it leads to */
  guint32 first_link, n_links;
  Rate rate;
  SimTime latency;
} Road;

typedef struct
{
  guint n_ranks;
  guint32 *first;               /* [n_ranks + 1]: of a rank's roads */
  GArray *roads;                /* Road, by rank */
  GArray *links;                /* guint32 */
  guint32 *first_owned, *owned; /* [n_ranks + 1]; by rank: links that belong to it */
} Roads;

/* What every message costs beside its road. */
typedef struct
{
  SimTime overhead;
  double reduce_bytes_per_s; /* 0: nothing */
} Tolls;

/* Of one message, once both its ends are posted. */
typedef struct
{
  SimTime start, left, arrived;
  SimTime over; /* at the receiver, which may have to reduce it */
} Passage;

/** The roads of @plan's messages on channels of @purpose. NULL: they cannot be told beforehand. */
Roads *roads_new (const Network *network, const Plan *plan, const NodeId *nodes, guint32 purpose);
void roads_free (Roads *roads);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Roads, roads_free)

/** The @k-th road from @rank. */
static inline const Road *
roads_at (const Roads *roads, guint rank, guint k)
{
  return &g_array_index (roads->roads, Road, roads->first[rank] + k);
}

/** Its number among all. */
static inline guint
roads_number (const Roads *roads, const Road *road)
{
  return road - &g_array_index (roads->roads, Road, 0);
}

/** NULL: there is none. */
const Road *roads_find (const Roads *roads, guint rank, guint peer);
/** When a message of @count elements that is posted at @posted gets where; @reduced: it is reduced at its end. */
Passage road_passage (const Road *road, const Plan *plan, const Tolls *tolls, gsize count, gboolean reduced, SimTime posted);
