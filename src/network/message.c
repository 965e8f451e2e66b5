#include "network/message.h"

void
message_slab_init (MessageSlab *slab)
{
  *slab = (MessageSlab){ .messages = g_array_new (FALSE, FALSE, sizeof (Message)) };
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
  message->number = slab->n_posted++;
  message->start = message->latency = 0;
  message->event = 0;
  message->left = 0;
  return slot;
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer data)
{
  const MessageSlab *slab = data;
  guint64 x = message_at (slab, *(const guint32 *)a)->number, y = message_at (slab, *(const guint32 *)b)->number;
  return x < y ? -1 : x > y;
}

static void
append_end (const MessageSlab *slab, NodeId node, gboolean sender, GArray *slots)
{
  guint before = slots->len;
  for (guint32 slot = 0; slot < slab->messages->len; slot++)
    {
      const Message *message = message_at (slab, slot);
      gboolean from = message->spec.from == node, is_end = sender ? from : !from && message->spec.to == node;
      if (is_end && message->state != MESSAGE_FREE && message->state != MESSAGE_LATENCY)
        g_array_append_val (slots, slot);
    }
  g_qsort_with_data (&g_array_index (slots, guint32, before), (gint)(slots->len - before), sizeof (guint32), compare_numbers,
                     (gpointer)slab);
}

/* Nodes go down so seldom that looking at all messages costs less than lists that every message would join and leave. */
GArray *
message_not_left (const MessageSlab *slab, NodeId node)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (guint32));
  append_end (slab, node, TRUE, slots);
  append_end (slab, node, FALSE, slots);
  return slots;
}
