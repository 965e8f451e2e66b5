/* What happens inside an iteration: buckets that leave early, input, accumulation, precision on the wire. */
#include "job.h"
#include "suites.h"
#include "training/input.h"
#include "training/step.h"
#include "training/codec.h"

/* Layers of 10, 0, 30 and 5 parameters, FLOPs 1 2 3 4 of 10. Buckets of at least 6, from the last layer on: {5, 30}, {0, 10}.
 * The forward pass (a third) enters layer 2 after 3/10 of it; the backward pass leaves layer 2 when 3/10 of it remain. */
static void
test_buckets (void)
{
  const StepLayer layers[] = { { 10, 1 }, { 0, 2 }, { 30, 3 }, { 5, 4 } };
  const StepPasses passes = { 1.0 / 3, 1 };
  StepShape step;
  step_shape_init (&step, layers, 4, 6, TRUE, &passes);
  g_assert_cmpuint (step.n_buckets, ==, 2);
  g_assert_cmpuint (step.buckets[0].first, ==, 10);
  g_assert_cmpuint (step.buckets[0].count, ==, 35);
  g_assert_cmpuint (step.buckets[1].first, ==, 0);
  g_assert_cmpuint (step.buckets[1].count, ==, 10);
  const StepPoint expected[] = { { POINT_NEED, 1, 0 }, { POINT_NEED, 0, 0.1 }, { POINT_READY, 0, 0.8 }, { POINT_READY, 1, 1 } };
  g_assert_cmpuint (step.n_points, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (step.points[i].kind, ==, expected[i].kind);
      g_assert_cmpuint (step.points[i].bucket, ==, expected[i].bucket);
      g_assert_cmpfloat_with_epsilon (step.points[i].share, expected[i].share, 1e-15);
    }
  step_shape_clear (&step);
  step_shape_init (&step, layers, 4, 6, FALSE, &passes);
  g_assert_cmpuint (step.n_buckets, ==, 1);
  g_assert_cmpuint (step.buckets[0].count, ==, 45);
  step_shape_clear (&step);
}

/* 7 workers, 28 MB in four buckets of 7 MB, C = 30 ms: a bucket is ready every 5 ms of the 20 ms backward pass, its ring takes
 * 12(α + 1 MB/B). At 12.5 GB/s that is 0.96 ms + 12α: hidden but for the last one. At 1.25 GB/s, 9.6 ms + 12α: the first is ready
 * after 15 ms, then four in a row. */
static void
test_ring_overlap (void)
{
  for (guint slow = 0; slow < 2; slow++)
    {
      double rate = slow ? 1.25e9 : 12.5e9, bucket = 12 * (2e-6 + 1e6 / rate);
      Job job = { .protocol = "bsp",
                  .exchange = "ring",
                  .workers = 7,
                  .step_time = 30e-3,
                  .gradient_bytes = 28e6,
                  .bandwidth = rate,
                  .latency = 1000,
                  .iterations = 3 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->training.overlap = TRUE;
      settings->training.bucket_bytes = 7e6;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      double expected = slow ? 15e-3 + 4 * bucket : 30e-3 + bucket;
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_ITERATION_MEAN], expected, 200e-9);
      g_assert_cmpfloat (outcome->metrics[METRIC_MESSAGES], ==, 3 * 4 * 7 * 12);
    }
}

/* Of three workers' ring over four buckets, 3 · 2 messages a bucket and phase in each iteration; where nothing overlaps there is one
 * bucket, which has no number. */
static void
test_ring_labels (void)
{
  for (guint overlap = 0; overlap < 2; overlap++)
    {
      Job job = { .protocol = "bsp",
                  .exchange = "ring",
                  .workers = 3,
                  .step_time = 30e-3,
                  .gradient_bytes = 28e6,
                  .bandwidth = 2.385e9,
                  .latency = 1000,
                  .iterations = 2 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      g_autoptr (Record) record = NULL;
      settings->training.overlap = overlap;
      settings->training.bucket_bytes = 7e6;
      g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
      guint count[5][N_PHASES] = { { 0 } }, n; /* [bucket][phase] */
      const MessageSpan *message = record_messages (record, &n);
      for (guint i = 0; i < n; i++)
        count[message[i].label.bucket][message[i].label.phase]++;
      g_assert_cmpuint (n, ==, overlap ? 4 * 2 * 2 * 6 : 2 * 2 * 6);
      for (guint bucket = overlap; bucket < (overlap ? 5 : 1); bucket++)
        {
          g_assert_cmpuint (count[bucket][PHASE_REDUCE_SCATTER], ==, 2 * 6);
          g_assert_cmpuint (count[bucket][PHASE_ALL_GATHER], ==, 2 * 6);
        }
    }
}

/* One worker, one server, two buckets of G/2, α = 2 us. The later half of the layers is pushed after 2/3 C and back before C; the
 * first half is pushed at C and pulled at C + 2(α + G/2B): the next forward pass starts then. */
static void
test_server_overlap (void)
{
  Job job = { .protocol = "asp",
              .workers = 1,
              .servers = 1,
              .step_time = 30e-3,
              .gradient_bytes = 10e6,
              .bandwidth = 12.5e9,
              .latency = 1000,
              .iterations = 4 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 5e6;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_ITERATION_MEAN], 30e-3 + 2 * (2e-6 + 5e6 / 12.5e9), 20e-9);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 4);
}

/* Two workers, one server; the last layer has 100 times the parameters of the first. Its bucket is ready after 2/3 C but arrives
 * after the first layer's, so that a worker is through with its last iteration while gradients of it are still under way. All of
 * them are applied, and the pulls of both shards end the run: 2 shards, 2 workers, 4 iterations, push and pull. */
static void
test_late_bucket (void)
{
  static const char *const names[] = { "bsp", "ssp", "asp" };
  for (guint p = 0; p < G_N_ELEMENTS (names); p++)
    {
      Job job = { .protocol = names[p],
                  .workers = 2,
                  .servers = 1,
                  .step_time = 30e-3,
                  .gradient_bytes = NAN,
                  .bandwidth = 2.385e9,
                  .latency = 1000,
                  .iterations = 4 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->learning.description = model_description_new ();
      model_description_add (settings->learning.description, "first", 1000003, 1, 0);
      model_description_add (settings->learning.description, "last", 100000007, 1, 0);
      settings->training.overlap = TRUE;
      settings->training.bucket_bytes = 4;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpfloat (outcome->metrics[METRIC_MESSAGES], ==, 2 * 2 * 4 * 2);
      g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 2 * 4 * 8);
      g_assert_cmpfloat (outcome->metrics[METRIC_BYTES], ==, 2 * 2 * 4 * 4.0 * 101000010);
    }
}

/* 20 workers in racks of 4 whose uplink carries what one host sends: a ring in order has one hop a rack on it, one across has
 * four. α is 4 links. */
static void
test_rank_order (void)
{
  for (RankOrder order = 0; order < N_RANK_ORDERS; order++)
    {
      Job job = { .protocol = "bsp",
                  .exchange = "ring",
                  .workers = 20,
                  .step_time = 1e-3,
                  .gradient_bytes = 8e6,
                  .bandwidth = 2.385e9,
                  .latency = 700,
                  .iterations = 1 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      NetworkSettings *network = &settings->cluster.network;
      network->topology = &topology_racks;
      g_clear_pointer (&network->topology_knobs, knobs_free);
      network->topology_knobs = knobs_new (topology_racks.knobs);
      knobs_set_number (network->topology_knobs, "rack", 4);
      knobs_set_number (network->topology_knobs, "oversubscription", 4);
      settings->training.rank_order = order;
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      double flows = order == RANKS_ACROSS ? 4 : 1;
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 1e-3 + 38 * (2.8e-6 + flows * 4e5 / 2.385e9), 80e-9);
    }
}

/* A machine applies one update at a time. One worker, two buckets of a half each, no time on the wire to speak of, A = 6 ms: the
 * later layers' half is there after 20 ms and applied until 23, the other at 30 and until 33; the next forward pass starts then.
 */
static void
test_apply_share (void)
{
  Job job = {
    .protocol = "asp", .workers = 1, .servers = 1, .step_time = 30e-3, .gradient_bytes = 8e6, .bandwidth = 1e15, .iterations = 4
  };
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 4e6;
  settings->training.apply_time = 6000000;
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  guint n, applied = 0;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_APPLY)
      {
        g_assert_cmpint (span[i].end - span[i].start, ==, 3000000);
        g_assert_cmpuint (span[i].iteration, ==, applied++ / 2);
      }
  g_assert_cmpuint (applied, ==, 8);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_ITERATION_MEAN], 33e-3, 20e-9);
}

/* Leaving early changes when things happen under BSP, never what is computed. */
static void
test_overlap_weights (void)
{
  Job job = {
    .protocol = "bsp", .workers = 5, .servers = 2, .step_time = 1e-3, .bandwidth = 1e7, .latency = 1000, .iterations = 30
  };
  g_autoptr (RunSettings) plain = job_learning (&job), early = job_learning (&job);
  job_deepen (plain);
  job_deepen (early);
  early->training.overlap = TRUE;
  early->training.bucket_bytes = 4;
  g_autoptr (Outcome) a = job_run (plain, 1, NULL), b = job_run (early, 2, NULL);
  g_assert_cmpstr (a->weights, ==, b->weights);
  g_assert_cmpfloat (b->metrics[METRIC_STALENESS_MAX], ==, 0);
  g_assert_cmpfloat (b->metrics[METRIC_MESSAGES], ==, 3 * a->metrics[METRIC_MESSAGES]); /* a bucket a layer */
}

/* The pipeline against a written-out recurrence. Batches of 10 rows of 1 kB at 1 MB/s: 10 ms to read. Decoding 4 ms a row and 3
 * loaders: 40 ms, of which three run side by side. */
static void
test_input (void)
{
  const InputSettings settings = { .storage = 1e6, .sample_bytes = 1000, .decode_time = 4e-3, .loaders = 3, .prefetch = 2 };
  const SimTime ms = 1000000;
  Input *input = input_new (&settings, 10);
  g_assert_cmpint (input_take (input, 0), ==, 50 * ms);         /* read until 10, decoded until 50 */
  g_assert_cmpint (input_take (input, 55 * ms), ==, 60 * ms);   /* read until 20, second loader */
  g_assert_cmpint (input_take (input, 65 * ms), ==, 100 * ms);  /* its place was free at 50: read until 60, third loader */
  g_assert_cmpint (input_take (input, 300 * ms), ==, 110 * ms); /* place free at 60: read until 70, first loader; in use at 300 */
  g_assert_cmpint (input_take (input, 301 * ms), ==, 150 * ms); /* place free at 100: read until 110 */
  g_assert_cmpint (input_take (input, 302 * ms), ==, 350 * ms); /* place free at 300: read until 310 */
  input_free (input);
  input = input_new (&(InputSettings){ .storage = 1, .sample_bytes = 5e9, .decode_time = 1, .loaders = 1, .prefetch = 2 }, 1);
  g_assert_cmpint (input_take (input, 0), ==, 5000000001 * 1000 * ms);
  g_assert_cmpint (input_take (input, 0), ==, SIM_TIME_NEVER); /* 10^10 s are 317 years */
  g_assert_cmpint (input_take (input, 0), ==, SIM_TIME_NEVER);
  input_free (input);
  g_assert_null (input_new (&(InputSettings){ .storage = NAN }, 10));
}

/* A worker that is starved runs at the pace of its storage: 8 rows of 100 kB at 10 MB/s, 80 ms, though it computes for 10 ms. */
static void
test_starved (void)
{
  Job job = { .protocol = "serial", .workers = 1, .step_time = 10e-3, .gradient_bytes = 4, .iterations = 9 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->job.input = (InputSettings){ .storage = 10e6, .sample_bytes = 100e3, .loaders = 1, .prefetch = 2 };
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 9 * 80e-3 + 10e-3, 1e-9);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_BREAKDOWN_COMPUTE], 90.0 / 730, 1e-9);
  g_assert_cmpfloat_with_epsilon (outcome->starved, (80 + 8 * 70.0) / 730, 1e-9);
  settings->stop.time = 130000000; /* 80 wait, 10 compute, 40 of the 70 that it would wait */
  g_autoptr (Outcome) cut = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (cut->starved, 120.0 / 130, 1e-9);
}

/* Three batches an iteration, of 80 ms to read each, two iterations. Micro-batches of 31 ms are starved: the last batch of
 * iteration 0 is there at 240 ms, so its compute ends at 271 and goes through from 271 − 93 = 178 on; that of iteration 1 ends at
 * 480 + 31. Of 97 ms with one batch read ahead only the first is waited for: put to use at 80, 177 and 274, each read while the
 * one before is computed; iteration 1 begins at 371, when its first batch has been there for 17 ms. */
static void
test_starved_accumulation (void)
{
  const struct
  {
    double step_ms, end_ms, starved_ms;
    guint prefetch;
  } cases[] = { { 31, 511, 178 + 147, 2 }, { 97, 80 + 6 * 97, 80, 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Job job = { .protocol = "serial", .workers = 1, .step_time = cases[i].step_ms / 1e3, .gradient_bytes = 4, .iterations = 2 };
      g_autoptr (RunSettings) settings = job_settings (&job);
      settings->training.accumulate = 3;
      settings->job.input =
          (InputSettings){ .storage = 10e6, .sample_bytes = 100e3, .loaders = 1, .prefetch = cases[i].prefetch };
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], cases[i].end_ms / 1e3, 1e-9);
      g_assert_cmpfloat_with_epsilon (outcome->starved, cases[i].starved_ms / cases[i].end_ms, 1e-9);
    }
}

/* Four batches of 8 accumulated are one batch of 32 in the file's order: the same weights but for rounding. */
static void
test_accumulate (void)
{
  Job job = { .protocol = "serial", .workers = 1, .step_time = 1e-3, .iterations = 12 };
  g_autoptr (RunSettings) four = job_learning (&job), one = job_learning (&job);
  four->learning.shuffled = one->learning.shuffled = FALSE;
  four->training.accumulate = 4;
  one->learning.batch = 32;
  one->job.step_time = 4e-3;
  g_autoptr (Outcome) a = job_run (four, 1, NULL), b = job_run (one, 1, NULL);
  g_assert_cmpfloat_with_epsilon (a->metrics[METRIC_FINAL_TRAIN_LOSS], b->metrics[METRIC_FINAL_TRAIN_LOSS], 1e-5);
  g_assert_cmpfloat (a->metrics[METRIC_SAMPLES], ==, b->metrics[METRIC_SAMPLES]);
  g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], ==, b->metrics[METRIC_SIMULATED]);
}

/* Known values: 1/3 has the binary16 0x3555 and the bfloat16 0x3eab; 3e38 is 225.7/128·2^127, so 226/128·2^127; ties go to even;
 * 65520 is the first to overflow. */
static void
test_wire (void)
{
  float half[] = { 1 / 3.0f, 2049, 2051, 65519, 65520, -1e-8f, 5.9604645e-8f, 0 };
  const float half_expected[] = { 0.33325195f, 2048, 2052, 65504, INFINITY, 0, 5.9604645e-8f, 0 };
  float brain[] = { 1 / 3.0f, 257, 259, 3e38f };
  const float brain_expected[] = { 0.333984375f, 256, 260, 3.0040553e38f };
  codec_of_wire (WIRE_FP16)->encode (half, G_N_ELEMENTS (half));
  codec_of_wire (WIRE_BF16)->encode (brain, G_N_ELEMENTS (brain));
  g_assert_null (codec_of_wire (WIRE_FP32)->encode);
  for (guint i = 0; i < G_N_ELEMENTS (half); i++)
    g_assert_cmpfloat (half[i], ==, half_expected[i]);
  for (guint i = 0; i < G_N_ELEMENTS (brain); i++)
    g_assert_cmpfloat_with_epsilon (brain[i], brain_expected[i], fabsf (brain_expected[i]) * 1e-7f);
}

/* Half the bytes, other numbers, and still it learns; over a server and over a ring. */
static void
test_wire_run (void)
{
  static const char *const exchanges[] = { "parameter-server", "ring" };
  for (guint e = 0; e < 2; e++)
    {
      Job job = { .protocol = "bsp",
                  .exchange = exchanges[e],
                  .workers = 4,
                  .servers = 1,
                  .step_time = 1e-3,
                  .bandwidth = 1e9,
                  .iterations = 40 };
      g_autoptr (RunSettings) full = job_learning (&job), half = job_learning (&job);
      half->training.wire = WIRE_BF16;
      g_autoptr (Outcome) a = job_run (full, 1, NULL), b = job_run (half, 1, NULL);
      g_assert_cmpfloat (b->metrics[METRIC_BYTES], ==, a->metrics[METRIC_BYTES] / 2);
      g_assert_cmpfloat_with_epsilon (a->metrics[METRIC_FINAL_TRAIN_LOSS], b->metrics[METRIC_FINAL_TRAIN_LOSS], 0.02);
      g_assert_cmpstr (a->weights, !=, b->weights);
    }
}

void
add_step_tests (void)
{
  g_test_add_func ("/training/step/buckets", test_buckets);
  g_test_add_func ("/training/step/ring-overlap", test_ring_overlap);
  g_test_add_func ("/training/step/ring-labels", test_ring_labels);
  g_test_add_func ("/training/step/server-overlap", test_server_overlap);
  g_test_add_func ("/training/step/late-bucket", test_late_bucket);
  g_test_add_func ("/training/step/apply-share", test_apply_share);
  g_test_add_func ("/training/step/rank-order", test_rank_order);
  g_test_add_func ("/training/step/overlap-weights", test_overlap_weights);
  g_test_add_func ("/training/step/input", test_input);
  g_test_add_func ("/training/step/starved", test_starved);
  g_test_add_func ("/training/step/starved-accumulation", test_starved_accumulation);
  g_test_add_func ("/training/step/accumulate", test_accumulate);
  g_test_add_func ("/training/step/wire", test_wire);
  g_test_add_func ("/training/step/wire-run", test_wire_run);
}
