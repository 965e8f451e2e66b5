#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"
#include "fixture.h"
#include "report/picture.h"

static gboolean
has_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
put (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_mkdir_with_parents (dir, 0777);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static guint
count_entries (const char *dir)
{
  GDir *entries = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (entries != NULL && g_dir_read_name (entries) != NULL)
    n++;
  g_clear_pointer (&entries, g_dir_close);
  return n;
}

/* New, empty and our own may be written to; anything else only when forced. Looking leaves nothing behind. */
static void
test_check (void)
{
  g_autofree char *scratch = scratch_folder ();
  g_autofree char *foreign = g_build_filename (scratch, "foreign", NULL), *ours = g_build_filename (scratch, "ours", NULL);
  g_autofree char *fresh = g_build_filename (scratch, "a/b/c", NULL), *file = g_build_filename (foreign, "letter.txt", NULL);
  g_autofree char *below = g_build_filename (file, "out", NULL);
  g_autoptr (GError) error = NULL, file_error = NULL, below_error = NULL;

  put (foreign, "letter.txt", "dear");
  put (foreign, "result.json", "{\"winner\": 3}");
  put (ours, "result.json", "{\"lockstep\": \"0.1.0\"}");
  g_assert_true (report_check_dir (fresh, FALSE, NULL));
  g_assert_true (report_check_dir (ours, FALSE, NULL));
  g_assert_false (report_check_dir (foreign, FALSE, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "--force"));
  g_assert_true (report_check_dir (foreign, TRUE, NULL));
  g_assert_false (report_check_dir (file, TRUE, &file_error));
  g_assert_error (file_error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_false (report_check_dir (below, TRUE, &below_error));
  g_assert_error (below_error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_cmpuint (count_entries (scratch), ==, 2);
  g_assert_cmpuint (count_entries (foreign), ==, 2);
  file_remove_tree (scratch, NULL);
}

/* A folder of ours that is current, or holds the current one, may be a project with a result.json in it: only when forced. An
 * empty one is harmless, and stays the folder it is. No name at all is not the current folder. */
static void
test_current (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 2);
  g_autofree char *scratch = scratch_folder (), *before = g_get_current_dir (), *inside = g_build_filename (scratch, "in", NULL);
  g_autoptr (GError) error = NULL, above_error = NULL, empty_error = NULL;

  g_mkdir_with_parents (inside, 0777);
  g_assert_cmpint (g_chdir (inside), ==, 0);
  g_assert_false (report_check_dir ("", TRUE, &empty_error));
  g_assert_error (empty_error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_true (report_write_dir (&fixture->report, ".", FALSE, NULL, NULL));
  g_assert_true (g_file_test ("result.json", G_FILE_TEST_EXISTS));
  g_assert_false (report_check_dir (".", FALSE, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  put (scratch, "result.json", "{\"lockstep\": \"0.1.0\"}");
  g_assert_false (report_check_dir (scratch, FALSE, &above_error));
  g_assert_error (above_error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  put (inside, "stale.txt", "from the run before");
  g_assert_true (report_write_dir (&fixture->report, ".", TRUE, NULL, NULL));
  g_assert_true (g_file_test ("result.json", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("stale.txt", G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_chdir (before), ==, 0);
  file_remove_tree (scratch, NULL);
}

/* All the files, with nothing beside them; a second run replaces the folder as a whole. */
static void
test_write (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 4);
  g_autofree char *scratch = scratch_folder (), *out = g_build_filename (scratch, "x/out", NULL), *note = NULL;
  g_autofree char *parent = g_path_get_dirname (out);
  g_autoptr (GError) error = NULL;
  const char *const files[] = { "scenario.json", "result.json", "metrics.csv",  "timeline.csv", "links.csv",
                                "trace.json",    "timeline.gp", "timeline.dat", "curve.gp",     "curve.dat" };

  for (guint round = 0; round < 2; round++)
    {
      g_clear_pointer (&note, g_free);
      g_assert_true (report_write_dir (&fixture->report, out, FALSE, &note, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        g_assert_true (has_file (out, files[i]));
      g_assert_cmpuint (count_entries (parent), ==, 1);
      g_assert_false (has_file (out, "stale.txt"));
      put (out, "stale.txt", "from the run before");
    }
  file_remove_tree (scratch, NULL);
}

/* The pictures are there, or a note says why not; drawn twice they are the same bytes. */
static void
test_pictures (void)
{
  g_autoptr (Fixture) fixture = fixture_new (8, 9);
  g_autofree char *scratch = scratch_folder (), *gnuplot = g_find_program_in_path ("gnuplot"), *out = NULL;
  g_autofree char *first = NULL, *second = NULL;
  g_autofree char *svg = g_build_filename (scratch, "out/timeline.svg", NULL);

  if (gnuplot == NULL)
    {
      g_test_skip ("there is no gnuplot");
      file_remove_tree (scratch, NULL);
      return;
    }
  out = g_build_filename (scratch, "out", NULL);
  for (guint round = 0; round < 2; round++)
    {
      g_autofree char *note = NULL;

      g_assert_true (report_write_dir (&fixture->report, out, FALSE, &note, NULL));
      g_assert_cmpstr (note, ==, NULL);
      g_assert_true (has_file (out, "curve.svg"));
      g_assert_true (g_file_get_contents (svg, round == 0 ? &first : &second, NULL, NULL));
    }
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (first, "worker7"));
  g_assert_nonnull (strstr (first, "wait"));
  file_remove_tree (scratch, NULL);
}

/* Without gnuplot everything else is there. */
static void
test_without_gnuplot (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 2);
  g_autofree char *scratch = scratch_folder (), *out = g_build_filename (scratch, "out", NULL), *note = NULL;
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", scratch, TRUE);
  g_assert_true (report_write_dir (&fixture->report, out, FALSE, &note, NULL));
  g_setenv ("PATH", path, TRUE);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "gnuplot"));
  g_assert_true (has_file (out, "timeline.gp"));
  g_assert_true (has_file (out, "result.json"));
  g_assert_false (has_file (out, "timeline.svg"));
  file_remove_tree (scratch, NULL);
}

/* A failure while writing leaves the old results as they were, and nothing beside them. */
static void
test_failure (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 2);
  g_autofree char *scratch = scratch_folder (), *file = g_build_filename (scratch, "file", NULL);
  g_autofree char *below = g_build_filename (file, "out", NULL);
  g_autoptr (GError) error = NULL;

  put (scratch, "file", "a plain file");
  g_assert_false (report_write_dir (&fixture->report, below, FALSE, NULL, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN);
  g_assert_cmpuint (count_entries (scratch), ==, 1);
  file_remove_tree (scratch, NULL);
}

static void
test_quoting (void)
{
  g_autoptr (GString) settings = g_string_new (NULL);

  picture_set_text (settings, "title", "it's `ls` \\ \"x\"\n");
  picture_set_number (settings, "n", 0.1);
  g_assert_cmpstr (settings->str, ==, "title = \"it's \\140ls\\140 \\134 \\042x\\042 \"\nn = 0.1\n");
}

void
add_folder_tests (void)
{
  g_test_add_func ("/report/folder/check", test_check);
  g_test_add_func ("/report/folder/current", test_current);
  g_test_add_func ("/report/folder/write", test_write);
  g_test_add_func ("/report/folder/pictures", test_pictures);
  g_test_add_func ("/report/folder/without-gnuplot", test_without_gnuplot);
  g_test_add_func ("/report/folder/failure", test_failure);
  g_test_add_func ("/report/picture/quoting", test_quoting);
}
