#include "fault/driver.h"

#include "base/random.h"

/* What strikes one victim, or several together, again and again. */
typedef struct
{
  guint fault, first, n;
  guint32 drawn;     /* intervals so far */
  EventHandle event; /* the strike to come; 0: none */
  SimTime at;        /* when that is */
  gboolean still;    /* the victim is broken: no interval runs … */
  SimTime left;      /* … but this is left of one; -1: none has begun */
} Sequence;

struct _FaultDriver
{
  const FaultSettings *settings;
  guint64 seed;
  Simulator *sim;
  const FaultHooks *hooks;
  gpointer owner;
  HandlerId strike, end;
  GArray *sequences; /* Sequence */
  guint *first_of;   /* [settings->n + 1] sequences of a fault */
};

static Sequence *
sequence_at (const FaultDriver *driver, guint64 i)
{
  return &g_array_index (driver->sequences, Sequence, i);
}

static const Fault *
fault_of (const FaultDriver *driver, const Sequence *sequence)
{
  return &driver->settings->faults[sequence->fault];
}

static void
schedule (FaultDriver *driver, Sequence *sequence, SimTime delay)
{
  guint64 i = sequence - sequence_at (driver, 0);
  if (sequence->still)
    {
      sequence->left = delay;
      return;
    }
  sequence->left = -1;
  sequence->at = sim_time_later (simulator_now (driver->sim), delay);
  sequence->event = simulator_after (driver->sim, delay, driver->strike, i, 0);
  if (sequence->event)
    driver->hooks->background (driver->owner, 1);
}

/* At least a nanosecond, so that time goes on. */
static SimTime
draw_interval (const FaultDriver *driver, Sequence *sequence)
{
  Distribution every = distribution_from_knobs (knob_object (fault_of (driver, sequence)->knobs, "every"));
  guint64 index = (guint64)sequence->fault << 32 | sequence->drawn++;
  return MAX (sim_time_from_s (distribution_draw (&every, driver->seed, RANDOM_FAULT, sequence->first, index)), 1);
}

static gboolean
is_drawn (const FaultDriver *driver, const Sequence *sequence)
{
  return knob_given (fault_of (driver, sequence)->knobs, "every");
}

static void
on_strike (gpointer owner, guint64 i, guint64 unused)
{
  FaultDriver *driver = owner;
  Sequence *sequence = sequence_at (driver, i);
  const Fault *fault = fault_of (driver, sequence);
  double lasts = fault_lasts (fault);
  sequence->event = 0;
  driver->hooks->background (driver->owner, -1);
  for (guint k = 0; k < sequence->n; k++)
    fault->kind->begin (fault, driver->hooks, driver->owner, sequence->first + k);
  if (!isnan (lasts))
    simulator_after (driver->sim, sim_time_from_s (lasts), driver->end, i, 0);
  else if (!fault->kind->lasts && is_drawn (driver, sequence))
    schedule (driver, sequence, draw_interval (driver, sequence));
}

static void
on_end (gpointer owner, guint64 i, guint64 unused)
{
  FaultDriver *driver = owner;
  Sequence *sequence = sequence_at (driver, i);
  const Fault *fault = fault_of (driver, sequence);
  for (guint k = 0; k < sequence->n; k++)
    fault->kind->end (fault, driver->hooks, driver->owner, sequence->first + k);
  if (is_drawn (driver, sequence))
    schedule (driver, sequence, draw_interval (driver, sequence));
}

static void
add_sequences (FaultDriver *driver, guint fault, const FaultPlace *place)
{
  FaultVictims victims = { 0 };
  const char *knob;
  driver->settings->faults[fault].kind->victims (&driver->settings->faults[fault], place, &victims, &knob, NULL);
  guint each = victims.together ? victims.n : 1;
  for (guint k = 0; k < victims.n; k += each)
    {
      Sequence sequence = { .fault = fault, .first = victims.first + k, .n = each, .left = -1 };
      g_array_append_val (driver->sequences, sequence);
    }
}

FaultDriver *
fault_driver_new (const FaultSettings *settings, const FaultPlace *place, guint64 seed, Simulator *sim, const FaultHooks *hooks,
                  gpointer owner)
{
  FaultDriver *driver = g_new0 (FaultDriver, 1);
  *driver = (FaultDriver){ .settings = settings, .seed = seed, .sim = sim, .hooks = hooks, .owner = owner };
  driver->strike = simulator_register (sim, "a fault strikes", PRIORITY_FAULT, on_strike, driver);
  driver->end = simulator_register (sim, "a fault ends", PRIORITY_FAULT, on_end, driver);
  driver->sequences = g_array_new (FALSE, FALSE, sizeof (Sequence));
  driver->first_of = g_new0 (guint, settings->n + 1);
  for (guint fault = 0; fault < settings->n; fault++)
    {
      add_sequences (driver, fault, place);
      driver->first_of[fault + 1] = driver->sequences->len;
    }
  return driver;
}

void
fault_driver_free (FaultDriver *driver)
{
  if (!driver)
    return;
  g_array_unref (driver->sequences);
  g_free (driver->first_of);
  g_free (driver);
}

void
fault_driver_start (FaultDriver *driver)
{
  for (guint i = 0; i < driver->sequences->len; i++)
    {
      Sequence *sequence = sequence_at (driver, i);
      SimTime first = is_drawn (driver, sequence) ? draw_interval (driver, sequence)
                                                  : sim_time_from_s (knob_number (fault_of (driver, sequence)->knobs, "at"));
      schedule (driver, sequence, first);
    }
}

/* The drawn sequence of @fault that strikes @victim alone, or NULL. */
static Sequence *
sequence_of (const FaultDriver *driver, guint fault, FaultSubject subject, guint victim)
{
  if (driver->settings->faults[fault].kind->subject != subject)
    return NULL;
  guint first = driver->first_of[fault], n = driver->first_of[fault + 1] - first;
  const Sequence *start = n > 0 ? sequence_at (driver, first) : NULL;
  if (!start || victim < start->first || victim - start->first >= n)
    return NULL;
  Sequence *sequence = sequence_at (driver, first + victim - start->first);
  return sequence->n == 1 && is_drawn (driver, sequence) ? sequence : NULL;
}

void
fault_driver_pause (FaultDriver *driver, FaultSubject subject, guint victim)
{
  for (guint fault = 0; fault < driver->settings->n; fault++)
    {
      Sequence *sequence = sequence_of (driver, fault, subject, victim);
      if (!sequence)
        continue;
      sequence->still = TRUE;
      if (!simulator_cancel (driver->sim, sequence->event))
        continue;
      driver->hooks->background (driver->owner, -1);
      sequence->event = 0;
      sequence->left = sequence->at - simulator_now (driver->sim);
    }
}

void
fault_driver_resume (FaultDriver *driver, FaultSubject subject, guint victim)
{
  for (guint fault = 0; fault < driver->settings->n; fault++)
    {
      Sequence *sequence = sequence_of (driver, fault, subject, victim);
      if (!sequence)
        continue;
      sequence->still = FALSE;
      if (sequence->left >= 0)
        schedule (driver, sequence, sequence->left);
    }
}
