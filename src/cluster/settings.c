#include "cluster/settings.h"

#include "cluster/compute_trace.h"

void
cluster_settings_init (ClusterSettings *settings)
{
  *settings = (ClusterSettings){
    .what_if = { 1, 1, 1, 1 },
    .workers = 1,
    .device = { .precision = PRECISION_FP32, .speed = NAN, .efficiency = NAN, .memory = NAN },
    .slowdown = { .slow_factor = 1, .markov.factor = NAN },
  };
  network_settings_init (&settings->network);
}

void
cluster_settings_clear (ClusterSettings *settings)
{
  g_free (settings->slowdown.slow_list);
  g_free (settings->slowdown.episodes);
  g_free (settings->slowdown.trace_path);
  compute_trace_free (settings->slowdown.trace);
  g_free (settings->groups);
  network_settings_clear (&settings->network);
}
