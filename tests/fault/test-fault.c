/* Faults: whom they strike, when, and for how long. */
#include "fault/driver.h"

#include "base/error.h"
#include "base/random.h"

/* What was done to whom. */
typedef struct
{
  Simulator *sim;
  FaultDriver *driver;
  GString *log; /* "3+1.5 " begins at 1.5 s, "3-2 " ends */
  int background;
  HandlerId nothing;
} Bed;

static void
on_slow (gpointer owner, guint worker, double factor, int change)
{
  Bed *bed = owner;
  g_string_append_printf (bed->log, "%u%s%g ", worker, change > 0 ? "+" : "-", sim_time_to_s (simulator_now (bed->sim)));
}

static void
on_background (gpointer owner, int change)
{
  ((Bed *)owner)->background += change;
}

static void
on_nothing (gpointer owner, guint64 a, guint64 b)
{
}

static const FaultHooks hooks = { .worker_slow = on_slow, .background = on_background };

static Fault
slow_new (const char *key, const char *who)
{
  Fault fault = { &fault_slow, knobs_new (fault_slow.knobs) };
  knobs_set_number (fault.knobs, "factor", 2);
  if (!key)
    return fault;
  if (strcmp (key, "workers") == 0)
    knobs_set_word (fault.knobs, key, who);
  else
    knobs_set_integer (fault.knobs, key, g_ascii_strtoull (who, NULL, 10));
  return fault;
}

static void
draw_every (Fault *fault, double mean)
{
  Knobs *every = knobs_add_object (fault->knobs, "every");
  knobs_set_word (every, "dist", "exponential");
  knobs_set_number (knobs_brought (every, "dist"), "mean", mean);
}

static double
drawn (guint64 fault, guint victim, guint64 index, double mean)
{
  return -mean * log1p (-random_uniform (5, RANDOM_FAULT, victim, fault << 32 | index));
}

static NetworkSettings plain;

static const FaultPlace *
place_of (guint workers)
{
  static FaultPlace place;
  network_settings_init (&plain);
  place = (FaultPlace){ workers, 1, &plain };
  return &place;
}

static void
bed_init (Bed *bed, const FaultSettings *settings, guint workers)
{
  *bed = (Bed){ .sim = simulator_new (), .log = g_string_new (NULL) };
  bed->driver = fault_driver_new (settings, place_of (workers), 5, bed->sim, &hooks, bed);
  bed->nothing = simulator_register (bed->sim, "nothing", PRIORITY_TIMER, on_nothing, bed);
  fault_driver_start (bed->driver);
}

/* Everything until then, which is an event too. */
static void
bed_run (Bed *bed, double until_s)
{
  simulator_at (bed->sim, sim_time_from_s (until_s), bed->nothing, 0, 0);
  while (simulator_next_time (bed->sim) <= sim_time_from_s (until_s) && simulator_step (bed->sim))
    ;
}

static void
bed_clear (Bed *bed)
{
  fault_driver_free (bed->driver);
  network_settings_clear (&plain);
  simulator_free (bed->sim);
  g_string_free (bed->log, TRUE);
}

/* At 1.5 s workers 2 and 3, for 0.5 s; the strike to come is in the background, the end is not. */
static void
test_at (void)
{
  Fault fault = slow_new ("workers", "2-3");
  knobs_set_number (fault.knobs, "at", 1.5);
  knobs_set_number (fault.knobs, "for", 0.5);
  FaultSettings settings = { &fault, 1 };
  Bed bed;
  bed_init (&bed, &settings, 7);
  g_assert_cmpint (bed.background, ==, 1);
  bed_run (&bed, 1.7);
  g_assert_cmpint (bed.background, ==, 0);
  g_assert_cmpuint (simulator_pending (bed.sim), ==, 1);
  bed_run (&bed, 100);
  g_assert_cmpstr (bed.log->str, ==, "2+1.5 3+1.5 2-2 3-2 ");
  bed_clear (&bed);
  knobs_free (fault.knobs);
}

/* Nobody is named: each worker has intervals of its own, which run from the end of the last time. The second fault's are others. */
static void
test_every (void)
{
  Fault faults[2] = { slow_new (NULL, NULL), slow_new ("worker", "1") };
  for (guint i = 0; i < 2; i++)
    {
      draw_every (&faults[i], 10);
      knobs_set_number (faults[i].knobs, "for", 0.25);
    }
  double first = drawn (0, 2, 0, 10), second = first + 0.25 + drawn (0, 2, 1, 10);
  for (guint i = 0; i < 2; i++)
    {
      Bed bed;
      FaultSettings settings = { faults, 1 + i };
      bed_init (&bed, &settings, 3);
      bed_run (&bed, second + 0.01);
      g_autofree char *begins = g_strdup_printf ("2+%g ", first), *ends = g_strdup_printf ("2-%g ", first + 0.25);
      g_autofree char *again = g_strdup_printf ("2+%g ", second);
      g_autofree char *other = g_strdup_printf ("1+%g ", drawn (1, 1, 0, 10));
      g_assert_nonnull (strstr (bed.log->str, begins));
      g_assert_nonnull (strstr (bed.log->str, ends));
      g_assert_nonnull (strstr (bed.log->str, again));
      if (drawn (1, 1, 0, 10) < second)
        g_assert_cmpint (strstr (bed.log->str, other) != NULL, ==, i == 1);
      bed_clear (&bed);
    }
  knobs_free (faults[0].knobs);
  knobs_free (faults[1].knobs);
}

/* Worker 0 is broken by something else from 1 s to 4 s: its strike comes 3 s later, worker 1's as it would. */
static void
test_pause (void)
{
  Fault fault = slow_new (NULL, NULL);
  Bed bed;
  FaultSettings settings = { &fault, 1 };
  draw_every (&fault, 1000);
  knobs_set_number (fault.knobs, "for", 1);
  double a = drawn (0, 0, 0, 1000), b = drawn (0, 1, 0, 1000);
  g_assert_cmpfloat (MIN (a, b), >, 4);
  bed_init (&bed, &settings, 2);
  bed_run (&bed, 1);
  fault_driver_pause (bed.driver, FAULT_OF_SERVERS, 1);
  fault_driver_pause (bed.driver, FAULT_OF_WORKERS, 0);
  g_assert_cmpint (bed.background, ==, 1);
  bed_run (&bed, 4);
  fault_driver_resume (bed.driver, FAULT_OF_WORKERS, 0);
  g_assert_cmpint (bed.background, ==, 2);
  bed_run (&bed, MAX (a + 3, b) + 0.5);
  g_autofree char *later = g_strdup_printf ("0+%g ", a + 3), *as_ever = g_strdup_printf ("1+%g ", b);
  g_assert_nonnull (strstr (bed.log->str, later));
  g_assert_nonnull (strstr (bed.log->str, as_ever));
  bed_clear (&bed);
  knobs_free (fault.knobs);
}

/* Five workers in racks of two: rack 2 is worker 4 alone. */
static void
test_racks (void)
{
  FaultPlace place = *place_of (5);
  NetworkSettings network = *place.network;
  FaultVictims victims;
  g_autoptr (GError) error = NULL;
  const char *knob = NULL;
  Fault rack = slow_new ("rack", "2");
  g_assert_false (fault_accepts (&rack, &place, &knob, &error));
  g_assert_cmpstr (error->message, ==, "the workers of this network do not stand in racks");
  g_clear_error (&error);
  network.topology = &topology_racks;
  g_clear_pointer (&network.topology_knobs, knobs_free);
  network.topology_knobs = knobs_new (topology_racks.knobs);
  knobs_set_integer (network.topology_knobs, "rack", 2);
  place.network = &network;
  g_assert_true (rack.kind->victims (&rack, &place, &victims, &knob, &error));
  g_assert_cmpuint (victims.first, ==, 4);
  g_assert_cmpuint (victims.n, ==, 1);
  knobs_set_integer (rack.knobs, "rack", 3);
  g_assert_false (rack.kind->victims (&rack, &place, &victims, &knob, &error));
  g_assert_cmpstr (error->message, ==, "there is no rack 3: 5 workers stand in racks of 2, counted from 0");
  place.workers = 4;
  knobs_set_integer (rack.knobs, "rack", 2);
  g_assert_false (rack.kind->victims (&rack, &place, &victims, &knob, NULL));
  knobs_free (network.topology_knobs);
  knobs_free (rack.knobs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/fault/at", test_at);
  g_test_add_func ("/fault/every", test_every);
  g_test_add_func ("/fault/pause", test_pause);
  g_test_add_func ("/fault/racks", test_racks);
  return g_test_run ();
}
