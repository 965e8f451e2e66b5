/* The busy channels: the messages of each that wait for the wire or are on it, found by (sender, receiver, purpose). A channel is
 * in the table only while it has messages. Open addressing with linear probing; nothing depends on the order inside.
 */
#pragma once

#include "network/message.h"

typedef struct
{
  guint32 from, to, purpose;
  guint32 hash; /* of the three */
} ChannelKey;

typedef struct
{
  ChannelKey key;
  MessageList queue; /* empty: so is the place */
} ChannelEntry;

typedef struct
{
  ChannelEntry *entries;
  guint32 n, size; /* a power of two, at least half empty */
} ChannelTable;

/** A hash of a channel, the same on every machine. */
guint64 channel_hash (guint32 from, guint32 to, guint32 purpose);
ChannelKey channel_key (guint32 from, guint32 to, guint32 purpose);

void channel_table_init (ChannelTable *table);
void channel_table_clear (ChannelTable *table);
/** The entry of @key, whose queue is empty when the channel was not busy; valid until the next call. The caller appends to the
 *  queue, or calls channel_table_remove when it has become empty. */
ChannelEntry *channel_table_get (ChannelTable *table, const ChannelKey *key);
/** The queue of @entry has become empty. */
void channel_table_remove (ChannelTable *table, ChannelEntry *entry);
