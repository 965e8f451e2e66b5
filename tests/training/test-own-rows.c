/* Workers with rows of their own: updates weighted by samples, epochs, and what a budget grants. */
#include "job.h"
#include "suites.h"

#define WORKERS 4
#define BATCH 5
#define FEATURES 3
#define ROWS 61
#define RATE 0.05

/* Passes of 2, 1, 5 and 6 batches, the last of 2, 3, 2 and 4 rows. */
static const guint sizes[WORKERS] = { 7, 3, 22, 29 };

static void
set_blocks (RunSettings *settings)
{
  LearningSettings *l = &settings->learning;
  double weights[WORKERS];
  for (guint k = 0; k < WORKERS; k++)
    weights[k] = sizes[k];
  l->partition = &partition_blocks;
  l->partition_knobs = knobs_new (partition_blocks.knobs);
  knobs_set_numbers (l->partition_knobs, "sizes", weights, WORKERS);
  l->shuffled = FALSE;
  l->batch = BATCH;
}

/* Linear regression from zero on 61 rows in blocks of those sizes. */
static RunSettings *
regression_settings (const char *protocol, const char *exchange)
{
  const Job job = { .protocol = protocol, .exchange = exchange, .workers = WORKERS, .step_time = 0.013, .bandwidth = 1e9, .latency = 300 };
  RunSettings *settings = job_learning (&job);
  LearningSettings *l = &settings->learning;
  knobs_free (l->model_knobs);
  knobs_free (l->data_knobs);
  l->model = word_find (&model_words, "linear");
  l->model_knobs = knobs_new (l->model->knobs);
  l->data = &source_regression;
  l->data_knobs = knobs_new (l->data->knobs);
  knobs_set_number (l->data_knobs, "train", ROWS);
  knobs_set_number (l->data_knobs, "test", 10);
  knobs_set_number (l->data_knobs, "features", FEATURES);
  knobs_set_number (l->optimizer_knobs, "rate", RATE);
  l->init = word_find (&init_words, "zeros");
  set_blocks (settings);
  return settings;
}

/* The rows of worker @k's step @step are [first, first + n). */
static guint
batch_at (guint k, guint step, guint *first)
{
  guint pass = (sizes[k] + BATCH - 1) / BATCH, at = step % pass * BATCH;
  *first = at;
  for (guint i = 0; i < k; i++)
    *first += sizes[i];
  return MIN (BATCH, sizes[k] - at);
}

/* Adds row @row's squared error to @loss and its gradient to @sum; w is FEATURES weights and a bias. */
static void
add_row (const Dataset *data, guint row, const double *w, double *sum, double *loss)
{
  const float *x = data->train_x + row * FEATURES;
  double error = w[FEATURES] - data->train_t[row];
  for (guint j = 0; j < FEATURES; j++)
    error += w[j] * x[j];
  *loss += error * error;
  for (guint j = 0; j < FEATURES; j++)
    sum[j] += 2 * error * x[j];
  sum[FEATURES] += 2 * error;
}

/* An average weighted by samples is the mean over all rows of the update, whoever took them in however many batches. Returns how
 * many they are; the loss in @loss. */
static guint
update_by_hand (const Dataset *data, guint update, guint batches, double *w, double *loss)
{
  double sum[FEATURES + 1] = { 0 };
  guint total = 0, first;
  *loss = 0;
  for (guint k = 0; k < WORKERS; k++)
    for (guint step = update * batches; step < (update + 1) * batches; step++)
      {
        guint n = batch_at (k, step, &first);
        for (guint i = 0; i < n; i++)
          add_row (data, first + i, w, sum, loss);
        total += n;
      }
  *loss /= total;
  for (guint j = 0; j <= FEATURES; j++)
    w[j] -= RATE * sum[j] / total;
  return total;
}

static void
assert_as_by_hand (const char *exchange, guint batches)
{
  g_autoptr (RunSettings) settings = regression_settings ("bsp", exchange);
  settings->training.accumulate = batches;
  settings->stop.updates = 20;
  settings->evaluate.every_updates = 1;
  const DataPlace place = { .seed = settings->seed };
  g_autoptr (Dataset) data = dataset_load (&source_regression, settings->learning.data_knobs, &place, NULL);
  g_autoptr (Outcome) outcome = job_run (settings, 2, NULL);
  double w[FEATURES + 1] = { 0 }, loss;
  guint64 samples = 0;
  g_assert_cmpuint (outcome->evaluations->len, ==, 21);
  for (guint update = 0; update < 20; update++)
    {
      const EvaluationRow *row = &g_array_index (outcome->evaluations, EvaluationRow, update + 1);
      samples += update_by_hand (data, update, batches, w, &loss);
      g_assert_cmpuint (row->samples, ==, samples);
      g_assert_cmpfloat_with_epsilon (row->batch_loss, loss, 1e-5 * loss);
    }
}

static void
test_weighted (void)
{
  for (guint batches = 1; batches <= 3; batches++)
    {
      assert_as_by_hand ("parameter-server", batches);
      assert_as_by_hand ("ring", batches);
    }
}

/* Rounds until they hold @limit rows. */
static guint
rounds_for (guint limit, guint batches)
{
  guint rounds = 0, total = 0, unused;
  for (; total < limit; rounds++)
    for (guint k = 0; k < WORKERS; k++)
      for (guint step = rounds * batches; step < (rounds + 1) * batches; step++)
        total += batch_at (k, step, &unused);
  return rounds;
}

/* A run over @exchange makes as many rounds as the budget holds, and is ended by it. */
static void
assert_rounds (const char *exchange, guint epochs, guint samples, guint batches, gboolean real)
{
  g_autoptr (RunSettings) settings = regression_settings ("bsp", exchange);
  settings->training.accumulate = batches;
  settings->training.update_time = 1000;
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 1.5;
  settings->job.gradients = real ? GRADIENTS_REAL : GRADIENTS_MODELLED;
  settings->stop.epochs = epochs;
  settings->stop.samples = samples;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpstr (outcome->stopped_by, ==, epochs > 0 ? "epochs" : "samples");
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, rounds_for (epochs * ROWS + samples, batches));
}

/* Any number of epochs, or of samples, ends with the first round that completes it, computed or only timed. Rounds are granted by
 * the rows that they will have: over a tree a worker goes on before the last one has applied, and one that was wrongly told that
 * nothing is left would be waited for. */
static void
test_budget_of_rounds (void)
{
  static const char *const exchanges[] = { "parameter-server", "ring", "tree" };
  for (guint e = 0; e < G_N_ELEMENTS (exchanges); e++)
    {
      for (guint epochs = 1; epochs <= 7; epochs++)
        for (guint real = 0; real < 2; real++)
          assert_rounds (exchanges[e], epochs, 0, 1 + epochs % 2, real);
      for (guint samples = 50; samples < 90; samples++)
        assert_rounds (exchanges[e], 0, samples, 1, FALSE);
    }
}

/* Each of four equal workers has made one pass of 15 or 16 rows in 4 batches: an epoch is exactly everybody's pass. */
static void
test_epoch_of_iterations (void)
{
  g_autoptr (RunSettings) settings = regression_settings ("asp", "parameter-server");
  knobs_free (settings->learning.partition_knobs);
  settings->learning.partition = &partition_iid;
  settings->learning.partition_knobs = knobs_new (partition_iid.knobs);
  settings->learning.batch = 4;
  settings->stop.epochs = 3;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 3 * ROWS);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 3 * 4 * WORKERS);
  g_assert_cmpuint (outcome->evaluations->len, ==, 1 + 3);
}

/* The same bytes whatever the threads, in file order and shuffled, which are not the same. */
static void
test_deterministic (void)
{
  char weights[2][17];
  for (guint shuffled = 0; shuffled < 2; shuffled++)
    {
      g_autoptr (RunSettings) settings = regression_settings ("bsp", "ring");
      settings->learning.shuffled = shuffled;
      settings->stop.epochs = 4;
      g_autoptr (Outcome) one = job_run (settings, 1, NULL);
      g_autoptr (Outcome) two = job_run (settings, 2, NULL);
      g_assert_cmpstr (one->weights, ==, two->weights);
      g_assert_cmpstr (one->timeline, ==, two->timeline);
      memcpy (weights[shuffled], one->weights, 17);
    }
  g_assert_cmpstr (weights[0], !=, weights[1]);
}

/* What is wrong with the data's rows is said before anything runs. */
static void
test_empty_worker (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  g_autoptr (RunSettings) settings = regression_settings ("bsp", "ring");
  const RunEnvironment environment = { .threads = 1, .data = { .seed = 1 }, .record = RECORD_SETTINGS_DEFAULT };
  settings->cluster.workers = WORKERS + 1;
  settings->stop.epochs = 1;
  g_assert_null (training_run (settings, &environment, &record, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "each of the 5 workers, found 4"));
}

void
add_own_rows_tests (void)
{
  g_test_add_func ("/training/own-rows/weighted", test_weighted);
  g_test_add_func ("/training/own-rows/budget-of-rounds", test_budget_of_rounds);
  g_test_add_func ("/training/own-rows/epoch-of-iterations", test_epoch_of_iterations);
  g_test_add_func ("/training/own-rows/deterministic", test_deterministic);
  g_test_add_func ("/training/own-rows/empty-worker", test_empty_worker);
}
