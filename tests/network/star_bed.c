#include "star_bed.h"

static void
star_log (Star *star, EventKind kind, guint64 tag)
{
  Happening happening = { .kind = kind, .tag = tag, .at = simulator_now (star->sim) };
  g_array_append_val (star->log, happening);
}

static void
star_on_left (gpointer owner, guint64 tag)
{
  star_log (owner, EVENT_LEFT, tag);
}

static void
star_on_arrived (gpointer owner, guint64 tag)
{
  star_log (owner, EVENT_ARRIVED, tag);
}

static void
star_on_lost (gpointer owner, guint64 tag)
{
  star_log (owner, EVENT_LOST, tag);
}

static const NetworkClient star_client = { .on_left = star_on_left, .on_arrived = star_on_arrived, .on_lost = star_on_lost };

static void
star_on_deed (gpointer owner, guint64 deed, guint64 what)
{
  Star *star = owner;
  if (deed == DEED_DOWN)
    network_node_down (star->network, (NodeId)what);
  else if (deed == DEED_UP)
    network_node_up (star->network, (NodeId)what);
  else if (deed == DEED_CANCEL)
    g_assert_true (network_cancel (star->network, what));
  else
    network_set_rate (star->network, (guint32)what, deed == DEED_STALL ? 0 : BANDWIDTH);
}

Star *
star_new (void)
{
  Star *star = g_new0 (Star, 1);
  HostLink hosts[N_WORKERS + 1];
  for (guint i = 0; i <= N_WORKERS; i++)
    hosts[i] = (HostLink){ .bandwidth = BANDWIDTH, .latency = LINK_LATENCY };
  star->sim = simulator_new ();
  star->topology = topology_new (&topology_star, NULL, hosts, N_WORKERS + 1, 1, NULL);
  star->record = record_new (&RECORD_SETTINGS_DEFAULT);
  for (guint i = 0; i <= N_WORKERS; i++)
    record_add_actor (star->record, "host", i < N_WORKERS ? ACTOR_WORKER : ACTOR_SERVER);
  star->log = g_array_new (FALSE, FALSE, sizeof (Happening));
  network_settings_init (&star->settings);
  return star;
}

void
star_begin (Star *star)
{
  star->network = network_new (star->sim, star->topology, &star->settings, star->record);
  star->client = network_add_client (star->network, &star_client, star);
  star->on_deed = simulator_register (star->sim, "deed", PRIORITY_FAULT, star_on_deed, star);
}

void
star_free (Star *star)
{
  network_check (star->network);
  network_free (star->network);
  network_settings_clear (&star->settings);
  topology_free (star->topology);
  simulator_free (star->sim);
  record_free (star->record);
  g_array_unref (star->log);
  g_free (star);
}

SimTime
star_latency (const Star *star, NodeId from, NodeId to)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  return topology_route (star->topology, from, to, 0, links);
}

MessageId
star_send (Star *star, NodeId from, NodeId to, guint32 purpose, guint64 bytes, guint64 tag)
{
  return network_send (star->network, &(MessageSpec){ .client = star->client,
                                                      .from = from,
                                                      .to = to,
                                                      .purpose = purpose,
                                                      .kind = SPAN_SEND,
                                                      .bytes = bytes,
                                                      .iteration = tag,
                                                      .tag = tag });
}

void
star_run (Star *star, SimTime end)
{
  while (simulator_next_time (star->sim) <= end && simulator_step (star->sim))
    network_check (star->network);
}

void
star_expect (Star *star, guint first, guint n, const Happening *expected)
{
  g_assert_cmpuint (star->log->len, >=, first + n);
  for (guint i = 0; i < n && first + i < star->log->len; i++)
    {
      const Happening *got = &g_array_index (star->log, Happening, first + i);
      g_assert_cmpint (got->kind, ==, expected[i].kind);
      g_assert_cmpuint (got->tag, ==, expected[i].tag);
      g_assert_cmpint (got->at, ==, expected[i].at);
    }
}
