/* workload.model: a word of the model table, or a description. */
#include "scenario/forms.h"
#include "scenario/model_file.h"
#include "scenario/reader.h"
#include "scenario/string_json.h"

static void
report_no_model (Reader *reader, const cJSON *node)
{
  g_auto (GStrv) files = model_file_names ();
  g_autofree const char **kinds = word_names (&model_words);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (guint i = 0; kinds[i]; i++)
    g_ptr_array_add (all, (gpointer)kinds[i]);
  for (guint i = 0; files[i]; i++)
    if (!word_find (&model_words, files[i]))
      g_ptr_array_add (all, files[i]);
  g_ptr_array_add (all, NULL);
  const char *const *names = (const char *const *)all->pdata;
  const char *nearest = nearest_word (node->valuestring, names);
  g_autofree char *list = g_strjoinv (", ", (char **)names);
  if (nearest)
    reader_wrong (reader, node, AT_VALUE, "\"%s\" is no model (did you mean \"%s\"?)", node->valuestring, nearest);
  else
    reader_wrong (reader, node, AT_VALUE, "\"%s\" is no model: expected the path of a description, or one of %s",
                  node->valuestring, list);
}

static void
read_description (Reader *reader, const cJSON *node, LearningSettings *learning)
{
  const char *word = node->valuestring;
  g_autofree char *path = model_file_find (word, reader->scenario->base_dir);
  if (!path)
    {
      report_no_model (reader, node);
      return;
    }
  learning->description = model_file_read (path, reader->diagnostics);
  if (!learning->description)
    {
      reader_wrong (reader, node, AT_VALUE, "the description of \"%s\" cannot be read", word);
      return;
    }
  g_autofree char *shipped = model_file_find (word, NULL);
  learning->description_word = g_strdup (g_strcmp0 (path, shipped) == 0 ? word : path);
}

static void
read_model (Reader *reader, const cJSON *node, gpointer base)
{
  LearningSettings *learning = &((Scenario *)base)->run.learning;
  const char *word = read_string (reader, node);
  learning->model = word ? word_find (&model_words, word) : NULL;
  if (!word || learning->model)
    return;
  if (word_planned (&model_words, word))
    reader_wrong (reader, node, AT_VALUE, "the model \"%s\" is not in this version", word);
  else
    read_description (reader, node, learning);
}

static char *
print_model (gconstpointer base, guint indent)
{
  const LearningSettings *learning = &((const Scenario *)base)->run.learning;
  if (learning->model)
    return string_json (learning->model->name);
  return learning->description ? string_json (learning->description_word) : NULL;
}

const KeyForm model_form = { read_model, print_model };
