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
