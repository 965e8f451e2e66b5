/* sweep: run every point of a scenario's grid, on several processes or MPI ranks. */
#include "base/escape.h"
#include "base/interrupt.h"
#include "command/options.h"
#include "command/pool.h"
#include "command/progress.h"
#include "command/read.h"
#include "command/simulate.h"
#include "command/sweep_store.h"

typedef struct
{
  char **sets;
  char *seed, *jobs, *threads, *blas_core, *shard, *out, *data;
  gboolean timing_only, no_shortcuts, resume, force, dry_run;
  TableChoices table;
} Arguments;

typedef struct
{
  SweepJob *job;
  SweepTable *table;
  SweepStore *store; /* NULL: nothing is written */
  GArray *tasks;     /* guint: points that are still to be run */
  guint threads;     /* of one run */
  guint n_failed, n_done;
  guint n_mine; /* points of this shard */
  Progress progress;
  GError *error; /* of writing */
} SweepRunner;

static void
arguments_clear (Arguments *a)
{
  g_strfreev (a->sets);
  g_free (a->seed);
  g_free (a->jobs);
  g_free (a->threads);
  g_free (a->blas_core);
  g_free (a->shard);
  g_free (a->out);
  g_free (a->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse (Arguments *a, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &a->jobs, "Runs at a time (default: processors of this machine)", "N" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &a->shard, "Run the i-th of n parts of the sweep alone, for a job array", "i/n" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &a->out, "Write points.csv, the speed-up picture and every run to DIR", "DIR" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &a->resume, "Go on where the sweep in DIR stopped", NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &a->force, "Let --out replace a folder that is not lockstep's", NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &a->dry_run, "Print the points; run nothing", NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->sets, "Override a value, such as --set /cluster/workers=16", "POINTER=VALUE" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &a->seed, "Seed of every random number", "N" },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &a->threads, "Threads of each run (default: 1)", "N" },
    { "blas-core", 0, 0, G_OPTION_ARG_STRING, &a->blas_core, "Compute with OpenBLAS's kernels for NAME (lockstep list blas-cores)",
      "NAME" },
    { "timing-only", 0, 0, G_OPTION_ARG_NONE, &a->timing_only, "Simulate time alone; compute no gradients", NULL },
    { "no-shortcuts", 0, 0, G_OPTION_ARG_NONE, &a->no_shortcuts, "Let every collective go step by step; changes no result",
      NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &a->data, "Where the data sets are (default: $LOCKSTEP_DATA)", "DIR" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &a->table.csv, "Print the table as points.csv has it", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &a->table.json, "Print the table as JSON", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &a->table.quiet, "Print no table and no progress", NULL },
    { NULL },
  };
  return options_parse (&command_sweep, entries, "Under mpirun the points are handed out to its ranks.", argc, argv, status);
}

/* "2/8": the second of eight parts. */
static gboolean
parse_shard (const char *text, guint64 *i, guint64 *n)
{
  g_auto (GStrv) part = g_strsplit (text, "/", 2);
  char *end_i = NULL, *end_n = NULL;
  if (part[0] && part[1] && g_ascii_isdigit (part[0][0]) && g_ascii_isdigit (part[1][0]))
    {
      *i = g_ascii_strtoull (part[0], &end_i, 10);
      *n = g_ascii_strtoull (part[1], &end_n, 10);
      if (*end_i == '\0' && *end_n == '\0' && *i >= 1 && *i <= *n)
        return TRUE;
    }
  complain ("--shard: \"%s\" is not a part such as 2/8", text);
  return FALSE;
}

static void
show_progress (const SweepRunner *r)
{
  guint finished = r->n_done + r->n_failed;
  progress_show (&r->progress, (double)finished / r->n_mine, "%u of %u runs", finished, r->n_mine);
}

static void
count (SweepRunner *r, guint index, const char *answer)
{
  if (sweep_job_answer (r->job, r->table, index, answer) || sweep_answer_is_unfit (answer))
    r->n_done++;
  else
    r->n_failed++;
}

static char *
work (gpointer data, guint index)
{
  const SweepRunner *r = data;
  return sweep_job_run (r->job, index, r->threads);
}

/* A sweep that cannot be written is not worth going on with. */
static gboolean
done (gpointer data, guint index, const char *answer)
{
  SweepRunner *r = data;
  count (r, index, answer);
  if (!sweep_answer_is_good (answer) && !sweep_answer_is_unfit (answer))
    {
      g_autofree char *label = printable (sweep_point (r->job->sweep, index)->label);
      g_autofree char *why = printable (answer ? answer : "its process died");
      progress_clear (&r->progress);
      fprintf (stderr, "lockstep: %s: %s\n", label, why);
    }
  if (r->store && answer && !r->error)
    sweep_store_keep (r->store, index, answer, &r->error);
  show_progress (r);
  return r->error == NULL;
}

/* The answer of point @index that lies there, NULL when there is none; one that is damaged is told. (transfer full) */
static char *
kept_answer (const SweepRunner *r, guint index)
{
  g_autofree char *answer = r->store ? sweep_store_answer (r->store, index) : NULL;
  if (!sweep_answer_is_damaged (answer))
    return g_steal_pointer (&answer);
  g_autofree char *note = g_strdup_printf ("what was kept of run %u (%s) is damaged: it is done again", index,
                                           sweep_point (r->job->sweep, index)->label);
  tell_note (note);
  return NULL;
}

/* What lies there is not run again; what failed is. */
static void
plan_tasks (SweepRunner *r, guint64 shard, guint64 n_shards)
{
  r->tasks = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < sweep_n_points (r->job->sweep); i++)
    {
      if (i % n_shards != shard - 1)
        continue;
      r->n_mine++;
      g_autofree char *answer = kept_answer (r, i);
      if (sweep_answer_is_good (answer))
        count (r, i, answer);
      else
        g_array_append_val (r->tasks, i);
    }
}

static int
print_points (const SweepJob *job)
{
  for (guint i = 0; i < sweep_n_points (job->sweep); i++)
    {
      g_autofree char *label = printable (sweep_point (job->sweep, i)->label);
      printf ("%u %s\n", i, label);
    }
  return EXIT_DONE;
}

static int
write_out (SweepRunner *r, const Arguments *a)
{
  g_autofree char *note = NULL;
  if (!sweep_store_finish (r->store, r->table, r->n_done, &note, &r->error))
    return complain_of (r->error);
  tell_note (note);
  if (table_is_for_people (&a->table))
    tell_where ("results", a->out);
  return EXIT_DONE;
}

static int
conclude (SweepRunner *r, const Arguments *a)
{
  int status = r->n_failed > 0 ? EXIT_RUN : EXIT_DONE;
  progress_clear (&r->progress);
  if (r->error)
    return complain_of (r->error);
  sweep_table_finish (r->table);
  sweep_job_print (r->job, r->table, &a->table);
  if (r->store)
    {
      int written = write_out (r, a); /* MAX would call it twice */
      status = MAX (status, written);
    }
  if (interrupt_signal () == 0)
    return status;
  complain ("interrupted after %u of %u runs%s", r->n_done + r->n_failed, r->n_mine,
            r->store ? "; --resume goes on from there" : "");
  return 128 + interrupt_signal ();
}

static int
run_all (SweepRunner *r, const Arguments *a, const Pool *pool, guint jobs)
{
  guint points = sweep_n_points (r->job->sweep), repeats = sweep_n_repeats (r->job->sweep);
  g_autoptr (GError) error = NULL;
  gboolean root = pool->is_root ();
  if (root && !a->table.quiet)
    fprintf (stderr, "%u points × %u seed%s = %u runs%s, %u of them to do\n", points / repeats, repeats, repeats == 1 ? "" : "s",
             points, a->shard ? " in all" : "", r->tasks->len);
  progress_start (&r->progress, a->table.quiet || !root, r->n_mine > 0 ? (double)(r->n_mine - r->tasks->len) / r->n_mine : 0);
  interrupt_watch ();
  gboolean ok =
      pool->run ((const guint *)(gconstpointer)r->tasks->data, r->tasks->len, jobs, work, done, r, interrupt_flag (), &error);
  pool->finish ();
  if (!root)
    return EXIT_DONE;
  return ok ? conclude (r, a) : complain_of (error);
}

static void
runner_clear (SweepRunner *r)
{
  g_clear_pointer (&r->table, sweep_table_free);
  g_clear_pointer (&r->store, sweep_store_free);
  g_clear_pointer (&r->tasks, g_array_unref);
  g_clear_error (&r->error);
  g_clear_pointer (&r->job, sweep_job_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SweepRunner, runner_clear)

static SweepJob *
open_job (const Arguments *a, const char *file, int *status)
{
  SweepOptions options = { .has_seed = a->seed != NULL, .timing_only = a->timing_only, .no_shortcuts = a->no_shortcuts };
  *status = EXIT_INPUT;
  if (a->seed && !option_integer ("seed", a->seed, 0, G_MAXUINT64, &options.seed))
    return NULL;
  options.sets = g_strdupv (a->sets);
  options.data_dir = g_strdup (a->data);
  return sweep_job_open (file, &options, status);
}

static int
sweep_run (int argc, char **argv)
{
  g_auto (Arguments) a = { 0 };
  g_auto (SweepRunner) r = { 0 };
  g_autoptr (GError) error = NULL;
  const char *file;
  int status = EXIT_INPUT;
  guint64 jobs = simulate_threads (), threads = 1, shard = 1, n_shards = 1;
  if (!parse (&a, &argc, &argv, &status))
    return status;
  if (!options_one_file (&command_sweep, argc, argv, &file) || (a.jobs && !option_integer ("jobs", a.jobs, 1, 4096, &jobs))
      || (a.threads && !option_integer ("threads", a.threads, 1, 1024, &threads))
      || (a.blas_core && !option_blas_core (a.blas_core)) || (a.shard && !parse_shard (a.shard, &shard, &n_shards)))
    return EXIT_INPUT;
  if (a.resume && !a.out)
    {
      complain ("--resume: --out says which folder");
      return EXIT_INPUT;
    }
  r.threads = threads;
  r.job = open_job (&a, file, &status);
  if (!r.job)
    return status;
  if (a.dry_run)
    return print_points (r.job);
  const Pool *pool = pool_choose (&error);
  if (!pool)
    return complain_of (error);
  if (a.out && pool->is_root () && !(r.store = sweep_store_open (a.out, r.job, a.resume, a.force, &error)))
    {
      pool->finish ();
      return complain_of (error);
    }
  r.table = sweep_job_table (r.job);
  plan_tasks (&r, shard, n_shards);
  return run_all (&r, &a, pool, jobs);
}

const Command command_sweep = {
  .name = "sweep",
  .arguments = "FILE",
  .summary = "Run every point of a scenario's grid",
  .run = sweep_run,
};
