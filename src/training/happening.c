#include "training/happening.h"

#include "training/node.h"
#include "training/state.h"
#include "training/worker.h"

typedef struct
{
  guint32 kind, node, other;
  guint32 epoch;
} Happening;

void
happened (Training *t, HappeningKind kind, const Node *node, guint32 other)
{
  Happening *happening = fifo_push (&t->happenings);
  *happening = (Happening){ kind, node->number, other, node->epoch };
}

static void
tell_worker (Training *t, Node *node, HappeningKind kind)
{
  const RoleHandlers *handlers = &t->protocol->worker;
  void (*handler) (Training *, Node *) = kind == HAPPENED_START      ? handlers->on_start
                                         : kind == HAPPENED_COMPUTED ? handlers->on_computed
                                                                     : handlers->on_reduced;
  if (handler)
    handler (t, node);
}

void
happened_now (Training *t, HappeningKind kind, Node *worker)
{
  tell_worker (t, worker, kind);
}

static void
tell_spent (Training *t, Node *node)
{
  if (node->role == ROLE_WORKER)
    worker_retire (t, (Worker *)node);
  for (guint k = 0; node->role == ROLE_SERVER && k < t->n_workers; k++)
    worker_retire (t, &t->workers[k]);
}

static void
tell_server (Training *t, Node *node, HappeningKind kind, guint32 other)
{
  const RoleHandlers *handlers = &t->protocol->server;
  if (kind == HAPPENED_APPLIED)
    handlers->on_applied (t, node, other != HAPPENED_TO_ALL ? training_node (t, other) : NULL);
  else if (kind == HAPPENED_START && handlers->on_start)
    handlers->on_start (t, node);
  else if (kind >= HAPPENED_LEAVING && kind <= HAPPENED_RETURNED && handlers->on_member)
    handlers->on_member (t, node, training_node (t, other), MEMBER_LEFT + (kind - HAPPENED_LEAVING));
}

static void
tell (Training *t, Happening happening)
{
  Node *node = training_node (t, happening.node);
  if (node->epoch != happening.epoch)
    return;
  if (happening.kind == HAPPENED_SPENT)
    tell_spent (t, node);
  else if (happening.kind == HAPPENED_RESTED)
    worker_take_deferred (t, (Worker *)node);
  else if (node->role == ROLE_WORKER)
    tell_worker (t, node, happening.kind);
  else
    tell_server (t, node, happening.kind, happening.other);
}

void
happenings_tell (Training *t)
{
  const Happening *happening;
  if (t->telling)
    return;
  t->telling = TRUE;
  while (!t->stopped_by && (happening = fifo_pop (&t->happenings)))
    tell (t, *happening);
  t->telling = FALSE;
}

guint
happening_size (void)
{
  return sizeof (Happening);
}
