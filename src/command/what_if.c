#include "command/what_if.h"

#include "base/interrupt.h"
#include "base/units.h"
#include "command/options.h"

#define ITERATIONS 50 /* of each worker, where no rule but a target would end the run */

/* Changes @run; the caller puts back what was there. */
typedef struct
{
  const char *name;
  void (*apply) (RunSettings *run);
} Variant;

static void
as_it_is (RunSettings *run)
{
}

static void
double_bandwidth (RunSettings *run)
{
  run->cluster.what_if.bandwidth = 2;
}

static void
halve_latency (RunSettings *run)
{
  run->cluster.what_if.latency = 0.5;
}

static void
double_compute (RunSettings *run)
{
  run->cluster.what_if.compute = 2;
}

static void
halve_straggling (RunSettings *run)
{
  run->cluster.what_if.straggling = 0.5;
}

static const Variant variants[] = {
  { "as it is", as_it_is },
  { "twice the bandwidth", double_bandwidth },
  { "half the latency", halve_latency },
  { "twice the compute speed", double_compute },
  { "half the straggling", halve_straggling },
};

/* Iteration time and throughput of one variant; FALSE with @error. */
static gboolean
measure (Scenario *scenario, const SimulateOptions *options, const Variant *variant, double metrics[N_METRICS], GError **error)
{
  const RunSettings before = scenario->run;
  g_autoptr (Record) record = NULL;
  g_autoptr (GError) failure = NULL;
  RunSettings *run = &scenario->run;
  gboolean ends =
      run->stop.epochs > 0 || run->stop.updates > 0 || run->stop.samples > 0 || run->stop.iterations > 0 || run->stop.time > 0;
  run->job.gradients = GRADIENTS_MODELLED;
  if (!ends)
    run->stop.iterations = ITERATIONS;
  variant->apply (run);
  g_autoptr (Outcome) outcome = simulate (scenario, options, &record, &failure);
  scenario->run = before;
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  memcpy (metrics, outcome->metrics, sizeof outcome->metrics);
  return TRUE;
}

static void
print_row (const char *name, const double *metrics, const double *base, FILE *to)
{
  g_autofree char *iteration = unit_format_short (metrics[METRIC_ITERATION_MEAN], DIMENSION_TIME);
  char change[G_ASCII_DTOSTR_BUF_SIZE];
  double gain = metrics[METRIC_THROUGHPUT] / base[METRIC_THROUGHPUT] - 1;
  g_ascii_formatd (change, sizeof change, "%+.1f", gain * 100);
  fprintf (to, "  %-24s %10s  %10.0f samples/s  %7s %%\n", name, iteration, metrics[METRIC_THROUGHPUT], change);
}

int
what_if_print (Scenario *scenario, const SimulateOptions *options, FILE *to)
{
  SimulateOptions quiet = *options;
  double base[N_METRICS], metrics[N_METRICS];
  quiet.quiet = TRUE;
  quiet.keep_spans = FALSE;
  fputs ("\n  what if, each alone       iteration                throughput\n", to);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autoptr (GError) error = NULL;
      if (!measure (scenario, &quiet, &variants[i], i == 0 ? base : metrics, &error))
        return complain_of (error);
      if (interrupt_signal () != 0)
        return 128 + interrupt_signal ();
      print_row (variants[i].name, i == 0 ? base : metrics, base, to);
    }
  return EXIT_DONE;
}
