/* The busy channels: of each, its messages that wait for the wire or are on it, found by (sender, receiver, purpose). A channel is
 * in the table only while it has messages, of which the table knows the first; the others stand behind it (message.h). Open
 * addressing with linear probing; nothing depends on the order inside.
 */
#pragma once

#include "network/message.h"

typedef struct
{
  guint32 hash;  /* of the channel, its low half */
  guint32 first; /* slot; SLOT_NONE: nobody is here */
} ChannelEntry;

typedef struct
{
  ChannelEntry *entries;
  guint32 n, size; /* a power of two, at least half empty */
} ChannelTable;

/** A hash of a channel, the same on every machine. */
guint64 channel_hash (guint32 from, guint32 to, guint32 purpose);

void channel_table_init (ChannelTable *table);
void channel_table_clear (ChannelTable *table);
/** The message, whose hash is that of its channel, goes to the end of it. TRUE: it is the first. */
gboolean channel_table_join (ChannelTable *table, const MessageSlab *slab, guint32 slot);
/** Takes a message out of its channel. Returns the slot of the one that has become the first by that, SLOT_NONE when there is none. */
guint32 channel_table_leave (ChannelTable *table, const MessageSlab *slab, guint32 slot);
