/* Gradients that are spoilt before they leave, and aggregations that stand it. */
#include "fault/corrupt.h"
#include "job.h"
#include "suites.h"

static Knobs *
add_corrupt (RunSettings *settings, const char *how, double factor)
{
  FaultSettings *faults = &settings->faults;
  faults->faults = g_renew (Fault, faults->faults, faults->n + 1);
  Fault *fault = &faults->faults[faults->n++];
  fault->kind = &fault_corrupt;
  fault->knobs = knobs_new (fault->kind->knobs);
  knobs_set_number (fault->knobs, "at", 0);
  knobs_set_word (fault->knobs, "how", how);
  knobs_set_number (fault->knobs, "factor", factor);
  return fault->knobs;
}

static RunSettings *
learning_job (const char *protocol, guint workers)
{
  Job job = { .protocol = protocol, .workers = workers, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9, .iterations = 60 };
  return job_learning (&job);
}

static void
set_aggregation (RunSettings *settings, const AggregationKind *kind, double value)
{
  settings->training.aggregation = kind;
  settings->training.aggregation_knobs = knobs_new (kind->knobs);
  if (kind->knobs && kind->knobs[0].type == KNOB_INTEGER)
    knobs_set_integer (settings->training.aggregation_knobs, kind->knobs[0].name, (guint64)value);
  else if (kind->knobs)
    knobs_set_number (settings->training.aggregation_knobs, kind->knobs[0].name, value);
}

/* Everybody's gradient doubled is the rate doubled, to the bit; over a ring, too. */
static void
test_scale (void)
{
  static const char *const exchanges[] = { "parameter-server", "ring" };
  for (guint e = 0; e < 2; e++)
    {
      Job job = { .protocol = "bsp", .exchange = exchanges[e], .workers = 4, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9 };
      job.iterations = 9;
      g_autoptr (RunSettings) doubled = job_learning (&job), faster = job_learning (&job);
      knobs_set_word (add_corrupt (doubled, "scale", 2), "workers", "0-3");
      knobs_set_number (faster->learning.optimizer_knobs, "rate", 0.2);
      g_autoptr (Outcome) a = job_run (doubled, 1, NULL), b = job_run (faster, 1, NULL);
      g_assert_cmpstr (a->weights, ==, b->weights);
    }
}

/* Only while it lasts: 1 ms an iteration and messages of nanoseconds; from 2.5 ms on for 2 ms: iterations that end at 3 and 4 ms. */
static void
test_lasts (void)
{
  guint n;
  g_autoptr (RunSettings) settings = learning_job ("bsp", 1), whole = learning_job ("bsp", 1);
  Knobs *knobs = add_corrupt (settings, "scale", 1);
  knobs_set_number (knobs, "at", 2.5e-3);
  knobs_set_number (knobs, "for", 2e-3);
  knobs_set_integer (knobs, "worker", 0);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) same = job_run (settings, 1, &record), plain = job_run (whole, 1, NULL);
  g_assert_cmpstr (same->weights, ==, plain->weights); /* times one */
  const Instant *instants = record_instants (record, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (instants[0].name, ==, "corrupt");
  g_assert_cmpint (instants[1].at, ==, 4500000);
  knobs_set_number (knobs, "factor", 0);
  knobs_set_number (knobs, "for", 0.3e-3); /* nothing ends between 2.5 and 2.8 ms */
  g_autoptr (Outcome) missed = job_run (settings, 1, NULL);
  g_assert_cmpstr (missed->weights, ==, plain->weights);
  knobs_set_number (knobs, "for", 2e-3);
  g_autoptr (Outcome) spoilt = job_run (settings, 1, NULL);
  g_assert_cmpstr (spoilt->weights, !=, plain->weights);
}

static Fault
fault_of (const char *how)
{
  Fault fault = { &fault_corrupt, knobs_new (fault_corrupt.knobs) };
  knobs_set_word (fault.knobs, "how", how);
  return fault;
}

/* One bit of one element, another one in another round, the same one again. */
static void
test_bit_flip (void)
{
  Fault fault = fault_of ("bit-flip");
  guint32 seen[2] = { 0, 0 };
  for (guint round = 0; round < 3; round++)
    {
      float x[37];
      guint32 bits[37];
      guint changed = 0;
      for (guint i = 0; i < 37; i++)
        x[i] = 1 + i;
      corrupt (&fault, 7, 2, round % 2, x, 37);
      memcpy (bits, x, sizeof x);
      for (guint i = 0; i < 37; i++)
        {
          float before = 1 + i;
          guint32 was;
          memcpy (&was, &before, sizeof was);
          changed += (guint)__builtin_popcount (was ^ bits[i]);
          if (was != bits[i] && round < 2)
            seen[round] = i << 5 | (guint)__builtin_ctz (was ^ bits[i]);
          else if (was != bits[i])
            g_assert_cmpuint (seen[0], ==, i << 5 | (guint)__builtin_ctz (was ^ bits[i]));
        }
      g_assert_cmpuint (changed, ==, 1);
    }
  g_assert_cmpuint (seen[0], !=, seen[1]);
  knobs_free (fault.knobs);
}

static void
test_random (void)
{
  enum { N = 20000 };
  Fault fault = fault_of ("random");
  g_autofree float *x = g_new0 (float, N);
  double mean = 0, square = 0;
  knobs_set_number (fault.knobs, "sigma", 3);
  corrupt (&fault, 7, 2, 5, x, N);
  for (guint i = 0; i < N; i++)
    {
      mean += x[i] / N;
      square += (double)x[i] * x[i] / N;
    }
  g_assert_cmpfloat_with_epsilon (mean, 0, 4 * 3 / sqrt (N));
  g_assert_cmpfloat_with_epsilon (square, 9, 4 * 9 * sqrt (2.0 / N));
  knobs_free (fault.knobs);
}

/* Two of ten turn their gradients round, ten times as long: the mean climbs, every robust rule descends. In rounds of clients, too. */
static void
test_robust (void)
{
  static const char *const protocols[] = { "bsp", "fedavg", "local-sgd" };
  static const double values[] = { 0, 0, 0.2, 2, 2, 2 };
  for (guint p = 0; p < G_N_ELEMENTS (protocols); p++)
    for (guint i = 0; aggregation_table[i]; i++)
      {
        Job job = { .protocol = protocols[p], .exchange = "parameter-server", .workers = 10, .servers = 1, .step_time = 1e-3 };
        job.bandwidth = 1e9;
        job.iterations = 80;
        g_autoptr (RunSettings) settings = job_learning (&job);
        if (knob_find (settings->training.protocol->knobs, "local_steps"))
          knobs_set_integer (settings->training.protocol_knobs, "local_steps", 4);
        knobs_set_number (settings->learning.optimizer_knobs, "rate", 0.4);
        knobs_set_word (add_corrupt (settings, "sign-flip", 10), "workers", "3-4");
        set_aggregation (settings, aggregation_table[i], values[i]);
        const char *key;
        g_assert_true (exchange_accepts (settings, &key, NULL));
        g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
        double accuracy = outcome->metrics[METRIC_FINAL_TEST_ACCURACY];
        if (i == 0)
          g_assert_cmpfloat (accuracy, <, 0.1);
        else
          g_assert_cmpfloat (accuracy, >, 0.7);
      }
}

/* No rounds, no server, or too few workers for so many liars. */
static void
test_refused (void)
{
  const char *key;
  g_autoptr (RunSettings) asp = learning_job ("asp", 10), few = learning_job ("bsp", 6);
  Job job = { .protocol = "bsp", .exchange = "ring", .workers = 10, .step_time = 1e-3, .bandwidth = 1e9, .iterations = 9 };
  g_autoptr (RunSettings) ring = job_learning (&job);
  RunSettings *const all[] = { asp, few, ring };
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      set_aggregation (all[i], &aggregation_krum, 2);
      g_assert_false (exchange_accepts (all[i], &key, &error));
      g_assert_cmpstr (key, ==, "aggregation");
      g_assert_nonnull (error);
    }
}

void
add_corrupt_tests (void)
{
  g_test_add_func ("/training/corrupt/scale", test_scale);
  g_test_add_func ("/training/corrupt/lasts", test_lasts);
  g_test_add_func ("/training/corrupt/bit-flip", test_bit_flip);
  g_test_add_func ("/training/corrupt/random", test_random);
  g_test_add_func ("/training/corrupt/robust", test_robust);
  g_test_add_func ("/training/corrupt/refused", test_refused);
}
