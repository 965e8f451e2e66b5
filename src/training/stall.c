#include "training/stall.h"

#include "training/state.h"
#include "training/worker.h"

#define NAMED_MAX 4

guint32
stall_begin_background (Training *t)
{
  t->stall.background++;
  t->stall.periods++;
  return t->stall.stand;
}

void
stall_end_background (Training *t, guint32 begun)
{
  t->stall.background--;
  t->stall.periods--;
  if (begun != t->stall.stand)
    t->stall.unheard--;
}

gboolean
stall_is_alive (const Training *t)
{
  if (simulator_pending (t->world->sim) > t->stall.background)
    return TRUE;
  return world_periodic (t->world) > 0 && world_is_sending (t->world);
}

/* "worker3 waits for …, since 1.5 s" */
static void
append_wait (const Training *t, const Worker *worker, GString *text)
{
  g_autofree char *whom = t->way->awaited (t, worker);
  g_string_append_printf (text, "%sworker%u waits for %s, since %" SIM_TIME_FORMAT " s", text->len > 0 ? "; " : "",
                          worker->node.index, whom, SIM_TIME_ARGS (worker->state_since));
}

static gboolean
is_missing (const Training *t, const Worker *worker)
{
  return faults_is_down (t, worker) || faults_is_out_for_good (t, worker);
}

void
stall_fail (Training *t)
{
  g_autoptr (GString) waits = g_string_new (NULL);
  guint n = 0;
  for (guint k = 0; k < t->n_workers; k++)
    if (t->workers[k].state != WORKER_GONE && !is_missing (t, &t->workers[k]) && n++ < NAMED_MAX)
      append_wait (t, &t->workers[k], waits);
  for (guint k = 0; k < t->n_workers && n < NAMED_MAX; k++)
    if (is_missing (t, &t->workers[k]) && n++ < NAMED_MAX)
      g_string_append_printf (waits, "%sworker%u is %s", waits->len > 0 ? "; " : "", k,
                              faults_is_down (t, &t->workers[k]) ? "down" : "not taken in again");
  if (n > NAMED_MAX)
    g_string_append_printf (waits, "; so do %u more", n - NAMED_MAX);
  training_fail (t, "deadlock at %" SIM_TIME_FORMAT " s: nothing is left to happen%s, and %s", SIM_TIME_ARGS (training_now (t)),
                 t->stall.periods > 0 ? " but timers that bring nothing about" : "", waits->str);
}

/* (transfer full) */
static char *
message_name (const World *world)
{
  NodeId from, to;
  if (!network_find_message (world->network, &from, &to))
    return g_strdup ("a message is under way");
  return g_strdup_printf ("a message from %s to %s is under way", record_actor_name (world->record, from),
                          record_actor_name (world->record, to));
}

/* What is under way for longer than simulated time reaches, NULL when nothing is. (transfer full) */
static char *
endless (const Training *t)
{
  HandlerId handler;
  guint64 number;
  gboolean beyond = simulator_beyond (t->world->sim, &handler, &number);
  if (world_is_sending (t->world))
    return message_name (t->world);
  for (guint i = 0; beyond && i < N_OPERATIONS; i++)
    if (t->operations[i].training && t->operations[i].handler == handler)
      {
        g_autofree char *name = node_name (t, training_node (t, (guint32)number));
        return g_strdup_printf ("%s %s", name, t->operations[i].what);
      }
  return beyond ? g_strdup ("a worker reduces what it received") : NULL;
}

/* Unless the clock ends the run before. */
static gboolean
fail_endless (Training *t, const char *what)
{
  if (t->settings->stop.time > 0)
    return FALSE;
  training_fail (t, "at %" SIM_TIME_FORMAT " s %s that would take more than 292 years, where simulated time ends",
                 SIM_TIME_ARGS (training_now (t)), what);
  return TRUE;
}

/* A collective that lacks a member is reckoned no further than its end, which does not come: what its other members still do comes
 * about step by step. TRUE: something does. */
static gboolean
unfolds (Training *t)
{
  if (!t->world->executor)
    return FALSE;
  plan_executor_unfold (t->world->executor);
  t->stall.stands = !stall_is_alive (t);
  return !t->stall.stands;
}

gboolean
stall_check (Training *t)
{
  Stall *stall = &t->stall;
  gboolean stands = !stall_is_alive (t);
  if (stands && !stall->stands)
    {
      stall->stand++;
      stall->unheard = stall->periods;
    }
  stall->stands = stands;
  if (!stands || stall->unheard > 0)
    return FALSE;
  if (unfolds (t))
    return FALSE;
  g_autofree char *under_way = endless (t);
  if (under_way)
    return fail_endless (t, under_way);
  stall_fail (t);
  return TRUE;
}
