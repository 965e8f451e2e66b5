#include "scenario/checks.h"

#include "cluster/cluster.h"

static gboolean
runs_alone (const Reader *reader)
{
  const Protocol *protocol = reader->scenario->run.training.protocol;
  return protocol && protocol->exchanges == RUNS_ALONE;
}

static void
check_network (Reader *reader)
{
  if (runs_alone (reader) || !reader->scenario->run.training.protocol)
    return;
  if (!reader_has (reader, "/cluster/network"))
    reader_missing (reader, "/cluster/network", "what connects the machines: at least its bandwidth");
  else if (!reader_has (reader, "/cluster/network/bandwidth") && reader_sound (reader, "/cluster/network")
           && !network_has_rates (&reader->scenario->run.cluster.network))
    reader_missing (reader, "/cluster/network/bandwidth", "rate of a node's link, such as \"10 Gbit/s\"");
}

static guint
dedicated_servers (const TrainingSettings *training)
{
  const Knob *table = training->exchange_knobs ? knobs_table (training->exchange_knobs) : NULL;
  if (!knob_find (table, "servers") || !knob_find (table, "placement"))
    return 0;
  gboolean dedicated = strcmp (knob_word (training->exchange_knobs, "placement"), "dedicated") == 0;
  return dedicated ? (guint)knob_integer (training->exchange_knobs, "servers") : 0;
}

/* Whether the number of hosts suits the topology. */
static void
check_topology (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  const RunSettings *run = &reader->scenario->run;
  const NetworkSettings *network = &run->cluster.network;
  if (!network->topology || !network->topology->accepts || !reader_sound (reader, "/cluster/network"))
    return;
  guint servers = dedicated_servers (&run->training), hosts = run->cluster.workers + servers;
  const char *at = NULL;
  if (network->topology->accepts (network->topology_knobs, hosts, servers, &at, &error))
    return;
  g_autofree char *pointer = pointer_join ("/cluster/network", at ? at : "topology");
  reader_mistake (reader, reader_has (reader, pointer) ? pointer : "/cluster/network/topology", "%s", error->message);
}

/* The slow workers exist, once each, and are named in one way. */
static void
check_slow_workers (Reader *reader, const Slowdown *slowdown, guint workers)
{
  const char *count = "/cluster/slowdown/slow_workers/count", *list = "/cluster/slowdown/slow_workers/list";
  if (!reader_has (reader, "/cluster/slowdown/slow_workers") || !reader_sound (reader, "/cluster/slowdown/slow_workers"))
    return;
  if (reader_has (reader, count) == reader_has (reader, list))
    reader_mistake (reader, "/cluster/slowdown/slow_workers", "needs either count or list%s",
                    reader_has (reader, count) ? ", not both" : "");
  else if (slowdown->slow_list)
    {
      for (guint i = 0; i < slowdown->slow_count; i++)
        if (slowdown->slow_list[i] >= workers)
          reader_mistake (reader, list, "there is no worker %" G_GINT64_FORMAT ": the cluster has %u, counted from 0",
                          slowdown->slow_list[i], workers);
        else if (i > 0 && slowdown->slow_list[i] == slowdown->slow_list[i - 1])
          reader_mistake (reader, list, "worker %" G_GINT64_FORMAT " stands twice", slowdown->slow_list[i]);
    }
  else if (slowdown->slow_count > workers)
    reader_mistake (reader, count, "%u slow workers, but the cluster has %u", slowdown->slow_count, workers);
}

static void
check_episodes (Reader *reader, const Slowdown *slowdown, guint workers)
{
  for (guint i = 0; i < slowdown->n_episodes; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/cluster/slowdown/episodes/%u/workers", i);
      if (reader_sound (reader, pointer) && slowdown->episodes[i].workers.last >= workers)
        reader_mistake (reader, pointer, "there is no worker %u: the cluster has %u, counted from 0",
                        slowdown->episodes[i].workers.last, workers);
    }
}

/* Draws are alike where there are draws, and workers that stand together. */
static void
check_correlation (Reader *reader, const ClusterSettings *cluster)
{
  const Slowdown *slowdown = &cluster->slowdown;
  const char *at = "/cluster/slowdown/correlation";
  if (slowdown->correlation == 0 || !reader_sound (reader, "/cluster/slowdown") || !reader_sound (reader, "/cluster/network"))
    return;
  if (!slowdown->dist.kind && isnan (slowdown->markov.factor))
    reader_mistake (reader, at, "there is neither a dist nor a markov whose draws could be alike");
  else if (!cluster->network.topology->group)
    reader_mistake (reader, at, "workers stand together in racks, islands or sites; a %s has none", cluster->network.topology->name);
}

/* The first of the keys that a trace of compute times leaves no room for; NULL: none. */
static const char *
beside_trace (const Slowdown *slowdown)
{
  return slowdown->dist.kind              ? "dist"
         : slowdown->slow_count > 0       ? "slow_workers"
         : slowdown->n_episodes > 0       ? "episodes"
         : !isnan (slowdown->markov.factor) ? "markov"
                                          : NULL;
}

static void
check_slowdown (Reader *reader, const ClusterSettings *cluster)
{
  g_autoptr (GError) error = NULL;
  const Slowdown *slowdown = &cluster->slowdown;
  if (reader_sound (reader, "/cluster/workers"))
    {
      check_slow_workers (reader, slowdown, cluster->workers);
      check_episodes (reader, slowdown, cluster->workers);
    }
  check_correlation (reader, cluster);
  if (slowdown->dist.kind && reader_sound (reader, "/cluster/slowdown") && !distribution_check (&slowdown->dist, &error))
    reader_mistake (reader, "/cluster/slowdown/dist", "%s", error->message);
  if (slowdown->trace_path && beside_trace (slowdown))
    reader_mistake (reader, "/cluster/slowdown/trace", "a trace replaces all compute times: %s has no effect beside it",
                    beside_trace (slowdown));
}

static void
check_groups (Reader *reader, const ClusterSettings *cluster)
{
  for (guint i = 0; i < cluster->n_groups; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/cluster/groups/%u/workers", i);
      if (reader_sound (reader, pointer) && reader_sound (reader, "/cluster/workers")
          && cluster->groups[i].workers.last >= cluster->workers)
        reader_mistake (reader, pointer, "there is no worker %u: the cluster has %u, counted from 0", cluster->groups[i].workers.last,
                        cluster->workers);
    }
}

static void
report_no_speed (Reader *reader, const Device *device)
{
  gboolean object = cJSON_IsObject (document_find (reader->document, "/cluster/device"));
  if (device->kind)
    reader_mistake (reader, "/cluster/device", "%s has no known speed in %s: give its speed, or another precision",
                    device->kind->name, precision_words[device->precision]);
  else
    reader_missing (reader, object ? "/cluster/device/speed" : "/cluster/device",
                    "the speed that compute times follow from (or a kind, or workload.step_time)");
}

/* Without a step time or a trace every device needs a speed. */
static void
check_speed (Reader *reader, const ClusterSettings *cluster)
{
  gboolean timed = reader_has (reader, "/workload/step_time") || cluster->slowdown.trace_path;
  gboolean modelled_only = !reader_has (reader, "/workload/model");
  if (timed || modelled_only || !reader_sound (reader, "/cluster"))
    return;
  for (guint k = 0; k < cluster->workers; k++)
    if (isnan (device_peak (cluster_device (cluster, k))))
      {
        report_no_speed (reader, cluster_device (cluster, k));
        return;
      }
}

static void
check_efficiency (Reader *reader)
{
  if (reader_has (reader, "/cluster/network/mtu") && reader_has (reader, "/cluster/network/efficiency"))
    reader_mistake (reader, "/cluster/network/efficiency", "follows from the mtu: give one of the two");
}

void
check_cluster (Reader *reader)
{
  const ClusterSettings *cluster = &reader->scenario->run.cluster;
  if (!cJSON_IsObject (document_find (reader->document, "/cluster")))
    return;
  if (!reader_has (reader, "/cluster/workers") && reader->scenario->run.training.protocol && !runs_alone (reader))
    reader_missing (reader, "/cluster/workers", "how many workers there are");
  check_network (reader);
  check_slowdown (reader, cluster);
  check_groups (reader, cluster);
  check_speed (reader, cluster);
  check_efficiency (reader);
  if (reader_sound (reader, "/cluster/workers") && reader_sound (reader, "/training") && !runs_alone (reader))
    check_topology (reader);
}
