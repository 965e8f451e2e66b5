#include "training/faults.h"

#include "fault/corrupt.h"
#include "fault/driver.h"
#include "training/hosts.h"
#include "training/network_faults.h"
#include "training/state.h"

struct _Faults
{
  FaultDriver *driver;
  FaultPlace place;
  guint first_source; /* of link changes: that of the first fault */
  double *step_s;  /* [n_workers] as it is when nobody is slow */
  double *slowed;  /* [n_workers] the product of the factors that hold … */
  guint16 *n_slow; /* … so many */
  const Fault **corrupt; /* [n_workers] what spoils its gradients, or NULL; NULL: nobody's ever were */
};

/* Its lane says when it is slow: iterations that begin meanwhile are longer. */
static void
on_slow (gpointer owner, guint worker, double factor, int change)
{
  Training *t = owner;
  Faults *faults = t->faults;
  faults->n_slow[worker] += change;
  faults->slowed[worker] = faults->n_slow[worker] == 0 ? 1
                           : change > 0                ? faults->slowed[worker] * factor
                                                       : faults->slowed[worker] / factor;
  t->step_s[worker] = faults->step_s[worker] * faults->slowed[worker];
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

static void
on_background (gpointer owner, int change)
{
  ((Training *)owner)->stall.background += change;
}

static const FaultHooks hooks = { .worker_slow = on_slow, .worker_corrupt = on_corrupt, .network = on_network, .background = on_background };

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
  faults->step_s = g_memdup2 (t->step_s, t->n_workers * sizeof (double));
  faults->slowed = g_new (double, t->n_workers);
  faults->n_slow = g_new0 (guint16, t->n_workers);
  for (guint k = 0; k < t->n_workers; k++)
    faults->slowed[k] = 1;
  return faults;
}

void
faults_free (Faults *faults)
{
  if (!faults)
    return;
  fault_driver_free (faults->driver);
  g_free (faults->step_s);
  g_free (faults->slowed);
  g_free (faults->n_slow);
  g_free (faults->corrupt);
  g_free (faults);
}

void
faults_start (Training *t)
{
  if (t->faults)
    fault_driver_start (t->faults->driver);
}

void
faults_finish (Training *t)
{
  for (guint k = 0; t->faults && k < t->n_workers; k++)
    t->step_s[k] = t->faults->step_s[k];
}
