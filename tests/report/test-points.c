#include "protocol/metrics.h"
#include "base/error.h"
#include "base/file.h"
#include "fixture.h"
#include "report/points.h"
#include "report/points_read.h"
#include "report/wrap.h"

static SweepRun
run_of (double throughput, double time_to_target, double updates_to_target)
{
  SweepRun run = { .updates_to_target = updates_to_target };

  for (guint m = 0; m < N_METRICS; m++)
    run.metrics[m] = NAN;
  run.metrics[METRIC_THROUGHPUT] = throughput;
  run.metrics[METRIC_SPEEDUP] = 1.25;
  run.metrics[METRIC_EFFICIENCY] = 0.5;
  run.metrics[METRIC_TIME_TO_TARGET] = time_to_target;
  return run;
}

static void
add_point (SweepTable *table, const char *a, const char *b, guint workers, const double *throughputs)
{
  const char *const values[] = { a, b, NULL };
  guint point = sweep_table_add (table, values, workers);

  for (guint r = 0; r < sweep_table_repeats (table); r++)
    {
      SweepRun run = run_of (throughputs[r], NAN, NAN);
      sweep_table_set_run (table, point, r, &run);
    }
}

static const char *const axes[] = { "/training/protocol", "/cluster/workers", NULL };

/* 2, 4 and 9: mean 5, squares 9 + 1 + 16 = 26, s² = 13, half-width t(0.975; 2) · √(13/3) with t = 4.302652729911275
 * (tables: 4.303). */
static void
test_estimate (void)
{
  const double three[] = { 2, NAN, 4, 9 }, one[] = { NAN, 7 };
  Estimate e = estimate_of (three, 4);

  g_assert_cmpfloat (e.mean, ==, 5);
  g_assert_cmpfloat_with_epsilon (e.half_width, 4.302652729911275 * sqrt (13.0 / 3), 1e-9);
  e = estimate_of (one, 2);
  g_assert_cmpfloat (e.mean, ==, 7);
  g_assert_true (isnan (e.half_width));
  g_assert_true (isnan (estimate_of (one, 1).mean));
}

/* Throughput of a run over that of another. */
static double
gain (const SweepRun *base, const SweepRun *run)
{
  return run->metrics[METRIC_THROUGHPUT] / base->metrics[METRIC_THROUGHPUT];
}

/* Each protocol against its own smallest size, seed by seed; the order of the points does not matter.
 *   bsp: 2 workers 110 and 130, 7 workers 330 and 260: 3 and 2 times. What a run calls its speed-up stays what it was. */
static void
test_against_base (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 2);

  add_point (table, "bsp", "7", 7, (const double[]){ 330, 260 });
  add_point (table, "asp", "7", 7, (const double[]){ 500, 500 });
  add_point (table, "bsp", "2", 2, (const double[]){ 110, 130 });
  add_point (table, "asp", "2", 2, (const double[]){ 200, 250 });
  sweep_table_finish (table);
  g_assert_cmpuint (sweep_table_base (table, 0), ==, 2);
  g_assert_cmpuint (sweep_table_base (table, 1), ==, 3);
  g_assert_cmpfloat (sweep_table_against_base (table, 0, gain).mean, ==, 2.5);
  g_assert_cmpfloat (sweep_table_against_base (table, 1, gain).mean, ==, 2.25);
  g_assert_cmpfloat (sweep_table_against_base (table, 2, gain).mean, ==, 1);
  g_assert_cmpfloat (sweep_table_run (table, 0, 1)->metrics[METRIC_SPEEDUP], ==, 1.25);
  g_assert_cmpfloat (sweep_table_mean (table, 1, METRIC_EFFICIENCY).mean, ==, 0.5);
}

/* All of one size: against the first. */
static void
test_against_first (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 1);

  add_point (table, "bsp", "7", 7, (const double[]){ 200 });
  add_point (table, "asp", "7", 7, (const double[]){ 500 });
  sweep_table_finish (table);
  g_assert_cmpuint (sweep_table_base (table, 1), ==, 0);
  g_assert_cmpfloat (sweep_table_against_base (table, 1, gain).mean, ==, 2.5);
}

/* For 5 and 7 the half-width is t(0.975; 1) = tan (0.475 π) = 12.706204736174….
 * Axes first, quoted where CSV needs it; a failed point has empty cells; with seeds a column more each. */
static void
test_csv (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 1), seeds = sweep_table_new ("t", axes, 2);
  g_autofree char *csv = NULL, *with_seeds = NULL;
  g_auto (GStrv) lines = NULL, cells = NULL;
  const char *const failing[] = { "bsp", "[1,2]", NULL };

  add_point (table, "asp", "3", 3, (const double[]){ 0.1 + 0.2 });
  sweep_table_fail (table, sweep_table_add (table, failing, 4), 0, "deadlock");
  sweep_table_finish (table);
  csv = sweep_table_csv (table);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "/training/protocol,/cluster/workers,final.train_loss,"));
  g_assert_true (g_str_has_prefix (lines[1], "asp,3,,"));
  g_assert_nonnull (strstr (lines[1], ",0.30000000000000004,1.25,0.5,"));
  g_assert_true (g_str_has_prefix (lines[2], "bsp,\"[1,2]\",,"));
  g_assert_null (strpbrk (lines[2] + strlen ("bsp,\"[1,2]\""), "0123456789"));
  add_point (seeds, "asp", "3", 3, (const double[]){ 5, 7 });
  sweep_table_finish (seeds);
  with_seeds = sweep_table_csv (seeds);
  g_assert_nonnull (strstr (with_seeds, ",throughput,throughput.ci95,"));
  g_assert_nonnull (strstr (with_seeds, ",6,12.70620473617"));
  cells = g_strsplit (with_seeds, ",", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 2 * (2 + 2 * metrics_count ()) - 1);
}

static void
test_run_survives (void)
{
  SweepRun run = run_of (0.1 + 0.2, 1e-300, NAN), back;
  g_autofree char *text = sweep_run_format (&run), *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sweep_run_parse (text, &back, NULL));
  again = sweep_run_format (&back);
  g_assert_cmpstr (text, ==, again);
  g_assert_false (sweep_run_parse ("{ \"metrics\": {} }", &back, &error));
  g_assert_nonnull (error);
}

/* The updates at the evaluation that met the target: the third, after 2 rounds. */
static void
test_updates_to_target (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 4);
  SweepRun run;

  fixture->outcome->metrics[METRIC_TIME_TO_TARGET] =
      sim_time_to_s (g_array_index (fixture->outcome->evaluations, EvaluationRow, 2).time);
  sweep_run_init (&run, &fixture->scenario, fixture->outcome);
  g_assert_cmpfloat (run.updates_to_target, ==, 2);
  fixture->outcome->metrics[METRIC_TIME_TO_TARGET] = NAN;
  sweep_run_init (&run, &fixture->scenario, fixture->outcome);
  g_assert_true (isnan (run.updates_to_target));
}

static void
test_picture (void)
{
  g_autofree char *dir = scratch_folder (), *svg = g_build_filename (dir, "speedup.svg", NULL), *note = NULL;
  g_autofree char *gnuplot = g_find_program_in_path ("gnuplot"), *drawn = NULL;

  for (guint sizes = 1; sizes <= 3; sizes++)
    {
      g_autoptr (SweepTable) table = sweep_table_new ("it's", axes, 2);

      for (guint i = 0; i < sizes; i++)
        {
          g_autofree char *workers = g_strdup_printf ("%u", 3 + i);
          add_point (table, "bsp", workers, 3 + i, (const double[]){ 100 + 40 * i, 110 + 40 * i });
          add_point (table, "asp", workers, 3 + i, (const double[]){ 130 + 60 * i, 120 + 70 * i });
        }
      sweep_table_finish (table);
      g_assert_true (sweep_table_write (table, dir, &note, NULL));
      g_assert_true ((note == NULL) == (gnuplot != NULL));
      if (gnuplot == NULL)
        break;
      g_clear_pointer (&drawn, g_free);
      g_assert_true (g_file_get_contents (svg, &drawn, NULL, NULL));
      g_assert_nonnull (strstr (drawn, "asp"));
    }
  file_remove_tree (dir, NULL);
}

static void
print_table (FILE *to, gconstpointer data)
{
  sweep_table_print (data, to, FALSE, 60);
}

static void
test_print (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 1);
  g_autofree char *text = NULL;
  const char *const failing[] = { "asp", "4", NULL };

  add_point (table, "bsp", "3", 3, (const double[]){ 200 });
  sweep_table_fail (table, sweep_table_add (table, failing, 4), 0, "deadlock at 3 s");
  sweep_table_finish (table);
  text = captured (print_table, table);
  g_assert_nonnull (strstr (text, "  protocol  workers"));
  g_assert_nonnull (strstr (text, "200 samples/s"));
  g_assert_nonnull (strstr (text, "failed: [asp, 4]: deadlock at 3 s"));
}

static void
print_wide (FILE *to, gconstpointer data)
{
  sweep_table_print (data, to, FALSE, WIDTH_UNLIMITED);
}

/* 5 and 7 samples/s: 6 with t · √(2/2) = 12.71 beside it. What 60 columns have no room for is named, and stands where there is room. */
static void
test_widths (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 2);
  g_autofree char *narrow = NULL, *wide = NULL;
  g_auto (GStrv) lines = NULL;

  add_point (table, "bsp", "3", 3, (const double[]){ 5, 7 });
  sweep_table_finish (table);
  narrow = captured (print_table, table);
  wide = captured (print_wide, table);
  g_assert_nonnull (strstr (wide, "  6 samples/s ± 12.71 samples/s"));
  g_assert_nonnull (strstr (wide, "interval of the mean over 2 seeds"));
  g_assert_null (strstr (wide, "no room"));
  g_assert_null (strstr (narrow, "samples/s"));
  g_assert_nonnull (strstr (narrow, "no room for throughput"));
  lines = g_strsplit (narrow, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 60);
}

/* What auto came to is a column where it was asked for, and survives on the way from a process. */
static void
test_auto (void)
{
  g_autoptr (SweepTable) table = sweep_table_new ("t", axes, 1);
  SweepRun run = run_of (5, NAN, NAN), back;
  const char *const other[] = { "bsp", "2", NULL };

  add_point (table, "bsp", "1", 1, (const double[]){ 5 });
  g_autofree char *without = sweep_table_csv (table);
  run.automatic = "ring";
  g_autofree char *text = sweep_run_format (&run);
  g_assert_true (sweep_run_parse (text, &back, NULL));
  sweep_table_set_run (table, sweep_table_add (table, other, 2), 0, &back);
  sweep_table_finish (table);
  g_autofree char *printed = captured (print_table, table), *csv = sweep_table_csv (table), *json = sweep_table_json (table);
  g_assert_nonnull (strstr (printed, "  workers  auto"));
  g_assert_nonnull (strstr (printed, "        2  ring"));
  g_assert_true (g_str_has_prefix (csv, "/training/protocol,/cluster/workers,auto,"));
  g_assert_nonnull (strstr (csv, "\nbsp,2,ring,"));
  g_assert_nonnull (strstr (json, "{ \"/training/protocol\": \"bsp\", \"/cluster/workers\": 2 },\n      \"auto\": \"ring\""));
  g_assert_null (strstr (without, "auto"));
  g_assert_false (sweep_run_parse ("{ \"auto\": \"wring\" }", &back, NULL));
}

/* What points.csv holds is read back, names in quotes and intervals included. */
static void
test_read_back (void)
{
  for (guint repeats = 1; repeats <= 2; repeats++)
    {
      g_autoptr (SweepTable) table = sweep_table_new ("t", axes, repeats);
      g_autoptr (GError) error = NULL;
      add_point (table, "a,\"b\"", "3", 3, (const double[]){ 5, 7 });
      add_point (table, "c", "4", 4, (const double[]){ 0.1 + 0.2, 1 });
      sweep_table_finish (table);
      g_autofree char *csv = sweep_table_csv (table);
      g_autoptr (PointRows) rows = point_rows_parse (csv, "points.csv", &error);
      g_assert_no_error (error);
      g_assert_true (g_strv_equal ((const char *const *)rows->axes, axes));
      g_assert_cmpuint (rows->rows->len, ==, 2);
      g_assert_cmpstr (g_array_index (rows->rows, PointRow, 0).values[0], ==, "a,\"b\"");
      for (guint p = 0; p < 2; p++)
        for (guint m = 0; m < N_METRICS; m++)
          {
            double wanted = sweep_table_mean (table, p, m).mean, found = g_array_index (rows->rows, PointRow, p).metrics[m];
            g_assert_true (wanted == found || (isnan (wanted) && isnan (found)));
          }
    }
}

static void
test_wrong_points (void)
{
  static const char *const wrong[] = { "", "a,b\n", "/a,simulated,updates\n1,2\n", "/a,updates\n1,many\n", "/a,updates\n\"1,2\n" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *text = g_strdup (wrong[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (PointRows) rows = point_rows_parse (text, "points.csv", &error);
      g_assert_null (rows);
      g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
    }
}

void
add_points_tests (void)
{
  g_test_add_func ("/report/points/widths", test_widths);
  g_test_add_func ("/report/points/auto", test_auto);
  g_test_add_func ("/report/points/read-back", test_read_back);
  g_test_add_func ("/report/points/wrong", test_wrong_points);
  g_test_add_func ("/report/points/estimate", test_estimate);
  g_test_add_func ("/report/points/against-base", test_against_base);
  g_test_add_func ("/report/points/against-first", test_against_first);
  g_test_add_func ("/report/points/csv", test_csv);
  g_test_add_func ("/report/points/run-survives", test_run_survives);
  g_test_add_func ("/report/points/updates-to-target", test_updates_to_target);
  g_test_add_func ("/report/points/picture", test_picture);
  g_test_add_func ("/report/points/print", test_print);
}
