#include "network/progress.h"

SimTime
progress_when (unsigned __int128 left, Rate rate, SimTime now)
{
  if (rate == 0)
    return SIM_TIME_NEVER;
  unsigned __int128 ns = left / rate;
  ns += ns * rate < left;
  return ns < (unsigned __int128)(SIM_TIME_NEVER - now) ? now + (SimTime)ns : SIM_TIME_NEVER;
}

SimTime
progress_finish (const Progress *p)
{
  unsigned __int128 goal = progress_goal (p->bytes);
  return progress_when (goal - MIN (goal, p->done), p->rate, p->updated);
}

guint64
progress_missing (const Progress *p, SimTime now)
{
  unsigned __int128 sent = (progress_at (p, now) + PROGRESS_SLACK) >> RATE_SHIFT;
  return sent < p->bytes ? p->bytes - (guint64)sent : 0;
}
