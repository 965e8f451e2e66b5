/* Models and their beginnings: tables, tensors, evaluation, initialisation. */
#include "base/error.h"
#include "learning/description.h"
#include "learning/init.h"
#include "suites.h"

static double
forward_flops (const Model *model)
{
  g_autoptr (ModelDescription) description = model_describe (model);
  return model_description_forward_flops (description);
}

static void
test_table (void)
{
  g_assert_true (word_find (&model_words, "linear") == &model_linear);
  g_assert_true (word_find (&model_words, "softmax") == &model_softmax);
  g_assert_true (word_find (&model_words, "mlp") == &model_mlp);
  g_assert_true (word_find (&model_words, "cnn") == &model_cnn);
  g_assert_null (word_find (&model_words, "ML"));
}

/* 7 → 5 → 3: W1 5×7, b1 5, W2 3×5, b2 3; 35 + 5 + 15 + 3 = 58 parameters, 2·(35 + 15) FLOPs. */
static void
test_tensors (void)
{
  g_autoptr (Model) model = make_model (&model_mlp, 7, 3, (gint64[]){ 5 }, 1);
  guint n;
  const Tensor *t = model_tensors (model, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (model_n_parameters (model), ==, 58);
  g_assert_cmpstr (t[0].name, ==, "W1");
  g_assert_cmpstr (t[3].name, ==, "b2");
  g_assert_cmpuint (t[2].first, ==, 40);
  g_assert_cmpuint (t[2].rows, ==, 3);
  g_assert_cmpuint (t[2].columns, ==, 5);
  g_assert_true (t[1].bias && !t[2].bias);
  g_assert_cmpfloat (forward_flops (model), ==, 100);
}

static void
test_wrong_data (void)
{
  Dataset targets = { .features = 4 }, classes = { .features = 4, .classes = 3 };
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (Knobs) none = knobs_new (NULL);
  g_assert_null (model_new (&model_softmax, none, &targets, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (model_new (&model_linear, none, &classes, &other));
  g_assert_error (other, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
}

/* Images 1 × 28 × 28, kernels of 5 with padding 2 and 0, pooling by 2, then 120 and 84: LeNet-5 as it is drawn today,
 *   6·26 + 16·(6·25 + 1) + 120·401 + 84·121 + 10·85 = 61706 parameters. */
static void
test_lenet (void)
{
  Dataset shape = { .features = 784, .classes = 10, .shape = { 1, 28, 28 } }, no_image = { .features = 784, .classes = 10 };
  g_autoptr (Knobs) knobs = knobs_new (model_cnn.knobs);
  g_autoptr (GError) error = NULL, entries = NULL, nothing_left = NULL;
  knobs_set_integers (knobs, "channels", (gint64[]){ 6, 16 }, 2);
  knobs_set_integers (knobs, "kernel", (gint64[]){ 5 }, 1);
  knobs_set_integers (knobs, "padding", (gint64[]){ 2, 0 }, 2);
  knobs_set_integers (knobs, "hidden", (gint64[]){ 120, 84 }, 2);
  g_autoptr (Model) model = model_new (&model_cnn, knobs, &shape, NULL);
  g_assert_cmpuint (model_n_parameters (model), ==, 61706);
  g_assert_cmpfloat (forward_flops (model), ==, 2 * (25 * 6 * 784 + 150 * 16 * 100 + 400 * 120 + 120 * 84 + 840));
  g_assert_null (model_new (&model_cnn, knobs, &no_image, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  knobs_set_integers (knobs, "padding", (gint64[]){ 2, 0, 1 }, 3);
  g_assert_null (model_new (&model_cnn, knobs, &shape, &entries));
  g_assert_nonnull (strstr (entries->message, "\"padding\" has 3 entries"));
  knobs_set_integers (knobs, "padding", (gint64[]){ 0 }, 1);
  knobs_set_integers (knobs, "kernel", (gint64[]){ 17 }, 1);
  g_assert_null (model_new (&model_cnn, knobs, &shape, &nothing_left));
  g_assert_nonnull (strstr (nothing_left->message, "after convolution 2"));
}

/* 57 rows of blobs, a model with a fixed pattern, and room to work on all of them. */
typedef struct
{
  Dataset *data;
  Model *model;
  float *w, *workspace;
  Batch batch;
} Scene;

static Scene
scene_new (void)
{
  Scene s;
  g_autoptr (Knobs) knobs = knobs_new (source_blobs.knobs);
  knobs_set_number (knobs, "train", 57);
  DataPlace place = { .seed = 8 };
  s.data = dataset_load (&source_blobs, knobs, &place, NULL);
  s.model = make_model (&model_mlp, s.data->features, s.data->classes, (gint64[]){ 19 }, 1);
  s.w = g_new (float, model_n_parameters (s.model));
  init_parameters (word_find (&init_words, "he"), s.model, 6, s.w);
  s.workspace = make_workspace (s.model, 57);
  s.batch = (Batch){ .x = s.data->train_x, .y = s.data->train_y, .n = 57 };
  return s;
}

static void
scene_clear (Scene *s)
{
  dataset_free (s->data);
  model_free (s->model);
  g_free (s->w);
  g_free (s->workspace);
}

/* Evaluation in chunks, through rows, and the loss that comes with the gradient are the same number up to rounding. */
static void
test_evaluate (void)
{
  Scene s = scene_new ();
  guint32 rows[57];
  Evaluation whole, chunks, gathered;
  g_autofree float *grad = g_new (float, model_n_parameters (s.model));
  for (guint i = 0; i < 57; i++)
    rows[i] = (i * 20 + 3) % 57;
  Batch through_rows = s.batch;
  through_rows.rows = rows;
  model_evaluate (s.model, s.w, &s.batch, 57, &whole, s.workspace);
  model_evaluate (s.model, s.w, &s.batch, 11, &chunks, s.workspace);
  model_evaluate (s.model, s.w, &through_rows, 11, &gathered, s.workspace);
  g_assert_cmpuint (chunks.correct, ==, whole.correct);
  g_assert_cmpuint (gathered.correct, ==, whole.correct);
  assert_near (chunks.loss_sum, whole.loss_sum, 1e-6 * whole.loss_sum);
  assert_near (gathered.loss_sum, whole.loss_sum, 1e-6 * whole.loss_sum);
  assert_near (57 * model_gradient (s.model, s.w, &s.batch, grad, s.workspace), whole.loss_sum, 1e-6 * whole.loss_sum);
  scene_clear (&s);
}

/* A parameter that is not a number shows in the loss: neither ReLU nor the largest output hides it. */
static void
test_not_a_number (void)
{
  Scene s = scene_new ();
  gsize at[] = { 0, model_n_parameters (s.model) - 2 };
  g_autofree float *grad = g_new (float, model_n_parameters (s.model));
  for (guint i = 0; i < 2; i++)
    {
      float kept = s.w[at[i]];
      s.w[at[i]] = NAN;
      g_assert_true (isnan (model_gradient (s.model, s.w, &s.batch, grad, s.workspace)));
      s.w[at[i]] = kept;
    }
  scene_clear (&s);
}

typedef struct
{
  const Scene *scene;
  float *grad;
} ThreadJob;

static gpointer
gradient_thread (gpointer data)
{
  ThreadJob *job = data;
  g_autofree float *workspace = make_workspace (job->scene->model, 57);
  for (guint i = 0; i < 20; i++)
    model_gradient (job->scene->model, job->scene->w, &job->scene->batch, job->grad, workspace);
  return NULL;
}

/* Four threads at once, each with a workspace of its own: the same bits as alone. */
static void
test_threads (void)
{
  Scene s = scene_new ();
  gsize n = model_n_parameters (s.model);
  g_autofree float *alone = g_new (float, n);
  model_gradient (s.model, s.w, &s.batch, alone, s.workspace);
  ThreadJob jobs[4];
  GThread *threads[4];
  for (guint i = 0; i < 4; i++)
    {
      jobs[i] = (ThreadJob){ .scene = &s, .grad = g_new0 (float, n) };
      threads[i] = g_thread_new ("gradient", gradient_thread, &jobs[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpmem (jobs[i].grad, n * sizeof (float), alone, n * sizeof (float));
      g_free (jobs[i].grad);
    }
  scene_clear (&s);
}

/* The mean and variance of W1 (784 × 128 draws) as @init fills it; biases must be 0. */
static void
check_init (const char *name, double variance)
{
  g_autoptr (Model) model = make_model (&model_mlp, 784, 10, (gint64[]){ 128 }, 1);
  g_autofree float *w = g_new (float, model_n_parameters (model));
  guint n;
  const Tensor *t = model_tensors (model, &n);
  init_parameters (word_find (&init_words, name), model, 77, w);
  double sum = 0;
  for (gsize i = 0; i < t[0].count; i++)
    sum += w[i];
  double square = norm (w, t[0].count) * norm (w, t[0].count) / t[0].count;
  assert_near (sum / t[0].count, 0, 5 * sqrt (variance / t[0].count) + 1e-30);
  assert_near (square, variance, 0.02 * variance + 1e-30);
  g_assert_cmpfloat (norm (w + t[1].first, t[1].count), ==, 0);
}

/* he: 2/784; glorot: uniform in ±a has the variance a²/3 with a² = 6/(784 + 128). */
static void
test_init (void)
{
  check_init ("he", 2.0 / 784);
  check_init ("glorot", 2.0 / (784 + 128));
  check_init ("zeros", 0);
  g_assert_true (word_find (&init_words, "he") == init_table[0]);
  g_assert_null (word_find (&init_words, "none"));
}

static float
largest (const float *x, gsize n)
{
  float most = 0;
  for (gsize i = 0; i < n; i++)
    most = MAX (most, fabsf (x[i]));
  return most;
}

/* Bounds are nearly reached by thousands of draws. glorot: a convolution of 3 × 3 over 5 channels to 50 has 45 inputs and 450
 * outputs, a = sqrt (6/495). hash: ½ at most from the third weights on, so half of that either way in the fourth. */
static void
test_init_bounds (void)
{
  guint n;
  g_autoptr (Model) images = make_cnn ((guint[]){ 5, 12, 12 }, 10, (gint64[]){ 50 }, 1, 1, 2);
  g_autoptr (Model) deep = make_model (&model_mlp, 40, 40, (gint64[]){ 40, 40, 40 }, 3);
  g_autofree float *w = g_new (float, model_n_parameters (images)), *v = g_new (float, model_n_parameters (deep));
  const Tensor *kernels = model_tensors (images, &n), *layers = model_tensors (deep, &n);
  init_parameters (word_find (&init_words, "glorot"), images, 77, w);
  init_parameters (word_find (&init_words, "hash"), deep, 0, v);
  assert_near (largest (w + kernels[0].first, kernels[0].count), sqrt (6.0 / 495), 1e-3);
  assert_near (largest (v + layers[6].first, layers[6].count), 0.25, 1e-2);
}

/* gradcheck.json has the first elements, the sum and the sum of squares of each weight matrix of 784-128-64-10. */
static void
test_init_hash (void)
{
  cJSON *root = gradcheck_read ();
  const cJSON *node = gradcheck_get (root, "fmnist_mlp_784_128_64_10_gradient");
  g_autoptr (Model) model = make_model (&model_mlp, 784, 10, (gint64[]){ 128, 64 }, 2);
  g_autofree float *w = g_new (float, model_n_parameters (model));
  guint n;
  const Tensor *t = model_tensors (model, &n);
  g_autofree double *first = gradcheck_numbers (gradcheck_get (node, "W_first4"), &n);
  g_autofree double *sums = gradcheck_numbers (gradcheck_get (node, "W_sum"), &n);
  g_autofree double *squares = gradcheck_numbers (gradcheck_get (node, "W_sumsq"), &n);
  init_parameters (word_find (&init_words, "hash"), model, 0, w);
  for (guint l = 0; l < 3; l++)
    {
      const float *of_layer = w + t[2 * l].first;
      double sum = 0;
      for (gsize i = 0; i < t[2 * l].count; i++)
        sum += of_layer[i];
      for (guint i = 0; i < 4; i++)
        assert_near (of_layer[i], first[4 * l + i], 1e-9);
      assert_near (sum, sums[l], 1e-9);
      assert_near (norm (of_layer, t[2 * l].count), sqrt (squares[l]), 1e-9 * squares[l]);
    }
  cJSON_Delete (root);
}

void
add_model_tests (void)
{
  g_test_add_func ("/model/table", test_table);
  g_test_add_func ("/model/tensors", test_tensors);
  g_test_add_func ("/model/wrong-data", test_wrong_data);
  g_test_add_func ("/model/lenet", test_lenet);
  g_test_add_func ("/model/evaluate", test_evaluate);
  g_test_add_func ("/model/not-a-number", test_not_a_number);
  g_test_add_func ("/model/threads", test_threads);
  g_test_add_func ("/init/statistics", test_init);
  g_test_add_func ("/init/bounds", test_init_bounds);
  g_test_add_func ("/init/hash", test_init_hash);
}
