#include "base/error.h"
#include "base/file.h"
#include "test-base.h"

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
place_set_up (Place *place, gconstpointer unused)
{
  place->folder = g_dir_make_tmp ("lockstep-file-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "out.csv", NULL);
}

static void
place_tear_down (Place *place, gconstpointer unused)
{
  g_assert_true (file_remove_tree (place->folder, NULL));
  g_assert_false (g_file_test (place->folder, G_FILE_TEST_EXISTS));
  g_free (place->folder);
  g_free (place->path);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
write_whole (const char *path, const char *text)
{
  OutputFile *file = output_file_open (path, NULL);

  fputs (text, output_file_stream (file));
  g_assert_true (output_file_commit (file, NULL));
}

/* Until the commit the old content stands; then the new one; no temporary file is left. */
static void
test_commit (Place *place, gconstpointer unused)
{
  g_autofree char *before = NULL, *after = NULL;
  OutputFile *file;
  gsize n;

  write_whole (place->path, "old\n");
  file = output_file_open (place->path, NULL);
  fwrite ("new\0text", 1, 8, output_file_stream (file));
  fflush (output_file_stream (file));
  before = file_read (place->path, 100, &n, NULL);
  g_assert_cmpstr (before, ==, "old\n");
  g_assert_true (output_file_commit (file, NULL));
  after = file_read (place->path, 100, &n, NULL);
  g_assert_cmpmem (after, n + 1, "new\0text", 9);
  g_assert_cmpuint (count_entries (place->folder), ==, 1);
}

static void
test_abandon (Place *place, gconstpointer unused)
{
  OutputFile *file = output_file_open (place->path, NULL);

  fputs ("half", output_file_stream (file));
  output_file_abandon (file);
  output_file_abandon (NULL);
  g_assert_cmpuint (count_entries (place->folder), ==, 0);
}

static void
test_unwritable (Place *place, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (place->folder, "no", "such", "out.csv", NULL);
  g_autoptr (GError) missing = NULL, folder = NULL, device = NULL;

  g_assert_null (output_file_open (nowhere, &missing));
  g_assert_error (missing, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (output_file_open (place->folder, &folder));
  g_assert_error (folder, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (output_file_open ("/dev/null", &device));
  g_assert_error (device, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_cmpuint (count_entries (place->folder), ==, 0);
}

/* The folder disappears between open and commit: the rename fails and says so. */
static void
test_commit_fails (Place *place, gconstpointer unused)
{
  g_autofree char *inner = g_build_filename (place->folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "out.csv", NULL);
  g_autoptr (GError) error = NULL;
  OutputFile *file;

  g_mkdir (inner, 0777);
  file = output_file_open (path, NULL);
  g_assert_true (file_remove_tree (inner, NULL));
  g_assert_false (output_file_commit (file, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, path));
}

/* 40,001 bytes cross two buffers; a limit of exactly that many is enough and one less is not. */
static void
test_read_limit (Place *place, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (40001, 'x');
  g_autofree char *whole = NULL;
  g_autoptr (GError) large = NULL, missing = NULL, folder = NULL, device = NULL;
  gsize n = 0;

  write_whole (place->path, text);
  whole = file_read (place->path, 40001, &n, NULL);
  g_assert_cmpuint (n, ==, 40001);
  g_assert_cmpstr (whole, ==, text);
  g_assert_null (file_read (place->path, 40000, &n, &large));
  g_assert_error (large, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (file_read ("/no/such/file", 10, NULL, &missing));
  g_assert_error (missing, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (file_read (place->folder, 10, NULL, &folder));
  g_assert_error (folder, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_null (file_read ("/dev/zero", 10, NULL, &device));
  g_assert_nonnull (strstr (device->message, "is a device"));
}

/* A link inside the tree points out of it: the link goes, its goal stays. */
static void
test_read_text (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_whole (place->path, "0,1\n2,3\n");
  text = file_read_text (place->path, 8, NULL);
  g_assert_cmpstr (text, ==, "0,1\n2,3\n");
  g_assert_true (g_file_set_contents (place->path, "0,1\n2\0,3\n", 9, NULL));
  g_assert_null (file_read_text (place->path, 9, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
}

static void
test_remove_tree (Place *place, gconstpointer unused)
{
  g_autofree char *tree = g_build_filename (place->folder, "tree", NULL);
  g_autofree char *deep = g_build_filename (tree, "a", "b", NULL);
  g_autofree char *leaf = g_build_filename (deep, "leaf", NULL);
  g_autofree char *link = g_build_filename (tree, "a", "link", NULL);

  write_whole (place->path, "stays");
  g_mkdir_with_parents (deep, 0777);
  write_whole (leaf, "goes");
  g_assert_cmpint (symlink (place->folder, link), ==, 0);
  g_assert_true (file_remove_tree (tree, NULL));
  g_assert_cmpuint (count_entries (place->folder), ==, 1);
  g_assert_true (g_file_test (place->path, G_FILE_TEST_IS_REGULAR));
  g_assert_true (file_remove_tree (tree, NULL));
}

#define add(name, function) g_test_add ("/base/file/" name, Place, NULL, place_set_up, function, place_tear_down)

void
file_tests_add (void)
{
  add ("commit", test_commit);
  add ("abandon", test_abandon);
  add ("unwritable", test_unwritable);
  add ("commit-fails", test_commit_fails);
  add ("read-limit", test_read_limit);
  add ("read-text", test_read_text);
  add ("remove-tree", test_remove_tree);
}
