/* Flows that progress at one rate: those whose bottleneck is one and the same link. The group's clock is what each of them has
 * been served since the clock began; a flow that joined at clock c with d sent already has sent clock − (c − d), and finishes
 * when the clock reaches a number that does not change. So another rate touches no flow, and the first to finish is on top of a
 * heap (virtual time: Parekh and Gallager, IEEE/ACM Transactions on Networking, 1993). The arithmetic is exact (progress.h): it
 * does not matter whether a flow or its group is advanced.
 *
 * Invariants: every flow of the group is in its heap, but for those that have finished and are not popped yet.
 * Lifecycle: zero → flow_group_begin → flows join and leave, the rate changes → flow_group_clear.
 */
#pragma once

#include "network/flow_table.h"

typedef struct
{
  Rate rate;
  unsigned __int128 clock; /* at updated, in 2^-60 bytes */
  SimTime updated;
  IndexHeap heap; /* FlowId by the clock at which it finishes */
} FlowGroup;

void flow_group_clear (FlowGroup *group);

static inline unsigned __int128
flow_group_clock (const FlowGroup *group, SimTime now)
{
  return group->clock + group->rate * (unsigned __int128)(now - group->updated);
}

/** What @flow, one of the group's, has sent at @now. */
static inline unsigned __int128
flow_group_sent (const FlowGroup *group, const Flow *flow, SimTime now)
{
  return flow_group_clock (group, now) - flow->origin;
}

void flow_group_set_rate (FlowGroup *group, Rate rate, SimTime now);
/** An empty group starts anew, at @rate. */
void flow_group_begin (FlowGroup *group, Rate rate, SimTime now);
/** @id, which has sent @sent, joins. */
void flow_group_join (FlowGroup *group, FlowTable *table, FlowId id, unsigned __int128 sent, SimTime now);
void flow_group_leave (FlowGroup *group, FlowTable *table, FlowId id);
/** Takes the flow on top, which has finished by @now, out of the heap; it stays in the group. FLOW_NONE: the top has not. */
FlowId flow_group_take_finished (FlowGroup *group, FlowTable *table, SimTime now);
/** Puts such a flow back; it is due now. */
void flow_group_put_back (FlowGroup *group, FlowTable *table, FlowId id, SimTime now);
/** When the next flow finishes; SIM_TIME_NEVER when none does. */
SimTime flow_group_next_finish (const FlowGroup *group);
