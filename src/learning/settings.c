#include "learning/settings.h"

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
}

void
learning_settings_shape (const LearningSettings *settings, Dataset *out)
{
  *out = settings->shape;
  if (settings->data && settings->data->describe)
    settings->data->describe (settings->data_knobs, out);
}
