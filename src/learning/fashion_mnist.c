/* Fashion-MNIST (Xiao, Rasul & Vollgraf 2017): 60,000 and 10,000 images of 28 × 28 in ten classes. */
#include "base/error.h"
#include "learning/image_set.h"

#define DEBIAN_DIR "/usr/share/datasets/fashion-mnist"
#define N_TRAIN 60000
#define N_TEST 10000

static const Knob fashion_mnist_knobs[] = {
  { .name = "path", .type = KNOB_PATH, .help = "folder with the four IDX files, gzip or plain" },
  { .name = "train",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 1,
    .max = N_TRAIN,
    .help = "training rows to keep, from the first; all unless given" },
  { .name = "test", .type = KNOB_INTEGER, .value = NAN, .min = 1, .max = N_TEST, .help = "test rows to keep; all unless given" },
  { 0 },
};

static void
fashion_mnist_describe (const Knobs *knobs, Dataset *out)
{
  out->n_train = knob_given (knobs, "train") ? knob_integer (knobs, "train") : N_TRAIN;
  out->n_test = knob_given (knobs, "test") ? knob_integer (knobs, "test") : N_TEST;
  out->features = 28 * 28;
  out->classes = 10;
  out->shape[0] = 1;
  out->shape[1] = out->shape[2] = 28;
}

/* @name in @dir, plain or with .gz. (transfer full) or NULL. */
static char *
find_file (const char *dir, const char *name)
{
  g_autofree char *plain = g_build_filename (dir, name, NULL);
  g_autofree char *packed = g_strconcat (plain, ".gz", NULL);
  if (g_file_test (plain, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&plain);
  if (g_file_test (packed, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&packed);
  return NULL;
}

static gboolean
find_files (const char *dir, ImageFiles *out)
{
  out->train_images = find_file (dir, "train-images-idx3-ubyte");
  out->train_labels = find_file (dir, "train-labels-idx1-ubyte");
  out->test_images = find_file (dir, "t10k-images-idx3-ubyte");
  out->test_labels = find_file (dir, "t10k-labels-idx1-ubyte");
  return out->train_images && out->train_labels && out->test_images && out->test_labels;
}

/* The folder to look in: the scenario's, else the command line's or the environment's, else Debian's. (transfer full) */
static char *
data_dir (const Knobs *knobs, const DataPlace *place)
{
  if (knob_given (knobs, "path"))
    return g_canonicalize_filename (knob_word (knobs, "path"), place->base_dir);
  return g_strdup (place->dir ? place->dir : DEBIAN_DIR);
}

/* "not there", or "incomplete (no t10k-labels-idx1-ubyte)" where some of the four are. (transfer full) */
static char *
missing_files (const ImageFiles *files)
{
  const char *const found[] = { files->train_images, files->train_labels, files->test_images, files->test_labels };
  static const char *const names[] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                                       "t10k-labels-idx1-ubyte" };
  g_autoptr (GString) missing = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!found[i])
      g_string_append_printf (missing, "%s%s", n++ > 0 ? ", " : "", names[i]);
  return n < G_N_ELEMENTS (names) ? g_strdup_printf ("incomplete (no %s)", missing->str) : g_strdup ("not there");
}

static gboolean
fashion_mnist_load (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  g_autofree char *dir = data_dir (knobs, place);
  g_auto (ImageFiles) files = { 0 };
  if (find_files (dir, &files))
    return image_set_load (&files, knobs, place, 10, out, error);
  g_autofree char *missing = missing_files (&files);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s: Fashion-MNIST is %s. Install Debian's package dataset-fashion-mnist, or put its four files "
               "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz "
               "into a folder and name it with --data DIR, $LOCKSTEP_DATA or workload.data.path. "
               "The scenario quickstart-offline.json needs no data.",
               dir, missing);
  return FALSE;
}

const DataSource source_fashion_mnist = {
  .name = "fashion-mnist",
  .summary = "photographs of clothing: 60,000 + 10,000 grey images of 28 x 28, ten classes",
  .knobs = fashion_mnist_knobs,
  .describe = fashion_mnist_describe,
  .load = fashion_mnist_load,
};
