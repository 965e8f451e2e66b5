/* The fair model: who is in which group, and what follows for the links around (fair_state.h). */
#include "network/fair_state.h"

static void
add_tie (Fair *fair, LinkId group, Hop *hop, Tie tie)
{
  FairGroup *tied = fair_group (fair, group);
  if (tied->n_ties == tied->ties_allocated)
    {
      tied->ties_allocated = MAX (4, 2 * tied->ties_allocated);
      tied->ties = g_renew (Tie, tied->ties, tied->ties_allocated);
    }
  hop->tie = tied->n_ties;
  tied->ties[tied->n_ties++] = tie;
}

static void
remove_tie (Fair *fair, LinkId group, guint32 place)
{
  FairGroup *tied = fair_group (fair, group);
  Tie last = tied->ties[--tied->n_ties];
  tied->ties[place] = last;
  flow_hops (flow_table_flow (&fair->table, last.flow))[last.hop].tie = place;
}

/* The flow, which has a group, is foreign to the hop's link. */
static void
enter_foreign (Fair *fair, FlowId id, guint32 h)
{
  const Flow *flow = flow_table_flow (&fair->table, id);
  Hop *hop = &flow_hops (flow)[h];
  FairLink *link = fair_link (fair, hop->link);
  if (link->n_own == 0)
    {
      fair_admit (fair, flow, hop);
      return;
    }
  Rate rate = fair_group (fair, flow->group)->flows.rate;
  add_tie (fair, flow->group, hop, (Tie){ .flow = id, .hop = h, .link = hop->link });
  link->group->foreign += rate;
  if (level_code (rate) < level_code (link->group->promise))
    fair_lower (fair, flow->group, level_code (link->group->promise));
  else
    link->group->promise = 0;
  fair_doubt (fair, hop->link, fair->at);
}

static void
leave_foreign (Fair *fair, const Flow *flow, const Hop *hop)
{
  FairLink *link = fair_link (fair, hop->link);
  if (link->n_own == 0)
    {
      fair_release (fair, hop);
      return;
    }
  remove_tie (fair, flow->group, hop->tie);
  link->group->foreign -= fair_group (fair, flow->group)->flows.rate;
  fair_doubt (fair, hop->link, link->group->flows.rate);
}

static FairGroup *
take_group (Fair *fair)
{
  FairGroup *group = fair->spare;
  if (group == NULL)
    return g_new0 (FairGroup, 1);
  fair->spare = group->next_spare;
  return group;
}

/* A slack link, which will be judged, is to have a group. */
static void
begin_group (Fair *fair, LinkId id, Rate rate, SimTime now)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  FairGroup *group = link->group = take_group (fair);
  flow_group_begin (&group->flows, rate, now);
  group->foreign = group->promise = 0;
  group->lowest = LIMIT_NONE;
  link->stale = FALSE;
  for (guint m = 0; m < shared->n_members; m++)
    {
      Member member = link_members (shared)[m];
      if (member.group == LINK_NONE)
        continue;
      Hop *hop = &flow_hops (flow_table_flow (&fair->table, member.flow))[member.hop];
      add_tie (fair, member.group, hop, (Tie){ member.flow, member.hop, id });
      group->foreign += fair_group (fair, member.group)->flows.rate;
    }
}

/* The last flow has left the group: the link is slack, for all that is known. */
static void
end_group (Fair *fair, LinkId id)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  guint32 *places = &g_array_index (fair->places, guint32, 0);
  for (guint m = 0; m < shared->n_members; m++)
    {
      Member member = link_members (shared)[m];
      if (member.group == LINK_NONE)
        continue;
      Hop *hop = &flow_hops (flow_table_flow (&fair->table, member.flow))[member.hop];
      remove_tie (fair, member.group, hop->tie);
      hop->limit = 0;
    }
  if (places[id] != HEAP_NONE)
    index_heap_remove (&fair->finishes, places, id);
  link->group->next_spare = fair->spare;
  fair->spare = link->group;
  link->group = NULL;
  link->stale = TRUE;
  fair_doubt (fair, id, fair->at);
}

static void
set_group (Fair *fair, Flow *flow, LinkId group)
{
  flow->group = group;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const Hop *hop = &flow_hops (flow)[h];
      link_members (flow_table_link (&fair->table, hop->link))[hop->place].group = group;
    }
}

void
fair_leave (Fair *fair, FlowId id)
{
  Flow *flow = flow_table_flow (&fair->table, id);
  LinkId group = flow->group;
  if (group == LINK_NONE)
    return;
  for (guint h = 0; h < flow->n_hops; h++)
    if (flow_hops (flow)[h].link != group)
      leave_foreign (fair, flow, &flow_hops (flow)[h]);
  flow_group_leave (&fair_group (fair, group)->flows, &fair->table, id);
  set_group (fair, flow, LINK_NONE);
  fair_note_moved (fair, group);
  if (--fair_link (fair, group)->n_own == 0)
    end_group (fair, group);
  else
    fair_doubt (fair, group, fair_group (fair, group)->flows.rate);
}

void
fair_join (Fair *fair, FlowId id, LinkId link, Rate rate, SimTime now)
{
  Flow *flow = flow_table_flow (&fair->table, id);
  unsigned __int128 sent = fair_sent (fair, flow, now);
  fair_leave (fair, id);
  if (fair_link (fair, link)->n_own == 0)
    begin_group (fair, link, rate, now);
  fair_link (fair, link)->n_own++;
  set_group (fair, flow, link);
  flow_group_join (&fair_group (fair, link)->flows, &fair->table, id, sent, now);
  for (guint h = 0; h < flow->n_hops; h++)
    if (flow_hops (flow)[h].link != link)
      enter_foreign (fair, id, h);
  fair_note_moved (fair, link);
}

/* How much less than before a link offers at most to each of @n flows when @rise is taken from it: a shift in place of a
 * division, since it only has to be enough. */
static Rate
at_most_a_share (Rate rise, guint n)
{
  return (rise >> (31 - __builtin_clz (n))) + 1;
}

static void
doubt_tied (Fair *fair, LinkId id, Rate rise)
{
  const FairLink *link = fair_link (fair, id);
  const guint32 *queued = fair_queued (fair);
  Rate level = queued[id] == HEAP_NONE ? link->group->flows.rate : index_heap_key (&fair->queue, queued, id);
  Rate fall = rise > 0 ? at_most_a_share (rise, link->n_own) : 0;
  fair_doubt (fair, id, level - MIN (level, fall));
}

void
fair_set_rate (Fair *fair, LinkId id, Rate rate, SimTime now)
{
  FairGroup *group = fair_group (fair, id);
  Rate before = group->flows.rate;
  if (rate == before)
    return;
  flow_group_set_rate (&group->flows, rate, now);
  fair_note_moved (fair, id);
  for (guint i = 0; i < group->n_ties; i++)
    {
      LinkId other = group->ties[i].link;
      fair_group (fair, other)->foreign += rate - before;
      doubt_tied (fair, other, rate > before ? rate - before : 0);
    }
  if (rate > before && level_code (rate) >= group->lowest)
    fair_keep_limits (fair, id);
}
