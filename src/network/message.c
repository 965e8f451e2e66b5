#include "network/message.h"

void
message_slab_init (MessageSlab *slab)
{
  slab->messages = g_array_new (FALSE, TRUE, sizeof (Message));
  slab->slots = (Slab){ 0 };
}

void
message_slab_clear (MessageSlab *slab)
{
  g_array_unref (slab->messages);
  slab_clear (&slab->slots);
}

guint32
message_take (MessageSlab *slab, const MessageSpec *spec)
{
  guint32 slot = slab_take (&slab->slots);
  if (slot == slab->messages->len)
    g_array_set_size (slab->messages, slot + 1);
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
  message_at (slab, slot)->state = MESSAGE_FREE;
  slab_release (&slab->slots, slot);
}

MessageId
message_id (const MessageSlab *slab, guint32 slot)
{
  return slab_handle (&slab->slots, slot);
}

guint32
message_find (const MessageSlab *slab, MessageId id)
{
  return slab_find (&slab->slots, id);
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
