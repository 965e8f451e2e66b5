/* Private to network/: what network.c and reckoned.c share. */
#pragma once

#include "network/channel_table.h"
#include "network/claims.h"
#include "network/fabric.h"

typedef struct
{
  const NetworkClient *functions;
  gpointer owner;
} Client;

struct _Network
{
  Simulator *sim;
  const Topology *topology;
  const NetworkSettings *settings;
  Record *record;
  Fabric *fabric;
  GArray *clients; /* Client */
  gboolean *down; /* by node */
  MessageSlab slab;
  ChannelTable channels;
  NetworkTotals totals;
  NetworkTotals *shown; /* with what is reckoned elsewhere */
  guint64 under_way;    /* bytes */
  const NetworkReckoner *reckoner;
  gpointer reckoner_owner;
  Claims claims;
  GArray *road; /* guint32, scratch */
  HandlerId on_message;
  NetworkLoss loss;
};

/** The last byte of a message that flowed is out: it will arrive. */
void message_leave (gpointer network, guint32 slot);
/** … but is lost: it is sent again after @timeout. */
void message_repeat (Network *network, guint32 slot, SimTime timeout);

/** Before a message of @spec is on its way: who has claimed a link of it gives it back. */
void network_touch (Network *network, const MessageSpec *spec);
/** Before a node, a link or everything changes. */
void network_disturb (Network *network);
