/* What changes links while a run goes on.
 *
 * A source (an episode, a file, a fault) says something about its links at each moment. A link has the rate and the latency that
 * the last source which names one says, or else the topology's; its rate times the factors, and its latency plus the extras, of all
 * of them. A message has the latency that its path has when it begins to flow; flows under way are shared anew from the moment of
 * the change, to the byte.
 */
#pragma once

#include "network/network.h"

typedef struct
{
  double bandwidth; /* bytes per second of payload; NAN: nothing is said */
  SimTime latency;  /* -1: nothing is said */
  double factor;    /* on the rate; 0 stalls */
  SimTime extra;    /* on top of the latency */
} LinkChange;

#define LINK_UNCHANGED ((LinkChange){ .bandwidth = NAN, .latency = -1, .factor = 1 })

typedef struct _LinkChanges LinkChanges;

/** Both are borrowed; @topology is that of @network. */
LinkChanges *link_changes_new (Topology *topology, Network *network);
void link_changes_free (LinkChanges *changes);

/** A new source for @n links, which are copied; it says nothing yet. Returns its number. */
guint link_changes_add (LinkChanges *changes, const guint32 *links, guint n);
/** From now on @source says @change. */
void link_changes_say (LinkChanges *changes, guint source, const LinkChange *change);
