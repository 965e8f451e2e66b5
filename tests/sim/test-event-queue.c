#include "base/random.h"
#include "sim/event_queue.h"
#include "test-sim.h"

/* The oracle: an unsorted list of events; the first is found by looking at all of them. Removed ones stay behind as stale
 * handles. */
typedef struct
{
  Event event;
  EventHandle handle;
} Known;

typedef struct
{
  EventQueue *queue;
  GArray *pending; /* of Known */
  GArray *stale;   /* of EventHandle */
  guint64 sequence;
  guint64 seed;
  guint64 draws;
} Oracle;

/* An alarm that is set is known as an event whose handle is its number, which is below this and no event's. */
#define N_ALARMS 2

static guint64
below (Oracle *oracle, guint64 n)
{
  return random_below (oracle->seed, RANDOM_TEST, 0, oracle->draws++, n);
}

static int
compare_events (const Event *x, const Event *y)
{
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->sequence < y->sequence ? -1 : 1;
}

static guint
oracle_first (const Oracle *oracle)
{
  guint first = 0;

  for (guint i = 1; i < oracle->pending->len; i++)
    if (compare_events (&g_array_index (oracle->pending, Known, i).event, &g_array_index (oracle->pending, Known, first).event)
        < 0)
      first = i;
  return first;
}

static gboolean
is_alarm (const Known *known)
{
  return known->handle < N_ALARMS;
}

static void
oracle_forget (Oracle *oracle, guint i)
{
  const Known *known = &g_array_index (oracle->pending, Known, i);
  if (!is_alarm (known))
    g_array_append_val (oracle->stale, known->handle);
  g_array_remove_index_fast (oracle->pending, i);
}

/* Times are drawn from 40 instants so that most events tie with others. */
static void
do_push (Oracle *oracle)
{
  Known known = { .event = { .time = (SimTime)below (oracle, 40),
                             .priority = (guint32)below (oracle, 7),
                             .handler = (HandlerId)below (oracle, 11),
                             .sequence = oracle->sequence++,
                             .a = oracle->draws,
                             .b = G_MAXUINT64 - oracle->draws } };

  known.handle =
      event_queue_push (oracle->queue, known.event.time, known.event.priority, known.event.handler, known.event.a, known.event.b);
  g_assert_cmpuint (known.handle, !=, 0);
  g_array_append_val (oracle->pending, known);
}

static void
do_pop (Oracle *oracle)
{
  guint first = oracle_first (oracle);
  const Event *expected = &g_array_index (oracle->pending, Known, first).event;
  Event event;

  g_assert_cmpint (event_queue_next_time (oracle->queue), ==, expected->time);
  g_assert_true (event_queue_pop (oracle->queue, &event));
  g_assert_cmpint (event.time, ==, expected->time);
  g_assert_cmpuint (event.priority, ==, expected->priority);
  g_assert_cmpuint (event.handler, ==, expected->handler);
  g_assert_cmpuint (event.sequence, ==, expected->sequence);
  g_assert_cmpuint (event.a, ==, expected->a);
  g_assert_cmpuint (event.b, ==, expected->b);
  oracle_forget (oracle, first);
}

static void
do_cancel (Oracle *oracle)
{
  guint i = (guint)below (oracle, oracle->pending->len);

  if (is_alarm (&g_array_index (oracle->pending, Known, i)))
    return;
  g_assert_true (event_queue_cancel (oracle->queue, g_array_index (oracle->pending, Known, i).handle));
  oracle_forget (oracle, i);
}

/* Sets an alarm, or puts it off, or out. */
static void
do_set_alarm (Oracle *oracle)
{
  AlarmId alarm = (AlarmId)below (oracle, N_ALARMS);
  SimTime time = below (oracle, 5) == 0 ? SIM_TIME_NEVER : (SimTime)below (oracle, 40);
  for (guint i = 0; i < oracle->pending->len; i++)
    if (g_array_index (oracle->pending, Known, i).handle == alarm)
      g_array_remove_index_fast (oracle->pending, i);
  event_queue_set_alarm (oracle->queue, alarm, time);
  if (time == SIM_TIME_NEVER)
    return;
  Known known = { .event = { .time = time, .priority = 3 * alarm, .handler = 20 + alarm, .sequence = oracle->sequence++ },
                  .handle = alarm };
  g_array_append_val (oracle->pending, known);
}

static void
try_stale (Oracle *oracle)
{
  EventHandle handle = g_array_index (oracle->stale, EventHandle, below (oracle, oracle->stale->len));

  g_assert_false (event_queue_cancel (oracle->queue, handle));
}

/* Out of 100: pushes outweigh what removes while growing, and the other way round while shrinking. */
static void
do_something (Oracle *oracle, gboolean growing)
{
  guint64 dice = below (oracle, 100);

  if (dice < (growing ? 45 : 15) || oracle->pending->len == 0)
    do_push (oracle);
  else if (dice < 50)
    do_pop (oracle);
  else if (dice < 70)
    do_cancel (oracle);
  else if (dice < 90)
    do_set_alarm (oracle);
  else if (oracle->stale->len > 0)
    try_stale (oracle);
}

/* Random operations agree with the oracle and keep the invariants at every step. */
static void
test_random_operations (void)
{
  for (guint64 seed = 1; seed <= 7; seed++)
    {
      g_autoptr (EventQueue) queue = event_queue_new ();
      g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (Known));
      g_autoptr (GArray) stale = g_array_new (FALSE, FALSE, sizeof (EventHandle));
      Oracle oracle = { .queue = queue, .pending = pending, .stale = stale, .seed = seed };

      for (AlarmId alarm = 0; alarm < N_ALARMS; alarm++)
        g_assert_cmpuint (event_queue_add_alarm (queue, 3 * alarm, 20 + alarm), ==, alarm);
      for (guint step = 0; step < 3000; step++)
        {
          do_something (&oracle, step / 700 % 2 == 0);
          event_queue_check (queue);
          g_assert_cmpuint (event_queue_size (queue), ==, pending->len);
        }
      while (pending->len > 0)
        do_pop (&oracle);
    }
}

static void
test_empty (void)
{
  g_autoptr (EventQueue) queue = event_queue_new ();
  Event event;

  g_assert_false (event_queue_pop (queue, &event));
  g_assert_cmpint (event_queue_next_time (queue), ==, SIM_TIME_NEVER);
  g_assert_false (event_queue_cancel (queue, 0));
  g_assert_false (event_queue_cancel (queue, G_MAXUINT64));
  event_queue_check (queue);
}

/* 10,007 events of one instant and priority leave in the order of pushing. */
static void
test_ties_are_fifo (void)
{
  g_autoptr (EventQueue) queue = event_queue_new ();
  Event event;

  for (guint i = 0; i < 10007; i++)
    event_queue_push (queue, 17, 3, 0, i, 0);
  event_queue_check (queue);
  for (guint i = 0; i < 10007; i++)
    {
      g_assert_true (event_queue_pop (queue, &event));
      g_assert_cmpuint (event.a, ==, i);
    }
}

/* The greatest time, priority and payload survive. */
static void
test_extremes (void)
{
  g_autoptr (EventQueue) queue = event_queue_new ();
  Event event;

  event_queue_push (queue, SIM_TIME_NEVER, 255, G_MAXUINT, G_MAXUINT64, G_MAXUINT64);
  event_queue_push (queue, SIM_TIME_NEVER, 0, 1, 2, 3);
  g_assert_true (event_queue_pop (queue, &event));
  g_assert_cmpuint (event.a, ==, 2);
  g_assert_true (event_queue_pop (queue, &event));
  g_assert_cmpuint (event.priority, ==, 255);
  g_assert_cmpint (event.time, ==, SIM_TIME_NEVER);
  g_assert_cmpuint (event.handler, ==, G_MAXUINT);
  g_assert_cmpuint (event.b, ==, G_MAXUINT64);
}

void
event_queue_tests_add (void)
{
  g_test_add_func ("/sim/event-queue/empty", test_empty);
  g_test_add_func ("/sim/event-queue/ties-are-fifo", test_ties_are_fifo);
  g_test_add_func ("/sim/event-queue/extremes", test_extremes);
  g_test_add_func ("/sim/event-queue/random-operations", test_random_operations);
}
