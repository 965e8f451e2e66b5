/* A corpus of wrong scenarios, each with the diagnostics it must get, to the letter: tests/data/wrong/NN-name.json beside
 * NN-name.expected, and NN-name.set with a line for each --set where there are overrides.
 *
 * After a change of words:  LOCKSTEP_BLESS=1 make check TESTS=tests/scenario/test-scenario  writes the new ones; read the
 * difference before you commit it.
 */
#include <glib/gstdio.h>

#include "scenario/scenario.h"
#include "test-scenario.h"

#define WRONG_AT_LEAST 60

static char *
wrong_dir (void)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "data", "wrong", NULL);
  return g_canonicalize_filename (dir, NULL);
}

static char *
replace (const char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);
  return g_strjoinv (with, parts);
}

/* What reading @file says; the folder's own path, which differs from machine to machine, is left out. */
static char *
diagnose (const char *dir, const char *file)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autofree char *path = g_build_filename (dir, file, NULL), *stem = g_strndup (path, strlen (path) - strlen (".json"));
  g_autofree char *set_path = g_strconcat (stem, ".set", NULL), *lines = NULL;
  g_auto (GStrv) sets = NULL;
  if (g_file_get_contents (set_path, &lines, NULL, NULL))
    sets = g_strsplit (g_strchomp (lines), "\n", -1);
  ScenarioOptions options = { .sets = (const char *const *)sets };
  g_autoptr (Scenario) scenario = scenario_read (path, &options, d);
  g_assert_null (scenario);
  g_assert_cmpuint (diagnostics_errors (d), >, 0);
  g_autofree char *text = diagnostics_text (d, FALSE), *prefix = g_strconcat (dir, "/", NULL);
  return replace (text, prefix, "");
}

static void
test_wrong (gconstpointer data)
{
  const char *file = data;
  g_autofree char *dir = wrong_dir ();
  g_autofree char *said = diagnose (dir, file), *stem = g_strndup (file, strlen (file) - strlen (".json"));
  g_autofree char *name = g_strconcat (stem, ".expected", NULL), *path = g_build_filename (dir, name, NULL), *expected = NULL;
  if (g_getenv ("LOCKSTEP_BLESS"))
    g_file_set_contents (path, said, -1, NULL);
  g_file_get_contents (path, &expected, NULL, NULL);
  g_assert_cmpstr (said, ==, expected);
}

static void
test_enough (void)
{
  g_autofree char *folder = wrong_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;
  guint n = 0;
  while ((file = g_dir_read_name (dir)))
    n += g_str_has_suffix (file, ".json");
  g_assert_cmpuint (n, >=, WRONG_AT_LEAST);
}

void
add_wrong_tests (void)
{
  g_autofree char *folder = wrong_dir ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;
  g_test_add_func ("/scenario/wrong/enough", test_enough);
  while (dir && (file = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_strconcat ("/scenario/wrong/", file, NULL);
      if (g_str_has_suffix (file, ".json"))
        g_test_add_data_func_full (path, g_strdup (file), test_wrong, g_free);
    }
}
