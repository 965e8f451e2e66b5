/* Whole runs of the program, as a user starts them: processor time (gnuplot's with it), the most memory, what recording and writing
 * add, and the cost of a message as a cluster doubles. Arguments: the program, the folder of the scenarios; files are written to
 * the current one. */
#include <cjson/cJSON.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "row.h"

#define TURNS 3
#define LONG_S 0.5 /* what takes longer is run once */
#define OUTPUT "bench-run.json"

extern char **environ;

static const char *program, *scenarios;

typedef struct
{
  double cpu_s, memory_mb;
} Cost;

static double
seconds (struct timeval t)
{
  return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

/* Of @words, those that end in .json are scenarios. */
static GPtrArray *
arguments (char **words)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_strdup (program));
  for (; *words; words++)
    g_ptr_array_add (argv, g_str_has_suffix (*words, ".json") ? g_build_filename (scenarios, *words, NULL) : g_strdup (*words));
  g_ptr_array_add (argv, NULL);
  return argv;
}

static Cost
run_once (const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", 0);
  g_autoptr (GPtrArray) argv = arguments (words);
  posix_spawn_file_actions_t actions;
  struct rusage before, after, use;
  int status;
  pid_t pid;
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, OUTPUT, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  getrusage (RUSAGE_CHILDREN, &before);
  if (posix_spawn (&pid, program, &actions, NULL, (char **)argv->pdata, environ) != 0 || wait4 (pid, &status, 0, &use) != pid
      || status != 0)
    g_error ("%s %s: failed", program, command);
  getrusage (RUSAGE_CHILDREN, &after);
  posix_spawn_file_actions_destroy (&actions);
  double cpu_s = seconds (after.ru_utime) + seconds (after.ru_stime) - seconds (before.ru_utime) - seconds (before.ru_stime);
  return (Cost){ cpu_s, (double)use.ru_maxrss / 1024 };
}

static int
compare (const void *a, const void *b)
{
  const Cost *x = a, *y = b;
  return (x->cpu_s > y->cpu_s) - (x->cpu_s < y->cpu_s);
}

/* The median of some turns; of one where it takes long. */
static Cost
run_median (const char *command)
{
  Cost costs[TURNS] = { run_once (command) };
  if (costs[0].cpu_s > LONG_S)
    return costs[0];
  for (guint i = 1; i < TURNS; i++)
    costs[i] = run_once (command);
  qsort (costs, TURNS, sizeof *costs, compare);
  return costs[TURNS / 2];
}

/* Messages of the run before, which was asked for --json. */
static double
messages (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (OUTPUT, &text, NULL, NULL))
    g_error ("%s: nothing there", OUTPUT);
  cJSON *result = cJSON_Parse (text);
  const cJSON *metrics = cJSON_GetObjectItemCaseSensitive (result, "metrics");
  double n = cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (metrics, "messages"));
  cJSON_Delete (result);
  return n;
}

/* --- seconds and memory of a run --- */

#define RUN "run --json --threads 1 "
#define GPT2 "gpt2.json --set /cluster/workers="
#define JOB "job.json --set /training/protocol="

typedef struct
{
  const char *work;
  guint64 size;
  double asked_s;
  const char *command;
} Whole;

static const Whole wholes[] = {
  { "lockstep --version", 1, 0.01, "--version" },
  { "lockstep run --help", 1, 0.01, "run --help" },
  { "smallest run", 2, 0.03, RUN "tiny.json" },
  { "sweep of tiny points", 200, NAN, "sweep -q -j 1 tiny.json" },
  { "the same with --out", 200, NAN, "sweep -q -j 1 --out bench-sweep tiny.json" },
  { "ring: 10 iterations", 16384, 1, RUN "ring.json" },
  { "GPT-2 XL two-level: islands of 8", 64, NAN, RUN GPT2 "64" },
  { "GPT-2 XL two-level: islands of 8", 512, 0.3, RUN GPT2 "512" },
  { "GPT-2 XL two-level: islands of 8", 2048, 1.5, RUN GPT2 "2048" },
  { "GPT-2 XL two-level: islands of 8", 16384, 15, RUN GPT2 "16384" },
  { "the same step by step", 64, NAN, RUN "--no-shortcuts " GPT2 "64" },
  { "the same step by step", 512, NAN, RUN "--no-shortcuts " GPT2 "512" },
  { "sweep of ResNet-50: 1 to 1024", 66, 2, "sweep -q -j 1 ../scenarios/scaling/resnet50.json" },
  { "asp", 100000, NAN, RUN JOB "asp --set /cluster/workers=100000 --set /stop/iterations=2" },
};

static void
print_wholes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    {
      Cost cost = run_median (wholes[i].command);
      BenchRow row = bench_row (wholes[i].work, wholes[i].size, cost.cpu_s, "s");
      row.asked = wholes[i].asked_s;
      row.memory_mb = cost.memory_mb;
      bench_print (&row);
    }
}

/* What 100,000 workers take beyond the process's own memory. */
static void
print_memory (void)
{
  Cost many = run_once (RUN JOB "asp --set /cluster/workers=100000 --set /stop/iterations=1");
  Cost two = run_once (RUN JOB "asp --set /cluster/workers=2 --set /stop/iterations=1");
  BenchRow row = bench_row ("memory of a worker", 100000, (many.memory_mb - two.memory_mb) * 1048576 / 100000, "B");
  row.asked = 1024;
  row.memory_mb = many.memory_mb;
  bench_print (&row);
}

/* --- what the summary and the files add to a run --- */

#define RATIOS 9

typedef struct
{
  const char *work;
  guint64 size;
  const char *job;
} Recorded;

static const Recorded recorded[] = {
  { "asp", 64, JOB "asp --set /cluster/workers=64 --set /stop/iterations=1000" },
  { "asp", 1024, JOB "asp --set /stop/iterations=60" },
  { "bsp", 1024, JOB "bsp --set /stop/iterations=60" },
  { "ring", 64, JOB "bsp --set /cluster/workers=64 --set /training/exchange=ring --set /stop/iterations=20" },
};

/* The median of the turns' ratios, as a plain run and the other take turns. */
static double
summary_adds (const char *job)
{
  g_autofree char *plain = g_strconcat ("run --no-shortcuts -q ", job, NULL), *full = g_strconcat ("run --no-shortcuts ", job, NULL);
  Cost ratios[RATIOS];
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      double without = run_once (plain).cpu_s;
      ratios[i].cpu_s = run_once (full).cpu_s / without;
    }
  qsort (ratios, RATIOS, sizeof *ratios, compare);
  return ratios[RATIOS / 2].cpu_s - 1;
}

static void
print_recorded (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *name = g_strdup_printf ("summary adds: %s", recorded[i].work);
      BenchRow row = bench_row (name, recorded[i].size, 100 * summary_adds (recorded[i].job), "%");
      row.asked = 10;
      bench_print (&row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *name = g_strdup_printf ("files and pictures: %s", recorded[i].work);
      g_autofree char *plain = g_strconcat ("run --no-shortcuts -q ", recorded[i].job, NULL);
      g_autofree char *out = g_strconcat ("run --no-shortcuts -q --out bench-out ", recorded[i].job, NULL);
      Cost cost = run_median (out);
      BenchRow row = bench_row (name, recorded[i].size, cost.cpu_s - run_median (plain).cpu_s, "s");
      row.asked = 2;
      row.memory_mb = cost.memory_mb;
      bench_print (&row);
    }
}

/* --- the cost of a message as something doubles --- */

#define DOUBLINGS 5
#define STEPS "run --json --threads 1 --no-shortcuts "
#define SIZE " --set /cluster/workers={n}"

typedef struct
{
  const char *work;
  guint first;         /* and twice as many, and so on */
  double messages;     /* of an iteration with N: messages · N^power */
  guint power;
  const char *command; /* of N and the iterations */
} Growth;

static const Growth growths[] = {
  { "double-tree", 16, 760, 1, STEPS JOB "bsp --set /training/exchange=double-tree" SIZE " --set /stop/iterations={iterations}" },
  { "asp: a colocated server a worker", 16, 2, 2,
    STEPS JOB "asp --set /training/placement=colocated --set /training/servers={n}" SIZE " --set /stop/iterations={iterations}" },
  { "asp: 4 colocated servers", 16, 8, 1,
    STEPS JOB "asp --set /training/placement=colocated --set /training/servers=4" SIZE " --set /stop/iterations={iterations}" },
  { "fat-tree 4 times oversubscribed", 16, 2, 2,
    STEPS JOB "bsp --set /training/exchange=ring --set /training/rank_order=across --set "
              "/cluster/network/topology=fat-tree --set /cluster/network/oversubscription=4" SIZE " --set /stop/iterations={iterations}" },
  { "asp on a star: flows on one link", 64, 2, 1, STEPS JOB "asp" SIZE " --set /stop/iterations={iterations}" },
  { "GPT-2 XL: buckets", 2, 600, 1,
    STEPS "gpt2.json --set /cluster/workers=32 --set /training/bucket_bytes={bucket}MB --set /stop/iterations={iterations}" },
};

#define MESSAGES 50000 /* of a run, about */
#define ALL_MB 6200u /* of gradients */

/* (transfer full) */
static char *
fill_in (const char *command, guint n, guint iterations)
{
  const struct
  {
    const char *word;
    guint value;
  } words[] = { { "{n}", n }, { "{iterations}", iterations }, { "{bucket}", ALL_MB / n } };
  GString *filled = g_string_new (command);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      char digits[16];
      g_snprintf (digits, sizeof digits, "%u", words[i].value);
      g_string_replace (filled, words[i].word, digits, 0);
    }
  return g_string_free (filled, FALSE);
}

static void
print_growth (const Growth *growth)
{
  double first = NAN;
  guint n = growth->first;
  for (guint i = 0; i < DOUBLINGS; i++, n *= 2)
    {
      guint iterations = (guint)MAX (1, MESSAGES / (growth->messages * pow (n, growth->power)));
      g_autofree char *command = fill_in (growth->command, n, iterations);
      Cost cost = run_median (command);
      BenchRow row = bench_row (growth->work, n, cost.cpu_s / messages () * 1e6, "us");
      first = i == 0 ? row.value : first;
      row.growth = row.value / first;
      row.asked = 3 * first;
      row.memory_mb = cost.memory_mb;
      bench_print (&row);
    }
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    g_error ("usage: runs PROGRAM FOLDER");
  program = argv[1];
  scenarios = argv[2];
  print_wholes ();
  print_memory ();
  print_recorded ();
  for (guint i = 0; i < G_N_ELEMENTS (growths); i++)
    print_growth (&growths[i]);
  return 0;
}
