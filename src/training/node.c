#include "training/node.h"

#include "training/happening.h"
#include "training/stall.h"
#include "training/state.h"

void
node_init (Training *t, Node *node, Role role, guint index, NodeId host)
{
  guint number = role == ROLE_WORKER ? index : t->n_workers + index;
  gpointer state = t->protocol->node_size > 0 ? g_malloc0 (t->protocol->node_size) : NULL;
  *node = (Node){ .role = role, .index = index, .number = number, .host = host, .state = state };
}

const RoleHandlers *
node_handlers (const Training *t, const Node *node)
{
  return node->role == ROLE_WORKER ? &t->protocol->worker : &t->protocol->server;
}

void
node_clear (Training *t, Node *node)
{
  const RoleHandlers *handlers = node_handlers (t, node);
  if (handlers->clear)
    handlers->clear (t, node);
  g_free (node->state);
}

char *
node_name (const Training *t, const Node *node)
{
  if (node->role == ROLE_WORKER)
    return g_strdup_printf ("worker%u", node->index);
  return g_strdup_printf ("server%u", t->servers[node->index].machine);
}

/* Event: number and argument; epoch and, of what is in the background, when it was begun as stall.h counts. */
static void
on_operation (gpointer owner, guint64 a, guint64 b)
{
  const Operation *operation = owner;
  Training *t = operation->training;
  Node *node = training_node (t, (guint32)a);
  if (operation->background)
    stall_end_background (t, b >> 32);
  if (node->epoch != (guint32)b)
    return;
  operation->end (t, node, a >> 32);
  happenings_tell (t);
}

void
operation_register (Training *t, Operation *operation, const char *what, EventPriority priority, OperationEnd end)
{
  *operation = (Operation){ .training = t, .end = end, .what = what };
  operation->handler = simulator_register (t->world->sim, what, priority, on_operation, operation);
}

void
operation_begin (Training *t, const Operation *operation, Node *node, SimTime delay, guint32 argument)
{
  guint64 begun = operation->background ? stall_begin_background (t) : 0;
  EventHandle event = simulator_after (t->world->sim, delay, operation->handler, (guint64)argument << 32 | node->number,
                                       begun << 32 | node->epoch);
  if (operation->background && !event)
    stall_end_background (t, begun);
}

void
node_void (Node *node)
{
  node->epoch++;
}

/* Timers: the protocol's own operations. */

static void
on_timer (Training *t, Node *node, guint32 tag)
{
  node_handlers (t, node)->on_timer (t, node, tag);
}

void
timers_init (Training *t)
{
  operation_register (t, &t->operations[OPERATION_TIMER], "waits for a timer", PRIORITY_TIMER, on_timer);
  operation_register (t, &t->operations[OPERATION_PERIOD], "waits for a period", PRIORITY_TIMER, on_timer);
  t->operations[OPERATION_PERIOD].background = TRUE;
}

void
node_timer (Training *t, Node *node, SimTime delay, guint32 tag)
{
  operation_begin (t, &t->operations[OPERATION_TIMER], node, delay, tag);
}

void
node_period (Training *t, Node *node, SimTime delay, guint32 tag)
{
  operation_begin (t, &t->operations[OPERATION_PERIOD], node, delay, tag);
}
