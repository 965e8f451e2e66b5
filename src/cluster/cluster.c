#include "cluster/cluster.h"

#include "cluster/compute_trace.h"

const Device *
cluster_device (const ClusterSettings *settings, guint worker)
{
  const Device *device = &settings->device;
  for (guint i = 0; i < settings->n_groups; i++)
    {
      const Group *group = &settings->groups[i];
      if (group->has_device && worker >= group->first && worker <= group->last)
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
      if (worker < group->first || worker > group->last)
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

double
cluster_slowdown (const ClusterSettings *settings, guint64 seed, guint worker, guint64 iteration)
{
  const Slowdown *slowdown = &settings->slowdown;
  double factor = slowdown->dist.kind ? distribution_draw (&slowdown->dist, seed, RANDOM_SLOWDOWN, worker, iteration) : 1;
  factor *= is_slow (slowdown, worker) ? slowdown->slow_factor : 1;
  return 1 + (factor - 1) * settings->what_if.straggling;
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
