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

ChannelKey
channel_key (guint32 from, guint32 to, guint32 purpose)
{
  return (ChannelKey){ .from = from, .to = to, .purpose = purpose, .hash = (guint32)channel_hash (from, to, purpose) };
}

static gboolean
is_empty (const ChannelEntry *entry)
{
  return entry->queue.first == SLOT_NONE;
}

static void
allocate (ChannelTable *table, guint32 size)
{
  table->entries = g_new (ChannelEntry, size);
  table->size = size;
  for (guint32 i = 0; i < size; i++)
    table->entries[i].queue = MESSAGE_LIST_EMPTY;
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

static guint32
home (const ChannelTable *table, const ChannelKey *key)
{
  return key->hash & (table->size - 1);
}

/* Where @key is, or the empty place where it would be. */
static ChannelEntry *
locate (const ChannelTable *table, const ChannelKey *key)
{
  guint32 i = home (table, key);
  while (!is_empty (&table->entries[i]) && memcmp (&table->entries[i].key, key, sizeof *key) != 0)
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
      *locate (table, &old.entries[i].key) = old.entries[i];
  g_free (old.entries);
}

ChannelEntry *
channel_table_get (ChannelTable *table, const ChannelKey *key)
{
  ChannelEntry *entry = locate (table, key);
  if (!is_empty (entry))
    return entry;
  if (2 * (table->n + 1) > table->size)
    {
      grow (table);
      entry = locate (table, key);
    }
  table->n++;
  entry->key = *key;
  return entry;
}

/* Entries behind the hole move up when that brings them
 * nearer to their home (Knuth, volume 3, algorithm 6.4R). */
void
channel_table_remove (ChannelTable *table, ChannelEntry *entry)
{
  guint32 mask = table->size - 1, hole = (guint32)(entry - table->entries);
  for (guint32 i = (hole + 1) & mask; !is_empty (&table->entries[i]); i = (i + 1) & mask)
    {
      guint32 distance = (i - home (table, &table->entries[i].key)) & mask;
      if (distance < ((i - hole) & mask))
        continue;
      table->entries[hole] = table->entries[i];
      hole = i;
    }
  table->entries[hole].queue = MESSAGE_LIST_EMPTY;
  table->n--;
}
