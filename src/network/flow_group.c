#include "network/flow_group.h"

void
flow_group_clear (FlowGroup *group)
{
  index_heap_clear (&group->heap);
}

static void
advance (FlowGroup *group, SimTime now)
{
  group->clock = flow_group_clock (group, now);
  group->updated = now;
}

void
flow_group_set_rate (FlowGroup *group, Rate rate, SimTime now)
{
  if (group->rate == rate)
    return;
  advance (group, now);
  group->rate = rate;
}

void
flow_group_begin (FlowGroup *group, Rate rate, SimTime now)
{
  group->rate = rate;
  group->clock = 0;
  group->updated = now;
}

void
flow_group_join (FlowGroup *group, FlowTable *table, FlowId id, unsigned __int128 sent, SimTime now)
{
  Flow *flow = flow_table_flow (table, id);
  unsigned __int128 goal = progress_goal (flow->bytes);
  advance (group, now);
  flow->origin = group->clock - sent;
  index_heap_push (&group->heap, flow_table_places (table), id, group->clock + (goal - MIN (goal, sent)));
}

void
flow_group_leave (FlowGroup *group, FlowTable *table, FlowId id)
{
  guint32 *places = flow_table_places (table);
  if (places[id] != HEAP_NONE)
    index_heap_remove (&group->heap, places, id);
}

FlowId
flow_group_take_finished (FlowGroup *group, FlowTable *table, SimTime now)
{
  const HeapEntry *first = index_heap_first (&group->heap);
  if (first == NULL || heap_entry_key (first) > flow_group_clock (group, now))
    return FLOW_NONE;
  FlowId id = first->id;
  index_heap_remove (&group->heap, flow_table_places (table), id);
  return id;
}

void
flow_group_put_back (FlowGroup *group, FlowTable *table, FlowId id, SimTime now)
{
  advance (group, now);
  index_heap_push (&group->heap, flow_table_places (table), id, 0);
}

SimTime
flow_group_next_finish (const FlowGroup *group)
{
  const HeapEntry *first = index_heap_first (&group->heap);
  if (first == NULL)
    return SIM_TIME_NEVER;
  HeapKey due = heap_entry_key (first);
  return progress_when (due - MIN (due, group->clock), group->rate, group->updated);
}
