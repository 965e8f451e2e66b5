#include "training/outcome_build.h"

#include "learning/blas.h"
#include "training/evaluation.h"
#include "training/state.h"

static double
ratio (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

static void
fill_learning (const Outcome *outcome, double *m, double time_to_target)
{
  if (outcome->evaluations->len == 0)
    return;
  const EvaluationRow *last = &g_array_index (outcome->evaluations, EvaluationRow, outcome->evaluations->len - 1);
  m[METRIC_FINAL_TRAIN_LOSS] = last->train_loss;
  m[METRIC_FINAL_TEST_LOSS] = last->test_loss;
  m[METRIC_FINAL_TEST_ACCURACY] = last->test_accuracy;
  m[METRIC_TIME_TO_TARGET] = time_to_target;
}

static void
fill_work (Training *t, double *m)
{
  const Updates *u = &t->updates;
  double simulated = sim_time_to_s (record_end (t->world->record));
  m[METRIC_SIMULATED] = simulated;
  m[METRIC_ITERATION_MEAN] = u->iterations > 0 ? u->iteration_time / 1e9 / u->iterations : NAN;
  m[METRIC_UPDATES] = u->updates;
  m[METRIC_SAMPLES] = u->samples;
  m[METRIC_THROUGHPUT] = ratio (u->samples, simulated);
  m[METRIC_SPEEDUP] = m[METRIC_THROUGHPUT] * t->step_s[0] / t->job.samples;
  m[METRIC_EFFICIENCY] = m[METRIC_SPEEDUP] / t->n_workers;
  m[METRIC_DROPPED] = u->dropped;
  m[METRIC_BYTES] = t->world->network ? network_totals (t->world->network)->bytes_sent : 0;
  m[METRIC_MESSAGES] = t->world->network ? network_totals (t->world->network)->messages : 0;
}

static void
fill_order (Training *t, double *m)
{
  m[METRIC_STALENESS_MEAN] = tally_mean (&t->updates.staleness);
  m[METRIC_STALENESS_P50] = tally_quantile (&t->updates.staleness, 0.5);
  m[METRIC_STALENESS_P99] = tally_quantile (&t->updates.staleness, 0.99);
  m[METRIC_STALENESS_MAX] = tally_max (&t->updates.staleness);
  m[METRIC_LEAD_MEAN] = tally_mean (&t->updates.lead);
  m[METRIC_LEAD_MAX] = tally_max (&t->updates.lead);
}

static void
fill_health (const Training *t, double *m)
{
  m[METRIC_LOST_UPDATES] = 0;
  if (!t->faults)
    return;
  const Health *health = faults_health (t->faults);
  m[METRIC_FAILURES] = health->failures;
  m[METRIC_DETECTIONS] = health->detections;
  m[METRIC_FALSE_SUSPICIONS] = health->false_suspicions;
  m[METRIC_DETECTION_MEAN] = ratio (health->detection_time / 1e9, health->detections);
  m[METRIC_LOST_UPDATES] = health->lost_updates;
}

static void
fill_measured (Training *t, Outcome *outcome)
{
  const Metric *own = outcome->own = t->protocol->metrics;
  for (guint i = 0; own && own[i].name; i++)
    outcome->measured[i] = measure_value (&t->measures[i], &own[i]);
}

static void
fill_bytes (const Training *t, Outcome *outcome)
{
  const NetworkTotals *totals = t->world->network ? network_totals (t->world->network) : NULL;
  if (!totals)
    return;
  outcome->bytes_sent = totals->bytes_sent;
  outcome->bytes_received = totals->bytes_received;
  outcome->bytes_lost = totals->bytes_lost;
}

/* Shares of all workers' time: sums of whole nanoseconds, divided last. */
static void
fill_breakdown (Training *t, double *m)
{
  static const MetricId metric[N_ACTIVITIES] = {
    [ACTIVITY_DOWN] = METRIC_BREAKDOWN_DOWN,       [ACTIVITY_CHECKPOINT] = METRIC_BREAKDOWN_CHECKPOINT,
    [ACTIVITY_COMPUTE] = METRIC_BREAKDOWN_COMPUTE, [ACTIVITY_COMMUNICATE] = METRIC_BREAKDOWN_COMMUNICATE,
    [ACTIVITY_WAIT] = METRIC_BREAKDOWN_WAIT,
  };
  double all = (double)record_end (t->world->record) * t->n_workers;
  for (guint a = 0; a < N_ACTIVITIES; a++)
    {
      double sum = 0;
      for (guint i = 0; i < t->n_workers; i++)
        sum += record_time (t->world->record, i, a);
      m[metric[a]] = ratio (sum, all);
    }
}

static void
fill_hidden (Training *t, Outcome *outcome)
{
  double all = (double)record_end (t->world->record) * t->n_workers, hidden = 0;
  for (guint i = 0; i < t->n_workers; i++)
    hidden += record_hidden (t->world->record, i);
  outcome->hidden = ratio (hidden, all);
  outcome->starved = ratio (t->updates.starved_time, all);
}

/* Workers have their names already. */
static const char *
name_at (const Training *t, const Outcome *outcome, NodeId node)
{
  if (node < outcome->n_workers)
    return outcome->workers[node].name;
  gboolean host = node < topology_n_hosts (t->world->topology);
  const char *name = host ? record_actor_name (t->world->record, node) : topology_switch_name (t->world->topology, node);
  return g_string_chunk_insert_const (outcome->names, name);
}

/* Keeps the busiest in order, of equal ones those with the lower number. */
static void
add_busy (GArray *busiest, const LinkUse *use)
{
  guint i = busiest->len;
  while (i > 0 && use->utilisation > g_array_index (busiest, LinkUse, i - 1).utilisation)
    i--;
  if (i < LINKS_SHOWN)
    g_array_insert_vals (busiest, i, use, 1);
  if (busiest->len > LINKS_SHOWN)
    g_array_set_size (busiest, LINKS_SHOWN);
}

static void
fill_links (Training *t, Outcome *outcome)
{
  double simulated = sim_time_to_s (record_end (t->world->record));
  outcome->links = g_array_new (FALSE, FALSE, sizeof (LinkUse));
  outcome->busiest = g_array_new (FALSE, FALSE, sizeof (LinkUse));
  for (guint id = 0; t->world->network && simulated > 0 && id < topology_n_links (t->world->topology); id++)
    {
      const Link *link = topology_link (t->world->topology, id);
      guint64 bytes = network_link_bytes (t->world->network, id);
      if (bytes == 0 || link->from == link->to) /* a gate joins no nodes */
        continue;
      LinkUse use = { name_at (t, outcome, link->from), name_at (t, outcome, link->to), link->bandwidth,
                      bytes / (link->bandwidth * simulated), bytes };
      g_array_append_val (outcome->links, use);
      add_busy (outcome->busiest, &use);
    }
}

static void
fill_workers (Training *t, Outcome *outcome)
{
  outcome->names = g_string_chunk_new (1024);
  outcome->n_workers = t->n_workers;
  outcome->workers = g_new0 (WorkerOutcome, t->n_workers);
  for (guint i = 0; i < t->n_workers; i++)
    {
      outcome->workers[i].name = g_string_chunk_insert (outcome->names, record_actor_name (t->world->record, i));
      outcome->workers[i].iterations = t->workers[i].done;
      for (guint a = 0; a < N_ACTIVITIES; a++)
        outcome->workers[i].seconds[a] = sim_time_to_s (record_time (t->world->record, i, a));
    }
}

Outcome *
training_outcome (Training *t)
{
  double time_to_target;
  SimTime first = 0;
  Outcome *outcome = g_new0 (Outcome, 1);
  for (guint i = 0; i < N_METRICS; i++)
    outcome->metrics[i] = NAN;
  outcome->evaluations = evaluator_rows (t->evaluator, &time_to_target);
  fill_learning (outcome, outcome->metrics, time_to_target);
  fill_work (t, outcome->metrics);
  fill_order (t, outcome->metrics);
  fill_health (t, outcome->metrics);
  fill_measured (t, outcome);
  fill_breakdown (t, outcome->metrics);
  fill_workers (t, outcome);
  fill_hidden (t, outcome);
  fill_links (t, outcome);
  if (t->learner)
    evaluator_fingerprint (t, outcome->weights);
  record_fingerprint (t->world->record, outcome->timeline);
  fill_bytes (t, outcome);
  outcome->events = simulator_events (t->world->sim);
  outcome->shortcuts = t->world->executor ? plan_executor_shortcuts (t->world->executor, &first) : 0;
  outcome->shortcuts_from = outcome->shortcuts > 0 ? sim_time_to_s (first) : NAN;
  outcome->blas_core = t->learner ? blas_core () : NULL;
  outcome->stopped_by = t->stopped_by;
  outcome->interrupted = g_str_equal (t->stopped_by, "interrupt");
  return outcome;
}
