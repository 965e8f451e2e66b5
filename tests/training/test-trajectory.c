/* Whole runs on Fashion-MNIST, step by step against another framework: hash initialisation, file order, every step's loss to
 * 1e-5. */
#include <cjson/cJSON.h>

#include "job.h"
#include "suites.h"

static RunSettings *
fashion_settings (const char *protocol, const char *exchange, guint workers, guint batch, double rate, double momentum)
{
  const gint64 hidden[] = { 128, 64 };
  Job job = {
    .protocol = protocol, .exchange = exchange, .workers = workers, .step_time = 1e-3, .bandwidth = 1e9, .iterations = 50
  };
  RunSettings *s = job_settings (&job);
  LearningSettings *l = &s->learning;
  s->job.gradients = GRADIENTS_REAL;
  s->job.gradient_bytes = NAN;
  l->batch = batch;
  l->model = word_find (&model_words, "mlp");
  l->model_knobs = knobs_new (l->model->knobs);
  knobs_set_integers (l->model_knobs, "hidden", hidden, 2);
  l->data = word_find (&data_source_words, "fashion-mnist");
  l->data_knobs = knobs_new (l->data->knobs);
  knobs_set_number (l->data_knobs, "test", 10);
  knobs_set_number (l->data_knobs, "train", 8000);
  l->optimizer = word_find (&optimizer_words, "sgd");
  l->optimizer_knobs = knobs_new (l->optimizer->knobs);
  knobs_set_number (l->optimizer_knobs, "rate", rate);
  knobs_set_number (l->optimizer_knobs, "momentum", momentum);
  l->init = word_find (&init_words, "hash");
  l->shuffled = FALSE;
  s->evaluate = (EvaluateSettings){ .every_updates = 1, .train_rows = 1 };
  return s;
}

static const cJSON *
reference_losses (cJSON **root, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "gradcheck.json", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  *root = cJSON_Parse (text);
  const cJSON *cases =
      cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItemCaseSensitive (*root, "fmnist_trajectories"), "cases");
  return cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItemCaseSensitive (cases, name), "losses_f64");
}

static void
follow (const char *name, RunSettings *settings)
{
  cJSON *root = NULL;
  const cJSON *loss;
  guint step = 0;
  const cJSON *losses = reference_losses (&root, name);
  g_autoptr (Outcome) outcome = job_run (settings, 2, NULL);
  g_assert_cmpuint (outcome->evaluations->len, ==, 51);
  cJSON_ArrayForEach (loss, losses)
  {
    const EvaluationRow *row = &g_array_index (outcome->evaluations, EvaluationRow, ++step);
    g_assert_cmpuint (row->updates, ==, step);
    g_assert_cmpfloat_with_epsilon (row->batch_loss, loss->valuedouble, 1e-5);
  }
  g_assert_cmpuint (step, ==, 50);
  cJSON_Delete (root);
  job_free (settings);
}

static gboolean
have_data (void)
{
  if (job_quick ())
    {
      g_test_skip ("only quick tests are wanted");
      return FALSE;
    }
  if (g_file_test ("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz", G_FILE_TEST_EXISTS))
    return TRUE;
  g_test_skip ("dataset-fashion-mnist is not installed");
  return FALSE;
}

static void
test_serial (void)
{
  if (!have_data ())
    return;
  follow ("sgd_b32_lr0p1", fashion_settings ("serial", NULL, 1, 32, 0.1, 0));
  follow ("sgd_b128_lr0p1", fashion_settings ("serial", NULL, 1, 128, 0.1, 0));
  follow ("momentum0p9_b32_lr0p01", fashion_settings ("serial", NULL, 1, 32, 0.01, 0.9));
}

/* Four workers with batches of 32 in file order see the batch of 128 of one. */
static void
test_bsp (void)
{
  static const char *const exchanges[] = { "parameter-server", "ring", "tree" };
  if (!have_data ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    follow ("sgd_b128_lr0p1", fashion_settings ("bsp", exchanges[i], 4, 32, 0.1, 0));
  follow ("momentum0p9_b32_lr0p01", fashion_settings ("bsp", NULL, 1, 32, 0.01, 0.9));
}

void
add_trajectory_tests (void)
{
  g_test_add_func ("/training/trajectory/serial", test_serial);
  g_test_add_func ("/training/trajectory/bsp", test_bsp);
}
