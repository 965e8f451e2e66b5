#include "protocol/metrics.h"
#include "base/error.h"
#include "base/file.h"
#include "fixture.h"
#include "report/compare.h"
#include "report/wrap.h"

static void
print_rows (FILE *to, gconstpointer data)
{
  timeline_rows_write_csv (data, to);
}

/* What was written is what is read back: the CSV of the rows read is the CSV written. */
static void
test_read_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 3);
  g_autofree char *scratch = scratch_folder (), *out = g_build_filename (scratch, "out", NULL), *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RunData) memory = run_data_from_report (&fixture->report), read = NULL;

  g_assert_true (report_write_dir (&fixture->report, out, FALSE, NULL, NULL));
  read = run_data_read (out, &error);
  g_assert_no_error (error);
  before = captured (print_rows, memory->timeline);
  after = captured (print_rows, read->timeline);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (read->name, ==, "by \"hand\"");
  g_assert_cmpint (read->end, ==, memory->end);
  g_assert_cmpuint (read->evaluations->len, ==, memory->evaluations->len);
  for (guint i = 0; i < read->evaluations->len; i++)
    {
      const EvaluationRow *a = &g_array_index (read->evaluations, EvaluationRow, i);
      const EvaluationRow *b = &g_array_index (memory->evaluations, EvaluationRow, i);

      g_assert_cmpint (a->time, ==, b->time);
      g_assert_cmpfloat (a->test_loss, ==, b->test_loss);
      g_assert_true (isnan (a->batch_loss));
    }
  for (guint m = 0; m < metrics_count (); m++)
    g_assert_true (read->metrics[m] == memory->metrics[m] || (isnan (read->metrics[m]) && isnan (memory->metrics[m])));
  file_remove_tree (scratch, NULL);
}

/* Mistakes name the file and the line. */
static void
test_wrong_timelines (void)
{
  const struct
  {
    const char *text, *where;
  } wrong[] = {
    { "", "t.csv:1:" },
    { "actor,lane\n", "t.csv:1:" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,0.000000000,0.000000001,0,\n", "t.csv:2: has too few" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,0.000000000,0.000000001,0,,,\n", "t.csv:2: has too many" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,0.000000002,0.000000001,0,,\n", "t.csv:2:" },
    { TIMELINE_CSV_HEAD
      "\nworker0,compute,compute,0.000000000,0.000000001,0,,\nworker0,kitchen,compute,0.000000000,0.000000001,0,,\n",
      "t.csv:3:" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,sleep,0.000000000,0.000000001,0,,\n", "t.csv:2:" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,0.0,0.000000001,0,,\n", "t.csv:2:" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,99999999999.000000000,99999999999.000000001,0,,\n", "t.csv:2:" },
    { TIMELINE_CSV_HEAD "\nworker0,compute,compute,0.000000000,0.000000001,-1,,\n", "t.csv:2:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (timeline_rows_parse (wrong[i].text, "t.csv", &error));
      g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
      if (error != NULL)
        g_assert_true (g_str_has_prefix (error->message, wrong[i].where));
    }
  g_assert_null (timeline_rows_parse ("", "t.csv", NULL));
}

static const char *const labels[] = { "it's \"first\"", "second", NULL };

static void
print_comparison (FILE *to, gconstpointer data)
{
  compare_print ((RunData *const *)data, labels, 2, to, FALSE, WIDTH_UNLIMITED);
}

static void
print_four (FILE *to, gconstpointer data)
{
  static const char *const names[] = { "first", "second", "third", "a name of more than sixteen letters" };
  compare_print ((RunData *const *)data, names, 4, to, FALSE, 80);
}

/* Four runs have no room in 80 columns: each of the tables has the metrics and the first run again. */
static void
test_print_narrow (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 9);
  g_autoptr (RunData) run = run_data_from_report (&fixture->report);
  RunData *runs[] = { run, run, run, run };
  g_autofree char *text = captured (print_four, runs);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1), tables = g_strsplit (text, "\n\n", -1);
  guint n = g_strv_length (tables);

  g_assert_cmpuint (n, >=, 2);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 80);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (g_str_has_prefix (tables[i], "metric"));
      g_assert_nonnull (strstr (tables[i], "  first  "));
    }
  g_assert_nonnull (strstr (text, "  a name of more …  "));
}

/* 9 updates against 14: 5 more, 1.556 times as many. */
static void
test_print (void)
{
  g_autoptr (Fixture) a = fixture_new (3, 9), b = fixture_new (3, 14);
  g_autoptr (RunData) first = run_data_from_report (&a->report), second = run_data_from_report (&b->report);
  RunData *runs[] = { first, second };
  g_autofree char *text = captured (print_comparison, runs);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean found = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "updates "))
      found = strstr (lines[i], " 9 ") != NULL && strstr (lines[i], " 14 ") != NULL && strstr (lines[i], " +5 ") != NULL
              && g_str_has_suffix (lines[i], " 1.556");
  g_assert_true (found);
  g_assert_null (strstr (text, "time_to_target")); /* no run has it */
}

static void
test_picture (void)
{
  g_autoptr (Fixture) a = fixture_new (3, 9), b = fixture_new (30, 3);
  g_autoptr (RunData) first = run_data_from_report (&a->report), second = run_data_from_report (&b->report);
  RunData *runs[] = { first, second };
  g_autofree char *dir = scratch_folder (), *svg = g_build_filename (dir, "compare.svg", NULL), *note = NULL, *drawn = NULL;
  g_autofree char *gnuplot = g_find_program_in_path ("gnuplot");

  g_assert_true (compare_write (runs, labels, 2, dir, &note, NULL));
  g_assert_true ((note == NULL) == (gnuplot != NULL));
  if (gnuplot != NULL)
    {
      g_assert_true (g_file_get_contents (svg, &drawn, NULL, NULL));
      g_assert_nonnull (strstr (drawn, "second: the first 12 of 30 workers"));
      g_assert_nonnull (strstr (drawn, "it's \"first\": 3 workers"));
      g_assert_nonnull (strstr (drawn, "test loss"));
    }
  file_remove_tree (dir, NULL);
}

void
add_compare_tests (void)
{
  g_test_add_func ("/report/compare/print-narrow", test_print_narrow);
  g_test_add_func ("/report/compare/read-back", test_read_back);
  g_test_add_func ("/report/compare/wrong-timelines", test_wrong_timelines);
  g_test_add_func ("/report/compare/print", test_print);
  g_test_add_func ("/report/compare/picture", test_picture);
}
