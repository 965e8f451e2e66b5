#include "network/message.h"

void
message_slab_init (MessageSlab *slab)
{
  slab->messages = g_array_new (FALSE, TRUE, sizeof (Message));
  slab->first_free = SLOT_NONE;
}

void
message_slab_clear (MessageSlab *slab)
{
  g_array_unref (slab->messages);
}

static guint32
take_slot (MessageSlab *slab)
{
  guint32 slot = slab->first_free;
  if (slot == SLOT_NONE)
    {
      g_array_set_size (slab->messages, slab->messages->len + 1);
      return slab->messages->len - 1;
    }
  slab->first_free = message_at (slab, slot)->next[0];
  return slot;
}

guint32
message_take (MessageSlab *slab, const MessageSpec *spec)
{
  guint32 slot = take_slot (slab);
  Message *message = message_at (slab, slot);
  message->spec = *spec;
  message->flow = FLOW_NONE;
  message->event = 0;
  message->start = message->left = message->latency = 0;
  return slot;
}

void
message_release (MessageSlab *slab, guint32 slot)
{
  Message *message = message_at (slab, slot);
  message->state = MESSAGE_FREE;
  message->generation++;
  message->next[0] = slab->first_free;
  slab->first_free = slot;
}

MessageId
message_id (const MessageSlab *slab, guint32 slot)
{
  return (guint64)message_at (slab, slot)->generation << 32 | (slot + 1);
}

guint32
message_find (const MessageSlab *slab, MessageId id)
{
  guint32 slot = (guint32)id - 1;
  if (id == 0 || slot >= slab->messages->len)
    return SLOT_NONE;
  const Message *message = message_at (slab, slot);
  return message->state != MESSAGE_FREE && message->generation == id >> 32 ? slot : SLOT_NONE;
}

void
message_list_append (MessageSlab *slab, MessageList *list, ListKind kind, guint32 slot)
{
  Message *message = message_at (slab, slot);
  message->previous[kind] = list->last;
  message->next[kind] = SLOT_NONE;
  if (list->last == SLOT_NONE)
    list->first = slot;
  else
    message_at (slab, list->last)->next[kind] = slot;
  list->last = slot;
}

void
message_list_remove (MessageSlab *slab, MessageList *list, ListKind kind, guint32 slot)
{
  guint32 previous = message_at (slab, slot)->previous[kind], next = message_at (slab, slot)->next[kind];
  if (previous == SLOT_NONE)
    list->first = next;
  else
    message_at (slab, previous)->next[kind] = next;
  if (next == SLOT_NONE)
    list->last = previous;
  else
    message_at (slab, next)->previous[kind] = previous;
}
