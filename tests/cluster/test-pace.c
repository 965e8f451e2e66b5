/* Speeds that change in time. */
#include <gsl/gsl_cdf.h>

#include "cluster/cluster.h"
#include "cluster/pace.h"
#include "suites.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClusterSettings, cluster_settings_clear)

#define SEED 23
#define MS G_GINT64_CONSTANT (1000000)

static void
init (ClusterSettings *settings, guint workers, const SlowEpisode *episodes, guint n)
{
  cluster_settings_init (settings);
  settings->workers = workers;
  settings->slowdown.episodes = g_memdup2 (episodes, n * sizeof *episodes);
  settings->slowdown.n_episodes = n;
}

/* An episode [10, 16) ms with factor 3. 7 ms of work from 8 ms on: 2 before it, 6/3 = 2 in it, 3 behind it: done at 19. The same
 * from 12 on: 4/3 until 16, the rest, 17/3, behind it. From 16 on nothing is left of it. */
static void
test_border (void)
{
  const SlowEpisode episodes[] = { { { 1, 2 }, 10 * MS, 6 * MS, 3 } };
  g_auto (ClusterSettings) settings;
  init (&settings, 4, episodes, 1);
  g_autoptr (Pace) pace = pace_new (&settings, SEED);
  g_assert_cmpint (pace_reach (pace, 1, 8 * MS, 7 * MS), ==, 19 * MS);
  g_assert_cmpint (pace_reach (pace, 2, 8 * MS, 7 * MS), ==, 19 * MS);
  g_assert_cmpint (pace_reach (pace, 1, 12 * MS, 7 * MS), ==, 16 * MS + 5666667);
  g_assert_cmpint (pace_reach (pace, 1, 9 * MS, 3 * MS), ==, 16 * MS);
  g_assert_cmpint (pace_reach (pace, 1, 16 * MS, 7 * MS), ==, 23 * MS);
  g_assert_cmpint (pace_reach (pace, 0, 8 * MS, 7 * MS), ==, 15 * MS);
  g_assert_cmpint (pace_reach (pace, 3, 8 * MS, 7 * MS), ==, 15 * MS);
}

/* Of a factor of 3 a half is left: 2. 7 ms from 8 on: 2, 6/2, 2. */
static void
test_what_if (void)
{
  const SlowEpisode episodes[] = { { { 0, 0 }, 10 * MS, 6 * MS, 3 } };
  g_auto (ClusterSettings) settings;
  init (&settings, 1, episodes, 1);
  settings.what_if.straggling = 0.5;
  g_autoptr (Pace) pace = pace_new (&settings, SEED);
  g_assert_cmpint (pace_reach (pace, 0, 8 * MS, 7 * MS), ==, 18 * MS);
}

/* The factor at @at, looked up without any memory. */
static double
naive_factor (const ClusterSettings *settings, guint worker, SimTime at)
{
  double factor = 1;
  for (guint i = 0; i < settings->slowdown.n_episodes; i++)
    {
      const SlowEpisode *e = &settings->slowdown.episodes[i];
      if (worker >= e->workers.first && worker <= e->workers.last && at >= e->at && at < e->at + e->lasts)
        factor *= e->factor;
    }
  return factor;
}

/* Episodes in whole milliseconds that overlap as they like: the integral, millisecond by millisecond. */
static void
test_overlaps (void)
{
  enum { EPISODES = 9, WORKERS = 5 };
  for (guint64 round = 0; round < 40; round++)
    {
      SlowEpisode episodes[EPISODES];
      for (guint i = 0; i < EPISODES; i++)
        {
          guint64 bits = random_bits (SEED, RANDOM_TEST, i, round);
          guint first = bits % WORKERS;
          episodes[i] = (SlowEpisode){ { first, first + (bits >> 8) % (WORKERS - first) },
                                       (SimTime)(bits >> 16) % 50 * MS,
                                       (SimTime)(1 + (bits >> 24) % 30) * MS,
                                       0.5 + (bits >> 40) % 7 };
        }
      g_auto (ClusterSettings) settings;
      init (&settings, WORKERS, episodes, EPISODES);
      g_autoptr (Pace) pace = pace_new (&settings, SEED);
      for (guint worker = 0; worker < WORKERS; worker++)
        for (SimTime from = 0; from < 60; from += 7)
          {
            double work = 0;
            for (SimTime at = from; at < from + 20; at++)
              work += MS / naive_factor (&settings, worker, at * MS);
            SimTime end = pace_reach (pace, worker, from * MS, llrint (work));
            double before = naive_factor (&settings, worker, (from + 19) * MS);
            double behind = naive_factor (&settings, worker, (from + 20) * MS);
            g_assert_cmpint (ABS (end - (from + 20) * MS), <=, 1 + MAX (before, behind)); /* half of work's rounding, times that */
          }
    }
}

static void
init_markov (ClusterSettings *settings, guint workers)
{
  init (settings, workers, NULL, 0);
  settings->slowdown.markov = (Markov){ .fast_s = 0.7, .slow_s = 0.2, .factor = 4 };
}

/* Asked forwards, backwards or by somebody else, the speed at a time is the same. */
static void
test_order_of_questions (void)
{
  enum { TIMES = 300 };
  g_auto (ClusterSettings) settings;
  init_markov (&settings, 3);
  g_autoptr (Pace) forwards = pace_new (&settings, SEED);
  g_autoptr (Pace) backwards = pace_new (&settings, SEED);
  double factor[3][TIMES];
  SimTime until;
  for (guint w = 0; w < 3; w++)
    for (guint i = 0; i < TIMES; i++)
      factor[w][i] = pace_factor (forwards, w, i * 37 * MS, &until);
  for (guint w = 3; w-- > 0;)
    for (guint i = TIMES; i-- > 0;)
      g_assert_cmpfloat (factor[w][i], ==, pace_factor (backwards, w, i * 37 * MS, &until));
  g_assert_false (memcmp (factor[0], factor[1], sizeof factor[0]) == 0);
}

/* Exponential stays of mean 0.7 s and 0.2 s: over n pairs of them the sums are within 4 standard deviations of n times their
 * means; at the start a worker is slow with probability 2/9. */
static void
test_markov (void)
{
  enum { PAIRS = 20000 };
  g_auto (ClusterSettings) settings;
  init_markov (&settings, 9000);
  g_autoptr (Pace) pace = pace_new (&settings, SEED);
  double sum[2] = { 0, 0 };
  guint n[2] = { 0, 0 }, slow = 0;
  SimTime until = 0;
  pace_factor (pace, 0, 0, &until); /* the first stay was under way already */
  for (SimTime at = until; n[0] + n[1] < 2 * PAIRS; at = until)
    {
      gboolean is_slow = pace_factor (pace, 0, at, &until) == 4;
      sum[is_slow] += sim_time_to_s (until - at);
      n[is_slow]++;
    }
  g_assert_cmpuint (n[0], ==, n[1]);
  g_assert_cmpfloat_with_epsilon (sum[0] / PAIRS, 0.7, 4 * 0.7 / sqrt (PAIRS));
  g_assert_cmpfloat_with_epsilon (sum[1] / PAIRS, 0.2, 4 * 0.2 / sqrt (PAIRS));
  for (guint w = 0; w < 9000; w++)
    slow += pace_factor (pace, w, 0, &until) == 4;
  g_assert_cmpfloat_with_epsilon (slow, 2000, 4 * sqrt (9000 * 2.0 / 9 * 7 / 9));
}

static void
init_racks (ClusterSettings *settings, double correlation)
{
  init_markov (settings, 12);
  g_clear_pointer (&settings->network.topology_knobs, knobs_free);
  settings->network.topology = &topology_racks;
  settings->network.topology_knobs = knobs_new (topology_racks.knobs);
  knobs_set_integer (settings->network.topology_knobs, "rack", 4);
  settings->slowdown.correlation = correlation;
}

/* Correlation 1: the workers of a rack are one, those of another rack are not. */
static void
test_racks (void)
{
  g_auto (ClusterSettings) settings;
  init_racks (&settings, 1);
  settings.slowdown.dist = (Distribution){ word_find (&distribution_words, "lognormal"), { 1, 0.3 } };
  g_autoptr (Pace) pace = pace_new (&settings, SEED);
  guint alike = 0;
  for (guint i = 0; i < 200; i++)
    {
      SimTime at = i * 51 * MS, until;
      double first = pace_factor (pace, 4, at, &until), draw = cluster_slowdown (&settings, SEED, 4, i);
      for (guint w = 5; w < 8; w++)
        {
          g_assert_cmpfloat (pace_factor (pace, w, at, &until), ==, first);
          g_assert_cmpfloat (cluster_slowdown (&settings, SEED, w, i), ==, draw);
        }
      g_assert_cmpfloat (cluster_slowdown (&settings, SEED, 8, i), !=, draw);
      alike += pace_factor (pace, 8, at, &until) == first;
    }
  g_assert_cmpuint (alike, <, 200);
}

/* Correlation 0.6: each draw stays uniform (mean 1/2, variance 1/12), the normal scores of two workers of a rack have that
 * correlation, those of two racks have none. */
static void
test_correlation (void)
{
  enum { DRAWS = 20000 };
  static const struct
  {
    guint other;
    double expected;
  } pairs[] = { { 5, 0.6 }, { 8, 0 } };
  g_auto (ClusterSettings) settings;
  init_racks (&settings, 0.6);
  double mean = 0, square = 0, product[2] = { 0, 0 };
  for (guint i = 0; i < DRAWS; i++)
    {
      double u = cluster_uniform (&settings, SEED, RANDOM_SLOWDOWN, 4, i);
      mean += u / DRAWS;
      square += u * u / DRAWS;
      for (guint p = 0; p < 2; p++)
        product[p] += gsl_cdf_ugaussian_Pinv (u)
                      * gsl_cdf_ugaussian_Pinv (cluster_uniform (&settings, SEED, RANDOM_SLOWDOWN, pairs[p].other, i)) / DRAWS;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0.5, 4 * sqrt (1.0 / 12 / DRAWS));
  g_assert_cmpfloat_with_epsilon (square - mean * mean, 1.0 / 12, 0.003);
  for (guint p = 0; p < 2; p++)
    g_assert_cmpfloat_with_epsilon (product[p], pairs[p].expected, 4 * 1.2 / sqrt (DRAWS));
}

/* Nothing changes in time: there is no pace. */
static void
test_none (void)
{
  g_auto (ClusterSettings) settings;
  init (&settings, 3, NULL, 0);
  g_assert_null (pace_new (&settings, SEED));
}

void
add_pace_tests (void)
{
  g_test_add_func ("/cluster/pace/border", test_border);
  g_test_add_func ("/cluster/pace/what-if", test_what_if);
  g_test_add_func ("/cluster/pace/overlaps", test_overlaps);
  g_test_add_func ("/cluster/pace/order-of-questions", test_order_of_questions);
  g_test_add_func ("/cluster/pace/markov", test_markov);
  g_test_add_func ("/cluster/pace/racks", test_racks);
  g_test_add_func ("/cluster/pace/correlation", test_correlation);
  g_test_add_func ("/cluster/pace/none", test_none);
}
