#include "network/settings.h"

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
}
