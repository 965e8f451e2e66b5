#include "training/world.h"

#include "training/hosts.h"
#include "training/network_faults.h"

static void
add_actors (World *world, const RunSettings *settings)
{
  guint n_hosts = hosts_count (settings);
  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name = hosts_name (settings, i);
      record_add_actor (world->record, name, i < settings->cluster.workers ? ACTOR_WORKER : ACTOR_SERVER);
    }
}

World *
world_new (const RunSettings *settings, const RecordSettings *record)
{
  World *world = g_new0 (World, 1);
  world->sim = simulator_new ();
  world->record = record_new (record);
  add_actors (world, settings);
  return world;
}

LinkChanges *
world_changes (World *world)
{
  if (!world->changes)
    world->changes = link_changes_new (world->topology, world->network);
  return world->changes;
}

guint
world_periodic (const World *world)
{
  return world->player ? link_player_periodic (world->player) : 0;
}

/* What is named by its raw rate is scaled as the links themselves are. */
static void
open_player (World *world, const RunSettings *settings)
{
  const NetworkSettings *network = &settings->cluster.network;
  const WhatIf *what_if = &settings->cluster.what_if;
  if (network->script)
    world->player = link_player_new (network->script, world->topology, world_changes (world), world->sim,
                                     network_payload_share (network) * what_if->bandwidth, what_if->latency);
}

gboolean
world_open_network (World *world, const RunSettings *settings, GError **error)
{
  world->topology = hosts_topology (settings, error);
  if (!world->topology)
    return FALSE;
  network_faults_add_gates (settings, world->topology);
  world->network = network_new (world->sim, world->topology, &settings->cluster.network, world->record);
  world->executor = plan_executor_new (world->sim, world->network, settings->cluster.device.reduce);
  open_player (world, settings);
  return TRUE;
}

void
world_free (World *world)
{
  g_clear_pointer (&world->player, link_player_free);
  g_clear_pointer (&world->changes, link_changes_free);
  g_clear_pointer (&world->executor, plan_executor_free);
  g_clear_pointer (&world->network, network_free);
  g_clear_pointer (&world->topology, topology_free);
  g_clear_pointer (&world->record, record_free);
  simulator_free (world->sim);
  g_free (world);
}

gboolean
world_is_sending (const World *world)
{
  const NetworkTotals *totals = world->network ? network_totals (world->network) : NULL;
  return totals && totals->bytes_sent > totals->bytes_received + totals->bytes_lost;
}
