#include "training/engine.h"
#include "base/error.h"
#include "training/hosts.h"

#undef g_get_monotonic_time /* for wall_s alone; nothing simulated sees it */

#define PROGRESS_EVERY 1024 /* events */

gpointer
training_protocol_state (Training *t)
{
  return t->protocol_state;
}

gpointer
node_state (Node *node)
{
  return node->state;
}

double
training_knob (Training *t, const char *name)
{
  return knob_number (t->settings->training.protocol_knobs, name);
}

gboolean
training_has_servers (Training *t)
{
  return t->n_servers > 0;
}

gboolean
training_is_real (const Training *t)
{
  return t->learner != NULL;
}

void
training_stop (Training *t, const char *reason)
{
  if (!t->stopped_by)
    t->stopped_by = reason;
}

void
training_fail (Training *t, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  if (!t->failure)
    t->failure = g_error_new_literal (LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, message);
  training_stop (t, "failure");
}

static void on_cut (gpointer owner, guint64 unused_a, guint64 unused_b);

static void
measure_job (Training *t)
{
  const ModelDescription *given = t->settings->learning.description;
  g_autoptr (ModelDescription) made = t->learner ? model_describe (learner_model (t->learner))
                                      : given    ? NULL
                                                 : job_describe (t->settings);
  const ModelDescription *model = given ? given : made;
  job_init (&t->job, t->settings, model, t->learner ? learner_rounds (t->learner) : 0);
  t->step_s = g_new (double, t->n_workers);
  for (guint i = 0; i < t->n_workers; i++)
    t->step_s[i] = job_step_seconds (t->settings, model, i);
  t->budget = budget_new (&t->settings->stop, t->protocol->rounds, t->n_workers, t->settings->learning.batch,
                          t->settings->training.accumulate, t->job.rounds_per_epoch);
}

static void
add_actors (Training *t)
{
  guint n_hosts = hosts_count (t->settings);
  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name = hosts_name (t->settings, i);
      record_add_actor (t->record, name, i < t->n_workers ? ACTOR_WORKER : ACTOR_SERVER);
    }
}

static gboolean
build_network (Training *t, GError **error)
{
  static const NetworkClient push = { .on_arrived = server_on_push_arrived }, pull = { .on_arrived = server_on_pull_arrived };
  if (!t->settings->training.exchange)
    return TRUE;
  t->topology = hosts_topology (t->settings, error);
  if (!t->topology)
    return FALSE;
  t->network = network_new (t->sim, t->topology, &t->settings->cluster.network, t->record);
  t->push_client = network_add_client (t->network, &push, t);
  t->pull_client = network_add_client (t->network, &pull, t);
  t->executor = plan_executor_new (t->sim, t->network, t->settings->cluster.device.reduce);
  return TRUE;
}

static void
build_nodes (Training *t)
{
  const LearningSettings *learning = &t->settings->learning;
  servers_init (t);
  t->workers = g_new0 (Worker, t->n_workers);
  for (guint i = 0; i < t->n_workers; i++)
    worker_init (t, &t->workers[i], i);
  if (t->learner && t->n_servers == 0)
    {
      const Model *model = learner_model (t->learner);
      t->optimizer = optimizer_new (learning->optimizer, learning->optimizer_knobs, model, 0, model_n_parameters (model));
    }
  if (t->executor && t->n_servers == 0)
    t->reduction = reduction_new (t);
}

static gboolean
build (Training *t, GError **error)
{
  t->n_workers = t->settings->cluster.workers;
  t->n_active = t->n_members = t->n_workers;
  t->n_machines = hosts_n_machines (t->settings);
  t->dedicated = hosts_dedicated (t->settings);
  t->protocol_state = g_malloc0 (t->protocol->run_size);
  t->clocks = clocks_new (t->n_workers);
  tally_init (&t->staleness);
  tally_init (&t->lead);
  t->begin = simulator_register (t->sim, "begin", PRIORITY_COMPUTE, iteration_on_begin, t);
  t->point = simulator_register (t->sim, "point", PRIORITY_COMPUTE, iteration_on_point, t);
  t->updated = simulator_register (t->sim, "updated", PRIORITY_COMPUTE, reduction_on_updated, t);
  t->applied = simulator_register (t->sim, "applied", PRIORITY_TIMER, server_on_applied, t);
  t->local_push = simulator_register (t->sim, "local push", PRIORITY_DELIVERY, server_on_local_push, t);
  t->local_pull = simulator_register (t->sim, "local pull", PRIORITY_DELIVERY, server_on_local_pull, t);
  t->cut = simulator_register (t->sim, "cut", PRIORITY_EVALUATE, on_cut, t);
  measure_job (t);
  add_actors (t);
  if (!build_network (t, error))
    return FALSE;
  build_nodes (t);
  t->evaluator = evaluator_new (t);
  if (t->protocol->start)
    t->protocol->start (t);
  if (t->settings->stop.time > 0)
    simulator_at (t->sim, t->settings->stop.time, t->cut, 0, 0);
  return TRUE;
}

static Training *
training_new (const RunSettings *settings, const RunEnvironment *environment)
{
  Training *t = g_new0 (Training, 1);
  t->settings = settings;
  t->environment = environment;
  t->protocol = settings->training.protocol;
  t->sim = simulator_new ();
  t->record = record_new (&environment->record);
  return t;
}

static void
training_free (Training *t)
{
  if (t->protocol->stop && t->protocol_state)
    t->protocol->stop (t);
  reduction_free (t, t->reduction);
  evaluator_free (t->evaluator);
  for (guint i = 0; t->workers && i < t->n_workers; i++)
    worker_clear (t, &t->workers[i]);
  servers_clear (t);
  g_free (t->workers);
  g_free (t->first_server);
  g_clear_pointer (&t->optimizer, optimizer_free);
  g_clear_pointer (&t->executor, plan_executor_free);
  g_clear_pointer (&t->network, network_free);
  g_clear_pointer (&t->topology, topology_free);
  learner_free (t->learner);
  clocks_free (t->clocks);
  tally_clear (&t->staleness);
  tally_clear (&t->lead);
  g_clear_pointer (&t->record, record_free);
  simulator_free (t->sim);
  g_free (t->protocol_state);
  g_free (t->step_s);
  job_clear (&t->job);
  g_free (t);
}

static void
report_progress (Training *t)
{
  const RunEnvironment *environment = t->environment;
  if (environment->interrupt && *environment->interrupt)
    training_stop (t, "interrupt");
  if (environment->progress && simulator_events (t->sim) % PROGRESS_EVERY == 0)
    environment->progress (environment->progress_data, budget_progress (&t->budget, t->workers[0].started),
                           simulator_now (t->sim));
}

/* Whether bytes are on the wire, if only for longer than simulated time reaches. */
static gboolean
is_sending (const Training *t)
{
  const NetworkTotals *totals = t->network ? network_totals (t->network) : NULL;
  return totals && totals->bytes_sent > totals->bytes_received + totals->bytes_lost;
}

/* What is under way for longer than simulated time reaches, NULL when nothing is. (transfer full) */
static char *
endless (const Training *t)
{
  HandlerId handler;
  guint64 number;
  gboolean beyond = simulator_beyond (t->sim, &handler, &number);
  if (is_sending (t))
    return g_strdup ("a message is under way");
  if (beyond && handler == t->applied)
    return g_strdup_printf ("server%" G_GUINT64_FORMAT " applies an update", number);
  if (beyond && handler == t->updated)
    return g_strdup_printf ("worker%" G_GUINT64_FORMAT " applies an update", number);
  return beyond ? g_strdup ("a worker reduces what it received") : NULL;
}

/* Names the workers that wait for ever, or what they wait for where that ends after simulated time does. */
static void
fail_deadlocked (Training *t)
{
  g_autofree char *under_way = endless (t);
  if (under_way)
    {
      training_fail (t, "at %" SIM_TIME_FORMAT " s %s that would take more than 292 years, where simulated time ends",
                     SIM_TIME_ARGS (simulator_now (t->sim)), under_way);
      return;
    }
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < t->n_workers; i++)
    if (t->workers[i].state != WORKER_GONE && n++ < 8)
      g_string_append_printf (names, "%sworker%u", n > 1 ? ", " : "", i);
  training_fail (t, "deadlock at %" SIM_TIME_FORMAT " s: nothing is left to happen and %s%s still wait%s",
                 SIM_TIME_ARGS (simulator_now (t->sim)), names->str, n > 8 ? " and others" : "", n == 1 ? "s" : "");
}

/* stop.time. When nothing else was left to happen it only cuts short a deadlock. */
static void
on_cut (gpointer owner, guint64 unused_a, guint64 unused_b)
{
  Training *t = owner;
  g_autofree char *under_way = endless (t);
  if (simulator_pending (t->sim) == 0 && !under_way)
    fail_deadlocked (t);
  training_stop (t, "time");
}

static void
run_loop (Training *t)
{
  for (guint i = 0; i < t->n_workers; i++)
    t->protocol->worker.on_start (t, &t->workers[i].node);
  while (!t->stopped_by && t->n_active > 0)
    {
      report_progress (t);
      if (!t->stopped_by && !simulator_step (t->sim))
        fail_deadlocked (t);
    }
  training_stop (t, t->budget.rule);
}

/* What is still under way is recorded as far as it has come. */
static void
finish (Training *t)
{
  for (guint i = 0; i < t->n_workers; i++)
    iteration_cut (t, &t->workers[i]);
  servers_cut (t);
  if (t->network)
    network_cut (t->network);
  record_finish (t->record, simulator_now (t->sim));
}

Outcome *
training_run (const RunSettings *settings, const RunEnvironment *environment, Record **record, GError **error)
{
  gint64 begin = g_get_monotonic_time ();
  Outcome *outcome = NULL;
  Training *t = training_new (settings, environment);
  gboolean real = settings->job.gradients == GRADIENTS_REAL;
  if (real)
    t->learner = learner_new (settings, &environment->data, environment->threads, error);
  if ((!real || t->learner) && build (t, error))
    {
      run_loop (t);
      evaluator_finish (t, t->evaluator);
      finish (t);
      outcome = training_outcome (t);
      outcome->wall_s = (g_get_monotonic_time () - begin) / 1e6;
      *record = g_steal_pointer (&t->record);
      if (t->failure)
        g_propagate_error (error, g_steal_pointer (&t->failure));
    }
  training_free (t);
  return outcome;
}
