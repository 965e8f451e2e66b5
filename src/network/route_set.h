/* The paths from one host to another where there are several: each channel between the two (channel_table.h) takes one, by its
 * hash.
 */
#pragma once

#include "network/topology.h"

/* How many channels are asked; a path that fewer than one in some hundred take may be missed. */
#define ROUTE_SET_CHANNELS 4096

typedef struct
{
  GArray *links; /* guint32 */
  SimTime latency;
  guint n_channels; /* of ROUTE_SET_CHANNELS */
} RoutePath;

/** The different paths that the first ROUTE_SET_CHANNELS channels from @from to @to, two hosts, take; in the order in which they
 *  are met. RoutePath, (transfer full). */
GArray *route_set_new (const Topology *topology, NodeId from, NodeId to);
