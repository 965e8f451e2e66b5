/* Computes of workers whose speed changes in time. */
#include "job.h"
#include "suites.h"

static void
set_episode (RunSettings *settings, SlowEpisode episode)
{
  settings->cluster.slowdown.episodes = g_memdup2 (&episode, sizeof episode);
  settings->cluster.slowdown.n_episodes = 1;
}

/* One worker, C = 1 s, messages of nanoseconds, three times as slow in [1.5, 2.5) s. Iterations end at 1 s; then at 1.5 a half is
 * done, at 2.5 another third, so the second ends at 2.5 + 1/6; and the third a second later. */
static void
test_border (void)
{
  Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 1, .gradient_bytes = 4, .bandwidth = 1e15, .iterations = 3 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  set_episode (settings, (SlowEpisode){ { 0, 0 }, 1500000000, SIM_SECOND, 3 });
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 2.5 + 1.0 / 6 + 1, 1e-7);
  g_assert_cmpfloat_with_epsilon (outcome->workers[0].seconds[ACTIVITY_COMPUTE], 2.5 + 1.0 / 6 + 1, 1e-7);
}

/* C = 30 ms, twice as slow in [5, 15) ms. The later half of the gradient leaves when 20 ms of work are done: 5 before, 5 within,
 * 10 behind, at 25 ms; the earlier half at 35 ms. Both are back at once, and iteration 2 is undisturbed: 55 and 65 ms. */
static void
test_points (void)
{
  static const double expected[] = { 25e-3, 35e-3, 55e-3, 65e-3 };
  Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 30e-3, .gradient_bytes = 8, .bandwidth = 1e15 };
  job.iterations = 2;
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (Record) record = NULL;
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 4;
  set_episode (settings, (SlowEpisode){ { 0, 0 }, 5000000, 10000000, 2 });
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  guint n, pushes = 0;
  const MessageSpan *messages = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    if (messages[i].kind == SPAN_PUSH && pushes < 4)
      g_assert_cmpfloat_with_epsilon (sim_time_to_s (messages[i].start), expected[pushes++], 1e-7);
  g_assert_cmpuint (pushes, ==, 4);
}

/* A stall in an episode, and speeds that change under it: what was computed before the stall is not computed again. The last layer
 * is nearly all of the parameters, so its bucket, pushed after 20 ms of the 30 ms of work and taking 100 ms each way, is back at
 * 220 ms; the first layer's is back at 30 ms, and iteration 2 starts there and stalls at the last layer, after 5 ms of its
 * 10 ms of forward pass. Behind the stall, 25 ms of work, of which 5 at half speed. */
static void
test_stall (void)
{
  Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 30e-3, .gradient_bytes = NAN, .bandwidth = 4e9 };
  job.iterations = 2;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->learning.description = model_description_new ();
  model_description_add (settings->learning.description, "first", 1, 1, 0);
  model_description_add (settings->learning.description, "last", 100000000, 1, 0);
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 4;
  set_episode (settings, (SlowEpisode){ { 0, 0 }, 230000000, 10000000, 2 });
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  g_assert_cmpfloat_with_epsilon (outcome->workers[0].seconds[ACTIVITY_COMPUTE], 60e-3 + 5e-3, 1e-6);
}

void
add_pace_tests (void)
{
  g_test_add_func ("/training/pace/border", test_border);
  g_test_add_func ("/training/pace/points", test_points);
  g_test_add_func ("/training/pace/stall", test_stall);
}
