/* examples: the scenarios that come with lockstep, listed or copied. */
#include "base/escape.h"
#include "command/options.h"

#include <cjson/cJSON.h>
#include <errno.h>

#include "base/data_dir.h"
#include "base/error.h"
#include "base/file.h"
#include "command/schema.h"

#define EXAMPLE_MAX (64 << 20)

/* The files below @root/@below (NULL: all), as paths from @root, in no order. Makefiles are none of the examples. */
static void
find_files (const char *root, const char *below, GPtrArray *found)
{
  g_autofree char *dir = below ? g_build_filename (root, below, NULL) : g_strdup (root);
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;
  while (entries && (name = g_dir_read_name (entries)))
    {
      g_autofree char *path = below ? g_build_filename (below, name, NULL) : g_strdup (name);
      g_autofree char *full = g_build_filename (root, path, NULL);
      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        find_files (root, path, found);
      else if (!g_str_has_suffix (name, ".mk"))
        g_ptr_array_add (found, g_steal_pointer (&path));
    }
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
examples_find (const char *root)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  find_files (root, NULL, found);
  g_ptr_array_sort (found, by_name);
  return found;
}

/* --- listing --- */

static void
print_example (const char *root, const char *path)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  g_autofree char *text = file_read (full, EXAMPLE_MAX, NULL, NULL);
  cJSON *scenario = text ? cJSON_Parse (text) : NULL;
  const char *description = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (scenario, "description"));
  g_autofree char *name = g_strndup (path, strlen (path) - strlen (".json"));
  g_autofree char *about = printable (description ? description : "");
  printf ("%-24s %s\n", name, about);
  cJSON_Delete (scenario);
}

static void
list (const char *root, const GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (files->pdata[i], ".json"))
      print_example (root, files->pdata[i]);
}

/* --- copying --- */

static gboolean
nothing_in_the_way (const char *to, const GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_build_filename (to, files->pdata[i], NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
          g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is there already; examples overwrites nothing", path);
          return FALSE;
        }
    }
  return TRUE;
}

/* The shipped scenarios name the schema by its place among them; in a copy it is named by its absolute path. */
static void
redirect_schema (GString *text)
{
  static const char key[] = "\"$schema\": \"";
  g_autofree char *path = schema_path_json ();
  const char *found = strstr (text->str, key), *end = found ? strchr (found + strlen (key), '"') : NULL;
  if (!path || !end)
    return;
  gsize at = found + strlen (key) - 1 - text->str;
  g_string_erase (text, at, end + 1 - text->str - at);
  g_string_insert (text, at, path);
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  gsize n;
  g_autofree char *read = file_read (from, EXAMPLE_MAX, &n, error);
  g_autofree char *parent = g_path_get_dirname (to);
  if (!read)
    return FALSE;
  g_autoptr (GString) content = g_string_new_len (read, n);
  redirect_schema (content);
  if (g_mkdir_with_parents (parent, 0777) != 0)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot make this folder: %s", parent, g_strerror (errno));
      return FALSE;
    }
  OutputFile *file = output_file_open (to, error);
  if (!file)
    return FALSE;
  fwrite (content->str, 1, content->len, output_file_stream (file));
  return output_file_commit (file, error);
}

static gboolean
copy_all (const char *root, const char *to, const GPtrArray *files, GError **error)
{
  if (!nothing_in_the_way (to, files, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *source = g_build_filename (root, files->pdata[i], NULL);
      g_autofree char *target = g_build_filename (to, files->pdata[i], NULL);
      if (!copy_file (source, target, error))
        return FALSE;
      printf ("%s\n", target);
    }
  return TRUE;
}

static int
examples_run (int argc, char **argv)
{
  static const char more[] =
      "Without DIR the scenarios are listed, by the names that lockstep run takes; with it they are copied there.";
  g_autoptr (GError) error = NULL;
  int status = EXIT_INPUT;
  if (!options_parse (&command_examples, NULL, more, &argc, &argv, &status))
    return status;
  g_autofree char *root = data_file_find ("scenarios");
  if (argc > 2 || !root)
    {
      complain (root ? "examples: one folder is expected" : "examples: the scenarios that come with lockstep are not found");
      return EXIT_INPUT;
    }
  g_autoptr (GPtrArray) files = examples_find (root);
  if (argc == 1)
    list (root, files);
  else if (!copy_all (root, argv[1], files, &error))
    return complain_of (error);
  return EXIT_DONE;
}

const Command command_examples = {
  .name = "examples",
  .arguments = "[DIR]",
  .summary = "List the scenarios that come with lockstep, or copy them",
  .run = examples_run,
};
