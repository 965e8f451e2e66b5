/* What breaks, and what that does to a run. */
#include "base/error.h"
#include "job.h"
#include "suites.h"

/* One more fault of @settings, of which only its kind is known yet; its knobs are to be set. */
static Knobs *
add_fault (RunSettings *settings, const char *kind)
{
  FaultSettings *faults = &settings->faults;
  faults->faults = g_renew (Fault, faults->faults, faults->n + 1);
  Fault *fault = &faults->faults[faults->n++];
  fault->kind = word_find (&fault_words, kind);
  fault->knobs = knobs_new (fault->kind->knobs);
  return fault->knobs;
}

static RunSettings *
serial_job (guint64 iterations)
{
  Job job = { .protocol = "serial", .workers = 1, .step_time = 0.1, .gradient_bytes = 4000, .iterations = iterations };
  return job_settings (&job);
}

/* 30 iterations of 0.1 s. From 1 s to 2 s they take three times as long: the one that begins at 1 s, those at 1.3, 1.6 and 1.9.
 *   30·0.1 + 4·0.2 = 3.8 s; the speed-up is over the undisturbed step */
static void
test_slow (void)
{
  g_autoptr (RunSettings) settings = serial_job (30);
  Knobs *slow = add_fault (settings, "slow");
  knobs_set_number (slow, "at", 1);
  knobs_set_number (slow, "for", 1);
  knobs_set_number (slow, "factor", 3);
  knobs_set_integer (slow, "worker", 0);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], ==, 3.8);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SPEEDUP], 3 / 3.8, 1e-12);
}

/* Of two that overlap the factors multiply, 1.1·7.3 = 8.03, and when both have passed the time is as ever, to the bit. */
static void
test_slow_twice (void)
{
  g_autoptr (RunSettings) settings = serial_job (5);
  for (guint i = 0; i < 2; i++)
    {
      Knobs *slow = add_fault (settings, "slow");
      knobs_set_number (slow, "at", 0.1);
      knobs_set_number (slow, "for", 0.25);
      knobs_set_number (slow, "factor", 1.1 + 6.2 * i);
      knobs_set_integer (slow, "worker", 0);
    }
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], ==, 4 * 0.1 + 0.803);
}

/* A run that ends while its worker is slow is compared with the undisturbed step all the same: 0.3 s, then two iterations of 0.3 s. */
static void
test_slow_at_the_end (void)
{
  g_autoptr (RunSettings) settings = serial_job (5);
  Knobs *slow = add_fault (settings, "slow");
  knobs_set_number (slow, "at", 0.3);
  knobs_set_number (slow, "for", 100);
  knobs_set_number (slow, "factor", 3);
  knobs_set_integer (slow, "worker", 0);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 0.9, 1e-12);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SPEEDUP], 0.5 / 0.9, 1e-12);
}

/* BSP over a network of nothing to speak of: 3 workers, 0.1 s an iteration. */
static RunSettings *
crash_job (const char *protocol, const char *exchange, const Recovery *recovery, double at, double restart)
{
  Job job = { .protocol = protocol, .exchange = exchange, .workers = 3, .servers = 1, .step_time = 0.1, .gradient_bytes = 4,
              .bandwidth = 1e15, .iterations = 20 };
  RunSettings *settings = job_settings (&job);
  Knobs *crash = add_fault (settings, "crash");
  knobs_set_number (crash, "at", at);
  knobs_set_integer (crash, "worker", 1);
  if (restart > 0)
    knobs_set_number (crash, "restart", restart);
  settings->training.recovery = recovery;
  settings->training.detection.period = SIM_SECOND / 4;
  settings->training.detection.timeout = SIM_SECOND;
  return settings;
}

/* The crash at 0.55 s, back at 3.55 s: iteration 5 is done again by worker 1 alone, so the run takes 0.5 + (3.55 − 0.5) + 0.1 +
 * 14·0.1 s. The last beat was at 0.5 s, and 1.0 s of silence is enough: noticed after 0.95 s. */
static void
test_wait (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 3);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  const double *m = outcome->metrics;
  g_assert_cmpfloat_with_epsilon (m[METRIC_SIMULATED], 3.55 + 0.1 + 1.4, 1e-6);
  g_assert_cmpfloat_with_epsilon (m[METRIC_DETECTION_MEAN], 0.95, 1e-9);
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, 20);
  g_assert_cmpfloat (m[METRIC_DETECTIONS], ==, 1);
  g_assert_cmpfloat (m[METRIC_LOST_UPDATES], ==, 0);
  g_assert_cmpfloat_with_epsilon (outcome->workers[1].seconds[ACTIVITY_DOWN], 3, 1e-9);
}

/* SSP with a worker 2 ten times slower: at 0.95 s worker 1 waits for it. It crashes and is back before anybody has noticed, and goes
 * on waiting: nobody is further ahead than the staleness. */
static void
test_held (void)
{
  g_autoptr (RunSettings) settings = crash_job ("ssp", NULL, &recovery_wait, 0.95, 0.01);
  Knobs *slow = add_fault (settings, "slow");
  knobs_set_number (slow, "at", 0);
  knobs_set_number (slow, "for", 1e6);
  knobs_set_number (slow, "factor", 10);
  knobs_set_integer (slow, "worker", 2);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_FAILURES], ==, 1);
  g_assert_cmpfloat (outcome->metrics[METRIC_LEAD_MAX], ==, knob_number (settings->training.protocol_knobs, "staleness"));
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 60);
}

/* drop: the others stand until 1.5 s, then go on and are done with their 20 rounds at 2.9 s. Worker 1 does the other 15 of its own
 * alone, from 3.55 s on. */
static void
test_drop (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_drop, 0.55, 3);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  const double *m = outcome->metrics;
  g_assert_cmpuint (outcome->workers[0].iterations, ==, 20);
  g_assert_cmpuint (outcome->workers[1].iterations, ==, 20);
  g_assert_cmpfloat (m[METRIC_SAMPLES], ==, 3 * 20 * 8);
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, 35);
  g_assert_cmpfloat_with_epsilon (m[METRIC_SIMULATED], 3.55 + 15 * 0.1, 1e-6);
}

/* Over a ring the reduction that waits for worker 1 is broken off when its crash is noticed, at 1.5 s. The two others compute
 * their iteration again, and their gradients are lost. */
static void
test_ring (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", "ring", &recovery_drop, 0.55, 0);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  const double *m = outcome->metrics;
  g_assert_cmpfloat_with_epsilon (m[METRIC_SIMULATED], 1.5 + 15 * 0.1, 1e-6);
  g_assert_cmpfloat (m[METRIC_LOST_UPDATES], ==, 2);
  g_assert_cmpfloat (m[METRIC_UPDATES], ==, 20);
  g_assert_cmpfloat (m[METRIC_SAMPLES], ==, 8 * (5 * 3 + 15 * 2));
}

/* Whoever waits for one that never comes back waits for ever, and that is said by name. */
static void
test_never (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  RunEnvironment environment = { .threads = 1, .record = RECORD_SETTINGS_DEFAULT };
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, "which waits for the push of worker1"));
  g_assert_nonnull (strstr (error->message, "worker1 is down"));
}

/* What a run whose settings are taken over fails of. */
static char *
failure (RunSettings *settings)
{
  g_autoptr (RunSettings) owned = settings;
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  RunEnvironment environment = { .threads = 1, .record = RECORD_SETTINGS_DEFAULT };
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN);
  return g_strdup (error ? error->message : "");
}

static void
crash_also (RunSettings *settings, gint64 worker, double at, double restart)
{
  Knobs *crash = add_fault (settings, "crash");
  knobs_set_number (crash, "at", at);
  knobs_set_integer (crash, "worker", worker);
  if (restart > 0)
    knobs_set_number (crash, "restart", restart);
}

/* When the last one has gone for good, or failed too often, the run has not met its end: it fails, and says so. */
static void
test_nobody_left (void)
{
  for (guint most = 0; most < 2; most++)
    {
      RunSettings *settings = crash_job ("asp", NULL, &recovery_drop, 0.55, most * 0.3);
      settings->training.detection.max_failures = most;
      crash_also (settings, 0, 0.65, most * 0.3);
      crash_also (settings, 2, 0.75, most * 0.3);
      g_autofree char *message = failure (settings);
      g_test_message ("%s", message);
      g_assert_nonnull (strstr (message, "deadlock at"));
      g_assert_nonnull (strstr (message, most > 0 ? "worker1 is not taken in again" : "worker0 is down; worker1 is down"));
    }
}

/* Nobody gossips with who is known to be down: where the last node has nobody left to hear from, its period keeps no run alive. */
static void
test_last_gossip (void)
{
  RunSettings *settings = crash_job ("gossip", NULL, &recovery_wait, 2.5, 0);
  crash_also (settings, 2, 3.5, 0);
  g_autofree char *message = failure (settings);
  g_assert_nonnull (strstr (message, "nothing is left to happen but timers that bring nothing about"));
  g_assert_nonnull (strstr (message, "worker1 is down; worker2 is down"));
}

/* Who had done all its iterations before it went has not left the run unfinished. */
static void
test_done_before (void)
{
  g_autoptr (RunSettings) settings = crash_job ("asp", NULL, &recovery_drop, 0.55, 0);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 0.5;
  crash_also (settings, 0, 1.55, 0);
  crash_also (settings, 2, 1.75, 0);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpuint (outcome->workers[0].iterations, ==, 20);
}

/* Worker 1 crashes at 0.55 and 0.70 s, is back 0.1 s later each time, and has done its part at 0.9 s; worker 0 is cut off. That the
 * detector would have noticed at 100.5 s keeps the run alive no longer than that. */
static void
test_comes_and_goes (void)
{
  RunSettings *settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 0.1);
  settings->training.detection.timeout = 100 * SIM_SECOND;
  crash_also (settings, 1, 0.7, 0.1);
  Knobs *cut = add_fault (settings, "partition");
  knobs_set_number (cut, "at", 0.55);
  knobs_set_words (cut, "groups", (const char *const[]){ "0", NULL });
  g_autofree char *message = failure (settings);
  g_test_message ("%s", message);
  g_assert_nonnull (strstr (message, "at 0.90000"));
}

/* Of 20 rounds of whoever is first of three and then two, each 0.1 s, none lacks a worker that is gone; that its crash would be
 * noticed after 100 s is waited for by nobody. */
static void
test_not_missed (void)
{
  g_autoptr (RunSettings) settings = crash_job ("backup", NULL, &recovery_wait, 0.55, 0);
  knobs_set_integer (settings->training.protocol_knobs, "backups", 1);
  settings->training.detection.timeout = 100 * SIM_SECOND;
  settings->stop.iterations = 0;
  settings->stop.updates = 20;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 2, 1e-6);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 20);
}

/* A worker that crashed as often as that is waited for by nobody. */
static void
test_max_failures (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 3);
  settings->training.detection.max_failures = 1;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 1.5 + 14 * 0.1, 1e-6);
}

/* phi 2 under intervals of 0.25 s: 2·ln 10·0.25 s of silence. */
static void
test_phi (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 3);
  settings->training.detection.phi = 2;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_DETECTION_MEAN], 2 * G_LN10 * 0.25 - 0.05, 1e-8);
}

/* A replacement that is there before anybody has noticed: its first beat tells. */
static void
test_quick_restart (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_wait, 0.55, 0.2);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_DETECTION_MEAN], 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 0.75 + 0.1 + 1.4, 1e-6);
}

/* Slow by ten, worker 1 beats every 2.5 s and is taken to be down 1 s after the beat at 0.5 s, and after every other one until it
 * is as fast as ever: that at 3.0 s comes when it is. The run goes on, and it is taken in again. */
static void
test_false_suspicion (void)
{
  g_autoptr (RunSettings) settings = crash_job ("bsp", NULL, &recovery_drop, 0.55, 3);
  fault_settings_clear (&settings->faults);
  Knobs *slow = add_fault (settings, "slow");
  knobs_set_number (slow, "at", 0.55);
  knobs_set_number (slow, "for", 2);
  knobs_set_number (slow, "factor", 10);
  knobs_set_integer (slow, "worker", 1);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_FALSE_SUSPICIONS], ==, 1);
  g_assert_cmpfloat (outcome->metrics[METRIC_FAILURES], ==, 0);
  g_assert_cmpuint (outcome->workers[1].iterations, ==, 20);
}

void
add_faults_tests (void)
{
  g_test_add_func ("/training/faults/wait", test_wait);
  g_test_add_func ("/training/faults/drop", test_drop);
  g_test_add_func ("/training/faults/ring", test_ring);
  g_test_add_func ("/training/faults/never", test_never);
  g_test_add_func ("/training/faults/max-failures", test_max_failures);
  g_test_add_func ("/training/faults/phi", test_phi);
  g_test_add_func ("/training/faults/quick-restart", test_quick_restart);
  g_test_add_func ("/training/faults/false-suspicion", test_false_suspicion);
  g_test_add_func ("/training/faults/nobody-left", test_nobody_left);
  g_test_add_func ("/training/faults/last-gossip", test_last_gossip);
  g_test_add_func ("/training/faults/done-before", test_done_before);
  g_test_add_func ("/training/faults/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/training/faults/not-missed", test_not_missed);
  g_test_add_func ("/training/faults/slow", test_slow);
  g_test_add_func ("/training/faults/slow-twice", test_slow_twice);
  g_test_add_func ("/training/faults/slow-at-the-end", test_slow_at_the_end);
  g_test_add_func ("/training/faults/held", test_held);
}
