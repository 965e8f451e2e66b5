/* merge: join the shards of a sweep into what one run would have written. */
#include "base/error.h"
#include "command/options.h"
#include "command/sweep_store.h"

/* The answer of point @index in whichever shard has it. (transfer full) */
static char *
find_answer (char **dirs, guint index)
{
  char *bad = NULL;
  for (; *dirs; dirs++)
    {
      char *answer = sweep_store_read (*dirs, index);
      if (sweep_answer_is_good (answer))
        {
          g_free (bad);
          return answer;
        }
      if (answer)
        {
          g_free (bad);
          bad = answer;
        }
    }
  return bad;
}

static gboolean
are_of_one_sweep (char **dirs, GError **error)
{
  g_autofree char *first = sweep_store_manifest (dirs[0]);
  for (guint i = 0; dirs[i]; i++)
    {
      g_autofree char *other = sweep_store_manifest (dirs[i]);
      if (!other)
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: this is no folder of a sweep", dirs[i]);
      else if (!g_str_equal (first, other))
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                     "%s and %s are of different sweeps, or were run with different options", dirs[0], dirs[i]);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* Every point must have been run: a join that leaves some out would look like a whole. */
static gboolean
collect (const SweepJob *job, char **dirs, SweepTable *table, GPtrArray *answers, guint *n_failed, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  guint n_missing = 0;
  for (guint i = 0; i < sweep_n_points (job->sweep); i++)
    {
      char *answer = find_answer (dirs, i);
      g_ptr_array_add (answers, answer);
      if (!answer && n_missing++ < 8)
        g_string_append_printf (missing, "%s%s", n_missing > 1 ? "; " : "", sweep_point (job->sweep, i)->label);
      if (answer && !sweep_job_answer (job, table, i, answer))
        ++*n_failed;
    }
  if (n_missing == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%u of %u runs are in none of these folders: %s%s", n_missing,
               sweep_n_points (job->sweep), missing->str, n_missing > 8 ? " …" : "");
  return FALSE;
}

static int
write_joined (const SweepJob *job, const SweepTable *table, const GPtrArray *answers, guint n_failed, const char *out,
              gboolean force, const TableChoices *choices)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autoptr (SweepStore) store = sweep_store_open (out, job, FALSE, force, &error);
  if (!store)
    return complain_of (error);
  for (guint i = 0; i < answers->len; i++)
    if (!sweep_store_keep (store, i, g_ptr_array_index (answers, i), &error))
      return complain_of (error);
  if (!sweep_store_finish (store, table, answers->len - n_failed, &note, &error))
    return complain_of (error);
  tell_note (note);
  if (table_is_for_people (choices))
    tell_where ("results", out);
  return EXIT_DONE;
}

static int
merge (char **dirs, const char *out, gboolean force, const TableChoices *choices)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *manifest = g_build_filename (dirs[0], "sweep.json", NULL);
  guint n_failed = 0;
  if (!are_of_one_sweep (dirs, &error))
    return complain_of (error);
  g_autoptr (SweepJob) job = sweep_job_read (manifest, &error);
  g_autoptr (SweepTable) table = job ? sweep_job_table (job) : NULL;
  if (!job || !collect (job, dirs, table, answers, &n_failed, &error))
    return complain_of (error);
  sweep_table_finish (table);
  sweep_job_print (job, table, choices);
  int status = out ? write_joined (job, table, answers, n_failed, out, force, choices) : EXIT_DONE;
  return n_failed > 0 ? MAX (status, EXIT_RUN) : status;
}

static int
merge_run (int argc, char **argv)
{
  g_autofree char *out = NULL;
  gboolean force = FALSE;
  TableChoices choices = { FALSE };
  int status;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Write points.csv, the speed-up picture and every run to DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Let --out replace a folder that is not lockstep's", NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &choices.csv, "Print the table as points.csv has it", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &choices.json, "Print the table as JSON", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &choices.quiet, "Print no table", NULL },
    { NULL },
  };
  if (!options_parse (&command_merge, entries, NULL, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return merge (argv + 1, out, force, &choices);
  complain ("merge: the folders of the shards are missing (see: lockstep merge --help)");
  return EXIT_INPUT;
}

const Command command_merge = {
  .name = "merge",
  .arguments = "DIR…",
  .summary = "Join the shards of a sweep into one result",
  .run = merge_run,
};
