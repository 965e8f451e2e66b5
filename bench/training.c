/* Whole timing-only runs, one core, beside the same work in bare loops (limit.h): messages a second of processor time.
 *
 * asp, bsp: a parameter server on a star, where flows come and go one at a time on the server's link. ring: an all-reduce step by
 * step. Arguments: the most workers and the fewest. */
#include "limit.h"
#include "processor_time.h"
#include "row.h"
#include "protocol/table.h"
#include "training/run.h"

#define TURNS 3

typedef struct
{
  const char *protocol, *exchange;
  guint64 (*limit) (guint workers, guint iterations, double *simulated_s);
  guint workers, iterations;
  double simgrid; /* what SimGrid 3.32 came to: docs/performance.md */
} Work;

static const Work works[] = {
  { "asp", "parameter-server", limit_asp, 64, 1000 },
  { "asp", "parameter-server", limit_asp, 1024, 60, 0.0037 },
  { "asp", "parameter-server", limit_asp, 10000, 6 },
  { "asp", "parameter-server", limit_asp, 100000, 2 },
  { "bsp", "parameter-server", limit_bsp, 64, 1000 },
  { "bsp", "parameter-server", limit_bsp, 1024, 60, 0.0082 },
  { "bsp", "parameter-server", limit_bsp, 10000, 6 },
  { "bsp", "parameter-server", limit_bsp, 100000, 2 },
  { "bsp", "ring", limit_ring, 64, 20 },
  { "bsp", "ring", limit_ring, 1024, 1, 0.294 },
};

static void
set_exchange (TrainingSettings *training, const char *name)
{
  training->exchange = exchange_find (name);
  training->exchange_knobs = knobs_new (training->exchange->knobs);
}

static RunSettings *
work_settings (const Work *work)
{
  RunSettings *s = g_new0 (RunSettings, 1);
  run_settings_init (s);
  s->seed = 7;
  s->job.gradients = GRADIENTS_MODELLED;
  s->job.gradient_bytes = LIMIT_GRADIENT_BYTES;
  s->job.step_time = LIMIT_STEP_NS * 1e-9;
  s->cluster.workers = work->workers;
  s->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "uniform"), { 1, 1 + LIMIT_JITTER } };
  s->cluster.network.topology = &topology_star;
  s->cluster.network.bandwidth = LIMIT_BYTES_PER_S;
  s->cluster.network.latency = LIMIT_PATH_NS / 2;
  s->training.protocol = word_find (&protocol_words, work->protocol);
  s->training.protocol_knobs = knobs_new (s->training.protocol->knobs);
  set_exchange (&s->training, work->exchange);
  s->stop.iterations = work->iterations;
  return s;
}

/* Million messages a second. */
static double
run_lockstep (const Work *work, double *simulated_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const RunEnvironment environment = { .threads = 1, .record = { .keep_spans = FALSE }, .no_shortcuts = TRUE };
  RunSettings *settings = work_settings (work);
  double begin = processor_time_s ();
  Outcome *outcome = training_run (settings, &environment, &record, &error);
  double spent = processor_time_s () - begin;
  g_assert_no_error (error);
  double rate = outcome->metrics[METRIC_MESSAGES] / spent / 1e6;
  *simulated_s = outcome->metrics[METRIC_SIMULATED];
  outcome_free (outcome);
  run_settings_clear (settings);
  g_free (settings);
  return rate;
}

static double
run_limit (const Work *work, double *simulated_s)
{
  double begin = processor_time_s ();
  guint64 messages = work->limit (work->workers, work->iterations, simulated_s);
  return (double)messages / (processor_time_s () - begin) / 1e6;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The medians of a few turns; the two take turns. */
static void
measure (const Work *work)
{
  double ours[TURNS], limit[TURNS], simulated_s[2];
  g_autofree char *name = g_strdup_printf ("%s over %s", work->protocol, work->exchange);
  for (guint i = 0; i < TURNS; i++)
    {
      ours[i] = run_lockstep (work, &simulated_s[0]);
      limit[i] = run_limit (work, &simulated_s[1]);
    }
  qsort (ours, TURNS, sizeof *ours, compare);
  qsort (limit, TURNS, sizeof *limit, compare);
  BenchRow row = bench_row (name, work->workers, ours[TURNS / 2], "M msg/s");
  row.limit = limit[TURNS / 2];
  row.asked = 0.6;
  row.peer = work->simgrid > 0 ? work->simgrid : NAN;
  bench_print (&row);
}

/* Arguments: the most workers and the fewest. */
int
main (int argc, char **argv)
{
  guint64 most = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : G_MAXUINT64;
  guint64 fewest = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 0;
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (works[i].workers <= most && works[i].workers >= fewest)
      measure (&works[i]);
  return 0;
}
