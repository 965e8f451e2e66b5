/* A linear law with noise: x ~ N(0, 1), w ~ N(0, 1), target = x·w + noise·N(0, 1). */
#include "base/random.h"
#include "learning/dataset.h"

#define TEST_ROWS \
  0x80000000u /* test rows are numbered from here, so that they do not depend on how many training rows there are */

static const Knob regression_knobs[] = {
  { .name = "train", .type = KNOB_INTEGER, .value = 4000, .min = 1, .max = 10000000, .help = "training rows" },
  { .name = "test", .type = KNOB_INTEGER, .value = 1000, .min = 1, .max = 10000000, .help = "test rows" },
  { .name = "features", .type = KNOB_INTEGER, .value = 10, .min = 1, .max = 100000, .help = "numbers in a row" },
  { .name = "noise",
    .type = KNOB_NUMBER,
    .value = 0.1,
    .min = 0,
    .max = 1e6,
    .help = "standard deviation of the targets' noise" },
  { 0 },
};

static void
regression_describe (const Knobs *knobs, Dataset *out)
{
  out->n_train = knob_integer (knobs, "train");
  out->n_test = knob_integer (knobs, "test");
  out->features = knob_integer (knobs, "features");
  out->classes = 0;
}

static void
make_rows (guint64 seed, guint first_row, guint n, guint features, const double *w, double noise, float *x, float *t)
{
  for (guint i = 0; i < n; i++)
    {
      double target = noise * random_normal (seed, RANDOM_DATA_NOISE, first_row + i, features);
      for (guint f = 0; f < features; f++)
        {
          double value = random_normal (seed, RANDOM_DATA_NOISE, first_row + i, f);
          x[(gsize)i * features + f] = value;
          target += value * w[f];
        }
      t[i] = target;
    }
}

static gboolean
regression_load (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  regression_describe (knobs, out);
  double noise = knob_number (knobs, "noise");
  g_autofree double *w = g_new (double, out->features);
  for (guint f = 0; f < out->features; f++)
    w[f] = random_normal (place->seed, RANDOM_DATA, 0, f);
  if (!dataset_allocate (out, error))
    return FALSE;
  make_rows (place->seed, 0, out->n_train, out->features, w, noise, out->train_x, out->train_t);
  make_rows (place->seed, TEST_ROWS, out->n_test, out->features, w, noise, out->test_x, out->test_t);
  return TRUE;
}

const DataSource source_regression = {
  .name = "regression",
  .summary = "made up: a linear law with noise",
  .knobs = regression_knobs,
  .describe = regression_describe,
  .load = regression_load,
};
