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
  g_autoptr (GStrvBuilder) dirs = g_strv_builder_new ();
  const char *given = g_getenv ("LOCKSTEP_DATADIR");
  if (given != NULL && *given != '\0')
    g_strv_builder_add (dirs, given);
  if (binary_is_uninstalled ())
    g_strv_builder_add (dirs, LOCKSTEP_SOURCE_DIR);
  g_strv_builder_add (dirs, LOCKSTEP_PKGDATADIR);
  return g_strv_builder_end (dirs);
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
