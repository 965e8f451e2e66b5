#include "sim/simulator.h"
#include "test-sim.h"

/* Writes down "name a@time" of each event that runs, and lets one of them act. */
typedef struct
{
  Simulator *sim;
  GString *log;
  HandlerId flow, delivery, timer, evaluate;
  EventHandle other; /* what the timer cancels or moves */
} Scene;

static void
note (Scene *scene, const char *name, guint64 a)
{
  g_string_append_printf (scene->log, "%s%" G_GUINT64_FORMAT "@%" G_GINT64_FORMAT " ", name, a, simulator_now (scene->sim));
}

static void
on_flow (gpointer owner, guint64 a, guint64 b)
{
  note (owner, "flow", a);
}

static void
on_delivery (gpointer owner, guint64 a, guint64 b)
{
  note (owner, "delivery", a);
}

static void
on_evaluate (gpointer owner, guint64 a, guint64 b)
{
  note (owner, "evaluate", a);
}

/* b = 1: schedules a flow and a delivery at this very instant; 2: cancels the other; 3: moves it to this instant. */
static void
on_timer (gpointer owner, guint64 a, guint64 b)
{
  Scene *scene = owner;
  SimTime now = simulator_now (scene->sim);

  note (scene, "timer", a);
  if (b == 1)
    {
      simulator_at (scene->sim, now, scene->delivery, a + 1, 0);
      simulator_at (scene->sim, now, scene->flow, a + 2, 0);
    }
  else if (b == 2)
    g_assert_true (simulator_cancel (scene->sim, scene->other));
}

static void
scene_set_up (Scene *scene, gconstpointer unused)
{
  scene->sim = simulator_new ();
  scene->log = g_string_new (NULL);
  scene->evaluate = simulator_register (scene->sim, "evaluate", PRIORITY_EVALUATE, on_evaluate, scene);
  scene->flow = simulator_register (scene->sim, "flow", PRIORITY_FLOW, on_flow, scene);
  scene->delivery = simulator_register (scene->sim, "delivery", PRIORITY_DELIVERY, on_delivery, scene);
  scene->timer = simulator_register (scene->sim, "timer", PRIORITY_TIMER, on_timer, scene);
}

static void
scene_tear_down (Scene *scene, gconstpointer unused)
{
  simulator_free (scene->sim);
  g_string_free (scene->log, TRUE);
}

static void
scene_run (Scene *scene, const char *expected)
{
  while (simulator_step (scene->sim))
    continue;
  g_assert_cmpstr (scene->log->str, ==, expected);
  g_assert_cmpuint (simulator_pending (scene->sim), ==, 0);
  g_assert_cmpint (simulator_next_time (scene->sim), ==, SIM_TIME_NEVER);
}

/* Earlier first; within an instant by priority, not by registration; within a priority by scheduling. */
static void
test_order (Scene *scene, gconstpointer unused)
{
  simulator_at (scene->sim, 23, scene->flow, 1, 0);
  simulator_at (scene->sim, 7, scene->evaluate, 2, 0);
  simulator_at (scene->sim, 7, scene->timer, 3, 0);
  simulator_at (scene->sim, 7, scene->delivery, 4, 0);
  simulator_at (scene->sim, 7, scene->timer, 5, 0);
  g_assert_cmpuint (simulator_pending (scene->sim), ==, 5);
  g_assert_cmpint (simulator_next_time (scene->sim), ==, 7);
  scene_run (scene, "delivery4@7 timer3@7 timer5@7 evaluate2@7 flow1@23 ");
  g_assert_cmpuint (simulator_events (scene->sim), ==, 5);
  g_assert_cmpint (simulator_now (scene->sim), ==, 23);
}

/* A timer schedules what should have run before it: it still runs within the instant, in priority order, before the evaluation.
 */
static void
test_passed_priority (Scene *scene, gconstpointer unused)
{
  simulator_at (scene->sim, 7, scene->evaluate, 1, 0);
  simulator_at (scene->sim, 7, scene->timer, 10, 1);
  simulator_at (scene->sim, 7, scene->timer, 20, 0);
  scene_run (scene, "timer10@7 flow12@7 delivery11@7 timer20@7 evaluate1@7 ");
}

static void
test_cancel (Scene *scene, gconstpointer unused)
{
  EventHandle done = simulator_at (scene->sim, 5, scene->flow, 1, 0);

  scene->other = simulator_at (scene->sim, 11, scene->flow, 2, 0);
  simulator_at (scene->sim, 7, scene->timer, 3, 2);
  scene_run (scene, "flow1@5 timer3@7 ");
  g_assert_false (simulator_cancel (scene->sim, done));
  g_assert_false (simulator_cancel (scene->sim, scene->other));
  g_assert_false (simulator_cancel (scene->sim, 0));
}

/* Scheduling in the past is a mistake in the program, and the message names the handler. */
static void
test_past (Scene *scene, gconstpointer unused)
{
  if (g_test_subprocess ())
    {
      simulator_at (scene->sim, 9, scene->flow, 1, 0);
      simulator_step (scene->sim);
      simulator_at (scene->sim, 8, scene->timer, 1, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*\"timer\" is scheduled for 0.000000008 s, which has passed*");
}

/* 1.23456789012 s is 1234567890.12 ns; what does not fit is never. */
static void
test_clock (void)
{
  g_autofree char *text = g_strdup_printf ("%" SIM_TIME_FORMAT, SIM_TIME_ARGS (G_GINT64_CONSTANT (12000000345)));

  g_assert_cmpint (sim_time_from_s (1.23456789012), ==, 1234567890);
  g_assert_cmpint (sim_time_from_s (2.5e-10), ==, 0);
  g_assert_cmpint (sim_time_from_s (7.6e-9), ==, 8);
  g_assert_cmpint (sim_time_from_s (INFINITY), ==, SIM_TIME_NEVER);
  g_assert_cmpint (sim_time_from_s (1e10), ==, SIM_TIME_NEVER);
  g_assert_cmpint (sim_time_later (2385, SIM_TIME_NEVER - 2386), ==, SIM_TIME_NEVER - 1);
  g_assert_cmpint (sim_time_later (2385, SIM_TIME_NEVER - 2385), ==, SIM_TIME_NEVER);
  g_assert_cmpint (sim_time_later (SIM_TIME_NEVER, SIM_TIME_NEVER), ==, SIM_TIME_NEVER);
  g_assert_cmpfloat (sim_time_to_s (2385000000), ==, 2.385);
  g_assert_cmpstr (text, ==, "12.000000345");
}

/* What is due after the end of simulated time does not happen, nor does it keep the simulator waiting; the first is remembered.
 */
static void
test_beyond (Scene *scene, gconstpointer data)
{
  HandlerId handler;
  guint64 a;

  simulator_at (scene->sim, 7, scene->flow, 1, 0);
  simulator_after (scene->sim, SIM_TIME_NEVER - 1, scene->flow, 2, 0);
  g_assert_false (simulator_beyond (scene->sim, &handler, &a));
  g_assert_true (simulator_step (scene->sim));
  g_assert_cmpint (simulator_now (scene->sim), ==, 7);
  g_assert_cmpuint (simulator_after (scene->sim, SIM_TIME_NEVER - 7, scene->timer, 31, 0), ==, 0);
  g_assert_cmpuint (simulator_after (scene->sim, SIM_TIME_NEVER - 1, scene->flow, 32, 0), ==, 0);
  g_assert_true (simulator_beyond (scene->sim, &handler, &a));
  g_assert_cmpuint (handler, ==, scene->timer);
  g_assert_cmpuint (a, ==, 31);
  g_assert_cmpuint (simulator_pending (scene->sim), ==, 1);
  g_assert_true (simulator_step (scene->sim));
  g_assert_cmpint (simulator_now (scene->sim), ==, SIM_TIME_NEVER - 1);
  g_assert_false (simulator_step (scene->sim));
}

#define add(name, function) g_test_add ("/sim/simulator/" name, Scene, NULL, scene_set_up, function, scene_tear_down)

void
simulator_tests_add (void)
{
  g_test_add_func ("/sim/clock", test_clock);
  add ("order", test_order);
  add ("passed-priority", test_passed_priority);
  add ("cancel", test_cancel);
  add ("past", test_past);
  add ("beyond", test_beyond);
}
