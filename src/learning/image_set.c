#include "learning/image_set.h"

#include "base/error.h"
#include "learning/idx.h"

void
image_files_clear (ImageFiles *files)
{
  g_free (files->train_images);
  g_free (files->train_labels);
  g_free (files->test_images);
  g_free (files->test_labels);
}

static gboolean
input_error (GError **error, const char *path, const char *what)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %s", path, what);
  return FALSE;
}

/* Pixels to [0, 1]. (transfer full) */
static float *
scale_pixels (const guint8 *bytes, gsize n)
{
  float *x = g_new (float, n), scaled[256];
  for (guint i = 0; i < 256; i++)
    scaled[i] = (float)i / 255.0f;
  for (gsize i = 0; i < n; i++)
    x[i] = scaled[bytes[i]];
  return x;
}

/* Channels, height and width from the dimensions after the first; 0 where a row is a plain vector. */
static void
image_shape (const Idx *images, guint shape[3])
{
  memset (shape, 0, 3 * sizeof *shape);
  if (images->n_dims < 3)
    return;
  shape[0] = images->n_dims == 4 ? images->dims[1] : 1;
  shape[1] = images->dims[images->n_dims - 2];
  shape[2] = images->dims[images->n_dims - 1];
}

static gboolean
rows_wanted (const Knobs *knobs, const char *knob, const char *path, guint n_rows, guint *n, GError **error)
{
  *n = knob_given (knobs, knob) ? (guint)knob_integer (knobs, knob) : n_rows;
  if (*n <= n_rows)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: \"%s\" asks for %u rows, the file has %u", path, knob, *n,
               n_rows);
  return FALSE;
}

/* One half of the set: its two files, the knobs of the idx source that name them, and the knob that says how many rows to keep. */
typedef struct
{
  const char *images_path, *labels_path;
  const char *images_knob, *labels_knob, *rows_knob;
} Half;

/* Reads both files and checks them against each other; the images against those read before too. */
static gboolean
read_half (const Half *half, const DataPlace *place, guint features, Idx *images, Idx *labels, GError **error)
{
  data_blame (place, half->images_knob);
  if (!idx_read (half->images_path, images, error))
    return FALSE;
  if (images->n_dims < 2 || images->n_bytes == 0)
    return input_error (error, half->images_path,
                        "has no images (an IDX file of rows with at least one element each is needed)");
  if (features != 0 && features != images->n_bytes / images->dims[0])
    return input_error (error, half->images_path, "its rows are not as long as those of the training images");
  data_blame (place, half->labels_knob);
  if (!idx_read (half->labels_path, labels, error))
    return FALSE;
  if (labels->n_dims != 1 || labels->dims[0] != images->dims[0])
    return input_error (error, half->labels_path, "does not have one label for each row of the images");
  return TRUE;
}

/* Keeps the first *n rows. */
static gboolean
load_half (const Half *half, const Knobs *knobs, const DataPlace *place, guint *n, Dataset *out, float **x, guint8 **y,
           GError **error)
{
  g_auto (Idx) images = { 0 }, labels = { 0 };
  if (!read_half (half, place, out->features, &images, &labels, error))
    return FALSE;
  data_blame (place, half->rows_knob);
  if (!rows_wanted (knobs, half->rows_knob, half->images_path, images.dims[0], n, error))
    return FALSE;
  out->features = images.n_bytes / images.dims[0];
  image_shape (&images, out->shape);
  *x = scale_pixels (images.bytes, (gsize)*n * out->features);
  for (guint i = 0; i < labels.dims[0]; i++)
    out->classes = MAX (out->classes, labels.bytes[i] + 1u);
  *y = g_steal_pointer (&labels.bytes);
  return TRUE;
}

gboolean
image_set_load (const ImageFiles *files, const Knobs *knobs, const DataPlace *place, guint classes, Dataset *out, GError **error)
{
  const Half train = { files->train_images, files->train_labels, "train_images", "train_labels", "train" };
  const Half test = { files->test_images, files->test_labels, "test_images", "test_labels", "test" };
  out->features = 0;
  out->classes = classes;
  return load_half (&train, knobs, place, &out->n_train, out, &out->train_x, &out->train_y, error)
         && load_half (&test, knobs, place, &out->n_test, out, &out->test_x, &out->test_y, error);
}
