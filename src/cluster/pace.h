/* Pace: how long work takes on a worker whose speed changes in time.
 *
 * The factor f (t) by which a worker is slowed at the time t is a step function: the product of the factors of the episodes that
 * hold then (slowdown.episodes) and of the Markov process (slowdown.markov) while that is slow. Work of w nanoseconds that begins
 * at a ends at b, where the integral of dt / f (t) from a to b is w: work that crosses a border is slowed for its part only.
 *
 * f is a function of (settings, seed, worker, time) alone. What is kept for a worker is how far its process has been followed, so
 * that questions about later and later times cost O(1) a border; an earlier time begins it anew.
 */
#pragma once

#include "cluster/settings.h"

typedef struct _Pace Pace;

/** NULL where speeds do not change in time. @settings is borrowed. */
Pace *pace_new (const ClusterSettings *settings, guint64 seed);
void pace_free (Pace *pace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pace, pace_free)

/** f (@at) of @worker, what_if counted; it holds until *@until, which may be SIM_TIME_NEVER. */
double pace_factor (Pace *pace, guint worker, SimTime at, SimTime *until);
/** When @work nanoseconds that @worker begins at @from are done; SIM_TIME_NEVER where that is past all time. */
SimTime pace_reach (Pace *pace, guint worker, SimTime from, SimTime work);
