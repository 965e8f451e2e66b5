/* Any classification set in four IDX files. */
#include "learning/image_set.h"

static const Knob idx_knobs[] = {
  { .name = "train_images", .type = KNOB_PATH, .required = TRUE, .help = "IDX file of the training rows, gzip or plain" },
  { .name = "train_labels", .type = KNOB_PATH, .required = TRUE, .help = "IDX file of their classes" },
  { .name = "test_images", .type = KNOB_PATH, .required = TRUE, .help = "IDX file of the test rows" },
  { .name = "test_labels", .type = KNOB_PATH, .required = TRUE, .help = "IDX file of their classes" },
  { .name = "train",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 1,
    .max = G_MAXINT32,
    .help = "training rows to keep; all unless given" },
  { .name = "test",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 1,
    .max = G_MAXINT32,
    .help = "test rows to keep; all unless given" },
  { 0 },
};

static char *
path_of (const Knobs *knobs, const char *name, const DataPlace *place)
{
  return g_canonicalize_filename (knob_word (knobs, name), place->base_dir);
}

static gboolean
idx_load (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  g_auto (ImageFiles) files = {
    .train_images = path_of (knobs, "train_images", place),
    .train_labels = path_of (knobs, "train_labels", place),
    .test_images = path_of (knobs, "test_images", place),
    .test_labels = path_of (knobs, "test_labels", place),
  };
  return image_set_load (&files, knobs, place, 2, out, error);
}

const DataSource source_idx = {
  .name = "idx",
  .summary = "four IDX files (MNIST's format) of bytes and their classes",
  .knobs = idx_knobs,
  .load = idx_load,
};
