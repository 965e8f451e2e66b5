/* The rows of timeline.csv: `actor,lane,kind,start_s,end_s,iteration,bytes,peer`.
 *
 * A span is a row on its actor's lane "compute". A message is a row on the sender's lane "send" (from its start until its last
 * byte has left) and one on the receiver's lane "receive" (one latency later); a lost one has no receiver. Times are seconds with
 * nine decimals, from whole nanoseconds.
 *
 * Invariant: rows are in the order of (start, actor, lane, end, kind, iteration, peer, bytes), whatever order they were recorded
 * in.
 */
#pragma once

#include "record/record.h"
#include <stdio.h>

/* A row's kind is a SpanKind, or this: the receiving side of a SPAN_SEND. */
#define ROW_RECEIVE N_SPAN_KINDS
#define N_ROW_KINDS (N_SPAN_KINDS + 1)

#define TIMELINE_CSV_HEAD "actor,lane,kind,start_s,end_s,iteration,bytes,peer"

typedef struct
{
  SimTime start, end;
  guint32 actor;
  guint32 peer; /* G_MAXUINT32: none */
  Lane lane;
  guint kind;
  guint64 iteration;
  guint64 bytes;   /* of messages alone */
  guint32 message; /* number in record_messages, of messages alone; G_MAXUINT32 in rows that were read from a file */
} TimelineRow;

typedef struct
{
  TimelineRow *rows;
  guint n_rows;
  char **actors;    /* names, by number; NULL-terminated */
  gboolean *kept; /* whether the record was to hold this actor */
  ActorRole *roles; /* from a file: an actor called server… is a server */
  guint n_actors;
} TimelineRows;

const char *row_kind_name (guint kind);
const char *lane_name (Lane lane);

TimelineRows *timeline_rows_new (const Record *record);
void timeline_rows_free (TimelineRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimelineRows, timeline_rows_free)

void timeline_rows_write_csv (const TimelineRows *rows, FILE *to);
/** What timeline_rows_write_csv wrote. @path is for messages. LOCKSTEP_ERROR_INPUT with the line. */
TimelineRows *timeline_rows_parse (const char *text, const char *path, GError **error);
