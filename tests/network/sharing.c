/* The arithmetic of the sharing models on systems small enough to solve on paper. */
#include "network-tests.h"
#include "network/settings.h"

#define N_FAIR 2
static const SharingModel *const fair_models[N_FAIR] = { &sharing_fair, &sharing_fair_reference };

typedef struct
{
  const SharingModel *model;
  Sharing *state;
} Bench;

static Bench
bench_new (const SharingModel *model, const double *bytes_per_s, guint n_links)
{
  Bench bench = { .model = model, .state = model->create () };
  for (guint i = 0; i < n_links; i++)
    g_assert_cmpuint (model->add_link (bench.state, rate_from_bytes_per_s (bytes_per_s[i])), ==, i);
  return bench;
}

static void
bench_free (Bench *bench)
{
  bench->model->destroy (bench->state);
}

static FlowId
bench_open (Bench *bench, guint64 bytes, SimTime now, guint n_links, const LinkId *route)
{
  return bench->model->open (bench->state, route, n_links, bytes, now);
}

#define OPEN(bench, bytes, now, ...) \
  bench_open (bench, bytes, now, G_N_ELEMENTS (((LinkId[]){ __VA_ARGS__ })), (LinkId[]){ __VA_ARGS__ })

static void
bench_settle (Bench *bench, SimTime now)
{
  bench->model->settle (bench->state, now);
  bench->model->check (bench->state, now);
}

/* Expects that @flow is the next to finish, alone, at @when. */
static void
bench_expect (Bench *bench, FlowId flow, SimTime when)
{
  g_assert_cmpint (bench->model->next_finish (bench->state), ==, when);
  g_assert_cmpuint (bench->model->pop_finished (bench->state, when - 1), ==, FLOW_NONE);
  g_assert_cmpuint (bench->model->pop_finished (bench->state, when), ==, flow);
  bench_settle (bench, when);
}

static void
test_rates (void)
{
  Rate quarter = (Rate)1 << (RATE_SHIFT - 2);
  g_assert_true (rate_from_bytes_per_s (1.25e9) == 5 * quarter);
  g_assert_true (rate_from_bytes_per_s (0) == 0);
  /* The nearest: rate·1e9 is within half of 1e9 of 2.385e9·2^60. */
  Rate exact = (Rate)2385000000 << RATE_SHIFT, got = rate_from_bytes_per_s (2.385e9) * SIM_SECOND;
  g_assert_true (got < exact ? exact - got <= SIM_SECOND / 2 : got - exact <= SIM_SECOND / 2);
  g_assert_true (rate_from_bytes_per_s (0.5) == ((((Rate)1 << (RATE_SHIFT - 1)) + SIM_SECOND / 2) / SIM_SECOND));
  g_assert_true (word_find (&sharing_words, "fair") == &sharing_fair);
  g_assert_null (word_find (&sharing_words, "fairest"));
}

/* What headers leave: 8948/9014 at 9000 bytes, 1448/1514 at 1500; without an MTU what the user says. */
static void
test_payload_share (void)
{
  g_assert_cmpfloat (network_payload_share (&(NetworkSettings){ .efficiency = 0.5, .mtu = 9000 }), ==, 8948.0 / 9014);
  g_assert_cmpfloat (network_payload_share (&(NetworkSettings){ .efficiency = 0.5, .mtu = 1500 }), ==, 1448.0 / 1514);
  g_assert_cmpfloat (network_payload_share (&(NetworkSettings){ .efficiency = 0.5 }), ==, 0.5);
}

/* Three flows, two links. Capacities: C1 = 2.385, C2 = 7.1 bytes/ns.
 *   f0 crosses C1, f1 crosses C1 and C2, f2 crosses C2.
 *   C1 is the tighter: f0 = f1 = C1/2 = 1.1925;  f2 takes what is left of C2: 7.1 − 1.1925 = 5.9075.
 * f2 has 59075 bytes: it ends at 10000 ns; nothing changes for the others, whose bottleneck is C1.
 * f1 has 35775: it ends at 30000. Then f0 alone has C1: of 59625 bytes 35775 are gone, 23850/2.385 = 10000 more: 40000. */
static void
test_three_flows (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 2.385e9, 7.1e9 }, 2);
      FlowId f0 = OPEN (&bench, 59625, 0, 0), f1 = OPEN (&bench, 35775, 0, 0, 1), f2 = OPEN (&bench, 59075, 0, 1);
      bench_settle (&bench, 0);
      bench_expect (&bench, f2, 10000);
      g_assert_cmpuint (bench.model->link_bytes (bench.state, 0, 10000), ==, 23850);
      bench_expect (&bench, f1, 30000);
      bench_expect (&bench, f0, 40000);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, SIM_TIME_NEVER);
      g_assert_cmpuint (bench.model->link_bytes (bench.state, 0, 40000), ==, 59625 + 35775);
      g_assert_cmpuint (bench.model->link_bytes (bench.state, 1, 40000), ==, 35775 + 59075);
      bench_free (&bench);
    }
}

/* Two levels. Link 0 (C = 3.9) carries a, b, c; a also crosses link 1 (0.7), b also crosses link 2 (1.1).
 *   Shares: link 1 gives 0.7 to a; then link 2 gives 1.1 to b (link 0 would give 1.6); c has 3.9 − 0.7 − 1.1 = 2.1. */
static void
test_two_levels (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 3.9e9, 0.7e9, 1.1e9 }, 3);
      FlowId a = OPEN (&bench, 700 * 7, 0, 0, 1), b = OPEN (&bench, 1100 * 5, 0, 2, 0), c = OPEN (&bench, 2100 * 3, 0, 0);
      bench_settle (&bench, 0);
      bench_expect (&bench, c, 3000);
      bench_expect (&bench, b, 5000);
      bench_expect (&bench, a, 7000);
      bench_free (&bench);
    }
}

/* One link, 7 flows of k·1013 bytes, k = 1 … 7, from time 0: while j flows are left each has C/j, so flow k ends at
 *   t_k = t_(k−1) + (8 − k)·1013/C,
 * and at most 1 ns later for each departure so far, because rates change at whole nanoseconds. */
static void
test_staircase (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 2.385e9 }, 1);
      FlowId flows[7];
      for (guint k = 0; k < 7; k++)
        flows[k] = OPEN (&bench, (k + 1) * 1013, 0, 0);
      bench_settle (&bench, 0);
      double t = 0;
      for (guint k = 0; k < 7; k++)
        {
          t += (7 - k) * 1013 / 2.385;
          SimTime when = bench.model->next_finish (bench.state);
          g_assert_cmpfloat (when, >=, t);
          g_assert_cmpfloat (when, <, t + k + 1);
          bench_expect (&bench, flows[k], when);
        }
      bench_free (&bench);
    }
}

/* What takes whole nanoseconds exactly takes no nanosecond more, whatever rounding does to C/7 and to 2.385·2^60:
 * 7 flows of 2.385e9 bytes over 2.385e9 bytes/s take 7 s. */
static void
test_exact_times (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 2.385e9 }, 1);
      for (guint k = 0; k < 7; k++)
        OPEN (&bench, 2385000000, 13, 0);
      bench_settle (&bench, 13);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, 13 + 7 * SIM_SECOND);
      bench_free (&bench);
    }
}

/* 2.385 bytes/ns; 4770 bytes would take 2000 ns. Stopped from 500 to 1700, then at half the rate: 1192.5 are gone, 3577.5 are
 * left and take 3000. */
static void
test_capacity (void)
{
  const SharingModel *models[] = { &sharing_fair, &sharing_fair_reference, &sharing_ideal };
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      Bench bench = bench_new (models[i], (double[]){ 9e9, 2.385e9 }, 2);
      FlowId flow = OPEN (&bench, 4770, 0, 0, 1);
      bench_settle (&bench, 0);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, 2000);
      bench.model->set_capacity (bench.state, 1, 0, 500);
      bench_settle (&bench, 500);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, SIM_TIME_NEVER);
      g_assert_cmpuint (bench.model->link_bytes (bench.state, 0, 1000), ==, 1192);
      bench.model->set_capacity (bench.state, 1, rate_from_bytes_per_s (2.385e9 / 2), 1700);
      bench_settle (&bench, 1700);
      bench_expect (&bench, flow, 4700);
      bench_free (&bench);
    }
}

/* Two flows share 2.385: after 400 ns each has 477 bytes. One is closed: 523 of its 1000 are missing, the other's 523 go alone.
 */
static void
test_close (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 2.385e9 }, 1);
      FlowId kept = OPEN (&bench, 1000, 0, 0), closed = OPEN (&bench, 1000, 0, 0);
      bench_settle (&bench, 0);
      g_assert_cmpuint (bench.model->close (bench.state, closed, 400), ==, 523);
      bench_settle (&bench, 400);
      bench_expect (&bench, kept, 400 + 220); /* 523/2.385 = 219.3 */
      g_assert_cmpuint (bench.model->link_bytes (bench.state, 0, 620), ==, 1477);
      bench_free (&bench);
    }
}

/* A flow of no bytes finishes at once, but not over a link that stands. */
static void
test_no_bytes (void)
{
  const SharingModel *models[] = { &sharing_fair, &sharing_fair_reference, &sharing_ideal };
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      Bench bench = bench_new (models[i], (double[]){ 2.385e9, 0 }, 2);
      FlowId moves = OPEN (&bench, 0, 71, 0), stands = OPEN (&bench, 0, 71, 0, 1);
      bench_settle (&bench, 71);
      bench_expect (&bench, moves, 71);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, SIM_TIME_NEVER);
      g_assert_cmpuint (bench.model->close (bench.state, stands, 90), ==, 0);
      bench_free (&bench);
    }
}

/* Without contention each of 5 flows has the smallest rate of its route: 1.3 bytes/ns. */
static void
test_ideal (void)
{
  Bench bench = bench_new (&sharing_ideal, (double[]){ 7.7e9, 1.3e9 }, 2);
  FlowId flows[5];
  for (guint i = 0; i < 5; i++)
    flows[i] = OPEN (&bench, 1300 * (i + 1), 0, 0, 1);
  bench.model->settle (bench.state, 0);
  for (guint i = 0; i < 5; i++)
    {
      SimTime when = 1000 * ((SimTime)i + 1);
      g_assert_cmpint (bench.model->next_finish (bench.state), ==, when);
      g_assert_cmpuint (bench.model->pop_finished (bench.state, when), ==, flows[i]);
      bench.model->settle (bench.state, when);
    }
  g_assert_cmpuint (bench.model->link_bytes (bench.state, 0, 5000), ==, 1300 * 15);
  bench_free (&bench);
}

/* First come, first served. C0 = 2, C1 = 3 bytes/ns; a crosses C0 (4000 bytes), then b C0 and C1 (2400), then c C1 (7000).
 *   a has all of C0, so b stands and c has all of C1. At 2000 a is done and c has 1000 left: b, earlier than c, takes 2, c
 * keeps 1. c ends at 3000, b at 2000 + 2400/2 = 3200. */
static void
test_fifo (void)
{
  Bench bench = bench_new (&sharing_fifo, (double[]){ 2e9, 3e9 }, 2);
  FlowId a = OPEN (&bench, 4000, 0, 0), b = OPEN (&bench, 2400, 0, 0, 1), c = OPEN (&bench, 7000, 0, 1);
  bench_settle (&bench, 0);
  bench_expect (&bench, a, 2000);
  bench_expect (&bench, c, 3000);
  bench_expect (&bench, b, 3200);
  bench_free (&bench);
}

/* 7 flows of k·1013 bytes, k = 1 … 7, over one link of C leave in the order in which they came, one after another: flow k ends at
 * (1 + … + k)·1013/C, at most k − 1 ns later. */
static void
test_fifo_queue (void)
{
  Bench bench = bench_new (&sharing_fifo, (double[]){ 2.385e9 }, 1);
  guint64 sum = 0;
  for (guint k = 1; k <= 7; k++)
    OPEN (&bench, k * 1013, 0, 0);
  bench_settle (&bench, 0);
  for (guint k = 1; k <= 7; k++)
    {
      SimTime when = bench.model->next_finish (bench.state);
      sum += k * 1013;
      g_assert_cmpfloat (when, >=, (double)sum / 2.385);
      g_assert_cmpfloat (when, <, (double)sum / 2.385 + k);
      bench_expect (&bench, k - 1, when);
    }
  bench_free (&bench);
}

/* Flows that finish together are popped lowest id first. */
static void
test_pop_order (void)
{
  for (guint i = 0; i < N_FAIR; i++)
    {
      Bench bench = bench_new (fair_models[i], (double[]){ 1e9, 1e9, 1e9 }, 3);
      for (guint k = 0; k < 9; k++)
        OPEN (&bench, 1000, 0, (9 - k) % 3);
      bench_settle (&bench, 0);
      SimTime when = bench.model->next_finish (bench.state);
      g_assert_cmpint (when, ==, 3000);
      for (guint k = 0; k < 9; k++)
        g_assert_cmpuint (bench.model->pop_finished (bench.state, when), ==, k);
      g_assert_cmpuint (bench.model->pop_finished (bench.state, when), ==, FLOW_NONE);
      bench_free (&bench);
    }
}

void
add_sharing_tests (void)
{
  g_test_add_func ("/network/sharing/rates", test_rates);
  g_test_add_func ("/network/sharing/payload-share", test_payload_share);
  g_test_add_func ("/network/sharing/three-flows", test_three_flows);
  g_test_add_func ("/network/sharing/two-levels", test_two_levels);
  g_test_add_func ("/network/sharing/staircase", test_staircase);
  g_test_add_func ("/network/sharing/exact-times", test_exact_times);
  g_test_add_func ("/network/sharing/capacity", test_capacity);
  g_test_add_func ("/network/sharing/close", test_close);
  g_test_add_func ("/network/sharing/no-bytes", test_no_bytes);
  g_test_add_func ("/network/sharing/ideal", test_ideal);
  g_test_add_func ("/network/sharing/fifo", test_fifo);
  g_test_add_func ("/network/sharing/fifo-queue", test_fifo_queue);
  g_test_add_func ("/network/sharing/pop-order", test_pop_order);
}
