#include "training/network_faults.h"

#include "network/link_names.h"
#include "training/hosts.h"
#include "training/state.h"

#define GATE_BYTES_PER_S 1e15

static gboolean
is_partition (const Fault *fault)
{
  return fault->kind == &fault_partition;
}

void
network_faults_add_gates (const RunSettings *settings, Topology *topology)
{
  const FaultPlace place = { settings->cluster.workers, hosts_n_machines (settings), &settings->cluster.network };
  for (guint i = 0; i < settings->faults.n; i++)
    if (is_partition (&settings->faults.faults[i]))
      {
        guint8 *sides = g_new (guint8, place.workers + place.servers);
        fault_sides (&settings->faults.faults[i], &place, sides, NULL);
        topology_add_gate (topology, GATE_BYTES_PER_S, sides);
      }
}

/* The links that @fault is about; the gates are the last ones of the topology, in the order of their faults. */
static void
append_links (const Training *t, const Fault *fault, GArray *links)
{
  const FaultSettings *faults = &t->settings->faults;
  guint32 gate = topology_n_links (t->world->topology);
  if (fault->kind == &fault_loss)
    return;
  if (!is_partition (fault))
    {
      links_named (t->world->topology, knob_word (fault->knobs, "link"), links, NULL);
      return;
    }
  for (const Fault *other = fault; other < faults->faults + faults->n; other++)
    gate -= is_partition (other);
  g_array_append_val (links, gate);
}

guint
network_faults_add_sources (Training *t)
{
  const FaultSettings *faults = &t->settings->faults;
  guint last = 0;
  for (guint i = 0; t->world->network && i < faults->n; i++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
      if (faults->faults[i].kind->subject == FAULT_OF_NETWORK)
        append_links (t, &faults->faults[i], links);
      last = link_changes_add (world_changes (t->world), (const guint32 *)(gpointer)links->data, links->len);
    }
  return last + 1 - faults->n;
}

static const char *
instant_name (const Fault *fault, int change)
{
  if (is_partition (fault))
    return change > 0 ? "partition" : "partition healed";
  if (fault->kind == &fault_loss)
    return change > 0 ? "messages get lost" : "no more are lost";
  if (fault->kind == &fault_link_down)
    return change > 0 ? "link down" : "link up";
  return change > 0 ? "link slow" : "link no longer slow";
}

/* Of several at once the last one to begin counts, until any of them ends. */
static void
change_loss (Training *t, const Fault *fault, int change)
{
  NetworkLoss loss = { .seed = t->settings->seed };
  if (change > 0)
    {
      loss.rate = knob_number (fault->knobs, "rate");
      loss.timeout = sim_time_from_s (knob_number (fault->knobs, "timeout"));
    }
  network_set_loss (t->world->network, &loss);
}

static void
change_links (Training *t, guint source, const Fault *fault, int change)
{
  LinkChange says = LINK_UNCHANGED;
  if (change > 0 && fault->kind == &fault_link_slow)
    {
      says.factor = knob_number (fault->knobs, "factor");
      says.extra = sim_time_from_s (knob_number (fault->knobs, "latency"));
    }
  else if (change > 0)
    says.factor = 0;
  link_changes_say (world_changes (t->world), source, &says);
}

void
network_faults_change (Training *t, guint first_source, const Fault *fault, int change)
{
  if (!t->world->network)
    return;
  if (fault->kind == &fault_loss)
    change_loss (t, fault, change);
  else
    change_links (t, first_source + (guint)(fault - t->settings->faults.faults), fault, change);
  record_instant (t->world->record, G_MAXUINT32, instant_name (fault, change), training_now (t));
}
