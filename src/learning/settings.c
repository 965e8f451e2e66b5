#include "learning/settings.h"

#include "base/error.h"

void
learning_settings_init (LearningSettings *settings)
{
  *settings = (LearningSettings){ .init = word_find (&init_words, "he"), .shuffled = TRUE, .batch = 32 };
}

void
learning_settings_clear (LearningSettings *settings)
{
  g_clear_pointer (&settings->model_knobs, knobs_free);
  g_clear_pointer (&settings->description, model_description_free);
  g_clear_pointer (&settings->description_word, g_free);
  g_clear_pointer (&settings->data_knobs, knobs_free);
  g_clear_pointer (&settings->optimizer_knobs, knobs_free);
  g_clear_pointer (&settings->partition_knobs, knobs_free);
}

void
learning_settings_shape (const LearningSettings *settings, Dataset *out)
{
  *out = settings->shape;
  if (settings->data && settings->data->describe)
    settings->data->describe (settings->data_knobs, out);
}

Partition *
learning_settings_partition (const LearningSettings *settings, guint64 seed, guint workers, const Dataset *data, GError **error)
{
  const PartitionRows rows = { seed, data->n_train, workers, data->classes, data->train_y };
  return partition_new (settings->partition, settings->partition_knobs, &rows, error);
}

Order *
learning_settings_order (const LearningSettings *settings, guint64 seed, guint workers, const Dataset *data, GError **error)
{
  guint64 round_rows = (guint64)workers * settings->batch;
  if (settings->partition)
    {
      Partition *partition = learning_settings_partition (settings, seed, workers, data, error);
      return partition ? order_new_own (settings->shuffled, seed, partition, settings->batch) : NULL;
    }
  if (round_rows <= data->n_train)
    return order_new (settings->shuffled, seed, data->n_train, workers, settings->batch);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%u workers with a batch of %u need %" G_GUINT64_FORMAT " training rows for one round, the data has %u", workers,
               settings->batch, round_rows, data->n_train);
  return NULL;
}
