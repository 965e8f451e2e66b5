/* Sources: what they promise about shape, rows and repeatability, and their errors. */
#include "base/error.h"
#include "learning/dataset.h"
#include "suites.h"

/* A source with the number @value for each knob named, the list ending in NULL. */
static Dataset *
load_numbers (const DataSource *source, guint64 seed, const char *const *names, const double *values)
{
  g_autoptr (Knobs) knobs = knobs_new (source->knobs);
  for (guint i = 0; names[i]; i++)
    knobs_set_number (knobs, names[i], values[i]);
  DataPlace place = { .seed = seed };
  g_autoptr (GError) error = NULL;
  Dataset *data = dataset_load (source, knobs, &place, &error);
  g_assert_no_error (error);
  return data;
}

static Dataset *
load_blobs (guint64 seed, double train, double noise)
{
  static const char *const names[] = { "train", "test", "features", "classes", "noise", NULL };
  return load_numbers (&source_blobs, seed, names, (double[]){ train, 35, 6, 7, noise });
}

static void
test_table (void)
{
  g_assert_true (word_find (&data_source_words, "fashion-mnist") == &source_fashion_mnist);
  g_assert_true (word_find (&data_source_words, "idx") == &source_idx);
  g_assert_true (word_find (&data_source_words, "blobs") == &source_blobs);
  g_assert_true (word_find (&data_source_words, "regression") == &source_regression);
  g_assert_null (word_find (&data_source_words, "Blobs"));
}

static void
test_blobs_repeatable (void)
{
  g_autoptr (Dataset) a = load_blobs (41, 99, 1.3), b = load_blobs (41, 99, 1.3), c = load_blobs (42, 99, 1.3);
  gsize bytes = 99 * 6 * sizeof (float);
  g_assert_cmpuint (a->n_train, ==, 99);
  g_assert_cmpuint (a->n_test, ==, 35);
  g_assert_cmpmem (a->train_x, bytes, b->train_x, bytes);
  g_assert_true (memcmp (a->train_x, c->train_x, bytes) != 0);
  for (guint i = 0; i < 99; i++)
    g_assert_cmpuint (a->train_y[i], ==, i % 7);
}

/* Fewer training rows: the same rows, and the same test set. */
static void
test_blobs_prefix (void)
{
  g_autoptr (Dataset) more = load_blobs (41, 99, 1.3), fewer = load_blobs (41, 23, 1.3);
  g_assert_cmpmem (fewer->train_x, 23 * 6 * sizeof (float), more->train_x, 23 * 6 * sizeof (float));
  g_assert_cmpmem (fewer->test_x, 35 * 6 * sizeof (float), more->test_x, 35 * 6 * sizeof (float));
}

/* x(noise σ) − x(noise 0) = σ·ε: mean 0, variance σ² over 7000·6 draws (standard errors .006 and .012 for σ = 1.3). Without noise
 * a class is one point, in training as in test. */
static void
test_blobs_noise (void)
{
  g_autoptr (Dataset) clean = load_blobs (41, 7000, 0), noisy = load_blobs (41, 7000, 1.3);
  double sum = 0, squares = 0;
  guint n = 7000 * 6;
  for (guint i = 0; i < n; i++)
    {
      double off = noisy->train_x[i] - clean->train_x[i];
      sum += off;
      squares += off * off;
    }
  assert_near (sum / n, 0, 0.025);
  assert_near (squares / n, 1.69, 0.05);
  for (guint i = 0; i < 35; i++)
    g_assert_cmpmem (clean->test_x + 6 * i, 6 * sizeof (float), clean->train_x + 6 * (i % 7), 6 * sizeof (float));
  g_assert_true (memcmp (noisy->test_x, noisy->train_x, 6 * sizeof (float)) != 0); /* other draws about the same centres */
}

/* Σ_i (t_i(σ) − t_i(0))² / n = σ². */
static void
test_regression_noise (void)
{
  static const char *const names[] = { "train", "test", "features", "noise", NULL };
  g_autoptr (Dataset) clean = load_numbers (&source_regression, 5, names, (double[]){ 5000, 11, 3, 0 });
  g_autoptr (Dataset) noisy = load_numbers (&source_regression, 5, names, (double[]){ 5000, 11, 3, 0.7 });
  double squares = 0;
  for (guint i = 0; i < 5000; i++)
    squares += pow (noisy->train_t[i] - clean->train_t[i], 2);
  assert_near (squares / 5000, 0.49, 0.04);
  g_assert_cmpmem (clean->train_x, 15000 * sizeof (float), noisy->train_x, 15000 * sizeof (float));
  g_assert_cmpuint (clean->classes, ==, 0);
  g_assert_null (clean->train_y);
}

/* What describe promises is what load gives. */
static void
test_describe (void)
{
  const DataSource *made_up[] = { &source_blobs, &source_regression };
  for (guint i = 0; i < G_N_ELEMENTS (made_up); i++)
    {
      g_autoptr (Knobs) knobs = knobs_new (made_up[i]->knobs);
      knobs_set_number (knobs, "train", 13);
      Dataset promise = { 0 };
      made_up[i]->describe (knobs, &promise);
      DataPlace place = { 0 };
      g_autoptr (Dataset) data = dataset_load (made_up[i], knobs, &place, NULL);
      g_assert_cmpuint (promise.n_train, ==, 13);
      g_assert_cmpuint (promise.n_train, ==, data->n_train);
      g_assert_cmpuint (promise.n_test, ==, data->n_test);
      g_assert_cmpuint (promise.features, ==, data->features);
      g_assert_cmpuint (promise.classes, ==, data->classes);
    }
}

/* The four files of an idx source in a folder: 3 training rows of 2 × 1, classes 4 0 2, and a test row of class @test_class. */
static char *
make_folder (guint n_labels, guint test_class)
{
  static const guint8 train[] = { 0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 51, 102, 153, 204, 255 };
  static const guint8 test[] = { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 85, 170 };
  const guint8 train_labels[] = { 0, 0, 8, 1, 0, 0, 0, n_labels, 4, 0, 2, 1 };
  const guint8 test_labels[] = { 0, 0, 8, 1, 0, 0, 0, 1, test_class };
  const struct
  {
    const char *name;
    const guint8 *bytes;
    gsize n;
  } files[] = { { "train-x", train, sizeof train },
                { "train-y", train_labels, 8 + n_labels },
                { "test-x", test, sizeof test },
                { "test-y", test_labels, sizeof test_labels } };
  char *dir = g_dir_make_tmp ("lockstep-data-XXXXXX", NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = g_build_filename (dir, files[i].name, NULL);
      g_assert_true (g_file_set_contents (path, (const char *)files[i].bytes, files[i].n, NULL));
    }
  return dir;
}

static void
remove_folder (char *dir)
{
  static const char *const names[] = { "train-x", "train-y", "test-x", "test-y" };
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);
      g_remove (path);
    }
  g_rmdir (dir);
  g_free (dir);
}

/* Loads the folder, paths relative to it; @train rows unless 0. */
static Dataset *
load_folder (const char *dir, guint train, GError **error)
{
  g_autoptr (Knobs) knobs = knobs_new (source_idx.knobs);
  knobs_set_word (knobs, "train_images", "train-x");
  knobs_set_word (knobs, "train_labels", "train-y");
  knobs_set_word (knobs, "test_images", "test-x");
  knobs_set_word (knobs, "test_labels", "test-y");
  if (train > 0)
    knobs_set_number (knobs, "train", train);
  DataPlace place = { .base_dir = dir };
  return dataset_load (&source_idx, knobs, &place, error);
}

static void
test_idx_source (void)
{
  char *dir = make_folder (3, 1);
  g_autoptr (Dataset) data = load_folder (dir, 0, NULL);
  const float expected[] = { 0, 0.2f, 0.4f, 0.6f, 0.8f, 1 };
  const guint shape[] = { 1, 2, 1 };
  g_assert_cmpuint (data->n_train, ==, 3);
  g_assert_cmpuint (data->features, ==, 2);
  g_assert_cmpuint (data->classes, ==, 5);
  g_assert_cmpmem (data->shape, sizeof shape, shape, sizeof shape);
  g_assert_cmpmem (data->train_x, sizeof expected, expected, sizeof expected);
  g_assert_cmpuint (data->train_y[2], ==, 2);
  g_assert_cmpuint (data->test_y[0], ==, 1);
  g_autoptr (Dataset) two = load_folder (dir, 2, NULL);
  g_assert_cmpuint (two->n_train, ==, 2);
  remove_folder (dir);
}

static void
test_idx_source_wrong (void)
{
  g_autoptr (GError) too_many = NULL, labels = NULL;
  char *dir = make_folder (3, 1);
  g_assert_null (load_folder (dir, 4, &too_many));
  g_assert_error (too_many, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (strstr (too_many->message, "asks for 4 rows, the file has 3"));
  remove_folder (dir);
  dir = make_folder (4, 1);
  g_assert_null (load_folder (dir, 0, &labels));
  g_assert_nonnull (strstr (labels->message, "one label for each row"));
  remove_folder (dir);
}

/* The message tells a person what to do. */
static void
test_fashion_mnist_missing (void)
{
  static const char *const told[] = { "dataset-fashion-mnist",
                                      "train-images-idx3-ubyte",
                                      "train-labels-idx1-ubyte",
                                      "t10k-images-idx3-ubyte",
                                      "t10k-labels-idx1-ubyte",
                                      "quickstart-offline.json",
                                      "/nowhere" };
  g_autoptr (Knobs) knobs = knobs_new (source_fashion_mnist.knobs);
  g_autoptr (GError) error = NULL;
  DataPlace place = { .dir = "/nowhere" };
  g_assert_null (dataset_load (&source_fashion_mnist, knobs, &place, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_assert_nonnull (strstr (error->message, told[i]));
}

void
add_dataset_tests (void)
{
  g_test_add_func ("/dataset/table", test_table);
  g_test_add_func ("/dataset/describe", test_describe);
  g_test_add_func ("/dataset/blobs/repeatable", test_blobs_repeatable);
  g_test_add_func ("/dataset/blobs/prefix", test_blobs_prefix);
  g_test_add_func ("/dataset/blobs/noise", test_blobs_noise);
  g_test_add_func ("/dataset/regression/noise", test_regression_noise);
  g_test_add_func ("/dataset/idx", test_idx_source);
  g_test_add_func ("/dataset/idx/wrong", test_idx_source_wrong);
  g_test_add_func ("/dataset/fashion-mnist/missing", test_fashion_mnist_missing);
}
