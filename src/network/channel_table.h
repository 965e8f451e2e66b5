/* The busy channels: the messages of each that wait for the wire or are on it, found by (sender, receiver, purpose). A channel is
 * in the table only while it has messages. Open addressing with linear probing; nothing depends on the order inside.
 */
#pragma once

#include "network/message.h"

typedef struct
{
  guint32 from, to, purpose;
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

/** A hash of @key, the same on every machine. */
guint64 channel_hash (const ChannelKey *key);

void channel_table_init (ChannelTable *table);
void channel_table_clear (ChannelTable *table);
/** The queue of @key, which is empty when the channel was not busy; valid until the next call. The caller appends to it, or calls
 *  channel_table_remove when it has become empty. */
MessageList *channel_table_get (ChannelTable *table, const ChannelKey *key);
/** The queue of @key has become empty. */
void channel_table_remove (ChannelTable *table, const ChannelKey *key);
