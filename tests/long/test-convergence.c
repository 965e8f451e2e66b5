/* Statistics over whole epochs of Fashion-MNIST, against another framework's (PyTorch 1.13, 20 seeds; the tolerances are its
 * noise).
 *
 * MLP 784-128-64-10, He init, BSP, 4 workers × batch 32, rate 0.1, 2 epochs, 10 seeds: mean test accuracy 0.8366 ± 0.015, mean
 * training loss 0.4151 ± 0.03; with the ring in place of the server the same. One worker, batch 32, rate 0.05: 0.8465 ± 0.012.
 */
#include "protocol/table.h"
#include "training/run.h"

#define SEEDS 10

static void
set_job (RunSettings *s, const char *protocol, const char *exchange, guint workers, double rate)
{
  const gint64 hidden[] = { 128, 64 };
  LearningSettings *l = &s->learning;
  s->job.step_time = 1e-3;
  s->cluster.workers = workers;
  s->cluster.network.topology = &topology_star;
  s->cluster.network.bandwidth = 1e9;
  l->batch = 32;
  l->model = word_find (&model_words, "mlp");
  l->model_knobs = knobs_new (l->model->knobs);
  knobs_set_integers (l->model_knobs, "hidden", hidden, 2);
  l->data = word_find (&data_source_words, "fashion-mnist");
  l->data_knobs = knobs_new (l->data->knobs);
  l->optimizer = word_find (&optimizer_words, "sgd");
  l->optimizer_knobs = knobs_new (l->optimizer->knobs);
  knobs_set_number (l->optimizer_knobs, "rate", rate);
  s->training.protocol = word_find (&protocol_words, protocol);
  s->training.protocol_knobs = knobs_new (s->training.protocol->knobs);
  s->training.exchange = exchange ? exchange_find (exchange) : NULL;
  s->training.exchange_knobs = exchange ? knobs_new (s->training.exchange->knobs) : NULL;
  s->stop.epochs = 2;
  s->evaluate.every_samples = 1000000;
}

typedef struct
{
  double accuracy, loss;
} Mean;

static Mean
mean_over_seeds (const char *protocol, const char *exchange, guint workers, double rate)
{
  Mean mean = { 0, 0 };
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      RunSettings settings;
      g_autoptr (GError) error = NULL;
      g_autoptr (Record) record = NULL;
      const RunEnvironment environment = { .threads = 2, .data = { .seed = seed } };
      run_settings_init (&settings);
      settings.seed = seed;
      set_job (&settings, protocol, exchange, workers, rate);
      g_autoptr (Outcome) outcome = training_run (&settings, &environment, &record, &error);
      g_assert_no_error (error);
      mean.accuracy += outcome->metrics[METRIC_FINAL_TEST_ACCURACY] / SEEDS;
      mean.loss += outcome->metrics[METRIC_FINAL_TRAIN_LOSS] / SEEDS;
      run_settings_clear (&settings);
    }
  g_test_message ("%s %s, %u workers, rate %g: accuracy %.4f, loss %.4f", protocol, exchange ? exchange : "", workers, rate,
                  mean.accuracy, mean.loss);
  return mean;
}

static void
test_bsp (gconstpointer exchange)
{
  Mean mean = mean_over_seeds ("bsp", exchange, 4, 0.1);
  g_assert_cmpfloat_with_epsilon (mean.accuracy, 0.8366, 0.015);
  g_assert_cmpfloat_with_epsilon (mean.loss, 0.4151, 0.03);
}

static void
test_serial (void)
{
  Mean mean = mean_over_seeds ("serial", NULL, 1, 0.05);
  g_assert_cmpfloat_with_epsilon (mean.accuracy, 0.8465, 0.012);
  g_assert_cmpfloat_with_epsilon (mean.loss, 0.3758, 0.03);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_data_func ("/long/convergence/bsp-server", "parameter-server", test_bsp);
  g_test_add_data_func ("/long/convergence/bsp-ring", "ring", test_bsp);
  g_test_add_func ("/long/convergence/serial", test_serial);
  return g_test_run ();
}
