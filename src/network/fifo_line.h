/* The line of flows at a link, in order of arrival. A flow joins at the end and leaves from anywhere; its hop knows its spot. Who
 * leaves leaves a gap, and gaps are closed when room is short, so all of it takes O(1) a flow.
 *
 * Invariants: spots increase with the flows' sequences; flows at spots from `end` on stand still.
 */
#pragma once

#include "network/flow_table.h"

typedef struct
{
  FlowId flow; /* FLOW_NONE: a gap */
  guint32 hop; /* among the flow's */
} Spot;

/* Zero is an empty line. */
typedef struct
{
  Spot *spots;
  guint32 n, room, end;
} FifoLine;

void fifo_line_clear (FifoLine *line);
/** Appends hop @hop of @flow, whose link's line this is; the link's @n_members counts it already. */
void fifo_line_join (FifoLine *line, const FlowTable *table, FlowId flow, guint32 hop, guint32 n_members);
void fifo_line_leave (FifoLine *line, guint32 spot);
/** Aborts on a broken invariant; for tests. */
void fifo_line_check (const FifoLine *line, const FlowTable *table);

/** The rate of the flow at @spot; 0 in a gap. */
static inline Rate
fifo_line_rate (const FifoLine *line, const FlowTable *table, guint32 spot)
{
  FlowId flow = line->spots[spot].flow;
  return flow == FLOW_NONE ? 0 : flow_table_progress (table, flow_table_flow (table, flow))->rate;
}
