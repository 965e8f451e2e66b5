/* test: run scenarios and judge their "expect". */
#include "base/escape.h"
#include "command/bless.h"
#include "command/options.h"
#include "command/pool.h"
#include "command/simulate.h"
#include "command/test_report.h"

#include "base/file.h"
#include "base/interrupt.h"

#define JOBS_MAX 4096

/* A run of all those that are to be done. */
typedef struct
{
  guint file, index;
} Task;

typedef struct
{
  RunChoices choices;
  char *jobs_text, *junit, *filter, *baseline_dir;
  double tolerance; /* as the user writes it, in per cent */
  Baseline *baseline;
  TestChoices test;
  gboolean update;
  guint jobs, threads; /* of one run */
  GPtrArray *files;    /* TestFile */
  GArray *tasks;       /* Task */
  guint n_shown, n_tests_shown;
  int status;
} Suite;

static void
suite_clear (Suite *suite)
{
  g_clear_pointer (&suite->files, g_ptr_array_unref);
  g_clear_pointer (&suite->tasks, g_array_unref);
  g_free (suite->jobs_text);
  g_free (suite->junit);
  g_free (suite->filter);
  g_free (suite->baseline_dir);
  g_clear_pointer (&suite->baseline, baseline_free);
  run_choices_clear (&suite->choices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Suite, suite_clear)

/* --- the command line --- */

static gboolean
parse (Suite *s, int *argc, char ***argv, int *status)
{
  static const char more[] = "Exit status: 0 all conditions hold, 1 one does not, 2 a file is wrong, 3 a run failed.";
  const GOptionEntry entries[] = {
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &s->jobs_text, "Runs at a time (default: processors of this machine)", "N" },
    { "junit", 0, 0, G_OPTION_ARG_FILENAME, &s->junit, "Write the results as JUnit XML too", "FILE" },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &s->filter, "Judge only the conditions whose name contains TEXT", "TEXT" },
    { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &s->tolerance, "Let comparisons be missed by PERCENT of their right side", "PERCENT" },
    { "baseline", 0, 0, G_OPTION_ARG_FILENAME, &s->baseline_dir, "Hold the runs against earlier results: what got slower or worse", "DIR" },
    { "update", 0, 0, G_OPTION_ARG_NONE, &s->update, "Put the fingerprints that were measured into the files", NULL },
    { NULL },
  };
  guint64 jobs = simulate_threads ();
  if (!run_choices_parse (&command_test, &s->choices, entries, more, argc, argv, status))
    return FALSE;
  *status = EXIT_INPUT;
  if (s->jobs_text && !option_integer ("jobs", s->jobs_text, 1, JOBS_MAX, &jobs))
    return FALSE;
  s->jobs = jobs;
  if (s->tolerance >= 0 && s->tolerance <= 100)
    return TRUE;
  complain ("--tolerance: expected per cent, from 0 to 100");
  return FALSE;
}

static const char *
mistake (const Suite *s, int argc, char **argv)
{
  if (argc < 2)
    return "test: a scenario file is missing (see: lockstep test --help)";
  if (s->update && (s->choices.sets || s->choices.seed_text || s->choices.timing_only))
    return "--update blesses the files as they stand: leave out --set, --seed and --timing-only";
  if (s->update && g_strv_contains ((const char *const *)argv, "-"))
    return "--update needs a file: standard input cannot be blessed";
  return NULL;
}

/* --- reading: what is wrong in a file is found before anything is run --- */

static void
add_tasks (Suite *s, guint file)
{
  const TestFile *added = s->files->pdata[file];
  for (guint i = 0; i < added->n_runs; i++)
    {
      Task task = { file, i };
      g_array_append_val (s->tasks, task);
    }
}

/* Whether @path, which may be NULL, can be written. */
static gboolean
is_writable (const char *path)
{
  g_autoptr (GError) error = NULL;
  OutputFile *probe = path ? output_file_open (path, &error) : NULL;
  output_file_abandon (probe);
  if (error)
    complain_of (error);
  return error == NULL;
}

/* There are no results; nor is a report of earlier ones left behind. */
static void
bail_out (const Suite *s, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = escaped (escape_tap, message);
  printf ("Bail out! %s\n", line);
  if (s->junit && !test_report_junit_bail_out (message, s->junit, &error))
    complain_of (error);
}

static gboolean
open_baseline (Suite *s)
{
  g_autoptr (GError) error = NULL;
  s->baseline = s->baseline_dir ? baseline_read (s->baseline_dir, &error) : NULL;
  s->test = (TestChoices){ s->filter, s->tolerance / 100, s->baseline };
  if (error)
    complain_of (error);
  return error == NULL;
}

/* A folder that has nothing of any of them is not the one that was meant. */
static gboolean
baseline_is_of_these (const Suite *s)
{
  gboolean any = FALSE;
  for (guint i = 0; s->baseline && i < s->files->len; i++)
    any = any || baseline_has (s->baseline, ((const TestFile *)s->files->pdata[i])->name);
  if (s->baseline && !any)
    complain ("--baseline: there are no results of these scenarios in %s", s->baseline_dir);
  return any || !s->baseline;
}

/* A file that cannot be read is a test that fails; the others are run. */
static gboolean
open_files (Suite *s, char **names)
{
  s->files = g_ptr_array_new_with_free_func ((GDestroyNotify)test_file_free);
  s->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  for (; *names; names++)
    {
      TestFile *file = test_file_open (*names, &s->choices, &s->test);
      g_ptr_array_add (s->files, file);
      if (test_file_is_wanted (file))
        add_tasks (s, s->files->len - 1);
      else
        g_ptr_array_set_size (s->files, s->files->len - 1);
    }
  if (s->files->len == 0)
    complain ("--filter: no condition's name contains \"%s\"", s->filter);
  return s->files->len > 0 && baseline_is_of_these (s);
}

static gboolean
can_bless (const Suite *s)
{
  gboolean can = TRUE;
  for (guint i = 0; s->update && i < s->files->len; i++)
    can = is_writable (((const TestFile *)s->files->pdata[i])->path) && can;
  return can;
}

/* --- running --- */

static char *
work (gpointer data, guint number)
{
  const Suite *s = data;
  const Task *task = &g_array_index (s->tasks, Task, number);
  return test_file_work (s->files->pdata[task->file], task->index, &s->choices, s->threads);
}

static void
show (Suite *s, const TestFile *file)
{
  int status = test_report_tap (file, s->n_tests_shown + 1);
  s->n_tests_shown += test_report_n_tests (file);
  s->status = MAX (s->status, status);
}

/* Files are shown in their order, each as soon as its runs are done; what may be blessed waits until no run is under way. */
static void
show_finished (Suite *s)
{
  for (; s->n_shown < s->files->len; s->n_shown++)
    {
      TestFile *file = s->files->pdata[s->n_shown];
      if (file->n_answered < file->n_runs)
        return;
      test_file_judge (file);
      if (!s->update)
        show (s, file);
    }
}

static gboolean
done (gpointer data, guint number, const char *answer)
{
  Suite *s = data;
  const Task *task = &g_array_index (s->tasks, Task, number);
  test_file_answer (s->files->pdata[task->file], task->index, answer);
  show_finished (s);
  return TRUE;
}

static int
run_tasks (Suite *s, const Pool *pool)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint *numbers = g_new (guint, s->tasks->len);
  guint side_by_side = CLAMP (s->tasks->len, 1, s->jobs);
  for (guint i = 0; i < s->tasks->len; i++)
    numbers[i] = i;
  s->threads = s->choices.threads_text ? s->choices.threads : MAX (1, s->choices.threads / side_by_side);
  if (pool->is_root ())
    show_finished (s);
  interrupt_watch ();
  gboolean ok = s->tasks->len == 0 || pool->run (numbers, s->tasks->len, s->jobs, work, done, s, interrupt_flag (), &error);
  if (!ok)
    return complain_of (error);
  if (interrupt_signal () == 0)
    return EXIT_DONE;
  if (pool->is_root ())
    bail_out (s, "interrupted");
  return 128 + interrupt_signal ();
}

/* --- reporting --- */

static int
bless_and_show (Suite *s)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < s->files->len; i++)
    {
      if (!bless_file (s->files->pdata[i], &s->choices, &error))
        {
          bail_out (s, error->message);
          return complain_of (error);
        }
      show (s, s->files->pdata[i]);
    }
  return EXIT_DONE;
}

static int
conclude (Suite *s)
{
  g_autoptr (GError) error = NULL;
  int status = s->update ? bless_and_show (s) : EXIT_DONE;
  if (status != EXIT_DONE)
    return status;
  test_report_summary (s->files);
  if (s->junit && !test_report_junit (s->files, s->junit, &error))
    return MAX (s->status, complain_of (error));
  return s->status;
}

static int
run_suite (Suite *s)
{
  g_autoptr (GError) error = NULL;
  const Pool *pool = pool_choose (&error);
  if (!pool)
    return complain_of (error);
  gboolean root = pool->is_root ();
  guint n_tests = 0;
  for (guint i = 0; i < s->files->len; i++)
    n_tests += test_report_n_tests (s->files->pdata[i]);
  if (root)
    test_report_plan (n_tests);
  int status = run_tasks (s, pool);
  pool->finish ();
  return root && status == EXIT_DONE ? conclude (s) : status;
}

static int
test_run (int argc, char **argv)
{
  g_auto (Suite) suite = { 0 };
  int status = EXIT_INPUT;
  if (!parse (&suite, &argc, &argv, &status))
    return status;
  const char *wrong = mistake (&suite, argc, argv);
  if (wrong)
    {
      complain ("%s", wrong);
      return EXIT_INPUT;
    }
  if (!is_writable (suite.junit) || !open_baseline (&suite) || !open_files (&suite, argv + 1) || !can_bless (&suite))
    return EXIT_INPUT;
  return run_suite (&suite);
}

const Command command_test = {
  .name = "test",
  .arguments = "FILE…",
  .summary = "Run scenarios and judge their expectations; print TAP",
  .run = test_run,
};
