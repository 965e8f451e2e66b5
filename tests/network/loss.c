/* Crashes, links that stall, what is recorded, and that nothing gets lost uncounted. */
#include <math.h>

#include "base/random.h"
#include "network-tests.h"
#include "star_bed.h"

/* Worker 1 crashes at 12 us: its message on the wire, the one behind it and the one towards it are lost, in that order. Message 3
 * had left it at 10 us and arrives 3.422 us later. Until 12 us flow 0 (worker 0 → server) shares the server's link with flow 1
 * and moves 12·2385/2 bytes; then it has the link alone: 12 + (100·2385 − 6·2385)/2385 = 106 us. */
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

/* Messages of a channel, 1 us each, of which a half is lost; senders wait 50 us. Each arrives once, no earlier than its last byte of
 * the time that it was not lost; as many are sent again as the draws say, and all bytes are accounted for. With a rate of 0 again,
 * nothing more is lost. */
static void
test_lossy (void)
{
  const guint n = 400;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  network_set_loss (star->network, &(NetworkLoss){ .rate = 0.5, .timeout = 50000, .seed = 3 });
  for (guint k = 0; k < n; k++)
    star_send (star, k % 7, SERVER, 0, 2385, k);
  star_run (star, SIM_TIME_NEVER);
  const NetworkTotals *totals = network_totals (star->network);
  g_assert_cmpuint (totals->messages, ==, n);
  g_assert_cmpuint (totals->bytes_received, ==, n * 2385);
  g_assert_cmpuint (totals->bytes_lost, ==, 0);
  g_assert_cmpfloat_with_epsilon (totals->repeated, n, 4 * sqrt (2.0 * n)); /* geometric: mean 1, variance 2 */
  guint arrived = 0;
  for (guint i = 0; i < star->log->len; i++)
    arrived += g_array_index (star->log, Happening, i).kind == EVENT_ARRIVED;
  g_assert_cmpuint (arrived, ==, n);
  g_assert_cmpuint (star->log->len, ==, 2 * n);
  g_assert_cmpuint (network_link_bytes (star->network, 2 * SERVER + 1), ==, (n + totals->repeated) * 2385);
  guint64 repeated = totals->repeated;
  network_set_loss (star->network, &(NetworkLoss){ 0 });
  for (guint k = 0; k < n; k++)
    star_send (star, 0, 1, 0, 2385, k);
  star_run (star, SIM_TIME_NEVER);
  g_assert_cmpuint (network_totals (star->network)->repeated, ==, repeated);
}

/* Lost for certain until 4 us: sent at 0, 1 us long, again 2 us after it has left, until it begins at 6 us. */
static void
test_repeat (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  network_set_loss (star->network, &(NetworkLoss){ .rate = 1, .timeout = 2000, .seed = 3 });
  star_send (star, 0, 1, 0, 2385, 9);
  star_run (star, 4000);
  network_set_loss (star->network, &(NetworkLoss){ 0 });
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 9, 7000 }, { EVENT_ARRIVED, 9, 7000 + PATH_LATENCY });
  guint n;
  const MessageSpan *messages = record_messages (star->record, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (messages[0].lost && messages[1].lost && !messages[2].lost);
  g_assert_cmpint (messages[1].start, ==, 3000);
  record_finish (star->record, 20000);
  g_assert_cmpint (record_time (star->record, 0, ACTIVITY_COMMUNICATE), ==, 3000 + PATH_LATENCY);
}

/* A message that waits to be sent again is lost with its node, or taken back. */
static void
test_repeat_ends (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  network_set_loss (star->network, &(NetworkLoss){ .rate = 1, .timeout = 9000, .seed = 3 });
  star_send (star, 0, 1, 0, 2385, 1);
  MessageId id = star_send (star, 2, 3, 0, 2385, 2);
  simulator_at (star->sim, 2000, star->on_deed, DEED_DOWN, 1);
  simulator_at (star->sim, 3000, star->on_deed, DEED_CANCEL, id);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LOST, 1, 2000 });
  g_assert_cmpuint (star->log->len, ==, 1);
  g_assert_cmpuint (network_totals (star->network)->bytes_lost, ==, 2 * 2385);
}

void
add_loss_tests (void)
{
  g_test_add_func ("/network/loss/lossy", test_lossy);
  g_test_add_func ("/network/loss/repeat", test_repeat);
  g_test_add_func ("/network/loss/repeat-ends", test_repeat_ends);
  g_test_add_func ("/network/loss/crash", test_crash);
  g_test_add_func ("/network/loss/receiver-down", test_receiver_down);
  g_test_add_func ("/network/loss/stall", test_stall);
  g_test_add_func ("/network/loss/record", test_record);
  g_test_add_func ("/network/loss/conservation", test_conservation);
}
