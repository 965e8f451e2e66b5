/* What has happened and has not been told to the protocol yet.
 *
 * A verb never runs a handler: it notes what it caused, and the handlers are called one after another, first in first out,
 * when the handler that spoke the verb has returned. Each way into the engine (an operation that ended, a parcel that arrived, a
 * rank of a reduction that is done) ends with happenings_tell.
 */
#pragma once

#include "training/protocol.h"

typedef enum
{
  HAPPENED_START,    /* on_start */
  HAPPENED_COMPUTED, /* on_computed */
  HAPPENED_REDUCED,  /* on_reduced */
  HAPPENED_APPLIED,  /* on_applied; other: whose update it was, or HAPPENED_TO_ALL */
  HAPPENED_LEAVING,  /* on_member; other: who left, */
  HAPPENED_JOINED,   /* … joined, */
  HAPPENED_RETURNED, /* … or returned */
  HAPPENED_RESTED,   /* a worker takes what it has deferred */
  HAPPENED_SPENT,    /* the fate of all that a worker, or at a server every worker, pushed may be known: who has nothing left to
                        do leaves the clocks */
} HappeningKind;

#define HAPPENED_TO_ALL G_MAXUINT32

/** @other: a node's number. */
void happened (Training *t, HappeningKind kind, const Node *node, guint32 other);
/** The same where no verb is being spoken: the worker's handler is called before this returns. */
void happened_now (Training *t, HappeningKind kind, Node *worker);
/** Calls the handlers until nothing is left to be told. */
void happenings_tell (Training *t);
/** Bytes of what the queue of happenings holds. */
guint happening_size (void);
