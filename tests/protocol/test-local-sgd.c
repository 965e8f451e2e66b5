/* Local SGD: identities, an outer step by hand, and another framework's trajectory. */
#include <cjson/cJSON.h>

#include "../training/job.h"

static RunSettings *
settings_of (const char *protocol, const char *exchange, guint workers, double local_steps)
{
  const Job job = { .protocol = protocol,
                    .exchange = exchange,
                    .workers = workers,
                    .servers = 2,
                    .step_time = 1e-3,
                    .bandwidth = 3e7,
                    .latency = 7000,
                    .iterations = 30 };
  RunSettings *settings = job_learning (&job);
  if (knob_find (settings->training.protocol->knobs, "local_steps"))
    knobs_set_number (settings->training.protocol_knobs, "local_steps", local_steps);
  settings->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  settings->evaluate.every_updates = 1;
  return settings;
}

/* One local step is BSP over the same exchange: every loss to 1e-6, at the same time. */
static void
test_one_step_is_bsp (void)
{
  static const char *const exchanges[] = { "ring", "parameter-server" };
  for (guint e = 0; e < 2; e++)
    {
      g_autoptr (RunSettings) local = settings_of ("local-sgd", exchanges[e], 5, 1), bsp = settings_of ("bsp", exchanges[e], 5, 1);
      g_autoptr (Outcome) a = job_run (local, 1, NULL), b = job_run (bsp, 1, NULL);
      g_assert_cmpuint (a->evaluations->len, ==, b->evaluations->len);
      for (guint i = 0; i < a->evaluations->len; i++)
        {
          const EvaluationRow *one = &g_array_index (a->evaluations, EvaluationRow, i);
          const EvaluationRow *other = &g_array_index (b->evaluations, EvaluationRow, i);
          g_assert_cmpint (one->time, ==, other->time);
          g_assert_cmpfloat_with_epsilon (one->train_loss, other->train_loss, 1e-6);
        }
    }
}

/* 30 iterations in rounds of 7 are 5 rounds, the last one of 2 steps; of one worker they are its 30 serial steps. */
static void
test_alone_is_serial (void)
{
  g_autoptr (RunSettings) local = settings_of ("local-sgd", "ring", 1, 7), serial = settings_of ("serial", NULL, 1, 7);
  g_autoptr (Outcome) a = job_run (local, 1, NULL), b = job_run (serial, 1, NULL);
  g_assert_cmpfloat (a->metrics[METRIC_UPDATES], ==, 5);
  g_assert_cmpfloat (a->metrics[METRIC_SAMPLES], ==, 240);
  g_assert_cmpfloat_with_epsilon (a->metrics[METRIC_FINAL_TRAIN_LOSS], b->metrics[METRIC_FINAL_TRAIN_LOSS], 1e-6);
}

/* An outer sgd with rate 0 takes no step; with rate 1 it is plain averaging, the default. */
static void
test_outer (void)
{
  double loss[3], first = 0;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (RunSettings) settings = settings_of ("local-sgd", "ring", 4, 5);
      if (i > 0)
        {
          Knobs *outer = knobs_add_object (settings->training.protocol_knobs, "outer_optimizer");
          knobs_set_word (outer, "kind", "sgd");
          knobs_set_number (knobs_brought (outer, "kind"), "rate", i == 1 ? 1 : 1e-30);
        }
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      loss[i] = outcome->metrics[METRIC_FINAL_TRAIN_LOSS];
      first = g_array_index (outcome->evaluations, EvaluationRow, 0).train_loss;
    }
  g_assert_cmpfloat (loss[0], ==, loss[1]);
  g_assert_cmpfloat (loss[2], ==, first);
  g_assert_cmpfloat (loss[0], <, 0.8 * first);
}

static RunSettings *
fashion_settings (guint64 iterations)
{
  const gint64 hidden[] = { 128, 64 };
  RunSettings *s = settings_of ("local-sgd", "ring", 4, 10);
  LearningSettings *l = &s->learning;
  l->batch = 32;
  knobs_free (l->model_knobs);
  l->model = word_find (&model_words, "mlp");
  l->model_knobs = knobs_new (l->model->knobs);
  knobs_set_integers (l->model_knobs, "hidden", hidden, 2);
  knobs_free (l->data_knobs);
  l->data = word_find (&data_source_words, "fashion-mnist");
  l->data_knobs = knobs_new (l->data->knobs);
  knobs_set_number (l->data_knobs, "test", 10);
  knobs_set_number (l->data_knobs, "train", 8000);
  l->init = word_find (&init_words, "hash");
  l->shuffled = FALSE;
  s->evaluate.train_rows = 1;
  s->stop.iterations = iterations;
  return s;
}

/* The mean loss of each round's steps, against the reference's: whole rounds over 50 steps, and first rounds of 1 … 10 steps, which
 * tell the steps apart. */
static void
test_trajectory (void)
{
  if (job_quick () || !g_file_test ("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("only quick tests are wanted, or dataset-fashion-mnist is not installed");
      return;
    }
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "gradcheck.json", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  cJSON *root = cJSON_Parse (text);
  const cJSON *cases = cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItemCaseSensitive (root, "fmnist_trajectories"), "cases");
  const cJSON *losses =
      cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItemCaseSensitive (cases, "localsgd_K4_H10_b32_lr0p1"), "losses_f64");
  for (guint run = 1; run <= 11; run++)
    {
      guint steps = run <= 10 ? run : 50, step = 0;
      g_autoptr (RunSettings) settings = fashion_settings (steps);
      g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
      g_assert_cmpuint (outcome->evaluations->len, ==, 1 + (steps + 9) / 10);
      for (guint i = 1; i < outcome->evaluations->len; i++)
        {
          double mean = 0;
          guint n = MIN (steps - step, 10);
          for (guint j = 0; j < n; j++)
            mean += cJSON_GetArrayItem (losses, step++)->valuedouble / n;
          g_assert_cmpfloat_with_epsilon (g_array_index (outcome->evaluations, EvaluationRow, i).batch_loss, mean, 1e-6);
        }
    }
  cJSON_Delete (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/local-sgd/one-step-is-bsp", test_one_step_is_bsp);
  g_test_add_func ("/protocol/local-sgd/alone-is-serial", test_alone_is_serial);
  g_test_add_func ("/protocol/local-sgd/outer", test_outer);
  g_test_add_func ("/protocol/local-sgd/trajectory", test_trajectory);
  return g_test_run ();
}
