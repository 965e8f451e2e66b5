/* cluster.network: what the user says of the network. scenario/ fills it. */
#pragma once

#include "network/sharing.h"
#include "network/topology.h"

typedef struct _LinkScript LinkScript;

typedef struct
{
  const TopologyKind *topology;
  Knobs *topology_knobs;       /* owned; of topology->knobs */
  double bandwidth;            /* bytes per second of each host's link, raw; NAN where none is due */
  SimTime latency;             /* of one link */
  double efficiency;           /* share of the raw rate that payload gets, where mtu is 0 */
  guint mtu;                   /* bytes of a packet, from which the share follows; 0: none given */
  double server_bandwidth;     /* bytes per second, raw; NAN: as bandwidth */
  SimTime overhead;            /* per message, at the sender and again at the receiver */
  const SharingModel *sharing; /* fair */
  gboolean eager;              /* network.send */
  Knobs *changes;              /* owned; of link_change_members; NULL: links stay as they are */
  LinkScript *script;          /* owned: the same, read before the run */
} NetworkSettings;

void network_settings_init (NetworkSettings *settings);
void network_settings_clear (NetworkSettings *settings);

/** Whether every link of the topology has a rate of its own, so that @bandwidth is not due. */
gboolean network_has_rates (const NetworkSettings *settings);

/** The share of the raw rate that payload gets: what the MTU leaves, or efficiency. */
double network_payload_share (const NetworkSettings *settings);

/** The share of the raw rate that payload gets in packets of @mtu bytes over Ethernet: IP and TCP with timestamps take 52 bytes
 * of them, frames add 14. @mtu > 52. */
double network_mtu_efficiency (guint mtu);
