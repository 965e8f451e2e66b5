/* Which rows come when, and what an update does with their gradient. */
#include "learning/init.h"
#include "learning/optimizer.h"
#include "learning/order.h"
#include "learning/settings.h"
#include "suites.h"

/* 100 rows, 7 workers, batches of 3: a round is 21 rows, an epoch 4 rounds, 16 rows are dropped. */
static void
test_order_file (void)
{
  g_autoptr (Order) order = order_new (FALSE, 9, 100, 7, 3);
  guint32 rows[3];
  g_assert_cmpuint (order_pass (order, 0), ==, 4);
  for (guint step = 0; step < 11; step++)
    for (guint worker = 0; worker < 7; worker++)
      {
        order_batch (order, worker, step, rows);
        for (guint i = 0; i < 3; i++)
          g_assert_cmpuint (rows[i], ==, ((step % 4) * 7 + worker) * 3 + i);
      }
}

/* Rows seen in @epoch, each at most once. */
static guint
count_rows (Order *order, guint epoch, guint8 seen[100])
{
  guint n = 0;
  guint32 rows[3];
  memset (seen, 0, 100);
  for (guint step = 4 * epoch; step < 4 * epoch + 4; step++)
    for (guint worker = 0; worker < 7; worker++)
      {
        order_batch (order, worker, step, rows);
        for (guint i = 0; i < 3; i++, n++)
          {
            g_assert_cmpuint (rows[i], <, 100);
            g_assert_cmpuint (seen[rows[i]]++, ==, 0);
          }
      }
  return n;
}

static void
test_order_shuffled (void)
{
  g_autoptr (Order) order = order_new (TRUE, 9, 100, 7, 3);
  guint8 first[100], second[100];
  g_assert_cmpuint (count_rows (order, 0, first), ==, 84);
  g_assert_cmpuint (count_rows (order, 1, second), ==, 84);
  g_assert_true (memcmp (first, second, 100) != 0);
}

/* A batch depends on (seed, worker, step), not on what was asked before, however far apart the epochs are. */
static void
test_order_pure (void)
{
  g_autoptr (Order) order = order_new (TRUE, 9, 100, 7, 3), other_seed = order_new (TRUE, 10, 100, 7, 3);
  static const guint steps[] = { 5, 5 + 4 * 16, 400, 5 + 4 * 32, 0, 5 };
  guint32 fresh[3], kept[3], other[3];
  guint same = 0;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (Order) alone = order_new (TRUE, 9, 100, 7, 3);
      order_batch (alone, 4, steps[i], fresh);
      order_batch (order, 4, steps[i], kept);
      order_batch (other_seed, 4, steps[i], other);
      g_assert_cmpmem (kept, sizeof kept, fresh, sizeof fresh);
      same += memcmp (other, kept, sizeof kept) == 0;
    }
  g_assert_cmpuint (same, <, G_N_ELEMENTS (steps));
}

static Knobs *
sgd_knobs_new (double rate, double momentum, double decay)
{
  Knobs *knobs = knobs_new (optimizer_sgd.knobs);
  knobs_set_number (knobs, "rate", rate);
  knobs_set_number (knobs, "momentum", momentum);
  knobs_set_number (knobs, "weight_decay", decay);
  return knobs;
}

/* One weight, one bias, gradient 1 each time, rate ¼, momentum ½, decay ½ (all exact in binary):
 *   weight: v = 1 + ½·2 = 2, w = 2 − ½ = 1½; v = 1 + (1 + ¾) = 2¾, w = 1½ − 11/16 = 13/16
 *   bias:   v = 1, b = 2 − ¼ = 1¾; v = 1½, b = 1¾ − ⅜ = 1⅜ */
static void
test_sgd_by_hand (void)
{
  g_autoptr (Model) model = make_model (&model_linear, 1, 0, NULL, 0);
  g_autoptr (Knobs) knobs = sgd_knobs_new (0.25, 0.5, 0.5);
  g_autoptr (Optimizer) optimizer = optimizer_new (&optimizer_sgd, knobs, model, 0, 2);
  float w[] = { 2, 2 };
  const float g[] = { 1, 1 };
  optimizer_apply (optimizer, w, w, g);
  g_assert_cmpfloat (w[0], ==, 1.5);
  g_assert_cmpfloat (w[1], ==, 1.75);
  optimizer_apply (optimizer, w, w, g);
  g_assert_cmpfloat (w[0], ==, 13.0 / 16);
  g_assert_cmpfloat (w[1], ==, 1.375);
}

/* Without momentum: weight 2 − ¼(1 + ½·2) = 1½, then 1½ − ¼(1 + ¾) = 17/16; bias 1¾, 1½. */
static void
test_plain_by_hand (void)
{
  g_autoptr (Model) model = make_model (&model_linear, 1, 0, NULL, 0);
  g_autoptr (Knobs) knobs = sgd_knobs_new (0.25, 0, 0.5);
  g_autoptr (Optimizer) optimizer = optimizer_new (&optimizer_sgd, knobs, model, 0, 2);
  float w[] = { 2, 2 };
  const float g[] = { 1, 1 };
  optimizer_apply (optimizer, w, w, g);
  optimizer_apply (optimizer, w, w, g);
  g_assert_cmpfloat (w[0], ==, 17.0 / 16);
  g_assert_cmpfloat (w[1], ==, 1.5);
}

/* Three shards that cut through tensors, five steps: the same bits as the whole vector. */
static void
check_shards (double momentum)
{
  g_autoptr (Model) model = make_model (&model_mlp, 7, 3, (gint64[]){ 5 }, 1);
  g_autoptr (Knobs) knobs = sgd_knobs_new (0.37, momentum, 0.013);
  static const gsize cuts[] = { 0, 17, 38, 58 };
  g_autofree float *whole = g_new (float, 58), *parts = g_new (float, 58), *g = g_new (float, 58);
  init_parameters (word_find (&init_words, "he"), model, 3, whole);
  memcpy (parts, whole, 58 * sizeof (float));
  g_autoptr (Optimizer) all = optimizer_new (&optimizer_sgd, knobs, model, 0, 58);
  Optimizer *shards[3];
  for (guint s = 0; s < 3; s++)
    shards[s] = optimizer_new (&optimizer_sgd, knobs, model, cuts[s], cuts[s + 1] - cuts[s]);
  for (guint step = 0; step < 5; step++)
    {
      for (guint i = 0; i < 58; i++)
        g[i] = sin (0.9 * i + 2.3 * step);
      optimizer_apply (all, whole, whole, g);
      for (guint s = 0; s < 3; s++)
        optimizer_apply (shards[s], parts + cuts[s], parts + cuts[s], g + cuts[s]);
    }
  g_assert_cmpmem (whole, 58 * sizeof (float), parts, 58 * sizeof (float));
  for (guint s = 0; s < 3; s++)
    optimizer_free (shards[s]);
}

static void
test_shards (void)
{
  check_shards (0);
  check_shards (0.9);
}

/* Accounting asks how many vectors of state there are: one for momentum. */
static void
test_states (void)
{
  g_autoptr (Knobs) plain = sgd_knobs_new (0.1, 0, 0), momentum = sgd_knobs_new (0.1, 0.9, 0);
  g_assert_cmpuint (optimizer_sgd.n_states (plain), ==, 0);
  g_assert_cmpuint (optimizer_sgd.n_states (momentum), ==, 1);
  g_assert_true (word_find (&optimizer_words, "sgd") == &optimizer_sgd);
  g_assert_null (word_find (&optimizer_words, "SGD"));
}

/* Least squares on t = x·w + σε, 2000 rows, 5 weights and a bias: the training loss tends to σ²(1 − 6/2000) ± σ²·sqrt(2/2000),
 * with σ = 0.3 that is 0.0897 ± 0.0028; without noise to 0. */
static double
train_linear (double noise)
{
  g_autoptr (Knobs) data_knobs = knobs_new (source_regression.knobs), knobs = sgd_knobs_new (0.1, 0, 0);
  knobs_set_number (data_knobs, "train", 2000);
  knobs_set_number (data_knobs, "features", 5);
  knobs_set_number (data_knobs, "noise", noise);
  DataPlace place = { .seed = 21 };
  g_autoptr (Dataset) data = dataset_load (&source_regression, data_knobs, &place, NULL);
  g_autoptr (Model) model = make_model (&model_linear, 5, 0, NULL, 0);
  g_autoptr (Optimizer) optimizer = optimizer_new (&optimizer_sgd, knobs, model, 0, 6);
  g_autofree float *workspace = make_workspace (model, 2000);
  Batch batch = { .x = data->train_x, .t = data->train_t, .n = 2000 };
  float w[6] = { 0 }, g[6];
  double loss = NAN;
  for (guint step = 0; step < 150; step++)
    {
      loss = model_gradient (model, w, &batch, g, workspace);
      optimizer_apply (optimizer, w, w, g);
    }
  return loss;
}

static void
test_train_linear (void)
{
  assert_near (train_linear (0), 0, 1e-10);
  assert_near (train_linear (0.3), 0.0897, 3 * 0.0028);
}

static void
test_settings (void)
{
  LearningSettings settings;
  learning_settings_init (&settings);
  g_assert_cmpstr (settings.init->name, ==, "he");
  g_assert_true (settings.shuffled);
  g_assert_cmpuint (settings.batch, ==, 32);
  settings.model_knobs = knobs_new (model_mlp.knobs);
  learning_settings_clear (&settings);
  g_assert_null (settings.model_knobs);
}

void
add_update_tests (void)
{
  g_test_add_func ("/order/file", test_order_file);
  g_test_add_func ("/order/shuffled", test_order_shuffled);
  g_test_add_func ("/order/pure", test_order_pure);
  g_test_add_func ("/optimizer/by-hand", test_sgd_by_hand);
  g_test_add_func ("/optimizer/plain-by-hand", test_plain_by_hand);
  g_test_add_func ("/optimizer/shards", test_shards);
  g_test_add_func ("/optimizer/states", test_states);
  g_test_add_func ("/optimizer/linear-regression", test_train_linear);
  g_test_add_func ("/settings", test_settings);
}
