#include "network/settings.h"

#include "network/link_script.h"

#define HEADERS 52 /* IPv4 20, TCP 20, timestamps 12 */
#define FRAME 14   /* Ethernet */

void
network_settings_init (NetworkSettings *settings)
{
  *settings = (NetworkSettings){
    .topology = &topology_star,
    .topology_knobs = knobs_new (topology_star.knobs),
    .bandwidth = NAN,
    .efficiency = 1,
    .server_bandwidth = NAN,
    .sharing = &sharing_fair,
  };
}

void
network_settings_clear (NetworkSettings *settings)
{
  g_clear_pointer (&settings->topology_knobs, knobs_free);
  g_clear_pointer (&settings->changes, knobs_free);
  link_script_free (settings->script);
}

gboolean
network_has_rates (const NetworkSettings *settings)
{
  const TopologyKind *topology = settings->topology;
  return topology != NULL && topology->has_rates != NULL && topology->has_rates (settings->topology_knobs);
}

double
network_mtu_efficiency (guint mtu)
{
  g_assert (mtu > HEADERS);
  return (double)(mtu - HEADERS) / (mtu + FRAME);
}

double
network_payload_share (const NetworkSettings *settings)
{
  return settings->mtu == 0 ? settings->efficiency : network_mtu_efficiency (settings->mtu);
}
