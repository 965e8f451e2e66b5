/* Messages over a star of 7 workers and a server, in simulated time. */
#include "base/random.h"
#include "network-tests.h"
#include "network/network.h"

#define N_WORKERS 7
#define SERVER N_WORKERS
#define BANDWIDTH 2.385e9
#define LINK_LATENCY 1711
#define PATH_LATENCY (2 * LINK_LATENCY)

typedef enum
{
  EVENT_LEFT = 'L',
  EVENT_ARRIVED = 'A',
  EVENT_LOST = 'X',
} EventKind;

typedef struct
{
  EventKind kind;
  guint64 tag;
  SimTime at;
} Happening;

typedef struct
{
  Simulator *sim;
  Topology *topology;
  NetworkSettings settings;
  Record *record;
  Network *network;
  guint client;
  GArray *log; /* Happening */
  HandlerId on_deed;
} Star;

/* What the test does at a moment of its own. */
typedef enum
{
  DEED_DOWN,
  DEED_UP,
  DEED_CANCEL,
  DEED_STALL,
  DEED_RESUME,
} Deed;

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
    network_scale_link (star->network, (guint32)what, deed == DEED_STALL ? 0 : 1);
}

/* Call star_begin when the settings are right. */
static Star *
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

static void
star_begin (Star *star)
{
  star->network = network_new (star->sim, star->topology, &star->settings, star->record);
  star->client = network_add_client (star->network, &star_client, star);
  star->on_deed = simulator_register (star->sim, "deed", PRIORITY_FAULT, star_on_deed, star);
}

static void
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Star, star_free)

static MessageId
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

/* Runs until @end, looking at the invariants at every event. */
static void
star_run (Star *star, SimTime end)
{
  while (simulator_next_time (star->sim) <= end && simulator_step (star->sim))
    network_check (star->network);
}

/* The log from @first on must begin with "kind tag time" for each of the @n. */
static void
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

#define EXPECT(star, first, ...) \
  star_expect (star, first, G_N_ELEMENTS (((Happening[]){ __VA_ARGS__ })), (Happening[]){ __VA_ARGS__ })

/* The first nanosecond at which @bytes at @share of the bandwidth are through. */
static SimTime
wire_time (double bytes, double share)
{
  return (SimTime)ceil (bytes / (BANDWIDTH * share) * 1e9);
}

/* N messages of G bytes into one server take N·G/B + latency; all leave together, in the order of sending. The other way round
 * the server's uplink is the bottleneck: the same. */
static void
test_incast (void)
{
  const guint64 bytes = 104857601;
  for (guint n = 1; n <= N_WORKERS; n++)
    for (guint back = 0; back < 2; back++)
      {
        g_autoptr (Star) star = star_new ();
        star_begin (star);
        for (guint k = 0; k < n; k++)
          star_send (star, back ? SERVER : k, back ? k : SERVER, 0, bytes, k);
        star_run (star, SIM_TIME_NEVER);
        SimTime left = wire_time (bytes, 1.0 / n);
        for (guint k = 0; k < n; k++)
          {
            EXPECT (star, k, { EVENT_LEFT, k, left });
            EXPECT (star, n + k, { EVENT_ARRIVED, k, left + PATH_LATENCY });
          }
        g_assert_cmpuint (star->log->len, ==, 2 * n);
        g_assert_cmpuint (network_link_bytes (star->network, back ? 2 * SERVER : 2 * SERVER + 1), ==, n * bytes);
      }
}

/* A step of a ring: every flow alone on its two links, G/B + latency, whatever the number of workers. All flows start in one
 * settle and end in one: 1 settle + 1 finish + 1 settle + N deliveries. */
static void
test_ring_step (void)
{
  const guint64 bytes = 14979658;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  for (guint k = 0; k < N_WORKERS; k++)
    star_send (star, k, (k + 1) % N_WORKERS, 0, bytes, k);
  star_run (star, SIM_TIME_NEVER);
  for (guint k = 0; k < N_WORKERS; k++)
    EXPECT (star, N_WORKERS + k, { EVENT_ARRIVED, k, wire_time (bytes, 1) + PATH_LATENCY });
  g_assert_cmpuint (simulator_events (star->sim), ==, 3 + N_WORKERS);
  const NetworkTotals *totals = network_totals (star->network);
  g_assert_cmpuint (totals->messages, ==, N_WORKERS);
  g_assert_cmpuint (totals->bytes_received, ==, N_WORKERS * bytes);
}

/* Three messages of one channel leave one after another, G/B each; one of another purpose shares the wire from the start.
 *   Both flows have B/2. Message 3 (G bytes) ends at 2G/B together with message 0; then 1 and 2 have the wire alone. */
static void
test_channel_order (void)
{
  const guint64 bytes = 2385 * 500;
  const SimTime alone = 500000;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  for (guint k = 0; k < 3; k++)
    star_send (star, 2, 5, 11, bytes, k);
  star_send (star, 2, 5, 12, bytes, 3);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 0, 2 * alone }, { EVENT_LEFT, 3, 2 * alone }, { EVENT_ARRIVED, 0, 2 * alone + PATH_LATENCY },
          { EVENT_ARRIVED, 3, 2 * alone + PATH_LATENCY }, { EVENT_LEFT, 1, 3 * alone },
          { EVENT_ARRIVED, 1, 3 * alone + PATH_LATENCY }, { EVENT_LEFT, 2, 4 * alone },
          { EVENT_ARRIVED, 2, 4 * alone + PATH_LATENCY });
}

/* LogGP: one message takes o + G/B + L + o; of two in one channel the second's overhead runs beside the first's transmission. */
static void
test_overhead (void)
{
  const guint64 bytes = 2385 * 40;
  const SimTime alone = 40000, o = 731;
  g_autoptr (Star) star = star_new ();
  star->settings.overhead = o;
  star_begin (star);
  star_send (star, 0, 1, 0, bytes, 0);
  star_send (star, 0, 1, 0, bytes, 1);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 0, o + alone }, { EVENT_ARRIVED, 0, o + alone + PATH_LATENCY + o },
          { EVENT_LEFT, 1, o + 2 * alone }, { EVENT_ARRIVED, 1, o + 2 * alone + PATH_LATENCY + o });
  g_assert_cmpint (network_latency (star->network, 0, 1), ==, PATH_LATENCY);
  g_assert_cmpint (network_latency (star->network, 3, 3), ==, 0);
}

/* A node's message to itself takes no time and is not counted. */
static void
test_local (void)
{
  g_autoptr (Star) star = star_new ();
  star->settings.overhead = 731;
  star_begin (star);
  star_send (star, 4, 4, 0, 999, 8);
  g_assert_cmpuint (star->log->len, ==, 0);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 8, 0 }, { EVENT_ARRIVED, 8, 0 });
  g_assert_cmpuint (network_totals (star->network)->messages, ==, 0);
  g_assert_cmpuint (network_totals (star->network)->bytes_sent, ==, 0);
}

/* The sharing of settings: without contention N messages into the server take G/B. */
static void
test_ideal_star (void)
{
  g_autoptr (Star) star = star_new ();
  star->settings.sharing = &sharing_ideal;
  star_begin (star);
  for (guint k = 0; k < N_WORKERS; k++)
    star_send (star, k, SERVER, 0, 1000003, k);
  star_run (star, SIM_TIME_NEVER);
  for (guint k = 0; k < N_WORKERS; k++)
    EXPECT (star, k, { EVENT_LEFT, k, wire_time (1000003, 1) });
}

/* Two messages into the server, 2385 bytes/us. At 100 us one is taken back; it had 1/2·238500 bytes. The other has the rest
 * alone: 477000 − 119250 = 357750 bytes in 150 us. */
static void
test_cancel (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, SERVER, 0, 477000, 0);
  MessageId second = star_send (star, 1, SERVER, 0, 477000, 1);
  MessageId behind = star_send (star, 1, SERVER, 0, 2385, 2);
  g_assert_true (network_cancel (star->network, behind));
  simulator_at (star->sim, 100000, star->on_deed, DEED_CANCEL, second);
  star_run (star, SIM_TIME_NEVER);
  g_assert_false (network_cancel (star->network, second));
  g_assert_false (network_cancel (star->network, 0));
  EXPECT (star, 0, { EVENT_LEFT, 0, 250000 }, { EVENT_ARRIVED, 0, 250000 + PATH_LATENCY });
  g_assert_cmpuint (star->log->len, ==, 2);
  const NetworkTotals *totals = network_totals (star->network);
  g_assert_cmpuint (totals->messages, ==, 3);
  g_assert_cmpuint (totals->bytes_lost, ==, 477000 + 2385);
  g_assert_cmpuint (totals->bytes_received, ==, 477000);
}

/* Worker 1 crashes at 100 us: its message on the wire, the one behind it and the one towards it are lost, in that order. Message
 * 3 had left it before (at 10 us, in latency until 13.422 us after the crash: the crash comes at 12 us) and arrives. Until 12 us
 * flow 0 (worker 0 → server) shares the server's link with flow 1: 12·2.385/2 bytes us; then it has it alone. */
static void
test_crash (void)
{
  const SimTime crash = 12000;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, SERVER, 0, 2385 * 100, 0);
  star_send (star, 1, SERVER, 0, 2385 * 100, 1);
  star_send (star, 1, SERVER, 0, 2385 * 100, 2);
  star_send (star, 1, 3, 0, 23850 / 2, 3); /* half of worker 1's uplink: leaves at 10 us */
  star_send (star, 5, 1, 0, 2385 * 1000, 4);
  simulator_at (star->sim, crash, star->on_deed, DEED_DOWN, 1);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 3, 10000 }, { EVENT_LOST, 1, crash }, { EVENT_LOST, 2, crash }, { EVENT_LOST, 4, crash },
          { EVENT_ARRIVED, 3, 10000 + PATH_LATENCY }, { EVENT_LEFT, 0, 106000 }, { EVENT_ARRIVED, 0, 106000 + PATH_LATENCY });
  const NetworkTotals *totals = network_totals (star->network);
  g_assert_cmpuint (totals->bytes_lost, ==, 2385 * 1200);
  g_assert_cmpuint (totals->bytes_received, ==, 2385 * 100 + 23850 / 2);
}

/* Message 0 has left when its receiver crashes and reaches it while down: lost. Message 1 is sent to it while it is down and
 * comes when it is up again: it arrives. What a node that is down posts is lost at once. */
static void
test_receiver_down (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, 1, 0, 23850, 0);
  simulator_at (star->sim, 11000, star->on_deed, DEED_DOWN, 1);
  star_run (star, 11000);
  star_send (star, 2, 1, 0, 2385 * 7, 1);
  star_send (star, 1, 2, 0, 2385, 2);
  simulator_at (star->sim, 18500, star->on_deed, DEED_UP, 1);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 0, 10000 }, { EVENT_LOST, 2, 11000 }, { EVENT_LOST, 0, 10000 + PATH_LATENCY },
          { EVENT_LEFT, 1, 18000 }, { EVENT_ARRIVED, 1, 18000 + PATH_LATENCY });
  g_assert_cmpuint (network_totals (star->network)->bytes_lost, ==, 23850 + 2385);
}

/* A link that is down from 3 us to 50 us holds its flow up by 47 us. */
static void
test_stall (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, 1, 0, 23850, 0);
  simulator_at (star->sim, 3000, star->on_deed, DEED_STALL, 3);
  simulator_at (star->sim, 50000, star->on_deed, DEED_RESUME, 3);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 0, 57000 });
}

/* Worker 0 sends 23850 bytes from 0 (10 us) and 2385 behind it (1 us more); both ends communicate from the first flow's start to
 * the last arrival; the messages are recorded as they arrive. A lost one is recorded with where it was lost. */
static void
test_record (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, 1, 0, 23850, 6);
  star_send (star, 0, 1, 0, 2385, 7);
  star_send (star, 2, 3, 0, 238500, 8);
  simulator_at (star->sim, 12345, star->on_deed, DEED_DOWN, 3);
  star_run (star, SIM_TIME_NEVER);
  record_finish (star->record, 20000);
  guint n;
  const MessageSpan *messages = record_messages (star->record, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (messages[0].lost);
  g_assert_cmpint (messages[0].arrived, ==, 12345);
  g_assert_cmpuint (messages[1].iteration, ==, 6);
  g_assert_cmpint (messages[1].start, ==, 0);
  g_assert_cmpint (messages[1].left, ==, 10000);
  g_assert_cmpint (messages[1].latency, ==, PATH_LATENCY);
  g_assert_cmpint (messages[2].start, ==, 10000);
  g_assert_cmpint (messages[2].arrived, ==, 11000 + PATH_LATENCY);
  g_assert_cmpuint (messages[2].bytes, ==, 2385);
  for (NodeId node = 0; node < 2; node++)
    g_assert_cmpint (record_time (star->record, node, ACTIVITY_COMMUNICATE), ==, 11000 + PATH_LATENCY);
  g_assert_cmpint (record_time (star->record, 2, ACTIVITY_COMMUNICATE), ==, 12345);
}

/* Random sends, cancels, crashes: at the end every byte was received or lost, every message told of exactly once, and a
 * channel's messages arrived in the order in which they were sent. */
static void
test_conservation (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  g_autoptr (GHashTable) latest = g_hash_table_new (NULL, NULL);
  guint64 draws = 0;
  guint n_cancelled = 0;
  const guint n = 1500;
#define DRAW(limit) random_below (77, RANDOM_TEST, 1, draws++, limit)
  for (guint64 k = 0; k < n; k++)
    {
      NodeId from = DRAW (N_WORKERS + 1), to = (from + 1 + DRAW (N_WORKERS)) % (N_WORKERS + 1), node = DRAW (N_WORKERS + 1);
      guint32 channel = (from * 16 + to) * 3 + DRAW (3);
      MessageId id = star_send (star, from, to, channel % 3, DRAW (20000), k << 32 | channel);
      if (DRAW (20) == 0)
        n_cancelled += network_cancel (star->network, id);
      if (DRAW (30) == 0)
        network_node_down (star->network, node);
      network_node_up (star->network, DRAW (N_WORKERS + 1));
      star_run (star, simulator_now (star->sim) + (SimTime)DRAW (9000));
    }
  star_run (star, SIM_TIME_NEVER);
  const NetworkTotals *totals = network_totals (star->network);
  g_assert_cmpuint (totals->messages, ==, n);
  g_assert_cmpuint (totals->bytes_sent, ==, totals->bytes_received + totals->bytes_lost);
  guint n_told = 0;
  for (guint i = 0; i < star->log->len; i++)
    {
      const Happening *got = &g_array_index (star->log, Happening, i);
      gpointer channel = GUINT_TO_POINTER ((guint32)got->tag + 1);
      n_told += got->kind != EVENT_LEFT;
      if (got->kind != EVENT_ARRIVED)
        continue;
      g_assert_cmpuint (got->tag >> 32, >=, GPOINTER_TO_UINT (g_hash_table_lookup (latest, channel)));
      g_hash_table_insert (latest, channel, GUINT_TO_POINTER (got->tag >> 32));
    }
  g_assert_cmpuint (n_told + n_cancelled, ==, n);
}

void
add_message_tests (void)
{
  g_test_add_func ("/network/message/incast", test_incast);
  g_test_add_func ("/network/message/ring-step", test_ring_step);
  g_test_add_func ("/network/message/channel-order", test_channel_order);
  g_test_add_func ("/network/message/overhead", test_overhead);
  g_test_add_func ("/network/message/local", test_local);
  g_test_add_func ("/network/message/ideal", test_ideal_star);
  g_test_add_func ("/network/message/cancel", test_cancel);
  g_test_add_func ("/network/message/crash", test_crash);
  g_test_add_func ("/network/message/receiver-down", test_receiver_down);
  g_test_add_func ("/network/message/stall", test_stall);
  g_test_add_func ("/network/message/record", test_record);
  g_test_add_func ("/network/message/conservation", test_conservation);
}
