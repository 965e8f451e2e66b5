#include "scenario/checks.h"

/* The node's value, whatever blanks and overrides it was written with. (transfer full) */
static char *
value_text (const Document *document)
{
  const cJSON *node = document_find (document, "/workload/data");
  return node ? cJSON_PrintUnformatted (node) : NULL;
}

/* A point of a sweep mostly has the data of the base, which have been read. */
static gboolean
as_in_base (const Reader *reader)
{
  if (!reader->base)
    return FALSE;
  char *own = value_text (reader->document), *base = value_text (reader->base->document);
  gboolean same = g_strcmp0 (own, base) == 0;
  cJSON_free (own);
  cJSON_free (base);
  return same;
}

void
check_data (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  LearningSettings *learning = &reader->scenario->run.learning;
  const char *blame = NULL;
  const DataPlace place = { .base_dir = reader->scenario->base_dir, .seed = reader->scenario->run.seed, .blame = &blame };
  if (!learning->data || learning->data->describe || !reader_sound (reader, "/workload/data"))
    return;
  if (as_in_base (reader))
    learning->shape = reader->base->run.learning.shape;
  else if (!dataset_shape (learning->data, learning->data_knobs, &place, &learning->shape, &error))
    {
      g_autofree char *pointer = blame ? pointer_join ("/workload/data", blame) : g_strdup ("/workload/data");
      reader_mistake (reader, pointer, "%s", error->message);
    }
}
