#include "training/faults.h"

#include "fault/corrupt.h"
#include "fault/driver.h"
#include "training/detector.h"
#include "training/happening.h"
#include "training/hosts.h"
#include "training/network_faults.h"
#include "training/outage.h"
#include "training/snapshot.h"
#include "training/state.h"

typedef struct
{
  guint downs;       /* faults that keep it down */
  gboolean for_good; /* one of them never ends */
  guint failures;
  gboolean unhanded;
  gboolean out; /* the others have been told that it is down */
  SimTime down_at;
  double slowed; /* the product of the factors that hold … */
  guint n_slow;  /* … so many */
} Victim;

struct _Faults
{
  FaultDriver *driver;
  FaultPlace place;
  guint first_source; /* of link changes: that of the first fault */
  const Fault **corrupt; /* [n_workers] what spoils its gradients, or NULL; NULL: nobody's ever were */
  Detector *detector;
  Victim *victims; /* [n_workers] */
  double *step_s;  /* [n_workers] as it is when nobody is slow */
  Health health;
  Snapshot *saved; /* the last one that is whole; at first the initial state */
};

static Victim *
victim_of (const Training *t, const Worker *worker)
{
  return &t->faults->victims[worker->node.index];
}

/* Iterations that begin meanwhile are longer. */
static void
on_slow (gpointer owner, guint worker, double factor, int change)
{
  Training *t = owner;
  Victim *victim = &t->faults->victims[worker];
  victim->n_slow += change;
  victim->slowed = victim->n_slow == 0 ? 1 : change > 0 ? victim->slowed * factor : victim->slowed / factor;
  t->step_s[worker] = t->faults->step_s[worker] * victim->slowed;
  detector_pace (t->faults->detector, worker, MAX (victim->slowed, 1));
  record_instant (t->world->record, worker, change > 0 ? "slow" : "no longer slow", training_now (t));
}

/* Of several at once the last one to begin counts. */
static void
on_corrupt (gpointer owner, guint worker, const Fault *fault, int change)
{
  Training *t = owner;
  Faults *faults = t->faults;
  if (!faults->corrupt)
    faults->corrupt = g_new0 (const Fault *, t->n_workers);
  if (change > 0 || faults->corrupt[worker] == fault)
    faults->corrupt[worker] = change > 0 ? fault : NULL;
  record_instant (t->world->record, worker, change > 0 ? "corrupt" : "no longer corrupt", training_now (t));
}

void
faults_spoil (Training *t, guint worker, guint64 iteration, Vector *computed)
{
  const Fault *fault = t->faults && t->faults->corrupt ? t->faults->corrupt[worker] : NULL;
  if (fault)
    corrupt (fault, t->settings->seed, worker, iteration, vector_data (computed), vector_length (computed));
}

static void
on_network (gpointer owner, const Fault *fault, int change)
{
  Training *t = owner;
  network_faults_change (t, t->faults->first_source, fault, change);
}

/* Whether it failed too often to be waited for. */
static gboolean
is_exhausted (const Training *t, const Victim *victim)
{
  guint most = t->settings->training.detection.max_failures;
  return most > 0 && victim->failures >= most;
}

/* Whether it never takes part again. */
static gboolean
is_removed (const Training *t, const Victim *victim)
{
  return victim->for_good || is_exhausted (t, victim);
}

/* A worker that has nothing left to do, and owes nothing, is missed by nobody. */
static gboolean
is_missed (const Worker *worker)
{
  return worker->member || worker->open > 0;
}

static void
go_down (Training *t, Worker *worker)
{
  guint k = worker->node.index;
  Victim *victim = victim_of (t, worker);
  victim->failures++;
  victim->down_at = training_now (t);
  t->faults->health.failures++;
  record_instant (t->world->record, k, "crash", training_now (t));
  outage_void (t, worker);
  if (t->world->network)
    network_node_down (t->world->network, worker->node.host);
  record_activity (t->world->record, k, ACTIVITY_DOWN, 1, training_now (t));
  fault_driver_pause (t->faults->driver, FAULT_OF_WORKERS, k);
  if (is_removed (t, victim) || (!is_missed (worker) && !victim->out))
    worker_set_state (t, worker, WORKER_GONE);
  detector_down (t->faults->detector, k);
}

static void
record_outage (Training *t, const Worker *worker)
{
  guint k = worker->node.index;
  record_activity (t->world->record, k, ACTIVITY_DOWN, -1, training_now (t));
  record_span (t->world->record, k, SPAN_DOWN, victim_of (t, worker)->down_at, training_now (t), worker->started);
}

/* What was sent to it meanwhile, and is still on its way, was meant for the one that is gone. */
static void
come_up (Training *t, Worker *worker)
{
  guint k = worker->node.index;
  node_void (&worker->node);
  record_outage (t, worker);
  record_instant (t->world->record, k, "restart", training_now (t));
  if (t->world->network)
    network_node_up (t->world->network, worker->node.host);
  fault_driver_resume (t->faults->driver, FAULT_OF_WORKERS, k);
  detector_up (t->faults->detector, k);
}

static void
on_down (gpointer owner, guint k, int change, gboolean returns)
{
  Training *t = owner;
  Worker *worker = &t->workers[k];
  Victim *victim = victim_of (t, worker);
  victim->downs += change;
  victim->for_good |= !returns;
  if (change > 0 && victim->downs == 1)
    go_down (t, worker);
  else if (change < 0 && victim->downs == 0)
    come_up (t, worker);
  happenings_tell (t);
}

static void
on_background (gpointer owner, int change)
{
  ((Training *)owner)->stall.background += change;
}

static const FaultHooks hooks = { .worker_slow = on_slow, .worker_down = on_down,
                                  .worker_corrupt = on_corrupt, .network = on_network, .background = on_background };

void
faults_suspect (Training *t, guint k, SimTime down_at)
{
  Worker *worker = &t->workers[k];
  Victim *victim = victim_of (t, worker);
  Health *health = &t->faults->health;
  record_instant (t->world->record, k, "suspected", training_now (t));
  if (down_at < 0)
    health->false_suspicions++;
  else
    {
      health->detections++;
      health->detection_time += training_now (t) - down_at;
    }
  if (!is_missed (worker) || (down_at < 0 && !t->way->forget && !t->way->interrupt))
    return;
  if (down_at < 0)
    outage_void (t, worker);
  victim->out = TRUE;
  (is_exhausted (t, victim) ? &recovery_drop : t->settings->training.recovery)->lost (t, worker);
  happenings_tell (t);
}

void
faults_take_in (Training *t, guint k)
{
  Worker *worker = &t->workers[k];
  Victim *victim = victim_of (t, worker);
  record_instant (t->world->record, k, "taken in", training_now (t));
  if (!victim->out || is_removed (t, victim))
    return;
  victim->out = FALSE;
  t->settings->training.recovery->returned (t, worker);
  happenings_tell (t);
}

void
faults_start_over (Training *t)
{
  t->faults->health.lost_updates += snapshot_restore (t, t->faults->saved, FALSE);
  for (guint k = 0; k < t->n_workers; k++)
    if (faults_is_there (t, &t->workers[k]) && t->workers[k].member)
      happened (t, HAPPENED_START, &t->workers[k].node, HAPPENED_TO_ALL);
}

const Health *
faults_health (const Faults *faults)
{
  return &faults->health;
}

gboolean
faults_is_down (const Training *t, const Worker *worker)
{
  return t->faults && victim_of (t, worker)->downs > 0;
}

gboolean
faults_is_removed (const Training *t, const Worker *worker)
{
  return faults_is_down (t, worker) && is_removed (t, victim_of (t, worker));
}

/* Whether @worker, which is not there, is going to do its part again. */
static gboolean
will_go_on (const Training *t, const Worker *worker)
{
  return (worker->member || victim_of (t, worker)->out) && !faults_is_removed (t, worker);
}

gboolean
faults_owe (const Training *t)
{
  gboolean unfinished = t->updates.budget.granted > t->updates.updates;
  gboolean counts = unfinished || !t->protocol->rounds; /* what is lost after the last round is missed by nobody */
  for (guint k = 0; t->faults && k < t->n_workers; k++)
    {
      const Worker *worker = &t->workers[k];
      if (!faults_is_there (t, worker) && ((counts && worker->open > 0) || (unfinished && will_go_on (t, worker))))
        return TRUE;
    }
  return FALSE;
}

gboolean
faults_is_out_for_good (const Training *t, const Worker *worker)
{
  return t->faults && is_removed (t, victim_of (t, worker));
}

gboolean
faults_ended_all (const Training *t)
{
  for (guint k = 0; k < t->n_workers; k++)
    if (!faults_is_out_for_good (t, &t->workers[k]) || !updates_left (t, &t->workers[k]))
      return FALSE;
  return TRUE;
}

gboolean
faults_is_suspected (const Training *t, const Worker *worker)
{
  return t->faults && detector_suspects (t->faults->detector, worker->node.index);
}

gboolean
faults_is_there (const Training *t, const Worker *worker)
{
  return !faults_is_down (t, worker) && !faults_is_suspected (t, worker);
}

void
faults_set_unhanded (Training *t, const Worker *worker)
{
  victim_of (t, worker)->unhanded = TRUE;
}

gboolean
faults_take_unhanded (Training *t, const Worker *worker)
{
  gboolean unhanded = victim_of (t, worker)->unhanded;
  victim_of (t, worker)->unhanded = FALSE;
  return unhanded;
}

void
faults_add_lost (Training *t, guint updates)
{
  t->faults->health.lost_updates += updates;
}

Faults *
faults_new (Training *t)
{
  const RunSettings *settings = t->settings;
  if (settings->faults.n == 0)
    return NULL;
  Faults *faults = g_new0 (Faults, 1);
  faults->place = (FaultPlace){ t->n_workers, hosts_n_machines (settings), &settings->cluster.network };
  faults->driver = fault_driver_new (&settings->faults, &faults->place, settings->seed, t->world->sim, &hooks, t);
  faults->first_source = network_faults_add_sources (t);
  faults->detector = detector_new (t);
  faults->step_s = g_memdup2 (t->step_s, t->n_workers * sizeof (double));
  faults->victims = g_new0 (Victim, t->n_workers);
  for (guint k = 0; k < t->n_workers; k++)
    faults->victims[k].slowed = 1;
  return faults;
}

void
faults_free (Faults *faults)
{
  if (!faults)
    return;
  fault_driver_free (faults->driver);
  detector_free (faults->detector);
  snapshot_free (faults->saved);
  g_free (faults->step_s);
  g_free (faults->corrupt);
  g_free (faults->victims);
  g_free (faults);
}

void
faults_start (Training *t)
{
  if (!t->faults)
    return;
  t->faults->saved = snapshot_new (t);
  fault_driver_start (t->faults->driver);
}

void
faults_finish (Training *t)
{
  for (guint k = 0; t->faults && k < t->n_workers; k++)
    {
      t->step_s[k] = t->faults->step_s[k];
      if (faults_is_down (t, &t->workers[k]))
        record_outage (t, &t->workers[k]);
    }
}
