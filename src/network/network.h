/* Messages over a network of shared links, in simulated time.
 *
 * A message is a flow along its route. Messages of one channel (sender, receiver, purpose) leave one after another. The flow
 * takes the bytes from the moment it starts; the receiver has the message one path latency after the last byte left. overhead is
 * spent at the sender before the flow and at the receiver after the latency (LogGP's o). Many flows that start or end at one
 * instant cost one recomputation. A message between a node and itself has no flow, no latency and no overhead and is not counted.
 *
 * A message whose flow runs or that is in latency counts as communication of both ends in the Record, but for those it spares.
 *
 * Invariant: bytes sent = bytes received + bytes lost + bytes under way.
 */
#pragma once

#include "network/settings.h"
#include "network/sharing.h"
#include "network/topology.h"
#include "record/record.h"
#include "sim/simulator.h"

typedef struct _Network Network;
typedef guint64 MessageId; /* 0 is none; never reused */

/* Told of a message's life; any may be NULL. @tag is the sender's own. They run in the order of design section 3. */
typedef struct
{
  void (*on_left) (gpointer owner, guint64 tag);    /* the last byte has left the sender */
  void (*on_arrived) (gpointer owner, guint64 tag); /* the receiver has it */
  void (*on_lost) (gpointer owner, guint64 tag);    /* a crash or a dead receiver; nothing else follows */
} NetworkClient;

/* Small, since there is one for every message under way. */
typedef struct
{
  NodeId from, to;
  guint32 purpose; /* the channel's third part */
  guint8 client;
  guint8 kind;   /* SpanKind */
  guint8 spared; /* MessageEnds; 0: both ends spend their time on it */
  guint8 inner;  /* of a collective, which is recorded as such */
  guint32 iteration;
  MessageLabel label;
  guint64 bytes;
  guint64 tag;
} MessageSpec;

/* Totals; messages between a node and itself do not count. */
typedef struct
{
  guint64 messages;
  guint64 bytes_sent, bytes_received, bytes_lost;
  guint64 repeated; /* since they were lost on their way (network_set_loss); each counts once as sent */
} NetworkTotals;

/** @sim, @topology, @record (may be NULL) and @settings are borrowed. */
Network *network_new (Simulator *sim, const Topology *topology, const NetworkSettings *settings, Record *record);
void network_free (Network *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

/** Registers a layer that sends. @client is static. Call before the first event. */
guint network_add_client (Network *network, const NetworkClient *client, gpointer owner);

/** Posts a message now. No callback runs before this returns. */
MessageId network_send (Network *network, const MessageSpec *spec);
/** Takes a message back without any callback; its bytes count as lost. FALSE when it is no longer under way. */
gboolean network_cancel (Network *network, MessageId message);

/** The ends of a message that is on its way and not behind another one; FALSE: there is none. */
gboolean network_find_message (const Network *network, NodeId *from, NodeId *to);

/** The run is cut now: whatever is under way is lost, and nobody is told. Nothing may be sent later. */
void network_cut (Network *network);

/** The node crashes: whatever has not left, from it or to it, is lost, and on_lost told before this returns; messages that reach
 * it or are posted by it while it is down are lost. */
void network_node_down (Network *network, NodeId node);
void network_node_up (Network *network, NodeId node);
/* Each message is lost with this probability when its last byte has left; its sender finds that out @timeout later. */
typedef struct
{
  double rate;
  SimTime timeout;
  guint64 seed;
} NetworkLoss;

/** From now on messages are lost like that, and sent again until they arrive; a rate of 0: no more. */
void network_set_loss (Network *network, const NetworkLoss *loss);

/** Gives a link another rate, in bytes per second; 0 stalls its flows. */
void network_set_rate (Network *network, guint32 link, double bytes_per_s);

/* Messages that a layer above reckons by itself, without sending them, as long as nobody is in their way. Their latency is that
 * of network_road, to which the overhead comes at both ends. */

typedef struct
{
  /* Somebody posts a message over a link that @claimant holds: it must give back all that it holds before this returns. */
  void (*on_touched) (gpointer owner, guint64 claimant);
  /* A node or a link changes, or the run is cut: the same for all claimants. */
  void (*on_disturbed) (gpointer owner);
  /* Adds what was sent and received until now and is not in @totals yet. */
  void (*add_totals) (gpointer owner, NetworkTotals *totals);
} NetworkReckoner;

/* Where a message is that was reckoned until now. */
typedef struct
{
  gboolean started, left; /* its flow */
  SimTime start_at, left_at;
  Rate rate; /* at which it has flowed since */
} MessagePast;

/** At most one layer; @reckoner is static. FALSE: the sharing model cannot credit flows (sharing.h). */
gboolean network_set_reckoner (Network *network, const NetworkReckoner *reckoner, gpointer owner);
/** Appends the links of a message's way to @links (guint32). Returns its latency. */
SimTime network_road (const Network *network, NodeId from, NodeId to, guint32 purpose, GArray *links);
Rate network_link_rate (const Network *network, guint32 link);
/** @claimant (not 0) takes @link, or changes how long it holds it. FALSE: there is a flow on it, or another claim,
 *  or messages may be lost. */
gboolean network_claim (Network *network, guint32 link, guint64 claimant, SimTime until);
/** Takes over a message that was reckoned until now. The rest as network_send. */
MessageId network_resume (Network *network, const MessageSpec *spec, const MessagePast *past);
/** Counts @messages that have arrived, of @bytes in all; and what went over a link. */
void network_count (Network *network, guint64 messages, guint64 bytes);
void network_carry (Network *network, guint32 link, guint64 bytes);

/** NULL: nothing is recorded. */
Record *network_record (const Network *network);
const NetworkTotals *network_totals (const Network *network);
guint64 network_link_bytes (const Network *network, guint32 link);
const NetworkSettings *network_settings (const Network *network);
const Topology *network_topology (const Network *network);
/** Aborts on a broken invariant; for tests. */
void network_check (const Network *network);
