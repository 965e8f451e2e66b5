/* Fashion-MNIST itself, and an MLP 784-128-64-10 on it against another framework. Skipped where the data is not installed. */
#include "learning/init.h"
#include "learning/optimizer.h"
#include "learning/order.h"
#include "suites.h"

Dataset *
load_fashion_mnist (void)
{
  g_autoptr (Knobs) knobs = knobs_new (source_fashion_mnist.knobs);
  DataPlace place = { .dir = g_getenv ("LOCKSTEP_DATA") };
  return dataset_load (&source_fashion_mnist, knobs, &place, NULL);
}

typedef struct
{
  const Dataset *data; /* NULL: not installed */
  Model *model;
  cJSON *gradcheck;
  float *w, *grad, *workspace; /* for 256 rows */
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  *f = (Fixture){ .data = data };
  if (f->data == NULL)
    {
      g_test_skip ("Fashion-MNIST is not installed");
      return;
    }
  f->model = make_model (&model_mlp, 784, 10, (gint64[]){ 128, 64 }, 2);
  f->gradcheck = gradcheck_read ();
  f->w = g_new (float, model_n_parameters (f->model));
  f->grad = g_new (float, model_n_parameters (f->model));
  f->workspace = make_workspace (f->model, 256);
  init_parameters (word_find (&init_words, "hash"), f->model, 0, f->w);
}

static void
fixture_tear_down (Fixture *f, gconstpointer unused)
{
  if (f->data == NULL)
    return;
  model_free (f->model);
  cJSON_Delete (f->gradcheck);
  g_free (f->w);
  g_free (f->grad);
  g_free (f->workspace);
}

static double
pixel_sum (const float *x, guint rows)
{
  double sum = 0;
  for (gsize i = 0; i < (gsize)rows * 784; i++)
    sum += round (x[i] * 255.0);
  return sum;
}

static void
check_labels (const guint8 *y, const cJSON *node)
{
  guint n;
  g_autofree double *expected = gradcheck_numbers (node, &n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (y[i], ==, expected[i]);
}

static void
test_checksums (Fixture *f, gconstpointer unused)
{
  if (f->data == NULL)
    return;
  const cJSON *sums = gradcheck_get (f->gradcheck, "fmnist_checksums");
  g_assert_cmpuint (f->data->n_train, ==, 60000);
  g_assert_cmpuint (f->data->n_test, ==, 10000);
  g_assert_cmpfloat (pixel_sum (f->data->train_x, 60000), ==, gradcheck_get (sums, "train_pixel_sum")->valuedouble);
  g_assert_cmpfloat (pixel_sum (f->data->test_x, 10000), ==, gradcheck_get (sums, "test_pixel_sum")->valuedouble);
  g_assert_cmpfloat (pixel_sum (f->data->train_x, 32), ==, gradcheck_get (sums, "train_pixel_sum_first32")->valuedouble);
  check_labels (f->data->train_y, gradcheck_get (sums, "train_label_first16"));
  check_labels (f->data->test_y, gradcheck_get (sums, "test_label_first16"));
}

/* @got against the reference's list at @path, to 1e-6 of the tensor's norm. */
static void
check_part (const cJSON *node, const char *path, const float *got, double norm_of_tensor)
{
  guint n;
  g_autofree double *expected = gradcheck_numbers (gradcheck_get (node, path), &n);
  for (guint i = 0; i < n; i++)
    assert_near (got[i], expected[i], 1e-6 * norm_of_tensor);
}

/* The gradient of the first @rows rows. Norms and elements to 1e-6 of the norm; a sum over c elements, each off by at most that
 * in the root of their squares, to sqrt(c) as much (Cauchy-Schwarz). */
static void
check_gradient (Fixture *f, const char *name, guint rows)
{
  g_autofree char *path = g_strdup_printf ("fmnist_mlp_784_128_64_10_gradient/%s", name);
  const cJSON *node = gradcheck_get (f->gradcheck, path);
  guint n;
  const Tensor *t = model_tensors (f->model, &n);
  g_autofree double *norms = gradcheck_numbers (gradcheck_get (node, "grad_l2_per_tensor"), &n);
  g_autofree double *sums = gradcheck_numbers (gradcheck_get (node, "grad_sum_per_tensor"), &n);
  Batch batch = { .x = f->data->train_x, .y = f->data->train_y, .n = rows };
  assert_near (model_gradient (f->model, f->w, &batch, f->grad, f->workspace), gradcheck_get (node, "loss_f64")->valuedouble,
               1e-6);
  for (guint i = 0; i < n; i++)
    {
      double sum = 0;
      for (gsize e = 0; e < t[i].count; e++)
        sum += f->grad[t[i].first + e];
      assert_near (norm (f->grad + t[i].first, t[i].count), norms[i], 1e-6 * norms[i]);
      assert_near (sum, sums[i], 1e-6 * norms[i] * sqrt (t[i].count));
    }
  check_part (node, "db3", f->grad + t[5].first, norms[5]);
  check_part (node, "db2_first8", f->grad + t[3].first, norms[3]);
  check_part (node, "dW3_row0_first8", f->grad + t[4].first, norms[4]);
  check_part (node, "dW1_row5_cols400_407", f->grad + t[0].first + 5 * 784 + 400, norms[0]);
}

static void
test_gradient (Fixture *f, gconstpointer unused)
{
  if (f->data == NULL)
    return;
  check_gradient (f, "batch_first_32", 32);
  check_gradient (f, "batch_first_128", 128);
}

static void
check_final (Fixture *f, const cJSON *node)
{
  Batch test = { .x = f->data->test_x, .y = f->data->test_y, .n = f->data->n_test };
  Evaluation evaluation;
  model_evaluate (f->model, f->w, &test, 256, &evaluation, f->workspace);
  assert_near (evaluation.loss_sum / test.n, gradcheck_get (node, "final_test_loss_f64")->valuedouble, 1e-5);
  assert_near (evaluation.correct / (double)test.n, gradcheck_get (node, "final_test_acc_f64")->valuedouble, 1.5e-4);
}

/* A plain training loop; each step's loss to 1e-5 of the other framework's in double precision. */
static void
check_trajectory (Fixture *f, const char *name, guint rows_per_batch, double rate, double momentum)
{
  g_autofree char *path = g_strdup_printf ("fmnist_trajectories/cases/%s", name);
  const cJSON *node = gradcheck_get (f->gradcheck, path);
  guint n;
  g_autofree double *losses = gradcheck_numbers (gradcheck_get (node, "losses_f64"), &n);
  g_autofree guint32 *rows = g_new (guint32, rows_per_batch);
  g_autoptr (Knobs) knobs = knobs_new (optimizer_sgd.knobs);
  knobs_set_number (knobs, "rate", rate);
  knobs_set_number (knobs, "momentum", momentum);
  g_autoptr (Optimizer) optimizer = optimizer_new (&optimizer_sgd, knobs, f->model, 0, model_n_parameters (f->model));
  g_autoptr (Order) order = order_new (FALSE, 0, f->data->n_train, 1, rows_per_batch);
  Batch batch = { .x = f->data->train_x, .y = f->data->train_y, .rows = rows, .n = rows_per_batch };
  for (guint step = 0; step < n; step++)
    {
      order_batch (order, 0, step, rows);
      assert_near (model_gradient (f->model, f->w, &batch, f->grad, f->workspace), losses[step], 1e-5);
      optimizer_apply (optimizer, f->w, f->w, f->grad);
    }
  check_final (f, node);
}

static void
test_trajectory_b32 (Fixture *f, gconstpointer unused)
{
  if (f->data)
    check_trajectory (f, "sgd_b32_lr0p1", 32, 0.1, 0);
}

static void
test_trajectory_b128 (Fixture *f, gconstpointer unused)
{
  if (f->data)
    check_trajectory (f, "sgd_b128_lr0p1", 128, 0.1, 0);
}

static void
test_trajectory_momentum (Fixture *f, gconstpointer unused)
{
  if (f->data)
    check_trajectory (f, "momentum0p9_b32_lr0p01", 32, 0.01, 0.9);
}

static void
add (const char *path, const Dataset *data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down);
}

void
add_fashion_mnist_tests (const Dataset *data)
{
  add ("/fashion-mnist/checksums", data, test_checksums);
  add ("/fashion-mnist/gradient", data, test_gradient);
  if (g_getenv ("LOCKSTEP_TEST_QUICK") != NULL) /* under valgrind */
    return;
  add ("/fashion-mnist/trajectory/batch-32", data, test_trajectory_b32);
  add ("/fashion-mnist/trajectory/batch-128", data, test_trajectory_b128);
  add ("/fashion-mnist/trajectory/momentum", data, test_trajectory_momentum);
}
