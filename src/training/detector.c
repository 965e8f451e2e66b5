#include "training/detector.h"

#include "training/state.h"

typedef struct
{
  SimTime beat;    /* one of its beats, at or before now when it was set; the others are whole intervals later */
  SimTime down_at; /* -1: it is up */
  double pace;     /* periods between two beats */
  gboolean suspected;
  EventHandle planned; /* when it has been silent for too long, or is heard again; 0: nothing is */
} Watched;

struct _Detector
{
  Training *training;
  HandlerId silent, heard; /* (worker) */
  SimTime period, patience;
  Watched *watched; /* [n_workers] */
};

SimTime
detector_patience (Training *t)
{
  const DetectionSettings *settings = &t->settings->training.detection;
  return isnan (settings->phi) ? settings->timeout : (SimTime)ceil (settings->phi * G_LN10 * settings->period);
}

static SimTime
interval (const Detector *detector, const Watched *watched)
{
  return MAX (llrint (detector->period * watched->pace), 1);
}

/* The last beat until now. */
static SimTime
last_beat (const Detector *detector, const Watched *watched)
{
  SimTime since = training_now (detector->training) - watched->beat;
  return watched->beat + MAX (since, 0) / interval (detector, watched) * interval (detector, watched);
}

/* What was planned is void, and keeps no run alive. */
static void
unplan (Detector *detector, guint worker)
{
  simulator_cancel (detector->training->world->sim, detector->watched[worker].planned);
  detector->watched[worker].planned = 0;
}

static void
plan (Detector *detector, HandlerId handler, guint worker, SimTime at)
{
  unplan (detector, worker);
  detector->watched[worker].planned =
      simulator_at (detector->training->world->sim, MAX (at, training_now (detector->training)), handler, worker, 0);
}

/* Beats that are further apart than anybody has patience: the next one will come too late. */
static void
plan_doubt (Detector *detector, guint worker)
{
  Watched *watched = &detector->watched[worker];
  watched->beat = last_beat (detector, watched);
  unplan (detector, worker);
  if (watched->down_at < 0 && interval (detector, watched) > detector->patience)
    plan (detector, detector->silent, worker, watched->beat + detector->patience);
}

static void
on_silent (gpointer owner, guint64 worker, guint64 unused)
{
  Detector *detector = owner;
  Watched *watched = &detector->watched[worker];
  watched->planned = 0;
  if (watched->suspected)
    return;
  watched->suspected = TRUE;
  if (watched->down_at < 0)
    plan (detector, detector->heard, worker, watched->beat + interval (detector, watched));
  faults_suspect (detector->training, worker, watched->down_at);
}

static void
on_heard (gpointer owner, guint64 worker, guint64 unused)
{
  Detector *detector = owner;
  Watched *watched = &detector->watched[worker];
  watched->planned = 0;
  watched->suspected = FALSE;
  plan_doubt (detector, worker);
  faults_take_in (detector->training, worker);
}

void
detector_down (Detector *detector, guint worker)
{
  Watched *watched = &detector->watched[worker];
  watched->beat = last_beat (detector, watched);
  watched->down_at = training_now (detector->training);
  plan (detector, detector->silent, worker, watched->beat + detector->patience);
}

void
detector_up (Detector *detector, guint worker)
{
  Watched *watched = &detector->watched[worker];
  gboolean unnoticed = !watched->suspected;
  SimTime down_at = watched->down_at;
  watched->suspected = TRUE;
  watched->down_at = -1;
  watched->beat = training_now (detector->training);
  if (unnoticed)
    faults_suspect (detector->training, worker, down_at);
  watched->suspected = FALSE;
  plan_doubt (detector, worker);
  faults_take_in (detector->training, worker);
}

void
detector_pace (Detector *detector, guint worker, double factor)
{
  Watched *watched = &detector->watched[worker];
  gboolean suspected = watched->suspected;
  watched->beat = last_beat (detector, watched);
  watched->pace = factor;
  if (watched->down_at >= 0)
    return;
  plan_doubt (detector, worker);
  if (suspected)
    plan (detector, detector->heard, worker, watched->beat + interval (detector, watched));
}

gboolean
detector_suspects (const Detector *detector, guint worker)
{
  return detector->watched[worker].suspected;
}

Detector *
detector_new (Training *t)
{
  Detector *detector = g_new0 (Detector, 1);
  detector->training = t;
  detector->silent = simulator_register (t->world->sim, "a worker has been silent", PRIORITY_TIMER, on_silent, detector);
  detector->heard = simulator_register (t->world->sim, "a worker is heard again", PRIORITY_TIMER, on_heard, detector);
  detector->period = t->settings->training.detection.period;
  detector->patience = detector_patience (t);
  detector->watched = g_new0 (Watched, t->n_workers);
  for (guint k = 0; k < t->n_workers; k++)
    detector->watched[k] = (Watched){ .down_at = -1, .pace = 1 };
  return detector;
}

void
detector_free (Detector *detector)
{
  if (!detector)
    return;
  g_free (detector->watched);
  g_free (detector);
}
