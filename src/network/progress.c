#include "network/progress.h"

SimTime
progress_finish (const Progress *p)
{
  unsigned __int128 goal = (unsigned __int128)p->bytes << RATE_SHIFT;
  goal -= MIN (goal, PROGRESS_SLACK);
  if (p->rate == 0)
    return SIM_TIME_NEVER;
  if (p->done >= goal)
    return p->updated;
  unsigned __int128 left = goal - p->done, ns = left / p->rate;
  ns += ns * p->rate < left;
  return ns < (unsigned __int128)(SIM_TIME_NEVER - p->updated) ? p->updated + (SimTime)ns : SIM_TIME_NEVER;
}

guint64
progress_missing (const Progress *p, SimTime now)
{
  unsigned __int128 sent = (progress_at (p, now) + PROGRESS_SLACK) >> RATE_SHIFT;
  return sent < p->bytes ? p->bytes - (guint64)sent : 0;
}
