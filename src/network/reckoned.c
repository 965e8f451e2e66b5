/* Messages that a layer above reckons by itself (network.h): whose links they are, and what they add to the books. */
#include "network/network_state.h"

void
network_touch (Network *network, const MessageSpec *spec)
{
  SimTime now = simulator_now (network->sim);
  if (network->claims.until <= now || spec->from == spec->to)
    return;
  g_array_set_size (network->road, 0);
  network_road (network, spec->from, spec->to, spec->purpose, network->road);
  for (guint i = 0; i < network->road->len; i++)
    {
      guint64 holder = claims_holder (&network->claims, g_array_index (network->road, guint32, i), now);
      if (holder != 0)
        network->reckoner->on_touched (network->reckoner_owner, holder);
    }
}

void
network_disturb (Network *network)
{
  if (network->reckoner)
    network->reckoner->on_disturbed (network->reckoner_owner);
}

gboolean
network_set_reckoner (Network *network, const NetworkReckoner *reckoner, gpointer owner)
{
  g_assert (network->reckoner == NULL);
  if (!network->settings->sharing->credit)
    return FALSE;
  network->reckoner = reckoner;
  network->reckoner_owner = owner;
  return TRUE;
}

SimTime
network_road (const Network *network, NodeId from, NodeId to, guint32 purpose, GArray *links)
{
  guint64 hash = channel_hash (from, to, purpose);
  return links ? topology_route (network->topology, from, to, hash, links) : fabric_latency (network->fabric, from, to, hash);
}

Rate
network_link_rate (const Network *network, guint32 link)
{
  return fabric_link_rate (network->fabric, link);
}

gboolean
network_claim (Network *network, guint32 link, guint64 claimant, SimTime until)
{
  SimTime now = simulator_now (network->sim);
  return network->loss.rate == 0 && fabric_link_is_idle (network->fabric, link)
         && claims_set (&network->claims, topology_n_links (network->topology), link, claimant, until, now);
}

void
network_count (Network *network, guint64 messages, guint64 bytes)
{
  network->totals.messages += messages;
  network->totals.bytes_sent += bytes;
  network->totals.bytes_received += bytes;
}

void
network_carry (Network *network, guint32 link, guint64 bytes)
{
  fabric_carry (network->fabric, link, bytes);
}

Record *
network_record (const Network *network)
{
  return network->record;
}
