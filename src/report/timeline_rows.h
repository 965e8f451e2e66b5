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

typedef enum
{
  ROW_COMPUTE,
  ROW_PUSH,
  ROW_PULL,
  ROW_SEND,
  ROW_WAIT,
  ROW_BARRIER,
  ROW_DOWN,
  ROW_CHECKPOINT,
  ROW_APPLY,
  ROW_RECEIVE, /* the receiving side of a ROW_SEND */
  N_ROW_KINDS,
} RowKind;

typedef struct
{
  SimTime start, end;
  guint32 actor;
  guint32 peer; /* G_MAXUINT32: none */
  Lane lane;
  RowKind kind;
  guint64 iteration, bytes; /* bytes: of messages alone */
} TimelineRow;

typedef struct
{
  TimelineRow *rows;
  guint n_rows;
  char **actors;    /* names, by number; NULL-terminated */
  ActorRole *roles; /* from a file: an actor without compute is a server */
  guint n_actors;
} TimelineRows;

extern const char *const row_kind_names[N_ROW_KINDS];

TimelineRows *timeline_rows_new (const Record *record);
void timeline_rows_free (TimelineRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimelineRows, timeline_rows_free)

void timeline_rows_write_csv (const TimelineRows *rows, FILE *to);
/** What timeline_rows_write_csv wrote. @path is for messages. LOCKSTEP_ERROR_INPUT with the line. */
TimelineRows *timeline_rows_parse (const char *text, const char *path, GError **error);
