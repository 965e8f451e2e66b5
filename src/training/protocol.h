/* A protocol is a table of callbacks that read like the paper; protocol/ holds one file for each.
 *
 * The engine (training.h) owns the queue and calls a handler, named for what has just happened, at the node where it happened;
 * the handler answers with verbs. A NULL handler: the protocol has nothing to do then. No handler asks the simulator who has
 * crashed, names another protocol's message, or keeps a Message or Node's data beyond its return.
 */
#pragma once

#include "base/knob.h"

typedef struct _Training Training;
typedef struct _Node Node;       /* a worker, or a server (one shard) */
typedef struct _Message Message; /* what a push brought: a gradient, and what the server must know of it */

typedef enum
{
  MEMBER_LEFT, /* a worker has nothing left to do and leaves the clocks */
} MemberEvent;

typedef struct
{
  /* Worker: the run starts, or the parameters of the next iteration are all in. */
  void (*on_start) (Training *, Node *worker);
  /* Worker: its gradient is there. */
  void (*on_computed) (Training *, Node *worker);
  /* Worker: it has the result of the reduction it entered. */
  void (*on_reduced) (Training *, Node *worker);
  /* Server: a push has wholly arrived. */
  void (*on_push) (Training *, Node *server, Message *push);
  /* Server: the update that server_apply or server_apply_average began is in the parameters; @worker is whose it was, NULL for an
   * average. */
  void (*on_applied) (Training *, Node *server, Node *worker);
  /* Server: something became of @worker. */
  void (*on_member) (Training *, Node *server, Node *worker, MemberEvent event);
} RoleHandlers;

typedef enum
{
  RUNS_ALONE = 1 << 0,        /* one worker, no network */
  RUNS_ON_SERVERS = 1 << 1,   /* over a parameter server */
  RUNS_ON_REDUCTION = 1 << 2, /* over an all-reduce */
} ProtocolExchanges;

typedef struct _Protocol
{
  const char *name; /* the word in training.protocol */
  const char *summary;
  const char *paper;
  const Knob *knobs;            /* "staleness", …; NULL: none */
  guint exchanges;              /* ProtocolExchanges that it can run over */
  const char *default_exchange; /* NULL: none */
  gboolean rounds;              /* workers move in rounds: an update is a round of all, and budgets are spent by whole rounds */
  gboolean streams;             /* gradients leave, bucket by bucket, as soon as they are there (with training.overlap) */
  gsize run_size, node_size;    /* its own state for the run and for each node, zeroed */
  void (*start) (Training *);   /* sets the run's state up; may be NULL */
  void (*stop) (Training *);    /* releases what start made, which is nothing where the run could not begin; may be NULL */
  RoleHandlers worker, server;
} Protocol;
