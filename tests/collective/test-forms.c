/* Runs that are advanced at once against the same step by step: every number that can be seen is the same. */
#include "base/random.h"
#include "both_ways.h"
#include "collective/ring_times.h"
#include "suites.h"

#define TRIALS 250

static guint64 n_shortcuts;

/* Whether both ways look the same; the first difference is told. */
static void
compare (const Trial *trial)
{
  Seen with, without;
  trial_run (trial, TRUE, FALSE, &with);
  trial_run (trial, FALSE, FALSE, &without);
  g_assert_cmpint (with.end, ==, without.end);
  g_assert_cmpuint (without.n_shortcuts, ==, 0);
  g_assert_cmpuint (with.seen->len, ==, without.seen->len);
  for (guint i = 0; i < MIN (with.seen->len, without.seen->len); i++)
    {
      gint64 a = g_array_index (with.seen, gint64, i), b = g_array_index (without.seen, gint64, i);
      if (a == b)
        continue;
      g_test_message ("trial %u, %s on %s, comes %u at %" G_GINT64_FORMAT ": number %u of %u is %" G_GINT64_FORMAT
                      ", step by step %" G_GINT64_FORMAT,
                      trial->number, trial->plans[0].collective->name, trial->topology->name, trial->comes, trial->when, i,
                      with.seen->len, a, b);
      g_test_fail ();
      break;
    }
  n_shortcuts += with.n_shortcuts;
  seen_clear (&with);
  seen_clear (&without);
}

/* At any moment, or at one at which something happens anyway. */
static SimTime
draw_moment (Trial *trial, const Seen *plain)
{
  if (plain->events->len > 0 && trial_draw (trial, 2) == 0)
    return g_array_index (plain->events, SimTime, trial_draw (trial, plain->events->len));
  return trial_draw (trial, plain->end + 1);
}

static void
draw_what_comes (Trial *trial, const Seen *plain)
{
  static const EventPriority priorities[] = { PRIORITY_FAULT, PRIORITY_TIMER, PRIORITY_EVALUATE };
  trial->when = draw_moment (trial, plain);
  trial->priority = priorities[trial_draw (trial, G_N_ELEMENTS (priorities))];
  trial->what = trial_draw (trial, trial->n_hosts);
  trial->whom = (trial->what + 1 + trial_draw (trial, trial->n_hosts - 1)) % trial->n_hosts;
  trial->bytes = trial_draw (trial, 3000000);
  trial->factor = 0.25 + trial_draw (trial, 8) * 0.25;
  for (guint i = 0; i < TRIAL_PROBES; i++)
    trial->probes[i] = draw_moment (trial, plain);
}

static void
test_trial (guint32 number)
{
  Trial trial;
  Seen plain;
  trial_init (&trial, number);
  trial_run (&trial, FALSE, TRUE, &plain);
  compare (&trial);
  for (trial.comes = COMES_MESSAGE; trial.comes < N_COMES; trial.comes++)
    {
      draw_what_comes (&trial, &plain);
      compare (&trial);
    }
  seen_clear (&plain);
  trial_clear (&trial);
}

static void
test_both_ways (void)
{
  for (guint32 number = 0; number < TRIALS && !g_test_failed (); number++)
    test_trial (number);
  g_test_message ("%" G_GUINT64_FORMAT " runs went to their end at once", n_shortcuts);
  g_assert_cmpuint (n_shortcuts, >, TRIALS);
}

static int
compare_gaps (gconstpointer a, gconstpointer b)
{
  const Gap *x = a, *y = b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->from < y->from ? -1 : x->from > y->from;
}

typedef struct
{
  SimTime *ready, *covered;
  GArray *gaps;
} Ring;

static void
ring_init (Ring *ring, guint n)
{
  ring->ready = g_new0 (SimTime, n);
  ring->covered = g_new0 (SimTime, n);
  ring->gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
}

static void
ring_clear (Ring *ring)
{
  g_free (ring->ready);
  g_free (ring->covered);
  g_array_unref (ring->gaps);
}

/* Places that are ready at random, in slopes, one very late, all at once. */
static SimTime
ready_at (guint32 ring, guint style, guint place, guint n)
{
  SimTime drawn = random_below (99, RANDOM_TEST, ring, 1000 + place, 1000000);
  return style == 0   ? 0
         : style == 1 ? drawn
         : style == 2 ? 3 * place
         : style == 3 ? (place == n / 3) * 5000000
                      : drawn / 250000 * 7;
}

/* Where stretches rest and wake up must not show. */
static void
check_ring (guint32 number)
{
  guint n = 2 + random_below (7, RANDOM_TEST, number, 0, number % 4 == 0 ? 1200 : 300), style = number % 5;
  SimTime small = 1 + random_below (7, RANDOM_TEST, number, 1, 9000), latency = random_below (7, RANDOM_TEST, number, 2, 20000);
  SimTime more = random_below (7, RANDOM_TEST, number, 3, 6), toll = number % 7 == 0 ? 100 : 0;
  RingShape shape = { .n = n, .n_steps = number % 3 == 0 ? n - 1 : 2 * n, .shift = number % 2, .start = toll };
  shape.n_large = random_below (7, RANDOM_TEST, number, 4, n);
  Ring at_once, naive;
  for (guint large = 0; large < 2; large++)
    {
      shape.left[large] = toll + small + large * more;
      shape.arrived[large] = shape.left[large] + latency + toll;
      shape.over[large] = shape.arrived[large] + (number % 11 == 0) * (50 + large);
    }
  ring_init (&at_once, n);
  ring_init (&naive, n);
  for (guint place = 0; place < n; place++)
    {
      at_once.ready[place] = naive.ready[place] = ready_at (number, style, place, n);
      at_once.covered[place] = naive.covered[place] = number % 2 ? GAP_BEGIN : at_once.ready[place] + (number % 13) * 1000;
    }
  ring_times (&shape, at_once.ready, at_once.covered, at_once.gaps);
  ring_times_naive (&shape, naive.ready, naive.covered, naive.gaps);
  g_array_sort (at_once.gaps, compare_gaps);
  g_array_sort (naive.gaps, compare_gaps);
  g_assert_cmpmem (at_once.ready, n * sizeof (SimTime), naive.ready, n * sizeof (SimTime));
  g_assert_cmpmem (at_once.covered, n * sizeof (SimTime), naive.covered, n * sizeof (SimTime));
  g_assert_cmpuint (at_once.gaps->len, ==, naive.gaps->len);
  for (guint i = 0; i < MIN (at_once.gaps->len, naive.gaps->len); i++)
    {
      const Gap *a = &g_array_index (at_once.gaps, Gap, i), *b = &g_array_index (naive.gaps, Gap, i);
      g_assert_true (a->rank == b->rank && a->from == b->from && a->to == b->to);
    }
  ring_clear (&at_once);
  ring_clear (&naive);
}

static void
test_rings (void)
{
  for (guint32 number = 0; number < 250 && !g_test_failed (); number++)
    check_ring (number);
}

void
add_form_tests (void)
{
  g_test_add_func ("/collective/form/rings", test_rings);
  g_test_add_func ("/collective/form/both-ways", test_both_ways);
}
