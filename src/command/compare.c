/* compare: two or more runs side by side, from their folders of results or run now; or sweeps, from their folders. */
#include "base/interrupt.h"
#include "command/options.h"
#include "command/read.h"
#include "command/run_choices.h"
#include "command/simulate.h"

#include "config.h"
#include "report/compare.h"
#include "report/output_folder.h"
#include "report/picture.h"
#include "report/points_compare.h"

#define LETTERS 26 /* that sweeps are called by */

/* One of the runs: what it is called, and from where. */
typedef struct
{
  const char *operand;
  Scenario *scenario; /* NULL: a folder of results */
  RunData *data;
} Contender;

typedef struct
{
  RunChoices choices;
  char *out;
  gboolean force, quiet;
  Contender *contenders;
  guint n;
} Contest;

static void
contest_clear (Contest *c)
{
  for (guint i = 0; i < c->n; i++)
    {
      g_clear_pointer (&c->contenders[i].scenario, scenario_free);
      g_clear_pointer (&c->contenders[i].data, run_data_free);
    }
  g_free (c->contenders);
  g_free (c->out);
  run_choices_clear (&c->choices);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contest, contest_clear)

static gboolean
parse (Contest *c, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &c->out, "Write the picture of both and what it was drawn from to DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &c->force, "Let --out replace a folder that is not lockstep's", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &c->quiet, "Print no table and no progress", NULL },
    { NULL },
  };
  static const char more[] = "A and B are folders that lockstep run --out wrote, or scenarios, which are run now; or folders that\n"
                             "lockstep sweep --out wrote, which are compared point by point.";
  if (!run_choices_parse (&command_compare, &c->choices, entries, more, argc, argv, status))
    return FALSE;
  if (*argc > 2)
    return TRUE;
  complain ("compare: two or more runs are expected (see: lockstep compare --help)");
  *status = EXIT_INPUT;
  return FALSE;
}

/* --- what is compared: all that can be wrong is found before anything is run --- */

static int
contender_open (Contender *contender, const RunChoices *choices)
{
  g_autoptr (GError) error = NULL;
  int status = EXIT_DONE;
  if (g_file_test (contender->operand, G_FILE_TEST_IS_DIR))
    contender->data = run_data_read (contender->operand, &error);
  else
    contender->scenario = scenario_open (contender->operand, &choices->scenario, &status);
  return error ? complain_of (error) : status;
}

static int
check_out (const Contest *c)
{
  g_autoptr (GError) error = NULL;
  if (!c->out || output_folder_check (c->out, OUTPUT_COMPARISON, c->force, &error))
    return EXIT_DONE;
  return complain_of (error);
}

static int
contest_open (Contest *c, guint n, char **operands)
{
  int status = check_out (c);
  c->contenders = g_new0 (Contender, n);
  c->n = n;
  for (guint i = 0; i < n; i++)
    {
      c->contenders[i].operand = operands[i];
      int one = contender_open (&c->contenders[i], &c->choices);
      status = MAX (status, one);
    }
  return status;
}

static int
contender_run (Contender *contender, const Contest *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const SimulateOptions options = { c->choices.threads, c->quiet, TRUE, c->choices.data };
  g_autoptr (Outcome) outcome = simulate (contender->scenario, &options, &record, &error);
  if (!outcome || error)
    return complain_of (error);
  contender->data = run_data_from_report (&(Report){ contender->scenario, record, outcome });
  return outcome->interrupted ? 128 + interrupt_signal () : EXIT_DONE;
}

static int
contest_run (Contest *c)
{
  int status = EXIT_DONE;
  for (guint i = 0; i < c->n && status == EXIT_DONE; i++)
    if (!c->contenders[i].data)
      status = contender_run (&c->contenders[i], c);
  return status;
}

/* --- what is shown --- */

static gboolean
is_unique (char *const *labels, guint i)
{
  for (guint k = 0; labels[k]; k++)
    if (k != i && g_str_equal (labels[k], labels[i]))
      return FALSE;
  return TRUE;
}

/* The runs' names; where two have the same, what the user called them, then with a number. (transfer full) */
static char **
contest_labels (const Contest *c)
{
  g_auto (GStrv) names = g_new0 (char *, c->n + 1), operands = g_new0 (char *, c->n + 1);
  char **labels = g_new0 (char *, c->n + 1);
  for (guint i = 0; i < c->n; i++)
    {
      names[i] = g_strdup (c->contenders[i].data->name);
      operands[i] = g_strdup (c->contenders[i].operand);
    }
  for (guint i = 0; i < c->n; i++)
    if (is_unique (names, i))
      labels[i] = g_strdup (names[i]);
    else if (is_unique (operands, i))
      labels[i] = g_strdup (operands[i]);
    else
      labels[i] = g_strdup_printf ("%u: %s", i + 1, operands[i]);
  return labels;
}

static void
put_run (JsonWriter *json, const char *label, const RunData *run)
{
  json_object (json, NULL, JSON_LINES);
  json_text (json, "label", label);
  json_text (json, "name", run->name);
  json_count (json, "seed", run->seed);
  report_put_metrics (json, run->metrics, JSON_LINES);
  json_close (json);
}

/* (transfer full) */
static GString *
result_text (RunData *const *runs, char *const *labels, guint n)
{
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);
  json_object (&json, NULL, JSON_LINES);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_list (&json, "compare", JSON_LINES);
  for (guint i = 0; i < n; i++)
    put_run (&json, labels[i], runs[i]);
  json_close (&json);
  json_close (&json);
  return g_string_append_c (text, '\n');
}

static gboolean
write_out (const Contest *c, RunData *const *runs, char *const *labels, char **note, GError **error)
{
  g_autoptr (OutputFolder) folder = output_folder_new (c->out, OUTPUT_COMPARISON, c->force, error);
  if (!folder)
    return FALSE;
  const char *path = output_folder_path (folder);
  g_autoptr (GString) result = result_text (runs, labels, c->n);
  return compare_write (runs, (const char *const *)labels, c->n, path, note, error)
         && picture_write_data (path, "result.json", result, error) && output_folder_commit (g_steal_pointer (&folder), error);
}

static int
contest_show (const Contest *c)
{
  g_autoptr (GError) error = NULL;
  g_autofree RunData **runs = g_new (RunData *, c->n);
  g_auto (GStrv) labels = contest_labels (c);
  g_autofree char *note = NULL;
  for (guint i = 0; i < c->n; i++)
    runs[i] = c->contenders[i].data;
  if (!c->quiet)
    compare_print (runs, (const char *const *)labels, c->n, stdout, terminal_colour (STDOUT_FILENO),
                   terminal_width (STDOUT_FILENO));
  if (c->out && !write_out (c, runs, labels, &note, &error))
    return complain_of (error);
  tell_note (note);
  if (c->out && !c->quiet)
    tell_where ("results", c->out);
  return EXIT_DONE;
}

/* --- sweeps --- */

static gboolean
are_sweeps (guint n, char **dirs)
{
  guint sweeps = 0;
  while (sweeps < n && is_sweep_folder (dirs[sweeps]))
    sweeps++;
  return sweeps == n;
}

/* Point by point, from their tables: there is nothing to run, nor a picture of it. */
static int
compare_sweeps (const Contest *c, guint n, char **dirs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sweeps = g_ptr_array_new_with_free_func ((GDestroyNotify)point_rows_free);
  if (c->out || n > LETTERS)
    {
      if (c->out)
        complain ("--out: sweeps are compared in a table alone");
      else
        complain ("compare: at most %d sweeps", LETTERS);
      return EXIT_INPUT;
    }
  for (guint i = 0; i < n; i++)
    {
      PointRows *rows = point_rows_read (dirs[i], &error);
      if (!rows)
        return complain_of (error);
      g_ptr_array_add (sweeps, rows);
    }
  gboolean done = points_compare_print ((PointRows *const *)sweeps->pdata, (const char *const *)dirs, n, stdout,
                                        terminal_colour (STDOUT_FILENO), terminal_width (STDOUT_FILENO), &error);
  return done ? EXIT_DONE : complain_of (error);
}

static int
compare_run (int argc, char **argv)
{
  g_auto (Contest) contest = { 0 };
  int status = EXIT_INPUT;
  if (!parse (&contest, &argc, &argv, &status))
    return status;
  if (are_sweeps (argc - 1, argv + 1))
    return compare_sweeps (&contest, argc - 1, argv + 1);
  status = contest_open (&contest, argc - 1, argv + 1);
  if (status == EXIT_DONE)
    status = contest_run (&contest);
  return status == EXIT_DONE ? contest_show (&contest) : status;
}

const Command command_compare = {
  .name = "compare",
  .arguments = "A B…",
  .summary = "Show two or more runs side by side",
  .run = compare_run,
};
