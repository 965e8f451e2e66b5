#include "training/compute.h"

#include "cluster/cluster.h"
#include "training/happening.h"
#include "training/local_work.h"
#include "training/state.h"

static void
span_open (Training *t, Worker *worker)
{
  worker->running = TRUE;
  worker->running_since = training_now (t);
  record_activity (t->world->record, worker->node.host, ACTIVITY_COMPUTE, 1, worker->running_since);
}

static void
span_close (Training *t, Worker *worker)
{
  SimTime now = training_now (t);
  worker->running = FALSE;
  record_activity (t->world->record, worker->node.host, ACTIVITY_COMPUTE, -1, now);
  record_span (t->world->record, worker->node.host, SPAN_COMPUTE, worker->running_since, now, worker->started - 1);
}

static gboolean
need_is_met (const Training *t, const Worker *worker, const StepPoint *point)
{
  return !t->way->need || t->way->need (t, worker, point->bucket);
}

gboolean
compute_may_start (const Training *t, const Worker *worker)
{
  const StepPoint *point = t->job.step.points;
  for (; point->kind == POINT_NEED && point->share == 0; point++)
    if (!need_is_met (t, worker, point))
      return FALSE;
  return TRUE;
}

/* When @work of the compute that is under way is done. */
static SimTime
due_at (const Training *t, const Worker *worker, SimTime work)
{
  SimTime left = work - worker->computed;
  return t->pace ? pace_reach (t->pace, worker->node.index, worker->running_since, left) : worker->running_since + left;
}

/* Everything the gradient depends on is in hand: the real mathematics may begin. */
static void
submit_gradient (Training *t, Worker *worker)
{
  SimTime due = due_at (t, worker, worker->compute_time);
  Vector **held;
  if (!t->learner)
    return;
  guint n = worker_held (t, worker, &held);
  worker->task = learner_gradient_start (t->learner, worker->node.index, worker->started - 1, held, n, due);
}

/* The gradient is asked for by the first bucket that leaves, which is the end of the compute where none leaves early. */
static void
collect_gradient (Training *t, Worker *worker)
{
  if (!worker->task)
    return;
  double loss;
  worker->gradient = learner_gradient_join (g_steal_pointer (&worker->task), &loss);
  if (!isfinite (loss))
    training_fail (t, "the loss of worker%u is not a number in its iteration %" G_GUINT64_FORMAT ": the training diverged",
                   worker->node.index, worker->started - 1);
  local_work_add_loss (t, worker, loss);
  if (!worker->local)
    faults_spoil (t, worker->node.index, worker->started - 1, worker->gradient);
}

static void
bucket_ready (Training *t, Worker *worker)
{
  collect_gradient (t, worker);
  if (t->settings->training.overlap && t->protocol->streams)
    worker_hand_out (t, worker);
}

static void
finish (Training *t, Worker *worker)
{
  span_close (t, worker);
  if (worker->local && local_work_goes_on (t, worker))
    {
      compute_start (t, worker);
      return;
    }
  worker_set_state (t, worker, WORKER_EXCHANGING);
  happened_now (t, HAPPENED_COMPUTED, &worker->node);
}

/* Passes every point that is due now; stops at a need that is not met. */
static void
pass_points (Training *t, Worker *worker)
{
  const StepShape *step = &t->job.step;
  while (worker->point < step->n_points)
    {
      const StepPoint *point = &step->points[worker->point];
      SimTime due = due_at (t, worker, llrint (worker->compute_time * point->share)), now = training_now (t);
      if (due > now)
        {
          operation_begin (t, &t->operations[OPERATION_POINT], &worker->node, due - now, worker->started);
          return;
        }
      worker->stalled = point->kind == POINT_NEED && !need_is_met (t, worker, point);
      if (worker->stalled)
        {
          span_close (t, worker);
          return;
        }
      worker->point++;
      if (point->kind == POINT_READY)
        bucket_ready (t, worker);
      else if (step->points[worker->point].kind == POINT_READY)
        submit_gradient (t, worker);
    }
  finish (t, worker);
}

static void
begin (Training *t, Worker *worker)
{
  worker->starved = FALSE;
  worker->computed = 0;
  t->updates.starved_time += training_now (t) - worker->iteration_start;
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
 * what it waits is put before the first one. That is reckoned at an even speed, whatever changes it in time. */
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
  gboolean ends = worker->compute_time < SIM_TIME_NEVER - from;
  if (ends && (!t->pace || pace_reach (t->pace, k, from, worker->compute_time) < SIM_TIME_NEVER))
    return TRUE;
  if (t->settings->cluster.slowdown.trace && worker->compute_time == SIM_TIME_NEVER)
    training_fail (t, "the trace of compute times has no row for worker %u, iteration %" G_GUINT64_FORMAT, k, worker->started);
  else
    training_fail (t, "worker%u's iteration %" G_GUINT64_FORMAT " ends after more than 292 years of simulated time", k,
                   worker->started);
  return FALSE;
}

void
compute_start (Training *t, Worker *worker)
{
  SimTime now = training_now (t);
  draw_compute_time (t, worker);
  SimTime ready = worker->input ? input_ready (t, worker, now) : now;
  worker->iteration_start = now;
  if (!check_compute_time (t, worker, ready))
    return;
  worker_set_state (t, worker, WORKER_COMPUTING);
  worker->n_handed = 0;
  local_work_add_samples (t, worker);
  worker->started++;
  worker->starved = ready > now;
  if (worker->starved)
    operation_begin (t, &t->operations[OPERATION_BEGIN], &worker->node, ready - now, worker->started);
  else
    begin (t, worker);
}

void
compute_cut (Training *t, Worker *worker)
{
  if (worker->running)
    span_close (t, worker);
  if (worker->starved)
    t->updates.starved_time += training_now (t) - worker->iteration_start;
}

void
compute_resume (Training *t, Worker *worker)
{
  const StepPoint *point = &t->job.step.points[worker->point];
  if (!worker->stalled || !need_is_met (t, worker, point))
    return;
  worker->stalled = FALSE;
  worker->computed = llrint (worker->compute_time * point->share);
  span_open (t, worker);
  pass_points (t, worker);
}

/* Whether the iteration that an operation was begun for has not been abandoned. */
static gboolean
goes_on (const Worker *worker, guint32 iteration)
{
  return worker->state == WORKER_COMPUTING && (guint32)worker->started == iteration;
}

static void
on_begin (Training *t, Node *node, guint32 iteration)
{
  if (goes_on ((Worker *)node, iteration))
    begin (t, (Worker *)node);
}

static void
on_point (Training *t, Node *node, guint32 iteration)
{
  if (goes_on ((Worker *)node, iteration))
    pass_points (t, (Worker *)node);
}

void
compute_init (Training *t)
{
  operation_register (t, &t->operations[OPERATION_BEGIN], "waits for its input", PRIORITY_COMPUTE, on_begin);
  operation_register (t, &t->operations[OPERATION_POINT], "computes", PRIORITY_COMPUTE, on_point);
}

void
compute_void (Training *t, Worker *worker)
{
  compute_cut (t, worker);
  g_clear_pointer (&worker->task, learner_gradient_cancel);
  vector_clear (&worker->gradient);
  if (worker->local && worker->own)
    vector_clear (&worker->own->w);
  worker->local = worker->starved = worker->stalled = FALSE;
}

void
compute_abandon (Training *t, Worker *worker)
{
  compute_void (t, worker);
  t->updates.dropped++;
  worker->open--;
  worker_set_state (t, worker, WORKER_RESTING);
}
