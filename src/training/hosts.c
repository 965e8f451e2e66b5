#include "training/hosts.h"

#include "cluster/cluster.h"

guint
hosts_n_machines (const RunSettings *settings)
{
  const TrainingSettings *training = &settings->training;
  return training->exchange && !training->exchange->collective ? knob_integer (training->exchange_knobs, "servers") : 0;
}

gboolean
hosts_dedicated (const RunSettings *settings)
{
  return hosts_n_machines (settings) > 0 && g_str_equal (knob_word (settings->training.exchange_knobs, "placement"), "dedicated");
}

guint
hosts_count (const RunSettings *settings)
{
  return settings->cluster.workers + (hosts_dedicated (settings) ? hosts_n_machines (settings) : 0);
}

char *
hosts_name (const RunSettings *settings, guint host)
{
  guint workers = settings->cluster.workers;
  return host < workers ? g_strdup_printf ("worker%u", host) : g_strdup_printf ("server%u", host - workers);
}

Topology *
hosts_topology (const RunSettings *settings, GError **error)
{
  const NetworkSettings *network = &settings->cluster.network;
  const WhatIf *what_if = &settings->cluster.what_if;
  guint n = hosts_count (settings);
  g_autofree HostLink *links = g_new (HostLink, n);
  for (guint i = 0; i < n; i++)
    links[i] =
        i < settings->cluster.workers ? cluster_worker_link (&settings->cluster, i) : cluster_server_link (&settings->cluster);
  Topology *topology =
      topology_new (network->topology, network->topology_knobs, links, n, network_payload_share (network), error);
  if (topology && (what_if->bandwidth != 1 || what_if->latency != 1))
    topology_scale (topology, what_if->bandwidth, what_if->latency);
  return topology;
}
