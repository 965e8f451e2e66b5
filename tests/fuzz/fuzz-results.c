/* What is read back from a folder of results: result.json, metrics.csv and timeline.csv with cuts between them. A timeline that
 * is accepted is written to what is read to the same. The first part is a sweep's kept run as well. */
#include "fuzz/fuzz.h"
#include "report/points.h"
#include "report/run_data.h"

static char *
timeline_text (const TimelineRows *rows)
{
  char *text = NULL;
  gsize n;
  FILE *to = open_memstream (&text, &n);
  timeline_rows_write_csv (rows, to);
  fclose (to);
  return text;
}

static void
check_timeline (const TimelineRows *rows)
{
  g_autofree char *text = timeline_text (rows);
  g_autoptr (TimelineRows) again = timeline_rows_parse (text, "again.csv", NULL);
  g_assert_nonnull (again);
  if (!again)
    return;
  g_autofree char *twice = timeline_text (again);
  g_assert_cmpstr (twice, ==, text);
}

static void
check_kept_run (const char *text)
{
  g_autoptr (GError) error = NULL;
  SweepRun kept, again;
  if (!sweep_run_parse (text, &kept, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  g_autofree char *written = sweep_run_format (&kept);
  g_assert_true (sweep_run_parse (written, &again, NULL));
  g_autofree char *twice = sweep_run_format (&again);
  g_assert_cmpstr (twice, ==, written);
}

static void
run (const char *bytes, gsize n)
{
  static const char *const names[N_RUN_FILES] = { "result.json", "metrics.csv", "timeline.csv" };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = fuzz_parts (bytes, n, N_RUN_FILES);
  RunTexts texts;
  check_kept_run (parts[0]);
  for (guint i = 0; i < N_RUN_FILES; i++)
    {
      texts.paths[i] = (char *)names[i];
      texts.texts[i] = parts[i];
    }
  g_autoptr (RunData) data = run_data_parse (&texts, &error);
  if (data)
    check_timeline (data->timeline);
  else
    g_assert_nonnull (error);
}

const FuzzTarget fuzz_results = { .name = "results", .run = run };
