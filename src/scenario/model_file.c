#include "scenario/model_file.h"

#include "base/data_dir.h"
#include "base/file.h"
#include "scenario/reader.h"

#define MODEL_FILE_BYTES_MAX (16 << 20)
#define FLOPS_MAX 1e30

static const char *const file_keys[] = { "format", "name", "summary", "source", "sample", "tokens", "train", "layers", NULL };
static const char *const layer_keys[] = { "name", "parameters", "forward_flops", "activation_bytes", "arithmetic", NULL };

/* The path of @name, or of @name.json, in @dir, or in its folder models/. (transfer full) or NULL. */
static char *
find_in (const char *dir, const char *name, gboolean in_models)
{
  static const char *const suffixes[] = { "", ".json" };
  for (guint i = 0; dir && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *relative = g_strconcat (in_models ? "models/" : "", name, suffixes[i], NULL);
      g_autofree char *path = g_canonicalize_filename (relative, dir);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

char *
model_file_find (const char *word, const char *base_dir)
{
  gboolean is_path = strchr (word, '/') || g_str_has_suffix (word, ".json");
  g_auto (GStrv) dirs = data_dirs ();
  char *path = NULL;
  /* A bare word means a model, even where a scenario of that name lies beside this one. */
  for (guint pass = 0; pass < 2 && !path; pass++)
    {
      gboolean in_models = is_path == (pass == 1);
      path = find_in (base_dir, word, in_models);
      for (guint i = 0; !path && dirs[i]; i++)
        path = find_in (dirs[i], word, in_models);
    }
  return path;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char **
model_file_names (void)
{
  g_autofree char *folder = data_file_find ("models");
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  GPtrArray *names = g_ptr_array_new ();
  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (".json")));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}

static void
check_members (Reader *reader, const cJSON *object, const char *const *known)
{
  for (const cJSON *member = object->child; member; member = member->next)
    if (!g_strv_contains (known, member->string))
      {
        g_autofree char *nearest = suggestion (member->string, known);
        reader_wrong (reader, member, AT_KEY, "unknown key%s", nearest);
      }
}

/* The member @name of @object; when it is not there, says so with @why. */
static const cJSON *
required (Reader *reader, const cJSON *object, const char *name, const char *why)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, name);
  if (!member)
    {
      g_autofree char *inside = document_pointer (reader->document, object);
      g_autofree char *pointer = pointer_join (inside, name);
      reader_missing (reader, pointer, why);
    }
  return member;
}

static char *
read_text (Reader *reader, const cJSON *object, const char *name, const char *why)
{
  const cJSON *member = required (reader, object, name, why);
  return g_strdup (member ? read_string (reader, member) : NULL);
}

/* Which arithmetic a layer is, where that does not follow from its FLOPs. */
static void
read_arithmetic (Reader *reader, const cJSON *node, LayerDescription *layer)
{
  const char *word = node ? read_string (reader, node) : NULL;
  for (guint i = 0; word && i < N_ARITHMETICS; i++)
    if (strcmp (word, arithmetic_words[i]) == 0)
      {
        layer->arithmetic = i;
        return;
      }
  if (word)
    reader_wrong (reader, node, AT_VALUE, "must be product or convolution, found \"%s\"", word);
}

static void
read_layer (Reader *reader, const cJSON *node, ModelDescription *out)
{
  guint64 parameters = 0, activation_bytes = 0;
  double flops = 0;
  if (!read_is_object (reader, node))
    return;
  check_members (reader, node, layer_keys);
  g_autofree char *name = read_text (reader, node, "name", "what the layer is called");
  const cJSON *member = required (reader, node, "parameters", "how many weights and biases it has");
  if (member)
    read_integer (reader, member, 0, 0, &parameters);
  member = required (reader, node, "forward_flops", "floating-point operations of one sample's forward pass");
  if (member)
    read_number (reader, member, 0, FLOPS_MAX, &flops);
  member = required (reader, node, "activation_bytes", "what one sample leaves in memory for the backward pass");
  if (member)
    read_integer (reader, member, 0, 0, &activation_bytes);
  LayerDescription *layer = model_description_add (out, name ? name : "", parameters, flops, activation_bytes);
  read_arithmetic (reader, cJSON_GetObjectItemCaseSensitive (node, "arithmetic"), layer);
}

static void
read_layers (Reader *reader, const cJSON *root, ModelDescription *out)
{
  const cJSON *layers = required (reader, root, "layers", "the layers in the order of the forward pass");
  if (!layers || !read_is_list (reader, layers))
    return;
  if (!layers->child)
    reader_wrong (reader, layers, AT_VALUE, "must have at least one layer");
  for (const cJSON *layer = layers->child; layer; layer = layer->next)
    read_layer (reader, layer, out);
}

static void
read_train (Reader *reader, const cJSON *node, ModelDescription *out)
{
  if (!read_is_object (reader, node))
    return;
  const cJSON *word = required (reader, node, "model", "which of lockstep's models trains it");
  out->kind = word ? read_choice (reader, word, &model_words) : NULL;
  if (!out->kind)
    return;
  out->knobs = knobs_new (out->kind->knobs);
  read_knobs (reader, node, out->knobs);
  for (const cJSON *member = node->child; member; member = member->next)
    if (member != word && !knob_find (out->kind->knobs, member->string))
      reader_wrong (reader, member, AT_KEY, "%s has no such knob", out->kind->name);
}

static void
read_format (Reader *reader, const cJSON *root)
{
  guint64 format;
  const cJSON *member = required (reader, root, "format", "1, the form of this file");
  if (member)
    read_integer (reader, member, 1, 1, &format);
}

static void
read_file (Reader *reader, const cJSON *root, ModelDescription *out)
{
  guint64 tokens = 0;
  if (!read_is_object (reader, root))
    return;
  check_members (reader, root, file_keys);
  read_format (reader, root);
  out->name = read_text (reader, root, "name", "what the model is called");
  out->summary = read_text (reader, root, "summary", "one line about it");
  out->sample = read_text (reader, root, "sample", "what one sample is");
  g_free (read_text (reader, root, "source", "where its shape is published"));
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (root, "tokens");
  if (member && read_integer (reader, member, 1, G_MAXUINT32, &tokens))
    out->tokens = tokens;
  member = cJSON_GetObjectItemCaseSensitive (root, "train");
  if (member)
    read_train (reader, member, out);
  read_layers (reader, root, out);
}

ModelDescription *
model_file_parse (const char *path, const char *text, gsize n, Diagnostics *diagnostics)
{
  JsonText *json = json_text_new (path, text, n, diagnostics);
  if (!json)
    return NULL;
  g_autoptr (Document) document = document_new (json);
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ModelDescription) description = model_description_new ();
  Reader reader = { .document = document, .diagnostics = diagnostics, .wrong = wrong };
  read_file (&reader, document_root (document), description);
  return wrong->len == 0 ? g_steal_pointer (&description) : NULL;
}

ModelDescription *
model_file_read (const char *path, Diagnostics *diagnostics)
{
  gsize n;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = file_read (path, MODEL_FILE_BYTES_MAX, &n, &error);
  if (!text)
    {
      diagnostics_add (diagnostics, SEVERITY_ERROR, NULL, (TextSpan){ 0 }, NULL, "%s", error->message);
      return NULL;
    }
  return model_file_parse (path, text, n, diagnostics);
}
