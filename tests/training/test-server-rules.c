/* What servers do with what arrives: where they stand, whom they answer first and with what, what they count. */
#include "cluster/compute_trace.h"
#include "job.h"
#include "learning/order.h"
#include "suites.h"
#include "training/clocks.h"

/* A message costs its latency and nothing else. */
static Job
light_job (const char *protocol, guint workers, guint64 iterations)
{
  return (Job){ .protocol = protocol,
                .workers = workers,
                .servers = 1,
                .step_time = 1e-3,
                .gradient_bytes = 8,
                .bandwidth = 1e12,
                .latency = 500,
                .iterations = iterations };
}

/* Two shards on the first two of five workers: a push and a pull cross the network for each shard but one's own, (3·2 + 2·1) of
 * them an iteration, and every push goes to worker 0 or 1, as every pull comes from there. */
static void
test_colocated_place (void)
{
  Job job = light_job ("asp", 5, 3);
  job.servers = 2;
  job.colocated = TRUE;
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  guint n;
  const MessageSpan *message = record_messages (record, &n);
  g_assert_cmpuint (n, ==, 2 * 8 * 3);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (message[i].kind == SPAN_PUSH ? message[i].to : message[i].from, <, 2);
}

/* An iteration's pull carries its number, as its push does: one of each for every worker, shard and iteration. */
static void
test_labels (void)
{
  Job job = light_job ("ssp", 3, 4);
  guint count[2][3][2][4] = { 0 }, n; /* [push or pull][worker][shard][iteration] */
  job.servers = 2;
  job.staleness = 1;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 3;
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    {
      gboolean pull = message[i].kind == SPAN_PULL;
      guint worker = pull ? message[i].to : message[i].from, server = pull ? message[i].from : message[i].to;
      g_assert_cmpuint (message[i].iteration, <, 4);
      count[pull][worker][server - 3][message[i].iteration % 4]++;
    }
  for (guint i = 0; i < 2 * 3 * 2 * 4; i++)
    g_assert_cmpuint ((&count[0][0][0][0])[i], ==, 1);
}

/* One worker, one server, A accumulated batches of 30 ms, two layers of the same work: the first has one parameter, the second
 * S = 95.4 MB, which is 40 ms on the wire; α = 2 us. */
static RunSettings *
two_layers (guint batches)
{
  Job job = light_job ("asp", 1, 4);
  job.gradient_bytes = NAN;
  job.bandwidth = 2.385e9;
  job.step_time = 30e-3;
  RunSettings *settings = job_settings (&job);
  settings->learning.description = model_description_new ();
  model_description_add (settings->learning.description, "first", 1, 1, 0);
  model_description_add (settings->learning.description, "second", 23850000, 1, 0);
  settings->training.accumulate = batches;
  settings->training.overlap = TRUE;
  settings->training.bucket_bytes = 4;
  settings->cluster.network.latency = 1000;
  return settings;
}

/* Of the four iterations, each has pushes and pulls of both layers to its number, though the second layer's parameters leave
 * when the next iteration has begun. The second layer, which is ready first, is bucket 1. */
static void
test_labels_of_overlap (void)
{
  g_autoptr (RunSettings) settings = two_layers (1);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  guint count[2][4] = { 0 }, n; /* [push or pull][iteration] */
  const MessageSpan *message = record_messages (record, &n);
  g_assert_cmpuint (n, ==, 2 * 2 * 4);
  for (guint i = 0; i < n; i++)
    {
      count[message[i].kind == SPAN_PULL][message[i].iteration % 4]++;
      g_assert_cmpuint (message[i].label.bucket, ==, message[i].bytes > 4 ? 1 : 2);
    }
  for (guint i = 0; i < 2 * 4; i++)
    g_assert_cmpuint ((&count[0][0])[i], ==, 2);
}

/* Two workers, one server on worker 0's machine: what it sends and receives takes the time of worker 1 alone. An iteration is C,
 * then the push of worker 1 and its pull, α + G/B each; worker 0, whose own messages stay on its machine, waits for them. */
static void
test_colocated_accounts (void)
{
  Job job = light_job ("bsp", 2, 3);
  job.gradient_bytes = 1234568;
  job.bandwidth = 2.385e9;
  job.colocated = TRUE;
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  double travel = 3 * 2 * (1e-6 + 1234568 / 2.385e9);
  for (guint k = 0; k < 2; k++)
    {
      const double *seconds = outcome->workers[k].seconds;
      g_assert_cmpfloat_with_epsilon (seconds[ACTIVITY_COMPUTE], 3e-3, 1e-12);
      g_assert_cmpfloat_with_epsilon (seconds[ACTIVITY_COMMUNICATE], k == 1 ? travel : 0, 10e-9);
      g_assert_cmpfloat_with_epsilon (seconds[ACTIVITY_WAIT], k == 0 ? travel : 0, 10e-9);
    }
}

/* Those two layers. The second layer's gradient leaves when 10 ms remain, at 30A − 10, and is
 * back 80 ms + 2α later. The first layer's leaves at 30A and is back 2α later, when the next iteration begins: it stalls after 5
 * ms and resumes with the second layer. So the second layer's gradients leave every 80 + 2α + (30A − 10 − 5) ms. */
static void
test_stall (void)
{
  for (guint batches = 1; batches <= 3; batches += 2)
    {
      g_autoptr (RunSettings) settings = two_layers (batches);
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      double away = 80e-3 + 4e-6, step = 30e-3 * batches;
      double expected = step - 10e-3 + 3 * (away + step - 15e-3) + away;
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected, 200e-9);
      g_assert_cmpfloat_with_epsilon (outcome->workers[0].seconds[ACTIVITY_COMPUTE], 4 * step, 1e-9);
    }
}

/* Two shards, each on the machine of one of two workers, α = 1 ms; worker 0 computes 8.64 ms, worker 1 3.2 ms, and each waits
 * 2 ms for the shard of the other one. A push is applied to the worker's own shard at once and to the other one 1 ms later:
 *
 *   worker 0, own shard (other shard) at 8.64 (9.64), 19.28 (20.28), 29.92 (30.92)
 *   worker 1                             3.2  (4.2),   8.4  (9.4),   13.6  (14.6)
 *
 * Updates of the other worker between the last answer and the application, at the own and at the other shard:
 *   worker 0: at shard 0 (4.2 | 9.4 14.6 |) 1 2 0, at shard 1 (3.2 8.4 | 13.6 |) 2 1 0; the largest are 2 2 0
 *   worker 1: at shard 1 (| | 9.64)         0 0 1, at shard 0 (| 8.64 |)         0 1 0; the largest are 0 1 1. */
static void
test_staleness_of_shards (void)
{
  Job job = light_job ("asp", 2, 3);
  job.servers = 2;
  job.colocated = TRUE;
  job.step_time = 3.2e-3;
  job.latency = 500000;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 2.7;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 3 * (8.64e-3 + 2e-3), 100e-9);
  g_assert_cmpfloat (outcome->metrics[METRIC_STALENESS_MEAN], ==, 6.0 / 6);
  g_assert_cmpfloat (outcome->metrics[METRIC_STALENESS_MAX], ==, 2);
}

/* SSP 0 of three workers that compute 9, 5 and 3 ms, on links that serve messages in the order of their arrival, each for
 * G/B = 1 ms. Worker 2 has asked first, then worker 1: in this order they are answered when worker 0 arrives. */
static void
test_first_held_first (void)
{
  Job job = light_job ("ssp", 3, 1);
  SimTime left[3] = { 0 };
  guint n;
  job.gradient_bytes = 1e9;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->cluster.network.sharing = &sharing_fifo;
  settings->cluster.slowdown.trace = compute_trace_parse ("trace", "0,0,9e-3\n1,0,5e-3\n2,0,3e-3\n", 3, 1, NULL);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  const MessageSpan *message = record_messages (record, &n);
  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < n; i++)
    if (message[i].kind == SPAN_PULL)
      left[message[i].to] = message[i].left;
  g_assert_cmpint (left[2], ==, 9000000 + 1000 + 2 * 1000000);
  g_assert_cmpint (left[1], ==, left[2] + 1000000);
  g_assert_cmpint (left[0], ==, left[1] + 1000000);
}

/* SSP 1, four updates. Worker 1 computes 10 ms and stands λ = 20 ms away: its push is applied at 10 ms + λ + l, l being the
 * server's own latency of half a microsecond. Worker 0 is held after its second iteration until then, and held again after its
 * third one, the last there is. Worker 1's clock stays at 1: it has nothing left to do when its answer arrives, another λ + l
 * later, and leaves, so worker 0 is answered at last, 2l later. */
static void
test_leaver_lets_go (void)
{
  const SimTime away = 20000000, l = 500;
  Job job = light_job ("ssp", 2, 0);
  const gint64 slow = 1;
  job.staleness = 1;
  g_autoptr (RunSettings) settings = job_settings (&job);
  settings->stop.updates = 4;
  settings->cluster.slowdown.slow_list = g_memdup2 (&slow, sizeof slow);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 10;
  settings->cluster.groups = g_new (Group, 1);
  settings->cluster.groups[0] = (Group){ .workers = { 1, 1 }, .bandwidth = NAN, .latency = away };
  settings->cluster.n_groups = 1;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpuint (outcome->workers[0].iterations, ==, 3);
  g_assert_cmpuint (outcome->workers[1].iterations, ==, 1);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], sim_time_to_s (10000000 + 2 * (away + l) + 2 * l), 10e-9);
}

/* Clocks 5, 3 and 1: leads over 1. When the slowest leaves they are over 3, then over 5; who has left moves nobody. */
static void
test_slowest_leaves (void)
{
  static const guint clock[3] = { 5, 3, 1 }, lead[3] = { 0, 2, 4 };
  Clocks *clocks = clocks_new (3);
  for (guint k = 0; k < 3; k++)
    for (guint i = 0; i < clock[k]; i++)
      clocks_tick (clocks, k);
  for (guint leaver = 3; leaver-- > 0;)
    {
      g_assert_cmpuint (clocks_lead (clocks, 0), ==, lead[leaver]);
      g_assert_cmpuint (clocks_smallest (clocks), ==, clock[leaver]);
      clocks_leave (clocks, leaver);
      clocks_tick (clocks, leaver);
    }
  clocks_free (clocks);
}

/* A learner of its own: what the run must have computed, with nothing of training/. */
typedef struct
{
  Dataset *data;
  Model *model;
  Order *order;
  Optimizer *optimizer;
  gsize n;
  float *w, *gradient, *workspace;
} Pencil;

static Pencil
pencil_new (const RunSettings *settings)
{
  const LearningSettings *l = &settings->learning;
  const DataPlace place = { .seed = settings->seed };
  Pencil p = { .data = dataset_load (l->data, l->data_knobs, &place, NULL) };
  p.model = model_new (l->model, l->model_knobs, p.data, NULL);
  p.order = order_new (l->shuffled, settings->seed, p.data->n_train, settings->cluster.workers, l->batch);
  p.n = model_n_parameters (p.model);
  p.optimizer = optimizer_new (l->optimizer, l->optimizer_knobs, p.model, 0, p.n);
  p.w = g_new (float, p.n);
  p.gradient = g_new (float, p.n);
  p.workspace = g_new (float, model_workspace_floats (p.model, l->batch));
  init_parameters (l->init, p.model, settings->seed, p.w);
  return p;
}

static void
pencil_clear (Pencil *p)
{
  optimizer_free (p->optimizer);
  order_free (p->order);
  model_free (p->model);
  dataset_free (p->data);
  g_free (p->w);
  g_free (p->gradient);
  g_free (p->workspace);
}

/* Into p->gradient; returns the loss. */
static double
pencil_gradient (Pencil *p, const RunSettings *settings, guint worker, guint64 step, const float *at)
{
  g_autofree guint32 *rows = g_new (guint32, settings->learning.batch);
  order_batch (p->order, worker, step, rows);
  const Batch batch = { p->data->train_x, p->data->train_y, p->data->train_t, rows, settings->learning.batch };
  return model_gradient (p->model, at, &batch, p->gradient, p->workspace);
}

/* The weights after @rounds of BSP, gradients added from the first worker to the last, or from the last to the first. */
static void
pencil_bsp (const RunSettings *settings, guint rounds, gboolean backwards, char out[17])
{
  guint workers = settings->cluster.workers;
  Pencil p = pencil_new (settings);
  g_autofree float *sum = g_new (float, p.n);
  Hash hash;
  for (guint step = 0; step < rounds; step++)
    {
      memset (sum, 0, p.n * sizeof (float));
      for (guint k = 0; k < workers; k++)
        {
          pencil_gradient (&p, settings, backwards ? workers - 1 - k : k, step, p.w);
          for (gsize i = 0; i < p.n; i++)
            sum[i] += (float)(1.0 / workers) * p.gradient[i];
        }
      optimizer_apply (p.optimizer, p.w, p.w, sum);
    }
  hash = HASH_START;
  hash_bytes (&hash, p.w, p.n * sizeof (float));
  hash_hex (&hash, out);
  pencil_clear (&p);
}

/* Five workers, the last one 5, the first 1 times as fast, so gradients arrive from the last to the first. They are added in the
 * order of the workers, which the rounding shows. */
static void
test_sum_in_order (void)
{
  Job job = light_job ("bsp", 5, 9);
  char forwards[17], backwards[17];
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (RunSettings) settings = job_learning (&job);
  for (guint k = 0; k < 5; k++)
    for (guint i = 0; i < 9; i++)
      g_string_append_printf (rows, "%u,%u,%g\n", k, i, 1e-3 / (k + 1));
  settings->cluster.slowdown.trace = compute_trace_parse ("trace", rows->str, 5, 9, NULL);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  pencil_bsp (settings, 9, FALSE, forwards);
  pencil_bsp (settings, 9, TRUE, backwards);
  g_assert_cmpstr (forwards, !=, backwards);
  g_assert_cmpstr (outcome->weights, ==, forwards);
}

/* The upper 16 bits, to nearest even. */
static float
brain (float x)
{
  guint32 bits;
  memcpy (&bits, &x, sizeof bits);
  bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000u;
  memcpy (&x, &bits, sizeof bits);
  return x;
}

/* One worker and a server, bfloat16 on the wire: the server keeps w in full, the worker computes at what it pulled, round (w),
 * and the server steps by round (g). The start is no pull. */
static void
test_wire_both_ways (void)
{
  Job job = light_job ("asp", 1, 12);
  g_autoptr (RunSettings) settings = job_learning (&job);
  settings->training.wire = WIRE_BF16;
  settings->evaluate.every_updates = 1;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  Pencil p = pencil_new (settings);
  g_autofree float *pulled = g_memdup2 (p.w, p.n * sizeof (float));
  g_assert_cmpuint (outcome->evaluations->len, ==, 13);
  for (guint step = 0; step < 12; step++)
    {
      double loss = pencil_gradient (&p, settings, 0, step, pulled);
      g_assert_cmpfloat (g_array_index (outcome->evaluations, EvaluationRow, step + 1).batch_loss, ==, loss);
      for (gsize i = 0; i < p.n; i++)
        p.gradient[i] = brain (p.gradient[i]);
      optimizer_apply (p.optimizer, p.w, p.w, p.gradient);
      for (gsize i = 0; i < p.n; i++)
        pulled[i] = brain (p.w[i]);
    }
  pencil_clear (&p);
}

void
add_server_rules_tests (void)
{
  g_test_add_func ("/training/server/colocated-place", test_colocated_place);
  g_test_add_func ("/training/server/colocated-accounts", test_colocated_accounts);
  g_test_add_func ("/training/server/labels-of-overlap", test_labels_of_overlap);
  g_test_add_func ("/training/server/labels", test_labels);
  g_test_add_func ("/training/server/stall", test_stall);
  g_test_add_func ("/training/server/staleness-of-shards", test_staleness_of_shards);
  g_test_add_func ("/training/server/first-held-first", test_first_held_first);
  g_test_add_func ("/training/server/leaver-lets-go", test_leaver_lets_go);
  g_test_add_func ("/training/server/slowest-leaves", test_slowest_leaves);
  g_test_add_func ("/training/server/sum-in-order", test_sum_in_order);
  g_test_add_func ("/training/server/wire-both-ways", test_wire_both_ways);
}
