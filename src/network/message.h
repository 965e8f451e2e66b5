/* Messages under way, each in a slot of a slab, and the lists that a message is on.
 *
 * A message is on the lists of its two ends until its last byte has left, and on its channel's while it waits for the wire or is
 * on it. A MessageId is the slot's handle, so the id of a message that is gone finds nothing.
 */
#pragma once

#include "base/slab.h"
#include "network/network.h"

#define SLOT_NONE SLAB_NONE

typedef enum
{
  MESSAGE_FREE,
  MESSAGE_OVERHEAD, /* the sender spends its time on it */
  MESSAGE_QUEUED,   /* behind another one of its channel */
  MESSAGE_FLOWING,
  MESSAGE_LATENCY, /* the last byte has left */
  MESSAGE_LOCAL,   /* between a node and itself */
  MESSAGE_DOOMED,  /* posted by a node that is down */
} MessageState;

typedef enum
{
  LIST_SENDER,
  LIST_RECEIVER,
  LIST_CHANNEL,
  N_LISTS,
} ListKind;

typedef struct
{
  guint32 first, last; /* slots */
} MessageList;

#define MESSAGE_LIST_EMPTY ((MessageList){ SLOT_NONE, SLOT_NONE })

typedef struct
{
  MessageSpec spec;
  MessageState state;
  guint32 channel_hash; /* once it has joined its channel */
  guint32 previous[N_LISTS], next[N_LISTS];
  FlowId flow;       /* while flowing */
  EventHandle event; /* of its next step, unless queued or flowing */
  SimTime start, left, latency;
} Message;

typedef struct
{
  GArray *messages; /* Message, by slot */
  Slab slots;
} MessageSlab;

void message_slab_init (MessageSlab *slab);
void message_slab_clear (MessageSlab *slab);

static inline Message *
message_at (const MessageSlab *slab, guint32 slot)
{
  return &g_array_index (slab->messages, Message, slot);
}

/** A slot for a new message; pointers to messages are void afterwards. */
guint32 message_take (MessageSlab *slab, const MessageSpec *spec);
void message_release (MessageSlab *slab, guint32 slot);
MessageId message_id (const MessageSlab *slab, guint32 slot);
/** SLOT_NONE when the message is gone. */
guint32 message_find (const MessageSlab *slab, MessageId id);

void message_list_append (MessageSlab *slab, MessageList *list, ListKind kind, guint32 slot);
void message_list_remove (MessageSlab *slab, MessageList *list, ListKind kind, guint32 slot);
