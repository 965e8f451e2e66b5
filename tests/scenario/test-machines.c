/* Models that are only described, devices by name, and packets: what a scenario says of machines and jobs that are not here. */
#include "cluster/cluster.h"
#include "scenario/scenario.h"
#include "test-scenario.h"
#include "training/job.h"
#include "training/memory.h"

#define NETWORK "\"network\": { \"bandwidth\": \"2.385 GB/s\", \"latency\": \"13 us\" }"
#define REST "\"training\": { \"protocol\": \"bsp\", \"exchange\": \"ring\" }, \"stop\": { \"iterations\": 3 }"

/* @workload and @cluster are the members of these objects. */
static Scenario *
parse (const char *workload, const char *cluster)
{
  static const ScenarioOptions none = { 0 };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autofree char *text =
      g_strdup_printf ("{\"workload\": {%s}, \"cluster\": {\"workers\": 7, %s}, " REST "}", workload, cluster);
  Scenario *scenario = scenario_parse ("t.json", text, strlen (text), &none, d);
  g_autofree char *said = diagnostics_text (d, FALSE);
  g_assert_cmpstr (said, ==, "");
  g_assert_nonnull (scenario);
  return scenario;
}

/* The resolved text reads back to the same resolved text. */
static void
check_round_trip (const Scenario *scenario)
{
  static const ScenarioOptions none = { 0 };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autofree char *text = scenario_resolved (scenario);
  g_autoptr (Scenario) again = scenario_parse ("other/t.json", text, strlen (text), &none, d);
  g_assert_nonnull (again);
  g_autofree char *second = again ? scenario_resolved (again) : NULL;
  g_assert_cmpstr (text, ==, second);
}

/* ResNet-50: 25557032 parameters of 4 bytes, 8.18e9 FLOPs (of its own sum) forward; a batch of 19 on 10.6 TFLOP/s at 0.37:
 * 3 · FLOPs · 19 / (0.37 · 10.6e12) s, four times with recomputation. */
static void
test_described (void)
{
  g_autoptr (Scenario) s = parse ("\"model\": \"resnet50\", \"batch\": 19",
                                  "\"device\": {\"kind\": \"p100\", \"precision\": \"fp32\", \"efficiency\": 0.37}, " NETWORK);
  const ModelDescription *model = s->run.learning.description;
  Job job = { 0 };
  g_assert_null (s->run.learning.model);
  g_assert_nonnull (model);
  g_assert_cmpint (s->run.job.gradients, ==, GRADIENTS_MODELLED);
  double flops = model_description_forward_flops (model), step = 3 * flops * 19 / (0.37 * 10.6e12);
  g_assert_cmpfloat_with_epsilon (job_step_seconds (&s->run, model, 3), step, 1e-12);
  s->run.job.recompute = TRUE;
  g_assert_cmpfloat_with_epsilon (job_step_seconds (&s->run, model, 3), step * 4 / 3, 1e-12);
  job_init (&job, &s->run, model);
  g_assert_cmpuint (job.bytes, ==, 4 * 25557032);
  g_assert_cmpuint (job.samples, ==, 19);
  job_clear (&job);
  check_round_trip (s);
}

/* lenet is a cnn with knobs of its own: without data its time, with data the model itself. */
static void
test_trainable (void)
{
  g_autoptr (Scenario) timed = parse ("\"model\": \"models/lenet.json\"", "\"device\": \"v100\", " NETWORK);
  g_assert_nonnull (timed->run.learning.description);
  g_autoptr (Scenario) s =
      parse ("\"model\": \"lenet\", \"data\": {\"source\": \"fashion-mnist\"}, \"optimizer\": {\"kind\": \"sgd\", \"rate\": 0.1}",
             "\"device\": \"v100\", " NETWORK);
  guint n;
  g_assert_null (s->run.learning.description);
  g_assert_true (s->run.learning.model == &model_cnn);
  g_assert_cmpint (s->run.job.gradients, ==, GRADIENTS_REAL);
  const gint64 *hidden = knob_integers (s->run.learning.model_knobs, "hidden", &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (hidden[1], ==, 84);
  check_round_trip (timed);
  check_round_trip (s);
}

/* literature.md section 8. A group that names another kind takes its numbers, and keeps the efficiency. */
static void
test_presets (void)
{
  g_autoptr (Scenario) s =
      parse ("\"model\": \"vgg16\"", "\"device\": {\"kind\": \"h100\", \"efficiency\": 0.43, \"memory\": \"71 GB\"}, " NETWORK
                                     ", \"groups\": [{\"workers\": \"2\", \"device\": \"p100\"},"
                                     "{\"workers\": \"3\", \"device\": {\"precision\": \"fp32\"}},"
                                     "{\"workers\": \"4\", \"device\": {\"kind\": \"tpu-v4\", \"speed\": \"101 TFLOP/s\"}}]");
  const struct
  {
    guint worker;
    double peak, memory;
  } expected[] = { { 0, 989e12, 71e9 }, { 2, 21.2e12, 16e9 }, { 3, 67e12, 71e9 }, { 4, 101e12, 32.0 * (1 << 30) } };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const Device *device = cluster_device (&s->run.cluster, expected[i].worker);
      g_assert_cmpfloat (device_peak (device), ==, expected[i].peak);
      g_assert_cmpfloat (device_memory (device), ==, expected[i].memory);
      g_assert_cmpfloat (device->efficiency, ==, 0.43);
    }
  check_round_trip (s);
}

/* Images or sequences of one @device in a second, in 16 bits unless @precision says otherwise. */
static double
samples_per_s (const char *model, const char *device)
{
  g_autofree char *workload = g_strdup_printf ("\"model\": \"%s\", \"batch\": 4", model);
  g_autofree char *cluster = g_strdup_printf ("\"device\": %s, " NETWORK, device);
  g_autoptr (Scenario) s = parse (workload, cluster);
  return 4 / job_step_seconds (&s->run, s->run.learning.description, 0);
}

/* What is published for one device (device.c), within 3 %; and large matrix products reach half of an A100's 312 TFLOP/s: of
 * BERT-large 3 · 24 · (5368709120 + 8589934592) FLOPs a sequence. */
static void
test_efficiency (void)
{
  const struct
  {
    const char *model, *device;
    double samples_per_s;
  } published[] = {
    { "resnet50", "\"a100\"", 2470 },
    { "resnet50", "\"v100\"", 1200 },
    { "resnet50", "{\"kind\": \"v100\", \"precision\": \"fp32\"}", 367 },
    { "resnet50", "{\"kind\": \"p100\", \"precision\": \"fp32\"}", 32 / 0.18 },
    { "resnet50", "\"h100\"", 2470 * 14.4 / 7.8 },
    { "bert-large", "{\"kind\": \"v100-32gb\", \"precision\": \"fp32\"}", 7.56 },
    { "bert-large", "\"a100\"", 0.5 * 312e12 / (72 * (5368709120.0 + 8589934592.0)) },
    { "resnet50", "{\"kind\": \"a100\", \"efficiency\": 1}", 12654 },
    { "resnet50", "{\"speed\": \"312 TFLOP/s\"}", 12654 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    g_assert_cmpfloat_with_epsilon (samples_per_s (published[i].model, published[i].device) / published[i].samples_per_s, 1,
                                    0.03);
}

/* A convolution of 11 MFLOPs at 0.195 and a product of 3 at 0.5 of an A100's peak: 14 / (11 / 0.195 + 3 / 0.5). The product's
 * gradient is ready once the backward pass has left it, a share of (3 / 0.5) / (11 / 0.195 + 3 / 0.5) of that pass. */
static void
test_mixed_arithmetic (void)
{
  g_autoptr (Scenario) s = parse ("\"model\": \"vgg16\"", "\"device\": \"a100\", " NETWORK);
  g_autoptr (ModelDescription) model = model_description_new ();
  double time = 11 / 0.195 + 3 / 0.5;
  Job job = { 0 };
  model_description_add (model, "conv", 1000, 11e6, 0);
  model_description_add (model, "dense", 1500000, 3e6, 0);
  g_assert_cmpfloat_with_epsilon (job_efficiency (&s->run.cluster.device, model), 14 / time, 1e-12);
  s->run.training.overlap = TRUE;
  s->run.training.bucket_bytes = 4000;
  job_init (&job, &s->run, model);
  g_assert_cmpuint (job.step.n_points, ==, 4);
  g_assert_cmpfloat_with_epsilon (job.step.points[2].share, 1.0 / 3 + 2.0 / 3 * (3 / 0.5) / time, 1e-12);
  job_clear (&job);
  s->run.job.step_time = 1; /* given: nothing is known but the FLOPs */
  job_init (&job, &s->run, model);
  g_assert_cmpfloat_with_epsilon (job.step.points[2].share, 1.0 / 3 + 2.0 / 3 * 3 / 14, 1e-12);
  job_clear (&job);
}

/* Of a packet of m bytes m − 20 − 32 are payload, and m + 14 are on the wire. */
static void
test_mtu (void)
{
  g_autoptr (Scenario) s = parse (
      "\"gradient_bytes\": \"3 MB\", \"step_time\": \"1 ms\"",
      "\"network\": { \"bandwidth\": \"2.385 GB/s\", \"latency\": \"13 us\", \"mtu\": 9000, \"server_bandwidth\": \"1 GB/s\" }");
  NetworkSettings *network = &s->run.cluster.network;
  g_assert_cmpfloat (cluster_worker_link (&s->run.cluster, 1).bandwidth, ==, 2.385e9 * (8948.0 / 9014));
  g_assert_cmpfloat (cluster_server_link (&s->run.cluster).bandwidth, ==, 1e9 * (8948.0 / 9014));
  check_round_trip (s);
  network->mtu = 1500;
  g_assert_cmpfloat (network_payload_share (network), ==, 1448.0 / 1514);
}

/* Bytes of P parameters, batch b, activations A a sample at 4 bytes; fp32, momentum: 4P + 4P + 4P + bA. In 16 bits 2P + 4P, 2P,
 * 4P, bA/2; where a server applies the updates 2P, 2P and bA/2. Recomputed in segments of ⌈√3⌉ = 2 of 3 layers a, b, c: what b
 * and c leave, and the larger of a + b and c. */
static void
test_memory (void)
{
  g_autoptr (Scenario) s =
      parse ("\"model\": \"models/mlp.json\", \"batch\": 17, \"optimizer\": {\"kind\": \"sgd\", \"rate\": 0.1, "
             "\"momentum\": 0.9}",
             "\"device\": {\"speed\": \"1 TFLOP/s\"}, " NETWORK);
  const ModelDescription *model = s->run.learning.description;
  const double P = 109386, A = 512 + 256 + 40;
  MemoryUse use;
  g_assert_true (memory_use (&s->run, model, 3, &use));
  g_assert_cmpfloat (memory_total (&use), ==, 12 * P + 17 * A);
  s->run.job.recompute = TRUE;
  g_assert_true (memory_use (&s->run, model, 3, &use));
  g_assert_cmpfloat (use.activations, ==, 17 * MIN (A, 256 + 40 + 512 + 256));
  s->run.job.recompute = FALSE;
  s->run.cluster.device.precision = PRECISION_BF16;
  g_assert_true (memory_use (&s->run, model, 3, &use));
  g_assert_cmpfloat (memory_total (&use), ==, (6 + 2 + 4) * P + 17 * A / 2);
  s->run.training.exchange = exchange_find ("parameter-server");
  g_assert_true (memory_use (&s->run, model, 3, &use));
  g_assert_cmpfloat (memory_total (&use), ==, (2 + 2) * P + 17 * A / 2);
  g_assert_true (memory_use (&s->run, NULL, 3, &use) == FALSE);
}

/* Equal layers: n = 100 of a bytes each in 10 segments keep 10 a, and 10 a are there at once. */
static void
test_recomputed (void)
{
  g_autoptr (Scenario) s = parse ("\"model\": \"vgg16\", \"batch\": 3, \"recompute\": true", "\"device\": \"p100\", " NETWORK);
  g_autoptr (ModelDescription) deep = model_description_new ();
  MemoryUse use;
  for (guint i = 0; i < 100; i++)
    model_description_add (deep, "layer", 7, 14, 1234);
  s->run.cluster.device.precision = PRECISION_FP32;
  g_assert_true (memory_use (&s->run, deep, 0, &use));
  g_assert_cmpfloat (use.activations, ==, 3 * 20 * 1234.0);
}

void
add_machines_tests (void)
{
  g_test_add_func ("/machines/described", test_described);
  g_test_add_func ("/machines/trainable", test_trainable);
  g_test_add_func ("/machines/presets", test_presets);
  g_test_add_func ("/machines/efficiency", test_efficiency);
  g_test_add_func ("/machines/mixed-arithmetic", test_mixed_arithmetic);
  g_test_add_func ("/machines/mtu", test_mtu);
  g_test_add_func ("/machines/memory", test_memory);
  g_test_add_func ("/machines/recomputed", test_recomputed);
}
