#include "base/sink.h"

#include <fcntl.h>

#define BEGIN_BYTES (1u << 23)

Sink *
sink_new (FILE *to)
{
  Sink *sink = g_new (Sink, 1);
  sink->to = to;
  sink->n = sink->begun = 0;
  return sink;
}

void
sink_free (Sink *sink)
{
  sink_hand_over (sink);
  g_free (sink);
}

/* A file that is none on a disk does not care. */
static void
begin_writing (Sink *sink)
{
  long end = ftell (sink->to);
  if (end < 0 || (gsize)end < sink->begun + BEGIN_BYTES || fflush (sink->to) != 0)
    return;
  sync_file_range (fileno (sink->to), (off_t)sink->begun, end - (off_t)sink->begun, SYNC_FILE_RANGE_WRITE);
  sink->begun = (gsize)end;
}

void
sink_hand_over (Sink *sink)
{
  fwrite (sink->room, 1, sink->n, sink->to);
  sink->n = 0;
  begin_writing (sink);
}

void
sink_long (Sink *sink, const char *text, gsize n)
{
  sink_hand_over (sink);
  fwrite (text, 1, n, sink->to);
}
