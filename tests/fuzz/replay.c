/* Every target over its corpus and its seeds, so that targets do not rot and no finding comes back.
 *
 *   replay                  all of it, as a test
 *   replay TARGET FILE...   these inputs alone, to look at a finding; ends at the first failure
 *   replay --targets        their names
 *   replay --seeds TARGET   the target's inputs, one path a line
 */
#include "fuzz/fuzz.h"

#include <glob.h>

static void
add_files (glob_t *found, const char *pattern)
{
  g_autofree char *path = g_build_filename (g_test_get_dir (G_TEST_DIST), "..", pattern, NULL);
  glob (path, found->gl_pathc > 0 ? GLOB_APPEND : 0, NULL, found);
}

static glob_t
inputs (const FuzzTarget *target)
{
  glob_t found = { 0 };
  g_autofree char *corpus = g_strdup_printf ("tests/fuzz/corpus/%s/*", target->name);
  add_files (&found, corpus);
  for (guint i = 0; target->seeds && target->seeds[i]; i++)
    add_files (&found, target->seeds[i]);
  return found;
}

/* The input lies in memory of exactly its size, so that a sanitizer sees a read behind it. */
static void
replay_file (const FuzzTarget *target, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize n;
  gboolean read = g_file_get_contents (path, &bytes, &n, NULL);
  g_assert_true (read);
  if (!read)
    return;
  g_autofree char *exact = g_memdup2 (bytes, n);
  g_test_message ("%s", path);
  target->run (exact ? exact : "", n);
}

static void
replay_all (gconstpointer data)
{
  const FuzzTarget *target = data;
  glob_t found = inputs (target);
  g_assert_cmpuint (found.gl_pathc, >, 0);
  for (gsize i = 0; i < found.gl_pathc; i++)
    replay_file (target, found.gl_pathv[i]);
  globfree (&found);
}

static int
list_targets (void)
{
  for (guint i = 0; fuzz_targets[i]; i++)
    g_print ("%s\n", fuzz_targets[i]->name);
  return 0;
}

static int
list_seeds (const char *name)
{
  const FuzzTarget *target = fuzz_target_find (name);
  if (!target)
    return 2;
  glob_t found = inputs (target);
  for (gsize i = 0; i < found.gl_pathc; i++)
    g_print ("%s\n", found.gl_pathv[i]);
  globfree (&found);
  return 0;
}

static int
replay_these (char **arguments)
{
  const FuzzTarget *target = fuzz_target_find (arguments[0]);
  if (!target)
    return 2;
  for (char **path = arguments + 1; *path; path++)
    replay_file (target, *path);
  return 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 2 && strcmp (argv[1], "--targets") == 0)
    return list_targets ();
  if (argc == 3 && strcmp (argv[1], "--seeds") == 0)
    return list_seeds (argv[2]);
  if (argc > 2)
    return replay_these (argv + 1);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; fuzz_targets[i]; i++)
    {
      g_autofree char *path = g_strdup_printf ("/fuzz/%s", fuzz_targets[i]->name);
      g_test_add_data_func (path, fuzz_targets[i], replay_all);
    }
  return g_test_run ();
}
