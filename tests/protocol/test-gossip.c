/* Gossip learning on two nodes, against iterates computed here. */
#include "../training/job.h"
#include "protocol/metrics.h"

#define ROWS 8
#define RATE 0.05

static const double x[ROWS] = { 0.7, -1.3, 2.1, 0.4, -0.6, 1.9, -2.2, 1.1 };
static const double y[ROWS] = { 1.9, -2.1, 5.3, 1.2, -0.3, 4.4, -4.6, 3.1 };

typedef struct
{
  double w, b;
} Line;

static double
mean_loss (Line line)
{
  double sum = 0;
  for (guint i = 0; i < ROWS; i++)
    sum += (line.w * x[i] + line.b - y[i]) * (line.w * x[i] + line.b - y[i]);
  return sum / ROWS;
}

/* w ← w − η·2(ŷ − y)·x, b ← b − η·2(ŷ − y), on one row. */
static Line
step (Line line, guint row)
{
  double error = 2 * (line.w * x[row] + line.b - y[row]);
  return (Line){ line.w - RATE * error * x[row], line.b - RATE * error };
}

/* Both send at P, 2P, …, before either has what the other sent. What comes is merged by age: at first both are 0 and so is the model;
 * later both ages are equal, so it is the mean of both. Then node k takes its t-th batch, row 2t + k. The average of the two is
 * what is evaluated. */
static void
test_two_nodes (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "lockstep-gossip-XXXXXX", NULL);
  g_autoptr (GString) csv = g_string_new ("x,y\n");
  const Job job = { .protocol = "gossip", .workers = 2, .step_time = 1e-3, .bandwidth = 1e6, .latency = 1000 };
  g_autoptr (RunSettings) settings = job_learning (&job);
  LearningSettings *l = &settings->learning;
  Line node[2] = { { 0, 0 }, { 0, 0 } };
  for (guint i = 0; i < ROWS + 2; i++)
    g_string_append_printf (csv, "%g,%g\n", x[i % ROWS], y[i % ROWS]);
  close (g_mkstemp (path));
  g_assert_true (g_file_set_contents (path, csv->str, -1, NULL));
  knobs_free (l->model_knobs);
  l->model = word_find (&model_words, "linear");
  l->model_knobs = knobs_new (l->model->knobs);
  knobs_free (l->data_knobs);
  l->data = word_find (&data_source_words, "csv");
  l->data_knobs = knobs_new (l->data->knobs);
  knobs_set_word (l->data_knobs, "path", path);
  knobs_set_word (l->data_knobs, "target", "number");
  knobs_set_number (l->data_knobs, "train", ROWS);
  knobs_set_number (l->data_knobs, "test", 2);
  knobs_set_number (l->optimizer_knobs, "rate", RATE);
  l->init = word_find (&init_words, "zeros");
  l->batch = 1;
  l->shuffled = FALSE;
  settings->stop.updates = 8;
  settings->evaluate.every_updates = 2;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpuint (outcome->evaluations->len, ==, 5);
  for (guint t = 0; t < 4; t++)
    {
      const EvaluationRow *row = &g_array_index (outcome->evaluations, EvaluationRow, t + 1);
      Line mean = { (node[0].w + node[1].w) / 2, (node[0].b + node[1].b) / 2 };
      for (guint k = 0; k < 2; k++)
        node[k] = step (mean, 2 * t + k);
      mean = (Line){ (node[0].w + node[1].w) / 2, (node[0].b + node[1].b) / 2 };
      g_assert_cmpfloat_with_epsilon (row->train_loss, mean_loss (mean), 1e-5);
    }
  g_assert_true (isnan (outcome->metrics[metric_find ("age.mean")]));
  metrics_place (outcome);
  g_assert_cmpfloat (outcome->metrics[metric_find ("age.mean")], ==, (0 + 1 + 2 + 3) / 4.0);
  g_unlink (path);
}

/* Ages weigh: 3 to 1 leaves a quarter. Alone nobody can gossip. */
static void
test_refused (void)
{
  const char *key;
  g_autoptr (GError) error = NULL;
  const Job job = { .protocol = "gossip", .workers = 1, .step_time = 1e-3, .bandwidth = 1e6, .gradient_bytes = 4 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_assert_false (exchange_accepts (settings, &key, &error));
  g_assert_cmpstr (key, ==, "workers");
}

/* A node that is done with its own budget goes on sending: the others reach theirs. */
static void
test_iterations (void)
{
  const Job job = { .protocol = "gossip",
                    .workers = 5,
                    .step_time = 0.4,
                    .bandwidth = 1e6,
                    .gradient_bytes = 4000,
                    .latency = 1000,
                    .iterations = 6 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 30);
  for (guint k = 0; k < 5; k++)
    g_assert_cmpuint (outcome->workers[k].iterations, ==, 6);
  g_assert_cmpstr (outcome->stopped_by, ==, "iterations");
}

/* Names are unique, and there is room for all: each metric is found where it stands. */
static void
test_metrics (void)
{
  g_assert_cmpuint (metrics_count (), >, METRIC_OWN);
  g_assert_cmpuint (metrics_count (), <=, N_METRICS);
  for (guint i = 0; i < metrics_count (); i++)
    g_assert_cmpuint (metric_find (metric_at (i)->name), ==, i);
  g_assert_cmpuint (metric_find ("age.median"), ==, N_METRICS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/gossip/two-nodes", test_two_nodes);
  g_test_add_func ("/protocol/gossip/refused", test_refused);
  g_test_add_func ("/protocol/gossip/iterations", test_iterations);
  g_test_add_func ("/protocol/gossip/metrics", test_metrics);
  return g_test_run ();
}
