#include "cluster/pace.h"

#include "cluster/cluster.h"

/* Where a worker's process is: its stay number @stays of one state, which began at @entered, ends at @until. */
typedef struct
{
  guint64 stays;
  SimTime entered, until;
  gboolean slow;
} Stay;

/* What was found last: @factor holds in [from, until). */
typedef struct
{
  Stay stay;
  SimTime from, until;
  double factor;
} Found;

struct _Pace
{
  const ClusterSettings *settings;
  guint64 seed;
  Found *workers; /* [workers] */
};

Pace *
pace_new (const ClusterSettings *settings, guint64 seed)
{
  if (settings->slowdown.n_episodes == 0 && isnan (settings->slowdown.markov.factor))
    return NULL;
  Pace *pace = g_new0 (Pace, 1);
  pace->settings = settings;
  pace->seed = seed;
  pace->workers = g_new0 (Found, settings->workers);
  return pace;
}

void
pace_free (Pace *pace)
{
  if (!pace)
    return;
  g_free (pace->workers);
  g_free (pace);
}

/* Both states are left after an exponential time. */
static SimTime
draw_stay (const Pace *pace, guint worker, const Stay *stay)
{
  const Markov *markov = &pace->settings->slowdown.markov;
  double u = cluster_uniform (pace->settings, pace->seed, RANDOM_PACE, worker, stay->stays + 1);
  return MAX (sim_time_from_s (-(stay->slow ? markov->slow_s : markov->fast_s) * log1p (-u)), 1);
}

/* The process is stationary: at time 0 it is slow as often as at any other. */
static void
enter_first (const Pace *pace, guint worker, Stay *stay)
{
  const Markov *markov = &pace->settings->slowdown.markov;
  double u = cluster_uniform (pace->settings, pace->seed, RANDOM_PACE, worker, 0);
  *stay = (Stay){ .slow = u * (markov->fast_s + markov->slow_s) < markov->slow_s };
  stay->until = draw_stay (pace, worker, stay);
}

static void
follow_process (const Pace *pace, guint worker, SimTime at, Stay *stay)
{
  if (stay->until == 0 || at < stay->entered)
    enter_first (pace, worker, stay);
  while (stay->until <= at)
    {
      stay->stays++;
      stay->slow = !stay->slow;
      stay->entered = stay->until;
      stay->until = sim_time_later (stay->entered, draw_stay (pace, worker, stay));
    }
}

/* The product of what holds at @at; @until comes down to the next border of an episode. */
static double
episodes_factor (const Slowdown *slowdown, guint worker, SimTime at, SimTime *until)
{
  double factor = 1;
  for (guint i = 0; i < slowdown->n_episodes; i++)
    {
      const SlowEpisode *episode = &slowdown->episodes[i];
      if (worker < episode->workers.first || worker > episode->workers.last)
        continue;
      SimTime end = sim_time_later (episode->at, episode->lasts);
      if (at < episode->at)
        *until = MIN (*until, episode->at);
      else if (at < end)
        {
          factor *= episode->factor;
          *until = MIN (*until, end);
        }
    }
  return factor;
}

/* Finds what holds for @worker at @at, from what was found for another time. */
static void
find (const Pace *pace, guint worker, SimTime at, Found *found)
{
  const Slowdown *slowdown = &pace->settings->slowdown;
  if (at >= found->from && at < found->until)
    return;
  found->from = at;
  found->until = SIM_TIME_NEVER;
  found->factor = episodes_factor (slowdown, worker, at, &found->until);
  if (!isnan (slowdown->markov.factor))
    {
      follow_process (pace, worker, at, &found->stay);
      found->factor *= found->stay.slow ? slowdown->markov.factor : 1;
      found->until = MIN (found->until, found->stay.until);
    }
  found->factor = cluster_straggling (pace->settings, found->factor);
}

double
pace_factor (Pace *pace, guint worker, SimTime at, SimTime *until)
{
  find (pace, worker, at, &pace->workers[worker]);
  *until = pace->workers[worker].until;
  return pace->workers[worker].factor;
}

/* What was found for @from is kept, not what lies ahead: the next question is about a time in between. */
SimTime
pace_reach (Pace *pace, guint worker, SimTime from, SimTime work)
{
  find (pace, worker, from, &pace->workers[worker]);
  Found found = pace->workers[worker];
  double left = work;
  for (SimTime now = from;; now = found.until)
    {
      find (pace, worker, now, &found);
      double takes = left * found.factor;
      if (found.until == SIM_TIME_NEVER || takes <= found.until - now)
        return takes < 9.2e18 ? sim_time_later (now, llrint (takes)) : SIM_TIME_NEVER;
      left -= (found.until - now) / found.factor;
    }
}
