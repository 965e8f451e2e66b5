#include "cluster/cluster.h"

#include <gsl/gsl_cdf.h>

#include "cluster/compute_trace.h"

static gboolean
in_range (const WorkerRange *range, guint worker)
{
  return worker >= range->first && worker <= range->last;
}

const Device *
cluster_device (const ClusterSettings *settings, guint worker)
{
  const Device *device = &settings->device;
  for (guint i = 0; i < settings->n_groups; i++)
    {
      const Group *group = &settings->groups[i];
      if (group->has_device && in_range (&group->workers, worker))
        device = &group->device;
    }
  return device;
}

HostLink
cluster_worker_link (const ClusterSettings *settings, guint worker)
{
  const NetworkSettings *network = &settings->network;
  HostLink link = { .bandwidth = network->bandwidth, .latency = network->latency };
  for (guint i = 0; i < settings->n_groups; i++)
    {
      const Group *group = &settings->groups[i];
      if (!in_range (&group->workers, worker))
        continue;
      if (!isnan (group->bandwidth))
        link.bandwidth = group->bandwidth;
      if (group->latency >= 0)
        link.latency = group->latency;
    }
  link.bandwidth *= network_payload_share (network);
  return link;
}

HostLink
cluster_server_link (const ClusterSettings *settings)
{
  const NetworkSettings *network = &settings->network;
  double raw = isnan (network->server_bandwidth) ? network->bandwidth : network->server_bandwidth;
  return (HostLink){ .bandwidth = raw * network_payload_share (network), .latency = network->latency, .server = TRUE };
}

static int
compare_workers (const void *a, const void *b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
  return x < y ? -1 : x > y;
}

static gboolean
is_slow (const Slowdown *slowdown, guint worker)
{
  gint64 sought = worker;
  if (!slowdown->slow_list)
    return worker < slowdown->slow_count;
  return bsearch (&sought, slowdown->slow_list, slowdown->slow_count, sizeof sought, compare_workers) != NULL;
}

guint
cluster_together (const ClusterSettings *settings)
{
  const NetworkSettings *network = &settings->network;
  return network->topology->group ? network->topology->group (network->topology_knobs, settings->workers) : 1;
}

/* A Gaussian copula: the normal draws of one group share a part, and every worker's own remains uniform. */
double
cluster_uniform (const ClusterSettings *settings, guint64 seed, RandomPurpose purpose, guint worker, guint64 index)
{
  double shared = settings->slowdown.correlation;
  if (shared == 0)
    return random_uniform (seed, purpose, worker, index);
  guint group = worker / cluster_together (settings);
  RandomPurpose purpose_of_all = purpose == RANDOM_PACE ? RANDOM_PACE_TOGETHER : RANDOM_SLOWDOWN_TOGETHER;
  if (shared == 1)
    return random_uniform (seed, purpose_of_all, group, index);
  double z = sqrt (shared) * random_normal (seed, purpose_of_all, group, index)
             + sqrt (1 - shared) * random_normal (seed, purpose, worker, index);
  return CLAMP (gsl_cdf_ugaussian_P (z), 0x1p-53, 1 - 0x1p-53);
}

double
cluster_straggling (const ClusterSettings *settings, double factor)
{
  return 1 + (factor - 1) * settings->what_if.straggling;
}

double
cluster_slowdown (const ClusterSettings *settings, guint64 seed, guint worker, guint64 iteration)
{
  const Slowdown *slowdown = &settings->slowdown;
  double factor = 1;
  if (slowdown->dist.kind)
    factor = distribution_quantile (&slowdown->dist, cluster_uniform (settings, seed, RANDOM_SLOWDOWN, worker, iteration));
  factor *= is_slow (slowdown, worker) ? slowdown->slow_factor : 1;
  return cluster_straggling (settings, factor);
}

/* What the trace says; of its excess over the fastest worker of that iteration the share that is left. */
static double
traced_seconds (const ClusterSettings *settings, guint worker, guint64 iteration)
{
  const ComputeTrace *trace = settings->slowdown.trace;
  double seconds = compute_trace_get (trace, worker, iteration), fastest = seconds;
  if (settings->what_if.straggling == 1)
    return seconds;
  for (guint k = 0; k < settings->workers; k++)
    fastest = MIN (fastest, compute_trace_get (trace, k, iteration));
  return fastest + (seconds - fastest) * settings->what_if.straggling;
}

SimTime
cluster_compute_time (const ClusterSettings *settings, guint64 seed, guint worker, guint64 iteration, double step_s)
{
  double seconds = settings->slowdown.trace ? traced_seconds (settings, worker, iteration)
                                            : step_s * cluster_slowdown (settings, seed, worker, iteration);
  return sim_time_from_s (seconds / settings->what_if.compute);
}
