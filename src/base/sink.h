/* Text on its way into a file, in large pieces: for files of many small ones, such as trace.json.
 *
 * A piece goes into a room and is copied once more when the room is full; what has been handed over begins its way to the disk at
 * once, so that whoever syncs the file at its end waits less. Errors are those of the stream.
 *
 * Lifecycle: sink_new → pieces → sink_free, which hands over the rest.
 */
#pragma once

#include "base/digits.h"
#include <stdio.h>
#include <string.h>

#define SINK_FULL (1u << 18)
#define SINK_PIECE 4096u /* what fits behind a full room */

typedef struct
{
  FILE *to;
  gsize n, begun; /* in the room; handed over, whose writing has begun */
  char room[SINK_FULL + SINK_PIECE];
} Sink;

/** To @to, which is borrowed. */
Sink *sink_new (FILE *to);
void sink_free (Sink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sink, sink_free)

void sink_hand_over (Sink *sink);
/** The same for what is longer than SINK_PIECE. */
void sink_long (Sink *sink, const char *text, gsize n);

static inline void
sink_bytes (Sink *sink, const char *text, gsize n)
{
  if (n > SINK_PIECE)
    {
      sink_long (sink, text, n);
      return;
    }
  memcpy (sink->room + sink->n, text, n);
  sink->n += n;
  if (sink->n >= SINK_FULL)
    sink_hand_over (sink);
}

static inline void
sink_text (Sink *sink, const char *text)
{
  sink_bytes (sink, text, strlen (text));
}

static inline void
sink_count (Sink *sink, guint64 n)
{
  sink->n = (gsize)(digits_write (sink->room + sink->n, n) - sink->room);
  if (sink->n >= SINK_FULL)
    sink_hand_over (sink);
}

/** @n·10^-@decimals, as digits_write_fixed. */
static inline void
sink_fixed (Sink *sink, guint64 n, guint decimals)
{
  sink->n = (gsize)(digits_write_fixed (sink->room + sink->n, n, decimals) - sink->room);
  if (sink->n >= SINK_FULL)
    sink_hand_over (sink);
}
