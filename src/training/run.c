#include "training/run.h"

#include "base/error.h"
#include "training/compute.h"
#include "training/evaluation.h"
#include "training/happening.h"
#include "training/outcome_build.h"
#include "training/state.h"

#undef g_get_monotonic_time /* for wall_s alone; nothing simulated sees it */

#define PROGRESS_EVERY 256 /* events */
#define NODES_MAX (1u << 24)

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

Optimizer *
training_outer_optimizer (const Training *t, gsize first, gsize count)
{
  const LearningSettings *learning = &t->settings->learning;
  const Model *model = learner_model (t->learner);
  g_autoptr (Knobs) knobs = NULL;
  if (!t->protocol->outer)
    return optimizer_new (learning->optimizer, learning->optimizer_knobs, model, first, count);
  const OptimizerKind *kind = t->protocol->outer (t->settings, &knobs);
  return optimizer_new (kind, knobs, model, first, count);
}

static void
measure_job (Training *t)
{
  const ModelDescription *given = t->settings->learning.description;
  g_autoptr (ModelDescription) made = t->learner ? model_describe (learner_model (t->learner))
                                      : given    ? NULL
                                                 : job_describe (t->settings);
  const ModelDescription *model = given ? given : made;
  job_init (&t->job, t->settings, model);
  t->step_s = g_new (double, t->n_workers);
  for (guint i = 0; i < t->n_workers; i++)
    t->step_s[i] = job_step_seconds (t->settings, model, i);
  t->pace = pace_new (&t->settings->cluster, t->settings->seed);
}

/* stop.time. */
static void
on_cut (gpointer owner, guint64 unused_a, guint64 unused_b)
{
  Training *t = owner;
  t->stall.background--;
  training_stop (t, "time");
}

static void
set_cut (Training *t)
{
  HandlerId cut = simulator_register (t->world->sim, "cut", PRIORITY_EVALUATE, on_cut, t);
  if (t->settings->stop.time == 0)
    return;
  t->stall.background++;
  simulator_at (t->world->sim, t->settings->stop.time, cut, 0, 0);
}

static gboolean
build (Training *t, GError **error)
{
  t->n_workers = t->settings->cluster.workers;
  t->world = world_new (t->settings, &t->environment->record);
  measure_job (t);
  compute_init (t);
  timers_init (t);
  if (t->settings->training.exchange || (t->protocol->exchanges & RUNS_AMONG_PEERS))
    if (!world_open_network (t->world, t->settings, error))
      return FALSE;
  t->stall.background += world_periodic (t->world);
  if (t->world->executor)
    plan_executor_set_shortcuts (t->world->executor, !t->environment->no_shortcuts);
  parcels_init (t);
  updates_init (t);
  if (t->protocol->run_size > 0)
    t->protocol_state = g_malloc0 (t->protocol->run_size);
  t->way->open (t);
  g_assert (t->n_workers + t->n_servers < NODES_MAX);
  t->workers = g_new0 (Worker, t->n_workers);
  t->unpulled = g_new0 (guint, (gsize)t->n_workers * t->job.step.n_buckets);
  for (guint i = 0; i < t->n_workers; i++)
    worker_init (t, &t->workers[i], i);
  t->evaluator = evaluator_new (t);
  if (t->protocol->start)
    t->protocol->start (t);
  set_cut (t);
  t->faults = faults_new (t);
  return TRUE;
}

static Training *
training_new (const RunSettings *settings, const RunEnvironment *environment)
{
  Training *t = g_new0 (Training, 1);
  t->settings = settings;
  t->environment = environment;
  t->protocol = settings->training.protocol;
  t->measures = measures_new (t->protocol->metrics);
  t->way = exchange_way (settings);
  t->codec = codec_of_wire (settings->training.wire);
  fifo_init (&t->happenings, happening_size ());
  return t;
}

/* Only what was built. */
static void
training_free (Training *t)
{
  if (t->workers && t->protocol->stop)
    t->protocol->stop (t);
  if (t->exchange_state)
    t->way->close (t);
  evaluator_free (t->evaluator);
  faults_free (t->faults);
  for (guint i = 0; t->workers && i < t->n_workers; i++)
    worker_clear (t, &t->workers[i]);
  updates_clear (t);
  fifo_clear (&t->happenings);
  learner_free (t->learner);
  g_clear_pointer (&t->order, order_free);
  g_clear_pointer (&t->world, world_free);
  g_free (t->workers);
  g_free (t->unpulled);
  g_free (t->protocol_state);
  g_free (t->measures);
  g_free (t->step_s);
  pace_free (t->pace);
  job_clear (&t->job);
  g_free (t);
}

static void
report_progress (Training *t)
{
  const RunEnvironment *environment = t->environment;
  if (environment->interrupt && *environment->interrupt)
    training_stop (t, "interrupt");
  if (environment->progress)
    environment->progress (environment->progress_data, budget_progress (&t->updates.budget, t->workers[0].started),
                           training_now (t));
}

/* Where nothing is in the background, the run stands still when there is no event. */
static void
step (Training *t)
{
  if (t->stall.background > 0 && stall_check (t))
    return;
  if (!simulator_step (t->world->sim))
    stall_check (t);
}

static void
run_loop (Training *t)
{
  faults_start (t);
  for (guint i = 0; i < t->n_servers; i++)
    happened (t, HAPPENED_START, &t->servers[i].node, HAPPENED_TO_ALL);
  for (guint i = 0; i < t->n_workers && !t->protocol->calls; i++)
    happened (t, HAPPENED_START, &t->workers[i].node, HAPPENED_TO_ALL);
  happenings_tell (t);
  fifo_clear (&t->happenings); /* never as long again */
  for (guint events = 0; !t->stopped_by && (t->updates.n_busy > 0 || !updates_over (t)); events++)
    {
      if (events % PROGRESS_EVERY == 0)
        report_progress (t);
      if (!t->stopped_by)
        step (t);
    }
  if (!t->stopped_by && faults_ended_all (t))
    stall_fail (t);
  training_stop (t, budget_rule (&t->updates.budget));
}

/* What is still under way is recorded as far as it has come, and void from here on: its room is free for the outcome. */
static void
finish (Training *t)
{
  faults_finish (t);
  for (guint i = 0; i < t->n_workers; i++)
    {
      compute_cut (t, &t->workers[i]);
      node_void (&t->workers[i].node);
    }
  if (t->way->cut)
    t->way->cut (t);
  if (t->world->network)
    network_cut (t->world->network);
  parcels_clear (t);
  record_finish (t->world->record, training_now (t));
}

/* The data, as far as gradients need them, and who takes which rows. */
static gboolean
open_data (Training *t, GError **error)
{
  const RunSettings *settings = t->settings;
  const LearningSettings *learning = &settings->learning;
  g_autoptr (Dataset) data = NULL;
  Dataset shape;
  gboolean real = settings->job.gradients == GRADIENTS_REAL;
  learning_settings_shape (learning, &shape);
  if (real && !(data = dataset_load (learning->data, learning->data_knobs, &t->environment->data, error)))
    return FALSE;
  if (!real && shape.n_train == 0)
    return TRUE;
  t->order = learning_settings_order (learning, settings->seed, settings->cluster.workers, data ? data : &shape, error);
  if (t->order && real)
    t->learner = learner_new (settings, g_steal_pointer (&data), t->order, t->environment->threads, error);
  return t->order && (!real || t->learner);
}

Outcome *
training_run (const RunSettings *settings, const RunEnvironment *environment, Record **record, GError **error)
{
  gint64 begin = g_get_monotonic_time ();
  Outcome *outcome = NULL;
  Training *t = training_new (settings, environment);
  if (open_data (t, error) && build (t, error))
    {
      run_loop (t);
      evaluator_finish (t, t->evaluator);
      finish (t);
      outcome = training_outcome (t);
      outcome->wall_s = (g_get_monotonic_time () - begin) / 1e6;
      *record = g_steal_pointer (&t->world->record);
      outcome->topology = g_steal_pointer (&t->world->topology);
      if (t->failure)
        g_propagate_error (error, g_steal_pointer (&t->failure));
    }
  training_free (t);
  return outcome;
}
