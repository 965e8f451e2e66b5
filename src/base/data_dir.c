#include "base/data_dir.h"

static gboolean
binary_is_uninstalled (void)
{
  g_autofree char *binary = g_file_read_link ("/proc/self/exe", NULL);
  return binary != NULL && g_str_has_prefix (binary, LOCKSTEP_BUILD_DIR "/");
}

char **
data_dirs (void)
{
  GPtrArray *dirs = g_ptr_array_new ();
  const char *given = g_getenv ("LOCKSTEP_DATADIR");
  if (given != NULL && *given != '\0')
    g_ptr_array_add (dirs, g_strdup (given));
  if (binary_is_uninstalled ())
    g_ptr_array_add (dirs, g_strdup (LOCKSTEP_SOURCE_DIR));
  g_ptr_array_add (dirs, g_strdup (LOCKSTEP_PKGDATADIR));
  g_ptr_array_add (dirs, NULL);
  return (char **)g_ptr_array_free (dirs, FALSE);
}

char *
data_file_find (const char *name)
{
  g_auto (GStrv) dirs = data_dirs ();
  for (guint i = 0; dirs[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (dirs[i], name, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}
