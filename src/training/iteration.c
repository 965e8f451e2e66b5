/* One iteration's compute: it runs through the points of its step, stalls where a bucket of parameters has not arrived, and hands
 * out gradients bucket by bucket where they leave early. */
#include "cluster/cluster.h"
#include "training/engine.h"

static void
span_open (Training *t, Worker *worker)
{
  worker->running = TRUE;
  worker->running_since = simulator_now (t->sim);
  record_activity (t->record, worker->node.host, ACTIVITY_COMPUTE, 1, worker->running_since);
}

static void
span_close (Training *t, Worker *worker)
{
  SimTime now = simulator_now (t->sim);
  worker->running = FALSE;
  record_activity (t->record, worker->node.host, ACTIVITY_COMPUTE, -1, now);
  record_span (t->record, worker->node.host, SPAN_COMPUTE, worker->running_since, now, worker->started - 1);
}

static gboolean
need_is_met (const Worker *worker, const StepPoint *point)
{
  return worker->unpulled[point->bucket] == 0;
}

gboolean
iteration_may_start (const Training *t, const Worker *worker)
{
  const StepPoint *point = t->job.step.points;
  for (; point->kind == POINT_NEED && point->share == 0; point++)
    if (!need_is_met (worker, point))
      return FALSE;
  return TRUE;
}

/* Everything the gradient depends on is in hand: the real mathematics may begin. */
static void
submit_gradient (Training *t, Worker *worker)
{
  SimTime due = worker->compute_start + worker->compute_time;
  if (t->learner)
    worker->task =
        learner_gradient_start (t->learner, worker->node.index, worker->started - 1, worker->shards, MAX (t->n_servers, 1), due);
}

/* The gradient is asked for by the first bucket that leaves, which is the end of the compute where none leaves early. */
static void
collect_gradient (Training *t, Worker *worker)
{
  if (!worker->task)
    return;
  worker->gradient = learner_gradient_join (g_steal_pointer (&worker->task), &worker->loss);
  if (!isfinite (worker->loss))
    training_fail (t, "the loss of worker%u is not a number in its iteration %" G_GUINT64_FORMAT ": the training diverged",
                   worker->node.index, worker->started - 1);
}

static void
bucket_ready (Training *t, Worker *worker, guint bucket)
{
  collect_gradient (t, worker);
  if (!t->settings->training.overlap || !t->protocol->streams)
    return;
  if (t->n_servers > 0)
    worker_push_bucket (t, worker, bucket);
  else if (t->reduction)
    reduction_enter (t, t->reduction, worker);
}

static void
finish (Training *t, Worker *worker)
{
  span_close (t, worker);
  worker->state = WORKER_EXCHANGING;
  t->protocol->worker.on_computed (t, &worker->node);
}

/* Passes every point that is due now; stops at a need that is not met. */
static void
pass_points (Training *t, Worker *worker)
{
  const StepShape *step = &t->job.step;
  while (worker->point < step->n_points)
    {
      const StepPoint *point = &step->points[worker->point];
      SimTime due = worker->compute_start + llrint (worker->compute_time * point->share);
      if (due > simulator_now (t->sim))
        {
          simulator_at (t->sim, due, t->point, worker->node.index, worker->node.epoch);
          return;
        }
      worker->stalled = point->kind == POINT_NEED && !need_is_met (worker, point);
      if (worker->stalled)
        {
          span_close (t, worker);
          return;
        }
      worker->point++;
      if (point->kind == POINT_READY)
        bucket_ready (t, worker, point->bucket);
      else if (step->points[worker->point].kind == POINT_READY)
        submit_gradient (t, worker);
    }
  finish (t, worker);
}

static void
begin (Training *t, Worker *worker)
{
  worker->starved = FALSE;
  worker->compute_start = simulator_now (t->sim);
  t->starved_time += worker->compute_start - worker->iteration_start;
  worker->point = 0;
  span_open (t, worker);
  pass_points (t, worker);
}

/* At least a nanosecond, so that time goes on. */
static void
draw_compute_time (Training *t, Worker *worker)
{
  guint k = worker->node.index;
  SimTime drawn = cluster_compute_time (&t->settings->cluster, t->settings->seed, k, worker->started, t->step_s[k]);
  worker->compute_time = MAX (drawn, 1);
}

/* When the compute can begin and go through: micro-batch j starts when its batch is there and the one before it is computed, and
 * what it waits is put before the first one. */
static SimTime
input_ready (const Training *t, Worker *worker, SimTime now)
{
  guint n = t->settings->training.accumulate;
  SimTime start = now;
  for (guint j = 0; j < n && start < SIM_TIME_NEVER - worker->compute_time; j++)
    {
      SimTime before = (SimTime)((double)worker->compute_time * j / n);
      SimTime ready = input_take (worker->input, start + before);
      start = MAX (start, ready - before);
    }
  return start;
}

/* Whether the compute that begins at @from ends within simulated time. FALSE: the run has failed. */
static gboolean
check_compute_time (Training *t, const Worker *worker, SimTime from)
{
  guint k = worker->node.index;
  if (worker->compute_time < SIM_TIME_NEVER - from)
    return TRUE;
  if (t->settings->cluster.slowdown.trace && worker->compute_time == SIM_TIME_NEVER)
    training_fail (t, "the trace of compute times has no row for worker %u, iteration %" G_GUINT64_FORMAT, k, worker->started);
  else
    training_fail (t, "worker%u's iteration %" G_GUINT64_FORMAT " ends after more than 292 years of simulated time", k,
                   worker->started);
  return FALSE;
}

void
iteration_start (Training *t, Worker *worker)
{
  guint k = worker->node.index;
  SimTime now = simulator_now (t->sim);
  draw_compute_time (t, worker);
  SimTime ready = worker->input ? input_ready (t, worker, now) : now;
  worker->iteration_start = now;
  if (!check_compute_time (t, worker, ready))
    return;
  worker->state = WORKER_COMPUTING;
  worker->n_handed = worker->n_entered = worker->n_reduced = 0;
  worker->contribution[worker->started % 2] = (Contribution){ t->n_servers, 0 };
  worker->started++;
  worker->starved = ready > now;
  if (worker->starved)
    simulator_at (t->sim, ready, t->begin, k, worker->node.epoch);
  else
    begin (t, worker);
}

void
iteration_cut (Training *t, Worker *worker)
{
  if (worker->running)
    span_close (t, worker);
  if (worker->starved)
    t->starved_time += simulator_now (t->sim) - worker->iteration_start;
}

void
iteration_on_begin (gpointer owner, guint64 index, guint64 epoch)
{
  Training *t = owner;
  if (t->workers[index].node.epoch == epoch)
    begin (t, &t->workers[index]);
}

void
iteration_on_point (gpointer owner, guint64 index, guint64 epoch)
{
  Training *t = owner;
  if (t->workers[index].node.epoch == epoch)
    pass_points (t, &t->workers[index]);
}

void
iteration_resume (Training *t, Worker *worker)
{
  const StepPoint *point = &t->job.step.points[worker->point];
  SimTime now = simulator_now (t->sim);
  if (!worker->stalled || !need_is_met (worker, point))
    return;
  worker->stalled = FALSE;
  worker->compute_start = now - llrint (worker->compute_time * point->share);
  span_open (t, worker);
  pass_points (t, worker);
}
