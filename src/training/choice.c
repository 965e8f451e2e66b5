#include "training/choice.h"

#include "collective/estimate.h"
#include "training/hosts.h"
#include "training/job.h"

/* Seconds of all buckets; infinite where the shape does not suit. */
static double
cost (const RunSettings *settings, const Job *job, const Topology *topology, const Exchange *exchange)
{
  const NetworkSettings *network = &settings->cluster.network;
  double seconds = 0;
  for (guint b = 0; b < job->step.n_buckets; b++)
    {
      gsize bytes = job->step.buckets[b].count * job->element_bytes;
      Plan plan = exchange_plan (exchange, network, settings->cluster.workers, (bytes + ELEMENT_BYTES - 1) / ELEMENT_BYTES, 0);
      if (!plan_accepts (&plan, NULL))
        return INFINITY;
      seconds += plan_estimate_s (&plan, topology, network->sharing != &sharing_ideal, sim_time_to_s (network->overhead));
    }
  return seconds;
}

gboolean
exchange_choose (const RunSettings *settings, ExchangeChoice *out, GError **error)
{
  g_autoptr (Topology) topology = hosts_topology (settings, error);
  Job job;
  if (!topology)
    return FALSE;
  const ModelDescription *given = settings->learning.description;
  g_autoptr (ModelDescription) made = given ? NULL : job_describe (settings);
  job_init (&job, settings, given ? given : made);
  *out = (ExchangeChoice){ .seconds = INFINITY, .bytes = (double)job.elements * job.element_bytes };
  for (const Exchange *const *e = exchange_table (); *e; e++)
    {
      double seconds = (*e)->collective && !(*e)->automatic ? cost (settings, &job, topology, *e) : INFINITY;
      if (seconds >= out->seconds)
        continue;
      out->exchange = *e;
      out->seconds = seconds;
    }
  job_clear (&job);
  return TRUE;
}
