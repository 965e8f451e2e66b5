/* What breaks, and what that does to a run. */
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

/* Of two that overlap the factors multiply, and when both have passed the time is as ever, to the bit. */
static void
test_slow_twice (void)
{
  g_autoptr (RunSettings) settings = serial_job (5);
  for (guint i = 0; i < 2; i++)
    {
      Knobs *slow = add_fault (settings, "slow");
      knobs_set_number (slow, "at", 0.1);
      knobs_set_number (slow, "for", 0.25);
      knobs_set_number (slow, "factor", 3 + 4 * i);
      knobs_set_integer (slow, "worker", 0);
    }
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_SIMULATED], ==, 4 * 0.1 + 2.1);
}

void
add_faults_tests (void)
{
  g_test_add_func ("/training/faults/slow", test_slow);
  g_test_add_func ("/training/faults/slow-twice", test_slow_twice);
}
