/* What a record keeps of the spans, messages and instants that are reported to it: as RecordSettings ask, at most so many.
 *
 * Invariant: without sampling the first ones are kept; with it, all of every stride-th iteration, from the first to the latest.
 */
#pragma once

#include "record/record.h"

/* An array that grows; millions of items are appended, so that one costs no call. */
typedef struct
{
  gpointer items;
  guint n, size; /* that there are; that there is room for */
} Store;

typedef struct
{
  RecordSettings settings;
  Store spans;    /* Span */
  Store messages; /* MessageSpan */
  Store instants; /* Instant */
  guint64 room;   /* for so many more of them together */
  guint64 stride, last_iteration; /* stride is a power of two */
  guint64 limit;                  /* later iterations are not kept, as there is enough */
  gboolean truncated;             /* for want of room */
  SimTime until;                  /* when the first ended that was left out for want of room; SIM_TIME_NEVER */
} Kept;

void kept_init (Kept *kept, const RecordSettings *settings);
void kept_clear (Kept *kept);
/** Whether there is room for more, or can be made. */
gboolean kept_has_room (const Kept *kept);
/** Whether the settings ask for the worker of that number. */
gboolean kept_asks_for (const Kept *kept, guint32 worker);

/** Each keeps what it is given, or not. */
void kept_span (Kept *kept, const Span *span);
void kept_message (Kept *kept, const MessageSpan *message);
void kept_instant (Kept *kept, const Instant *instant);
