#include "network/network_state.h"

/* The life of a message. */

static void
message_tell (Network *network, const MessageSpec *spec, void (*function) (gpointer owner, guint64 tag))
{
  if (function != NULL)
    function (g_array_index (network->clients, Client, spec->client).owner, spec->tag);
}

static const NetworkClient *
message_client (const Network *network, const MessageSpec *spec)
{
  return g_array_index (network->clients, Client, spec->client).functions;
}

static void
message_busy (Network *network, const MessageSpec *spec, int change)
{
  SimTime now = simulator_now (network->sim);
  if (network->record == NULL)
    return;
  if (!(spec->spared & END_SENDER))
    record_activity (network->record, spec->from, ACTIVITY_COMMUNICATE, change, now);
  if (!(spec->spared & END_RECEIVER))
    record_activity (network->record, spec->to, ACTIVITY_COMMUNICATE, change, now);
}

static void
message_report (Network *network, const Message *message, gboolean lost)
{
  if (network->record == NULL)
    return;
  MessageSpan span = { .from = message->spec.from,
                       .to = message->spec.to,
                       .purpose = message->spec.purpose,
                       .kind = message->spec.kind,
                       .inner = message->spec.inner,
                       .lost = lost,
                       .spared = message->spec.spared,
                       .start = message->start,
                       .left = message->left,
                       .latency = message->latency,
                       .arrived = simulator_now (network->sim),
                       .bytes = message->spec.bytes,
                       .iteration = message->spec.iteration,
                       .label = message->spec.label };
  record_message (network->record, &span);
}

static EventHandle
message_at_time (Network *network, guint32 slot, SimTime when)
{
  return simulator_at (network->sim, when, network->on_message, message_id (&network->slab, slot), 0);
}

static void
message_start (Network *network, guint32 slot)
{
  Message *message = message_at (&network->slab, slot);
  const MessageSpec *spec = &message->spec;
  message->state = MESSAGE_FLOWING;
  message->start = simulator_now (network->sim);
  message->flow = fabric_open (network->fabric, spec->from, spec->to, message->hash, spec->bytes, slot, &message->latency);
  message_busy (network, spec, 1);
}

static void
message_join_channel (Network *network, guint32 slot)
{
  Message *message = message_at (&network->slab, slot);
  message->hash = channel_hash (message->spec.from, message->spec.to, message->spec.purpose);
  message->flow = FLOW_NONE;
  message->state = MESSAGE_QUEUED;
  if (channel_table_join (&network->channels, &network->slab, slot))
    message_start (network, slot);
}

/* The next of the channel goes when @start_next. */
static void
message_leave_channel (Network *network, guint32 slot, gboolean start_next)
{
  guint32 next = channel_table_leave (&network->channels, &network->slab, slot);
  if (next != SLOT_NONE && start_next)
    message_start (network, next);
}

void
message_leave (gpointer owner, guint32 slot)
{
  Network *network = owner;
  Message *message = message_at (&network->slab, slot);
  SimTime now = simulator_now (network->sim);
  message_leave_channel (network, slot, TRUE);
  message->state = MESSAGE_LATENCY;
  message->left = now;
  message->event =
      message_at_time (network, slot, sim_time_later (sim_time_later (now, message->latency), network->settings->overhead));
  MessageSpec spec = message->spec;
  message_tell (network, &spec, message_client (network, &spec)->on_left);
}

/* Its sender's time and its bytes on the links are gone; in the books it is still under way. */
void
message_repeat (Network *network, guint32 slot, SimTime timeout)
{
  Message *message = message_at (&network->slab, slot);
  SimTime now = simulator_now (network->sim);
  message_leave_channel (network, slot, TRUE);
  message->left = now;
  message_busy (network, &message->spec, -1);
  message_report (network, message, TRUE);
  message->state = MESSAGE_OVERHEAD;
  message->event = message_at_time (network, slot, sim_time_later (now, timeout));
}

/* Ends a message wherever it is; nobody is told. Returns what it was. */
static MessageSpec
message_lose (Network *network, guint32 slot, gboolean start_next)
{
  Message *message = message_at (&network->slab, slot);
  MessageState state = message->state;
  MessageSpec spec = message->spec;
  gboolean in_channel = message_is_in_channel (message), on_wire = state == MESSAGE_FLOWING, left = state == MESSAGE_LATENCY;
  if (on_wire)
    fabric_close (network->fabric, message->flow);
  if (in_channel)
    message_leave_channel (network, slot, start_next);
  else
    simulator_cancel (network->sim, message->event);
  if (!left)
    message->left = simulator_now (network->sim);
  if (!left && !on_wire)
    message->start = message->left;
  if (on_wire || left)
    message_busy (network, &spec, -1);
  if (state != MESSAGE_LOCAL)
    {
      message_report (network, message, TRUE);
      network->totals.bytes_lost += spec.bytes;
      network->under_way -= spec.bytes;
    }
  message_release (&network->slab, slot);
  return spec;
}

static void
message_arrive (Network *network, guint32 slot)
{
  Message *message = message_at (&network->slab, slot);
  MessageSpec spec = message->spec;
  message_busy (network, &spec, -1);
  message_report (network, message, FALSE);
  network->totals.bytes_received += spec.bytes;
  network->under_way -= spec.bytes;
  message_release (&network->slab, slot);
  message_tell (network, &spec, message_client (network, &spec)->on_arrived);
}

/* A node's message to itself leaves and arrives at once; the sender may take it back in between. */
static void
message_arrive_locally (Network *network, guint32 slot)
{
  MessageId id = message_id (&network->slab, slot);
  MessageSpec spec = message_at (&network->slab, slot)->spec;
  message_tell (network, &spec, message_client (network, &spec)->on_left);
  if (message_find (&network->slab, id) == SLOT_NONE)
    return;
  message_release (&network->slab, slot);
  message_tell (network, &spec, message_client (network, &spec)->on_arrived);
}

static void
network_on_message (gpointer owner, guint64 id, guint64 b)
{
  Network *network = owner;
  guint32 slot = message_find (&network->slab, id);
  g_assert (slot != SLOT_NONE);
  if (message_at (&network->slab, slot)->state == MESSAGE_OVERHEAD)
    network_touch (network, &message_at (&network->slab, slot)->spec);
  const Message *message = message_at (&network->slab, slot);
  if (message->state == MESSAGE_OVERHEAD)
    message_join_channel (network, slot);
  else if (message->state == MESSAGE_LOCAL)
    message_arrive_locally (network, slot);
  else if (message->state == MESSAGE_LATENCY && !network->down[message->spec.to])
    message_arrive (network, slot);
  else
    {
      MessageSpec spec = message_lose (network, slot, TRUE);
      message_tell (network, &spec, message_client (network, &spec)->on_lost);
    }
}

static guint32
message_post (Network *network, const MessageSpec *spec)
{
  g_assert (spec->client < network->clients->len);
  if (spec->from != spec->to)
    {
      network->totals.messages++;
      network->totals.bytes_sent += spec->bytes;
      network->under_way += spec->bytes;
    }
  return message_take (&network->slab, spec);
}

MessageId
network_send (Network *network, const MessageSpec *spec)
{
  network_touch (network, spec);
  SimTime now = simulator_now (network->sim), overhead = network->settings->overhead;
  guint32 slot = message_post (network, spec);
  Message *message = message_at (&network->slab, slot);
  message->state = network->down[spec->from] ? MESSAGE_DOOMED : spec->from == spec->to ? MESSAGE_LOCAL : MESSAGE_OVERHEAD;
  if (message->state == MESSAGE_OVERHEAD && overhead == 0)
    message_join_channel (network, slot);
  else
    message->event = message_at_time (network, slot, message->state == MESSAGE_OVERHEAD ? sim_time_later (now, overhead) : now);
  return message_id (&network->slab, slot);
}

MessageId
network_resume (Network *network, const MessageSpec *spec, const MessagePast *past)
{
  SimTime now = simulator_now (network->sim);
  guint32 slot = message_post (network, spec);
  Message *message = message_at (&network->slab, slot);
  message->state = past->left ? MESSAGE_LATENCY : MESSAGE_OVERHEAD;
  if (past->left)
    {
      message->start = past->start_at;
      message->left = past->left_at;
      message->latency = network_road (network, spec->from, spec->to, spec->purpose, NULL);
      message->event = message_at_time (network, slot, past->left_at + message->latency + network->settings->overhead);
      message_busy (network, spec, 1);
    }
  else if (past->started)
    {
      message_join_channel (network, slot);
      message->start = past->start_at;
      fabric_credit (network->fabric, message->flow, past->rate * (unsigned __int128)(now - past->start_at));
    }
  else
    message->event = message_at_time (network, slot, past->start_at);
  return message_id (&network->slab, slot);
}

gboolean
network_cancel (Network *network, MessageId id)
{
  guint32 slot = message_find (&network->slab, id);
  if (slot == SLOT_NONE)
    return FALSE;
  message_lose (network, slot, TRUE);
  return TRUE;
}

gboolean
network_find_message (const Network *network, NodeId *from, NodeId *to)
{
  for (guint32 slot = 0; slot < network->slab.messages->len; slot++)
    {
      const Message *message = message_at (&network->slab, slot);
      if (message->state == MESSAGE_FREE || message->state == MESSAGE_QUEUED)
        continue;
      *from = message->spec.from;
      *to = message->spec.to;
      return TRUE;
    }
  return FALSE;
}

void
network_cut (Network *network)
{
  network_disturb (network);
  for (guint32 slot = 0; slot < network->slab.messages->len; slot++)
    if (message_at (&network->slab, slot)->state != MESSAGE_FREE)
      message_lose (network, slot, FALSE);
}

/* Nodes. */

/* Everything is ended first and told afterwards, so that whoever is told sees the node's messages gone. */
void
network_node_down (Network *network, NodeId node)
{
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (MessageSpec));
  network_disturb (network);
  g_autoptr (GArray) slots = message_not_left (&network->slab, node);
  network->down[node] = TRUE;
  for (guint i = 0; i < slots->len; i++)
    {
      MessageSpec spec = message_lose (network, g_array_index (slots, guint32, i), FALSE);
      g_array_append_val (lost, spec);
    }
  for (guint i = 0; i < lost->len; i++)
    {
      const MessageSpec *spec = &g_array_index (lost, MessageSpec, i);
      message_tell (network, spec, message_client (network, spec)->on_lost);
    }
}

void
network_node_up (Network *network, NodeId node)
{
  network->down[node] = FALSE;
}

/* The network as a whole. */

Network *
network_new (Simulator *sim, const Topology *topology, const NetworkSettings *settings, Record *record)
{
  Network *network = g_new0 (Network, 1);
  network->sim = sim;
  network->topology = topology;
  network->settings = settings;
  network->record = record;
  network->fabric = fabric_new (sim, topology, settings->sharing, message_leave, network);
  network->clients = g_array_new (FALSE, FALSE, sizeof (Client));
  network->road = g_array_new (FALSE, FALSE, sizeof (guint32));
  network->shown = g_new0 (NetworkTotals, 1);
  message_slab_init (&network->slab);
  channel_table_init (&network->channels);
  network->down = g_new0 (gboolean, topology_n_hosts (topology));
  network->on_message = simulator_register (sim, "message", PRIORITY_DELIVERY, network_on_message, network);
  return network;
}

void
network_free (Network *network)
{
  if (network == NULL)
    return;
  fabric_free (network->fabric);
  g_array_unref (network->clients);
  g_array_unref (network->road);
  g_free (network->shown);
  claims_clear (&network->claims);
  message_slab_clear (&network->slab);
  channel_table_clear (&network->channels);
  g_free (network->down);
  g_free (network);
}

guint
network_add_client (Network *network, const NetworkClient *functions, gpointer owner)
{
  Client client = { .functions = functions, .owner = owner };
  g_array_append_val (network->clients, client);
  return network->clients->len - 1;
}

void
network_set_rate (Network *network, guint32 link, double bytes_per_s)
{
  network_disturb (network);
  fabric_set_rate (network->fabric, link, bytes_per_s);
}

guint64
network_link_bytes (const Network *network, guint32 link)
{
  return fabric_link_bytes (network->fabric, link);
}

const NetworkTotals *
network_totals (const Network *network)
{
  *network->shown = network->totals;
  if (network->reckoner)
    network->reckoner->add_totals (network->reckoner_owner, network->shown);
  return network->shown;
}

const NetworkSettings *
network_settings (const Network *network)
{
  return network->settings;
}

const Topology *
network_topology (const Network *network)
{
  return network->topology;
}

void
network_check (const Network *network)
{
  const NetworkTotals *totals = &network->totals;
  fabric_check (network->fabric);
  g_assert (totals->bytes_sent == totals->bytes_received + totals->bytes_lost + network->under_way);
}
