#include "learning/dataset.h"

#include <sys/mman.h>

#include "base/error.h"

#define LARGE_PAGE ((gsize)2 << 20)

const DataSource *const data_source_table[] = { &source_fashion_mnist, &source_idx,        &source_csv,
                                                &source_blobs,         &source_regression, NULL };

WORDS_WITH_KNOBS (data_source, DataSource, data_source_table)
const WordTable data_source_words = { "data source", "data-sources", WORD_FUNCTIONS (data_source), NULL };

void
data_blame (const DataPlace *place, const char *name)
{
  if (place->blame)
    *place->blame = name;
}

/* Rows are taken in any order: on large pages, where the system has them, reaching one takes a quarter less. For free. NULL
 * where there is no room. */
static float *
rows_new (guint n, guint features)
{
  gsize bytes = (gsize)n * features * sizeof (float);
  void *rows = NULL;
  if (posix_memalign (&rows, bytes < LARGE_PAGE ? 64 : LARGE_PAGE, MAX (bytes, 1)) != 0)
    return NULL;
#ifdef MADV_HUGEPAGE
  if (bytes >= LARGE_PAGE)
    madvise (rows, bytes, MADV_HUGEPAGE);
#endif
  return rows;
}

gboolean
dataset_allocate (Dataset *dataset, GError **error)
{
  dataset->train_x = rows_new (dataset->n_train, dataset->features);
  dataset->test_x = rows_new (dataset->n_test, dataset->features);
  if (dataset->train_x == NULL || dataset->test_x == NULL)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no memory for %u + %u rows of %u numbers",
                   dataset->n_train, dataset->n_test, dataset->features);
      return FALSE;
    }
  if (dataset->classes > 0)
    {
      dataset->train_y = g_new (guint8, dataset->n_train);
      dataset->test_y = g_new (guint8, dataset->n_test);
    }
  else
    {
      dataset->train_t = g_new (float, dataset->n_train);
      dataset->test_t = g_new (float, dataset->n_test);
    }
  return TRUE;
}

Dataset *
dataset_load (const DataSource *source, const Knobs *knobs, const DataPlace *place, GError **error)
{
  g_autoptr (Dataset) dataset = g_new0 (Dataset, 1);
  data_blame (place, NULL);
  if (!source->load (knobs, place, dataset, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

gboolean
dataset_shape (const DataSource *source, const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  *out = (Dataset){ 0 };
  if (source->describe)
    {
      source->describe (knobs, out);
      return TRUE;
    }
  g_autoptr (Dataset) data = dataset_load (source, knobs, place, error);
  if (!data)
    return FALSE;
  *out = (Dataset){ .n_train = data->n_train, .n_test = data->n_test, .features = data->features, .classes = data->classes };
  memcpy (out->shape, data->shape, sizeof out->shape);
  return TRUE;
}

void
dataset_free (Dataset *dataset)
{
  free (dataset->train_x);
  free (dataset->test_x);
  g_free (dataset->train_y);
  g_free (dataset->test_y);
  g_free (dataset->train_t);
  g_free (dataset->test_t);
  g_free (dataset);
}
