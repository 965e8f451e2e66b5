#include "sim/simulator.h"

#include "sim/event_queue.h"

typedef struct
{
  const char *name;
  EventPriority priority;
  EventHandler function;
  gpointer owner;
} Handler;

struct _Simulator
{
  EventQueue *queue;
  GArray *handlers; /* of Handler, by HandlerId */
  SimTime now;
  EventPriority priority; /* of the event that runs */
  guint64 events;
  Event beyond; /* the first after the end of simulated time; its time is 0 while there was none */
};

Simulator *
simulator_new (void)
{
  Simulator *sim = g_new0 (Simulator, 1);

  sim->queue = event_queue_new ();
  sim->handlers = g_array_new (FALSE, FALSE, sizeof (Handler));
  return sim;
}

void
simulator_free (Simulator *sim)
{
  if (sim == NULL)
    return;
  event_queue_free (sim->queue);
  g_array_unref (sim->handlers);
  g_free (sim);
}

HandlerId
simulator_register (Simulator *sim, const char *name, EventPriority priority, EventHandler handler, gpointer owner)
{
  Handler entry = { name, priority, handler, owner };

  g_array_append_val (sim->handlers, entry);
  return sim->handlers->len - 1;
}

SimTime
simulator_now (const Simulator *sim)
{
  return sim->now;
}

EventPriority
simulator_priority (const Simulator *sim)
{
  return sim->priority;
}

EventHandle
simulator_at (Simulator *sim, SimTime when, HandlerId handler, guint64 a, guint64 b)
{
  const Handler *entry = &g_array_index (sim->handlers, Handler, handler);

  g_assert (handler < sim->handlers->len);
  if (when < sim->now)
    g_error ("\"%s\" is scheduled for %" SIM_TIME_FORMAT " s, which has passed", entry->name, SIM_TIME_ARGS (when));
  if (when == SIM_TIME_NEVER)
    {
      if (sim->beyond.time == 0)
        sim->beyond = (Event){ .time = when, .handler = handler, .a = a, .b = b };
      return 0;
    }
  return event_queue_push (sim->queue, when, entry->priority, handler, a, b);
}

EventHandle
simulator_after (Simulator *sim, SimTime delay, HandlerId handler, guint64 a, guint64 b)
{
  return simulator_at (sim, sim_time_later (sim->now, delay), handler, a, b);
}

gboolean
simulator_cancel (Simulator *sim, EventHandle event)
{
  return event_queue_cancel (sim->queue, event);
}

AlarmId
simulator_register_alarm (Simulator *sim, const char *name, EventPriority priority, EventHandler handler, gpointer owner)
{
  return event_queue_add_alarm (sim->queue, priority, simulator_register (sim, name, priority, handler, owner));
}

void
simulator_set_alarm (Simulator *sim, AlarmId alarm, SimTime when)
{
  g_assert (when >= sim->now);
  event_queue_set_alarm (sim->queue, alarm, when);
}

gboolean
simulator_step (Simulator *sim)
{
  const Handler *handler;
  Event event;

  if (!event_queue_pop (sim->queue, &event))
    return FALSE;
  sim->now = event.time;
  sim->events++;
  handler = &g_array_index (sim->handlers, Handler, event.handler);
  sim->priority = handler->priority;
  handler->function (handler->owner, event.a, event.b);
  return TRUE;
}

gboolean
simulator_beyond (const Simulator *sim, HandlerId *handler, guint64 *a)
{
  *handler = sim->beyond.handler;
  *a = sim->beyond.a;
  return sim->beyond.time == SIM_TIME_NEVER;
}

SimTime
simulator_next_time (const Simulator *sim)
{
  return event_queue_next_time (sim->queue);
}

guint64
simulator_events (const Simulator *sim)
{
  return sim->events;
}

guint
simulator_pending (const Simulator *sim)
{
  return event_queue_size (sim->queue);
}
