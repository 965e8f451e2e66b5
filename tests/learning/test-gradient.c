/* Gradients against another framework's numbers (double precision) and against finite differences.
 *
 * Agreement to 1e-6 of the tensor's largest element.
 */
#include "learning/loss.h"
#include "learning/optimizer.h"
#include "suites.h"

#define IMAGE_SHAPE \
  {                 \
    2, 7, 9         \
  }
#define IMAGE_FEATURES (2 * 7 * 9)

typedef struct
{
  Batch batch;
  float *x, *w, *t;
  guint8 *y;
  guint n_parameters;
} Case;

static void
case_clear (Case *c)
{
  g_free (c->x);
  g_free (c->w);
  g_free (c->t);
  g_free (c->y);
}

static Case
case_read (const cJSON *node, gboolean classifies)
{
  Case c = { 0 };
  guint n, n_x;
  c.x = gradcheck_floats (gradcheck_get (node, "inputs/x/data"), &n_x);
  c.t = gradcheck_floats (gradcheck_get (node, "inputs/y/data"), &n);
  c.w = g_new (float, 0);
  for (const cJSON *tensor = gradcheck_get (node, "params")->child; tensor; tensor = tensor->next)
    {
      guint count;
      g_autofree float *values = gradcheck_floats (gradcheck_get (tensor, "data"), &count);
      c.w = g_renew (float, c.w, c.n_parameters + count);
      memcpy (c.w + c.n_parameters, values, count * sizeof (float));
      c.n_parameters += count;
    }
  c.y = g_new (guint8, n);
  for (guint i = 0; i < n; i++)
    c.y[i] = c.t[i] > 0 ? c.t[i] : 0;
  c.batch = (Batch){ .x = c.x, .n = n, .y = classifies ? c.y : NULL, .t = classifies ? NULL : c.t };
  return c;
}

/* Every tensor of @grad against the reference's, to 1e-6 of its largest element. */
static void
check_tensors (const Model *model, const float *grad, const cJSON *grads)
{
  guint n_tensors, count;
  const Tensor *tensors = model_tensors (model, &n_tensors);
  const cJSON *node = grads->child;
  for (guint i = 0; i < n_tensors; i++, node = node->next)
    {
      g_autofree double *expected = gradcheck_numbers (node, &count);
      double largest = 0;
      g_assert_cmpuint (count, ==, tensors[i].count);
      for (guint e = 0; e < count; e++)
        largest = MAX (largest, fabs (expected[e]));
      for (guint e = 0; e < count; e++)
        assert_near (grad[tensors[i].first + e], expected[e], 1e-6 * largest);
    }
  g_assert_null (node);
}

/* Takes over @model. */
static void
check_case (const char *name, Model *made)
{
  g_autoptr (Model) model = made;
  cJSON *root = gradcheck_read ();
  const cJSON *node = gradcheck_get (root, name);
  Case c = case_read (node, model_kind (model)->classifies);
  g_assert_cmpuint (c.n_parameters, ==, model_n_parameters (model));
  g_autofree float *workspace = make_workspace (model, c.batch.n);
  g_autofree float *grad = g_new (float, c.n_parameters);
  double loss = model_gradient (model, c.w, &c.batch, grad, workspace);
  assert_near (loss, gradcheck_get (node, "f64/loss")->valuedouble, 1e-6);
  check_tensors (model, grad, gradcheck_get (node, "f64/grads"));
  case_clear (&c);
  cJSON_Delete (root);
}

static void
test_mlp (void)
{
  check_case ("mlp_3_4_2", make_model (&model_mlp, 3, 2, (gint64[]){ 4 }, 1));
}

static void
test_softmax (void)
{
  check_case ("softmax_regression_4_3", make_model (&model_softmax, 4, 3, NULL, 0));
}

static void
test_linear (void)
{
  check_case ("linear_regression_4_mse", make_model (&model_linear, 4, 0, NULL, 0));
}

static void
test_cnn (void)
{
  check_case ("cnn_1x6x6_conv3x3x2_relu_maxpool2_fc3", make_cnn ((guint[]){ 1, 6, 6 }, 3, (gint64[]){ 2 }, 1, 0, 2));
  check_case ("cnn_same_padding_1x6x6", make_cnn ((guint[]){ 1, 6, 6 }, 3, (gint64[]){ 2 }, 1, 1, 2));
}

/* Loss + ½λ Σ W² with λ = 0.25 has the gradient g + λW; one step of rate 1 from w leads to w − (g + λW), so w − w' is the
 * reference's gradient. Differences of numbers near 1 round to 2^-24: 1e-6 still holds. */
static void
test_weight_decay (void)
{
  cJSON *root = gradcheck_read ();
  const cJSON *node = gradcheck_get (root, "softmax_regression_4_3_l2");
  g_autoptr (Model) model = make_model (&model_softmax, 4, 3, NULL, 0);
  Case c = case_read (node, TRUE);
  g_autofree float *workspace = make_workspace (model, c.batch.n);
  g_autofree float *grad = g_new (float, c.n_parameters);
  g_autofree float *w = g_memdup2 (c.w, c.n_parameters * sizeof (float));
  g_autoptr (Knobs) knobs = knobs_new (optimizer_sgd.knobs);
  knobs_set_number (knobs, "rate", 1);
  knobs_set_number (knobs, "weight_decay", 0.25);
  g_autoptr (Optimizer) optimizer = optimizer_new (&optimizer_sgd, knobs, model, 0, c.n_parameters);
  model_gradient (model, w, &c.batch, grad, workspace);
  optimizer_apply (optimizer, w, w, grad);
  for (guint i = 0; i < c.n_parameters; i++)
    grad[i] = c.w[i] - w[i];
  check_tensors (model, grad, gradcheck_get (node, "f64/grads"));
  case_clear (&c);
  cJSON_Delete (root);
}

/* Outputs of 1000: exp overflows unless the largest is subtracted first. */
static void
test_large_outputs (void)
{
  cJSON *root = gradcheck_read ();
  const cJSON *node = gradcheck_get (root, "edge_cases/large_logits_f32");
  guint n;
  g_autofree float *z = gradcheck_floats (gradcheck_get (node, "logits"), &n);
  g_autofree double *expected = gradcheck_numbers (gradcheck_get (node, "dlogits"), &n);
  Batch batch = { .y = (guint8[]){ 1, 0, 2 }, .n = 3 };
  Evaluation evaluation;
  double reference = gradcheck_get (node, "loss")->valuedouble;
  loss_cross_entropy.evaluate (&batch, 3, z, &evaluation);
  assert_near (evaluation.loss_sum / 3, reference, 1e-6 * reference);
  g_assert_cmpuint (evaluation.correct, ==, 2);
  assert_near (loss_cross_entropy.gradient (&batch, 3, z), reference, 1e-6 * reference);
  for (guint i = 0; i < n; i++)
    assert_near (z[i], expected[i], 1e-6);
  cJSON_Delete (root);
}

/* Units at exactly 0 pass nothing: with x = 0 and b1 = (−1, 0, 1) the hidden units are at −1, 0, 1. W2 row 0 = (2, 3, 5), row 1 =
 * 0; the outputs are 5 and 0, class 1: delta = ±p, p = 1/(1 + e^−5); db1 = delta W2 where on = (0, 0, 5p). */
static void
test_relu_at_zero (void)
{
  g_autoptr (Model) model = make_model (&model_mlp, 1, 2, (gint64[]){ 3 }, 1);
  const float w[14] = { 0.3f, -0.7f, 0.9f, -1, 0, 1, 2, 3, 5, 0, 0, 0, 0, 0 };
  Batch batch = { .x = (float[]){ 0 }, .y = (guint8[]){ 1 }, .n = 1 };
  float grad[14];
  g_autofree float *workspace = make_workspace (model, 1);
  model_gradient (model, w, &batch, grad, workspace);
  g_assert_cmpfloat (grad[3], ==, 0);
  g_assert_cmpfloat (grad[4], ==, 0);
  assert_near (grad[5], 5 / (1 + exp (-5)), 1e-6);
}

/* Weights mean + swing·sin(…), biases @bias. */
static void
fill_parameters (const Model *model, double mean, double swing, double bias, float *w)
{
  guint n;
  const Tensor *tensors = model_tensors (model, &n);
  for (guint i = 0; i < n; i++)
    for (gsize e = tensors[i].first; e < tensors[i].first + tensors[i].count; e++)
      w[e] = tensors[i].bias ? bias : mean + swing * sin (1.7 * e + 0.4);
}

/* Takes over @made. Central differences, h = 2^-9, Outputs round to about 1e-7, so the
 * difference is off by about 1e-7/2h + h²f'''/6, below 2e-4 here as long as no unit changes its mind in between. */
static void
check_finite_differences (const DataSource *source, Model *made, double mean, double swing, double bias)
{
  g_autoptr (Model) model = made;
  guint n_tensors;
  const Tensor *first = model_tensors (model, &n_tensors);
  g_autoptr (Knobs) knobs = knobs_new (source->knobs);
  knobs_set_number (knobs, "train", 13);
  knobs_set_number (knobs, "features", first->window == 1 ? first->columns : IMAGE_FEATURES);
  DataPlace place = { .seed = 3 };
  g_autoptr (Dataset) data = dataset_load (source, knobs, &place, NULL);
  gsize n = model_n_parameters (model);
  g_autofree float *w = g_new (float, n), *grad = g_new (float, n), *unused = g_new (float, n);
  fill_parameters (model, mean, swing, bias, w);
  const guint32 rows[] = { 11, 2, 5, 3, 7, 12, 0 };
  Batch batch = { .x = data->train_x, .y = data->train_y, .t = data->train_t, .rows = rows, .n = 7 };
  g_autofree float *workspace = make_workspace (model, batch.n);
  model_gradient (model, w, &batch, grad, workspace);
  for (gsize i = 0; i < n; i++)
    {
      float at = w[i], above = at + 1.0f / 512, below = at - 1.0f / 512;
      w[i] = above;
      double loss_above = model_gradient (model, w, &batch, unused, workspace);
      w[i] = below;
      double loss_below = model_gradient (model, w, &batch, unused, workspace);
      assert_near (grad[i], (loss_above - loss_below) / ((double)above - below), 2e-4 * MAX (1, norm (grad, n)));
      w[i] = at;
    }
}

static void
test_finite_differences (void)
{
  check_finite_differences (&source_regression, make_model (&model_linear, 5, 0, NULL, 0), 0, 0.4, 0.1);
  check_finite_differences (&source_blobs, make_model (&model_softmax, 5, 10, NULL, 0), 0, 0.4, 0.1);
  check_finite_differences (&source_blobs, make_model (&model_mlp, 5, 10, NULL, 0), 0, 0.4, 0.1);
  check_finite_differences (&source_blobs, make_model (&model_mlp, 5, 10, (gint64[]){ 11 }, 1), 0, 0.4, 0.1);
  check_finite_differences (&source_blobs, make_model (&model_mlp, 5, 10, (gint64[]){ 9, 6, 7 }, 3), 0, 0.4, 0.1);
}

/* Two convolutions, the first one's gradient coming through the second. Small positive weights and biases of 1 keep every unit
 * on, and without pooling the loss is smooth. */
static void
test_finite_differences_cnn (void)
{
  const guint shape[] = IMAGE_SHAPE;
  check_finite_differences (&source_blobs, make_cnn (shape, 10, (gint64[]){ 3, 4 }, 2, 0, 1), 0.02, 0.01, 1);
  check_finite_differences (&source_blobs, make_cnn (shape, 10, (gint64[]){ 2, 3 }, 2, 1, 1), 0.02, 0.01, 1);
}

void
add_gradient_tests (void)
{
  g_test_add_func ("/gradient/mlp", test_mlp);
  g_test_add_func ("/gradient/softmax", test_softmax);
  g_test_add_func ("/gradient/linear", test_linear);
  g_test_add_func ("/gradient/cnn", test_cnn);
  g_test_add_func ("/gradient/finite-differences/cnn", test_finite_differences_cnn);
  g_test_add_func ("/gradient/weight-decay", test_weight_decay);
  g_test_add_func ("/gradient/large-outputs", test_large_outputs);
  g_test_add_func ("/gradient/relu-at-zero", test_relu_at_zero);
  g_test_add_func ("/gradient/finite-differences/dense", test_finite_differences);
}
