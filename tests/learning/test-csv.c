/* Tables of numbers in text files. */
#include "base/error.h"
#include "learning/dataset.h"
#include "suites.h"

/* Loads @text, and @test_text as the test rows unless NULL, with the knobs @words: name, word, …, NULL. */
static Dataset *
load (const char *text, const char *test_text, const char *const *words, GError **error)
{
  g_autofree char *dir = g_dir_make_tmp ("lockstep-csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "rows.csv", NULL), *test_path = g_build_filename (dir, "test.csv", NULL);
  g_autoptr (Knobs) knobs = knobs_new (source_csv.knobs);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  knobs_set_word (knobs, "path", "rows.csv");
  if (test_text)
    {
      g_assert_true (g_file_set_contents (test_path, test_text, -1, NULL));
      knobs_set_word (knobs, "test_path", "test.csv");
    }
  for (guint i = 0; words && words[i]; i += 2)
    if (knob_find (source_csv.knobs, words[i])->type == KNOB_INTEGER)
      knobs_set_number (knobs, words[i], g_ascii_strtod (words[i + 1], NULL));
    else
      knobs_set_word (knobs, words[i], words[i + 1]);
  DataPlace place = { .base_dir = dir };
  Dataset *data = dataset_load (&source_csv, knobs, &place, error);
  g_remove (path);
  g_remove (test_path);
  g_rmdir (dir);
  return data;
}

/* Seven rows: a fifth, rounded down, is one test row. Names, blank lines, blanks, DOS line ends and no end of the last line. */
static void
test_plain (void)
{
  g_autoptr (Dataset) data =
      load ("height, width ,kind\r\n1.5,-2,0\r\n\r\n 3 , 4e1 ,2\n5,6,1\n7,8,0\n9,10,0\n11,12,1\n-13,14.25,2", NULL, NULL, NULL);
  const float train[] = { 1.5f, -2, 3, 40, 5, 6, 7, 8, 9, 10, 11, 12 }, test[] = { -13, 14.25f };
  const guint8 classes[] = { 0, 2, 1, 0, 0, 1 };
  g_assert_nonnull (data);
  g_assert_cmpuint (data->n_train, ==, 6);
  g_assert_cmpuint (data->n_test, ==, 1);
  g_assert_cmpuint (data->features, ==, 2);
  g_assert_cmpuint (data->classes, ==, 3);
  g_assert_cmpmem (data->train_x, sizeof train, train, sizeof train);
  g_assert_cmpmem (data->test_x, sizeof test, test, sizeof test);
  g_assert_cmpmem (data->train_y, sizeof classes, classes, sizeof classes);
  g_assert_cmpuint (data->test_y[0], ==, 2);
  g_assert_cmpuint (data->shape[0], ==, 0);
}

static void
test_label_and_files (void)
{
  const char *const by_name[] = { "label", "kind", "target", "number", "train", "1", NULL };
  const char *const by_number[] = { "label", "2", "target", "number", NULL };
  g_autoptr (Dataset) named = load ("kind,a,b\n0.5,1,2\n2.5,3,4\n", "kind,a,b\n-1.5,5,6\n", by_name, NULL);
  g_autoptr (Dataset) numbered = load ("1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5.5,6\n", NULL, by_number, NULL);
  g_assert_cmpuint (named->n_train, ==, 1);
  g_assert_cmpuint (named->n_test, ==, 1);
  g_assert_cmpuint (named->classes, ==, 0);
  g_assert_cmpfloat (named->train_x[0], ==, 1);
  g_assert_cmpfloat (named->train_t[0], ==, 0.5f);
  g_assert_cmpfloat (named->test_t[0], ==, -1.5f);
  g_assert_cmpfloat (numbered->train_x[1], ==, 3);
  g_assert_cmpfloat (numbered->test_t[0], ==, 5.5f);
}

/* @told must be in the message, which is about the user's input. */
static void
check_wrong (const char *text, const char *test_text, const char *const *words, const char *told)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (load (text, test_text, words, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, told));
}

static void
test_wrong (void)
{
  const char *const no_column[] = { "label", "kind", NULL }, *const beyond[] = { "label", "4", NULL };
  const char *const too_many[] = { "test", "2", NULL };
  check_wrong ("1,2,0\n\n3,x,1\n", NULL, NULL, "rows.csv:3: column 2: \"x\" is not a number");
  check_wrong ("1,2,0\n3,,1\n", NULL, NULL, "rows.csv:2: column 2: \"\" is not a number");
  check_wrong ("1,2,0\n3,nan,1\n", NULL, NULL, "is not a number");
  check_wrong ("1,2,0\n3,1e39,1\n", NULL, NULL, "rows.csv:2: column 2: \"1e39\" is not a number of 32 bits");
  check_wrong ("1,2,0\n3,1\n", NULL, NULL, "rows.csv:2: 2 columns, but the first line has 3");
  check_wrong ("1,two,0\n", NULL, NULL, "rows.csv:1: column 2");
  check_wrong ("a,b\n", NULL, NULL, "has no rows");
  check_wrong ("", NULL, NULL, "has no rows");
  check_wrong ("1,0\n2,1.5\n3,1\n4,0\n5,1\n", NULL, NULL, "rows.csv:2: column 2: a class must be a whole number");
  check_wrong ("1,0\n2,256\n3,1\n4,0\n5,1\n", NULL, NULL, "whole number from 0 to 255");
  check_wrong ("1,2,0\n1,2,0\n", NULL, no_column, "no column \"kind\"");
  check_wrong ("1,2,0\n1,2,0\n", NULL, beyond, "no column \"4\"");
  check_wrong ("1,2,0\n3,1,1\n", NULL, too_many, "2 rows are too few for 0 to train and 2 to test");
  check_wrong ("1,0\n2,1\n", "1,2,0\n", NULL, "3 columns");
  check_wrong ("1\n2\n3\n4\n5\n", NULL, NULL, "at least two");
}

void
add_csv_tests (void)
{
  g_test_add_func ("/csv/plain", test_plain);
  g_test_add_func ("/csv/label-and-files", test_label_and_files);
  g_test_add_func ("/csv/wrong", test_wrong);
}
