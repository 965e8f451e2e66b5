/* Nodes: what operations belong to.
 *
 * A node has a role, a number in the whole run (the workers first, then the servers' shards), a host of the network and an
 * epoch. Everything that is begun for a node and ends later (its compute, an update, a timer) is an event that carries (node,
 * epoch); node_void bumps the epoch, and the one check, in node.c, drops what belongs to an older one.
 */
#pragma once

#include "network/topology.h"
#include "sim/simulator.h"
#include "training/protocol.h"

typedef enum
{
  ROLE_WORKER,
  ROLE_SERVER,
} Role;

struct _Node
{
  Role role;
  guint index;  /* among those of its role */
  guint number; /* among all */
  NodeId host;
  guint32 epoch;
  gpointer state; /* the protocol's own, or NULL */
};

/* What ends at a node: @argument is what it was begun with. */
typedef void (*OperationEnd) (Training *, Node *, guint32 argument);

typedef struct
{
  Training *training;
  OperationEnd end;
  HandlerId handler;
  const char *what;    /* static: what the node does, "computes" */
  gboolean background; /* it does not count as life */
} Operation;

void node_init (Training *t, Node *node, Role role, guint index, NodeId host);
void node_clear (Training *t, Node *node);
const RoleHandlers *node_handlers (const Training *t, const Node *node);
/** "worker3", "server0". (transfer full) */
char *node_name (const Training *t, const Node *node);

/** A kind of operation, before the first event; @operation lives as long as the run. Once it has ended, what it caused is told
 * to the handlers. */
void operation_register (Training *t, Operation *operation, const char *what, EventPriority priority, OperationEnd end);
/** It ends @delay (>= 0) from now; never, where that is past the end of simulated time. */
void operation_begin (Training *t, const Operation *operation, Node *node, SimTime delay, guint32 argument);

/** Everything under way that belongs to the node is void. */
void node_void (Node *node);

/** Registers the operations of node_timer and node_period. */
void timers_init (Training *t);
