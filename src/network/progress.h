/* How far a flow is: exact arithmetic in fixed point, shared by every sharing model.
 *
 * Progress is a number of 2^-60 bytes; it moves by rate × nanoseconds without rounding, so it does not matter how often it is
 * brought up to date. Rates are rounded down, by less than PROGRESS_SLACK over a flow of less than 19 hours, so a flow counts as
 * finished when less than the slack is missing: what takes 1 s exactly takes 1000000000 ns.
 */
#pragma once

#include "network/sharing.h"

#define PROGRESS_SLACK ((Rate)1 << (RATE_SHIFT - 14)) /* 2^-14 byte */

typedef struct
{
  guint64 bytes;
  Rate rate;
  unsigned __int128 done; /* at updated */
  SimTime updated;
} Progress;

static inline void
progress_start (Progress *p, guint64 bytes, SimTime now)
{
  *p = (Progress){ .bytes = bytes, .updated = now };
}

/** What has been sent at @now, which is not after the finish. */
static inline unsigned __int128
progress_at (const Progress *p, SimTime now)
{
  return p->done + p->rate * (unsigned __int128)(now - p->updated);
}

static inline void
progress_set_rate (Progress *p, Rate rate, SimTime now)
{
  p->done = progress_at (p, now);
  p->updated = now;
  p->rate = rate;
}

/** What must be sent of @bytes for the flow to count as finished. */
static inline unsigned __int128
progress_goal (guint64 bytes)
{
  unsigned __int128 all = (unsigned __int128)bytes << RATE_SHIFT;
  return all > PROGRESS_SLACK ? all - PROGRESS_SLACK : 0;
}

/** When @left more has been sent at @rate from @now on; SIM_TIME_NEVER when it stands still. */
SimTime progress_when (unsigned __int128 left, Rate rate, SimTime now);
/** The first nanosecond at which all but the slack is sent; SIM_TIME_NEVER when it stands still. */
SimTime progress_finish (const Progress *p);
/** How many of @bytes are not in @sent, rounded up, but for the slack. */
static inline guint64
progress_short_of (guint64 bytes, unsigned __int128 sent)
{
  guint64 whole = (guint64)((sent + PROGRESS_SLACK) >> RATE_SHIFT);
  return whole < bytes ? bytes - whole : 0;
}

/** Bytes not sent at @now, rounded up. */
static inline guint64
progress_missing (const Progress *p, SimTime now)
{
  return progress_short_of (p->bytes, progress_at (p, now));
}
