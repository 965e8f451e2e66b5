/* Messages under way, each in a slot of a slab.
 *
 * A MessageId is the slot's handle, so the id of a message that is gone finds nothing. Messages of one channel stand in line behind
 * the one that is on the wire (channel_table.h); the line is made of the messages themselves.
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

typedef struct
{
  MessageSpec spec;
  guint64 number; /* in the order of posting */
  SimTime start, latency;
  union
  {
    struct /* queued or flowing */
    {
      guint64 hash; /* of its channel */
      FlowId flow;  /* while flowing */
      guint32 next; /* behind it in its channel */
    };
    struct /* otherwise */
    {
      EventHandle event; /* of its next step */
      SimTime left;
    };
  };
  guint32 last; /* of the first of a channel: its last */
  MessageState state;
} Message;

typedef struct
{
  GArray *messages; /* Message, by slot */
  Slab slots;
  guint64 n_posted;
} MessageSlab;

void message_slab_init (MessageSlab *slab);
void message_slab_clear (MessageSlab *slab);

static inline Message *
message_at (const MessageSlab *slab, guint32 slot)
{
  return &g_array_index (slab->messages, Message, slot);
}

static inline gboolean
message_is_in_channel (const Message *message)
{
  return message->state == MESSAGE_QUEUED || message->state == MESSAGE_FLOWING;
}

/** A slot for a new message; pointers to messages are void afterwards. */
guint32 message_take (MessageSlab *slab, const MessageSpec *spec);

static inline void
message_release (MessageSlab *slab, guint32 slot)
{
  message_at (slab, slot)->state = MESSAGE_FREE;
  slab_release (&slab->slots, slot);
}

static inline MessageId
message_id (const MessageSlab *slab, guint32 slot)
{
  return slab_handle (&slab->slots, slot);
}

/** SLOT_NONE when the message is gone. */
static inline guint32
message_find (const MessageSlab *slab, MessageId id)
{
  return slab_find (&slab->slots, id);
}

/** Which messages from a node, and then to it, have not left, each in the order of posting: slots (guint32), (transfer full). */
GArray *message_not_left (const MessageSlab *slab, NodeId node);
