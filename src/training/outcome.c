#include "training/outcome.h"

const Metric metric_table[N_METRICS] = {
  [METRIC_FINAL_TRAIN_LOSS] = { "final.train_loss", METRIC_UNIT_NONE, "mean loss over the whole training set at the end" },
  [METRIC_FINAL_TEST_LOSS] = { "final.test_loss", METRIC_UNIT_NONE, "mean loss over the test set at the end" },
  [METRIC_FINAL_TEST_ACCURACY] = { "final.test_accuracy", METRIC_UNIT_SHARE, "share of the test set that is classified rightly" },
  [METRIC_TIME_TO_TARGET] = { "time_to_target", METRIC_UNIT_SECONDS,
                              "simulated time of the first evaluation that meets stop.target" },
  [METRIC_SIMULATED] = { "simulated", METRIC_UNIT_SECONDS, "simulated time of the whole run" },
  [METRIC_ITERATION_MEAN] = { "iteration.mean", METRIC_UNIT_SECONDS,
                              "from a compute's start until its worker may start the next" },
  [METRIC_THROUGHPUT] = { "throughput", METRIC_UNIT_SAMPLES_PER_S, "samples applied per simulated second" },
  [METRIC_SPEEDUP] = { "speedup", METRIC_UNIT_NONE,
                       "throughput over that of one worker that computes alone, undisturbed, and sends nothing" },
  [METRIC_EFFICIENCY] = { "efficiency", METRIC_UNIT_SHARE, "speedup over the number of workers" },
  [METRIC_STALENESS_MEAN] = { "staleness.mean", METRIC_UNIT_NONE,
                              "updates applied between an update's read and its application" },
  [METRIC_STALENESS_P50] = { "staleness.p50", METRIC_UNIT_NONE, "median staleness" },
  [METRIC_STALENESS_P99] = { "staleness.p99", METRIC_UNIT_NONE, "99th percentile of staleness" },
  [METRIC_STALENESS_MAX] = { "staleness.max", METRIC_UNIT_NONE, "largest staleness" },
  [METRIC_LEAD_MEAN] = { "lead.mean", METRIC_UNIT_NONE,
                         "a worker's clock less the smallest live clock, when an iteration starts" },
  [METRIC_LEAD_MAX] = { "lead.max", METRIC_UNIT_NONE, "largest lead" },
  [METRIC_UPDATES] = { "updates", METRIC_UNIT_NONE, "updates of the parameters" },
  [METRIC_SAMPLES] = { "samples", METRIC_UNIT_NONE, "samples whose gradients were applied" },
  [METRIC_BYTES] = { "bytes", METRIC_UNIT_BYTES, "payload sent, once per message" },
  [METRIC_MESSAGES] = { "messages", METRIC_UNIT_NONE, "messages sent" },
  [METRIC_DROPPED] = { "dropped", METRIC_UNIT_NONE, "gradients that arrived and were not used", TRUE },
  [METRIC_LOST_UPDATES] = { "lost_updates", METRIC_UNIT_NONE, "gradients computed, or being computed, that never arrived", TRUE },
  [METRIC_BREAKDOWN_COMPUTE] = { "breakdown.compute", METRIC_UNIT_SHARE, "share of the workers' time spent computing" },
  [METRIC_BREAKDOWN_COMMUNICATE] = { "breakdown.communicate", METRIC_UNIT_SHARE, "share spent communicating and not computing" },
  [METRIC_BREAKDOWN_WAIT] = { "breakdown.wait", METRIC_UNIT_SHARE, "share spent waiting" },
  [METRIC_BREAKDOWN_DOWN] = { "breakdown.down", METRIC_UNIT_SHARE, "share spent down", TRUE },
  [METRIC_BREAKDOWN_CHECKPOINT] = { "breakdown.checkpoint", METRIC_UNIT_SHARE, "share spent in checkpoints", TRUE },
};

MetricId
metric_find (const char *name)
{
  guint i = 0;
  while (i < N_METRICS && !g_str_equal (metric_table[i].name, name))
    i++;
  return i;
}

void
outcome_free (Outcome *outcome)
{
  if (!outcome)
    return;
  for (guint i = 0; i < outcome->n_workers; i++)
    g_free (outcome->workers[i].name);
  g_free (outcome->workers);
  g_clear_pointer (&outcome->links, g_array_unref);
  g_clear_pointer (&outcome->busiest, g_array_unref);
  g_clear_pointer (&outcome->link_names, g_string_chunk_free);
  g_array_unref (outcome->evaluations);
  g_free (outcome);
}
