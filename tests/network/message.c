/* Messages over a star of 7 workers and a server, in simulated time. */
#include "network-tests.h"
#include "star_bed.h"

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
  g_assert_cmpint (star_latency (star, 0, 1), ==, PATH_LATENCY);
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

/* Three in line, 100 us each. The last is taken back before its turn, and the next takes its place in line. */
static void
test_cancel_last_in_line (void)
{
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  star_send (star, 0, SERVER, 0, 238500, 0);
  star_send (star, 0, SERVER, 0, 238500, 1);
  MessageId last = star_send (star, 0, SERVER, 0, 238500, 2);
  g_assert_true (network_cancel (star->network, last));
  star_send (star, 0, SERVER, 0, 238500, 3);
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 4, { EVENT_LEFT, 3, 300000 }, { EVENT_ARRIVED, 3, 300000 + PATH_LATENCY });
}

void
add_message_tests (void)
{
  g_test_add_func ("/network/message/incast", test_incast);
  g_test_add_func ("/network/message/ring-step", test_ring_step);
  g_test_add_func ("/network/message/channel-order", test_channel_order);
  g_test_add_func ("/network/message/cancel-last-in-line", test_cancel_last_in_line);
  g_test_add_func ("/network/message/overhead", test_overhead);
  g_test_add_func ("/network/message/local", test_local);
  g_test_add_func ("/network/message/ideal", test_ideal_star);
  g_test_add_func ("/network/message/cancel", test_cancel);
}
