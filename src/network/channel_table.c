#include "network/channel_table.h"

#define FIRST_SIZE 64

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static guint64
mix (guint64 z)
{
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ z >> 31;
}

guint64
channel_hash (guint32 from, guint32 to, guint32 purpose)
{
  return mix (mix ((guint64)from << 32 | to) + purpose + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));
}

static gboolean
is_empty (const ChannelEntry *entry)
{
  return entry->first == SLOT_NONE;
}

static void
allocate (ChannelTable *table, guint32 size)
{
  table->entries = g_new (ChannelEntry, size);
  table->size = size;
  for (guint32 i = 0; i < size; i++)
    table->entries[i].first = SLOT_NONE;
}

void
channel_table_init (ChannelTable *table)
{
  allocate (table, FIRST_SIZE);
  table->n = 0;
}

void
channel_table_clear (ChannelTable *table)
{
  g_free (table->entries);
}

/* The first empty place from a hash's home on. */
static ChannelEntry *
empty_place (const ChannelTable *table, guint32 hash)
{
  guint32 i = hash & (table->size - 1);
  while (!is_empty (&table->entries[i]))
    i = (i + 1) & (table->size - 1);
  return &table->entries[i];
}

static gboolean
is_of_channel (const ChannelEntry *entry, const MessageSlab *slab, const Message *message)
{
  if (entry->hash != (guint32)message->hash)
    return FALSE;
  const MessageSpec *first = &message_at (slab, entry->first)->spec, *spec = &message->spec;
  return first->from == spec->from && first->to == spec->to && first->purpose == spec->purpose;
}

/* Where the message's channel is, or the empty place where it would be. */
static ChannelEntry *
locate (const ChannelTable *table, const MessageSlab *slab, const Message *message)
{
  guint32 i = (guint32)message->hash & (table->size - 1);
  while (!is_empty (&table->entries[i]) && !is_of_channel (&table->entries[i], slab, message))
    i = (i + 1) & (table->size - 1);
  return &table->entries[i];
}

static void
grow (ChannelTable *table)
{
  ChannelTable old = *table;
  allocate (table, 2 * old.size);
  for (guint32 i = 0; i < old.size; i++)
    if (!is_empty (&old.entries[i]))
      *empty_place (table, old.entries[i].hash) = old.entries[i];
  g_free (old.entries);
}

gboolean
channel_table_join (ChannelTable *table, const MessageSlab *slab, guint32 slot)
{
  Message *message = message_at (slab, slot);
  ChannelEntry *entry = locate (table, slab, message);
  message->next = SLOT_NONE;
  if (!is_empty (entry))
    {
      Message *first = message_at (slab, entry->first);
      message_at (slab, first->last)->next = slot;
      first->last = slot;
      return FALSE;
    }
  if (2 * (table->n + 1) > table->size)
    {
      grow (table);
      entry = empty_place (table, (guint32)message->hash);
    }
  table->n++;
  message->last = slot;
  *entry = (ChannelEntry){ .hash = (guint32)message->hash, .first = slot };
  return TRUE;
}

/* Entries behind the hole move up when that brings them
 * nearer to their home (Knuth, volume 3, algorithm 6.4R). */
static void
remove_entry (ChannelTable *table, ChannelEntry *entry)
{
  guint32 mask = table->size - 1, hole = (guint32)(entry - table->entries);
  for (guint32 i = (hole + 1) & mask; !is_empty (&table->entries[i]); i = (i + 1) & mask)
    {
      guint32 distance = (i - table->entries[i].hash) & mask;
      if (distance < ((i - hole) & mask))
        continue;
      table->entries[hole] = table->entries[i];
      hole = i;
    }
  table->entries[hole].first = SLOT_NONE;
  table->n--;
}

/* A message that is not the channel's first is taken out of the line behind it. */
static void
leave_line (const MessageSlab *slab, guint32 first, guint32 slot)
{
  guint32 before = first;
  while (message_at (slab, before)->next != slot)
    before = message_at (slab, before)->next;
  message_at (slab, before)->next = message_at (slab, slot)->next;
  if (message_at (slab, first)->last == slot)
    message_at (slab, first)->last = before;
}

guint32
channel_table_leave (ChannelTable *table, const MessageSlab *slab, guint32 slot)
{
  const Message *message = message_at (slab, slot);
  ChannelEntry *entry = locate (table, slab, message);
  guint32 next = message->next;
  if (entry->first != slot)
    {
      leave_line (slab, entry->first, slot);
      return SLOT_NONE;
    }
  if (next == SLOT_NONE)
    remove_entry (table, entry);
  else
    {
      message_at (slab, next)->last = message->last;
      entry->first = next;
    }
  return next;
}
