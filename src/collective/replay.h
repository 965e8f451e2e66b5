/* What a run has done until a moment, reckoned rank by rank without events: for plans of one lane whose roads are known.
 *
 * A message goes when both its ends are posted; a step is over when its operations are; so one rank after another is taken as far
 * as its peers allow, in whatever order. What happens at the very moment counts when its events come before the one that runs
 * now, by their priority (design, section 3).
 */
#pragma once

#include "collective/roads.h"
#include "collective/timetable.h"
#include "sim/simulator.h"

typedef struct
{
  SimTime now;
  EventPriority priority; /* of the event that runs */
} Moment;

#define MOMENT_NEVER ((Moment){ SIM_TIME_NEVER, PRIORITY_FLOW })

/* An operation of a posted step. */
typedef struct
{
  guint8 matched;
  guint8 peer_op;  /* at the other end, once matched */
  Passage passage; /* once matched */
} ReplayOp;

typedef struct
{
  Step step;
  guint index, n_steps;
  gboolean posted;
  SimTime at; /* when it was posted */
  ReplayOp ops[STEP_OPS_MAX];
} ReplayRank;

typedef struct
{
  const Plan *plan;
  const Roads *roads;
  const Tolls *tolls;
  Moment moment;
  Timetable *table;
  guint64 messages_received, bytes_received;
  ReplayRank *ranks;
  GArray *next; /* guint: ranks to go on with */
} Replay;

/** Plays a run whose ranks have entered at @entered (SIM_TIME_NEVER: not yet), until @moment. Fills @table (initialised) with
 * what has been sent and has left, until when messages that have started travel, and the ends that have come. */
Replay *replay_new (const Plan *plan, const Roads *roads, const Tolls *tolls, const SimTime *entered, Moment moment,
                    Timetable *table);
void replay_free (Replay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Replay, replay_free)

/** Whether an event of @priority at @at comes before the moment. */
static inline gboolean
moment_is_after (const Moment *moment, SimTime at, EventPriority priority)
{
  return at < moment->now || (at == moment->now && priority < moment->priority);
}

/** Whether operation @i of a matched one's step is over at the moment. */
gboolean replay_op_is_over (const Replay *replay, const ReplayRank *rank, guint i);
