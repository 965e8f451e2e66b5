/* Gaussian classes: centre_c ~ spread·N(0, 1), row i belongs to class i mod classes and lies at its centre + noise·N(0, 1). */
#include "base/random.h"
#include "learning/dataset.h"

#define TEST_ROWS \
  0x80000000u /* test rows are numbered from here, so that they do not depend on how many training rows there are */

static const Knob blobs_knobs[] = {
  { .name = "train", .type = KNOB_INTEGER, .value = 12000, .min = 1, .max = 10000000, .help = "training rows" },
  { .name = "test", .type = KNOB_INTEGER, .value = 2000, .min = 1, .max = 10000000, .help = "test rows" },
  { .name = "features", .type = KNOB_INTEGER, .value = 32, .min = 1, .max = 100000, .help = "numbers in a row" },
  { .name = "classes", .type = KNOB_INTEGER, .value = 10, .min = 2, .max = 256, .help = "classes" },
  { .name = "spread",
    .type = KNOB_NUMBER,
    .value = 1,
    .min = 0,
    .max = 1e6,
    .help = "standard deviation of the classes' centres" },
  { .name = "noise",
    .type = KNOB_NUMBER,
    .value = 2,
    .min = 0,
    .max = 1e6,
    .help = "standard deviation of rows about their centre" },
  { 0 },
};

static void
blobs_describe (const Knobs *knobs, Dataset *out)
{
  out->n_train = knob_integer (knobs, "train");
  out->n_test = knob_integer (knobs, "test");
  out->features = knob_integer (knobs, "features");
  out->classes = knob_integer (knobs, "classes");
}

/* @centres: [classes][features]. */
static void
make_rows (guint64 seed, guint first_row, guint n, const Dataset *shape, const float *centres, double noise, float *x, guint8 *y)
{
  for (guint i = 0; i < n; i++)
    {
      y[i] = i % shape->classes;
      for (guint f = 0; f < shape->features; f++)
        x[(gsize)i * shape->features + f] =
            centres[y[i] * shape->features + f] + noise * random_normal (seed, RANDOM_DATA_NOISE, first_row + i, f);
    }
}

static gboolean
blobs_load (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  blobs_describe (knobs, out);
  double spread = knob_number (knobs, "spread"), noise = knob_number (knobs, "noise");
  g_autofree float *centres = g_new (float, out->classes * out->features);
  for (guint c = 0; c < out->classes; c++)
    for (guint f = 0; f < out->features; f++)
      centres[c * out->features + f] = spread * random_normal (place->seed, RANDOM_DATA, c, f);
  if (!dataset_allocate (out, error))
    return FALSE;
  make_rows (place->seed, 0, out->n_train, out, centres, noise, out->train_x, out->train_y);
  make_rows (place->seed, TEST_ROWS, out->n_test, out, centres, noise, out->test_x, out->test_y);
  return TRUE;
}

const DataSource source_blobs = {
  .name = "blobs",
  .summary = "made up: one Gaussian cloud a class",
  .knobs = blobs_knobs,
  .describe = blobs_describe,
  .load = blobs_load,
};
