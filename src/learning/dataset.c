#include "learning/dataset.h"

#include "base/error.h"

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

gboolean
dataset_allocate (Dataset *dataset, GError **error)
{
  dataset->train_x = g_try_new (float, (gsize)dataset->n_train * dataset->features);
  dataset->test_x = g_try_new (float, (gsize)dataset->n_test * dataset->features);
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
  g_free (dataset->train_x);
  g_free (dataset->test_x);
  g_free (dataset->train_y);
  g_free (dataset->test_y);
  g_free (dataset->train_t);
  g_free (dataset->test_t);
  g_free (dataset);
}
