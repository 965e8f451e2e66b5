/* The fair model where a change touches plain links alone (fair_state.h). */
#include "network/fair_state.h"

static Share
equal_share (const Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  return (Share){ .level = link->n_members == 1 ? link->capacity : link->capacity / link->n_members, .link = id };
}

static Share
group_share (const Fair *fair, LinkId id)
{
  return (Share){ .level = fair_link (fair, id)->group.rate, .link = id };
}

/* Every flow of the link is of one group, whose link has less to give to no fewer flows: whatever comes and goes, the link offers
 * more. */
static gboolean
is_wider (const Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  if (link->sole >= SOLE_NOBODY)
    return FALSE;
  return share_before ((Share){ .level = flow_table_link (&fair->table, link->sole)->capacity, .link = link->sole },
                       (Share){ .level = link->capacity, .link = id });
}

static gboolean
is_slack (const Fair *fair, LinkId id)
{
  return flow_table_link (&fair->table, id)->n_own == 0;
}

Share
fair_promise_of (const Fair *fair, LinkId id)
{
  gboolean promised = flow_table_link (&fair->table, id)->promised;
  if (is_wider (fair, id))
    return SHARE_MAX;
  return promised ? (Share){ .level = fair_link (fair, id)->promise, .link = id } : equal_share (fair, id);
}

/* Halfway between @low and @high, rounded up; low <= high. */
static Rate
halfway (Rate low, Rate high)
{
  return low + (high - low + 1) / 2;
}

static void
lower (Share *lowest, Share share)
{
  if (share_before (share, *lowest))
    *lowest = share;
}

/* The group of a new flow is the one that one of its links has, or else that of the link that offers least. Whether this is right
 * is seen when all are placed. LINK_NONE: a link is not plain. */
static LinkId
choose (const Fair *fair, const Flow *flow)
{
  Share least = SHARE_MAX;
  LinkId bottleneck = LINK_NONE;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      LinkId link = flow_hops (flow)[h].link;
      if (flow_table_link (&fair->table, link)->tangled)
        return LINK_NONE;
      if (!is_slack (fair, link))
        bottleneck = link;
      else if (bottleneck == LINK_NONE)
        lower (&least, equal_share (fair, link));
    }
  return bottleneck != LINK_NONE ? bottleneck : least.link;
}

static void
place (Fair *fair, FlowId id, SimTime now)
{
  const Flow *flow = flow_table_flow (&fair->table, id);
  LinkId group = choose (fair, flow);
  if (group == LINK_NONE)
    return;
  fair_join (fair, id, group, now);
  for (guint h = 0; h < flow->n_hops; h++)
    if (flow_hops (flow)[h].link != group)
      {
        SharedLink *link = flow_table_link (&fair->table, flow_hops (flow)[h].link);
        link->sole = link->sole == SOLE_NOBODY || link->sole == group ? group : LINK_NONE;
        lower (&fair_link (fair, group)->lowest, fair_promise_of (fair, flow_hops (flow)[h].link));
      }
}

static void
place_fresh (Fair *fair, SimTime now)
{
  for (guint i = 0; i < fair->fresh.n; i++)
    {
      FlowId id = fair->fresh.ids[i];
      const Flow *flow = flow_table_flow (&fair->table, id);
      if (flow->sequence != 0 && flow->group == LINK_NONE)
        place (fair, id, now);
    }
  fair->fresh.n = 0;
}

gboolean
fair_promise (Fair *fair, LinkId id)
{
  SharedLink *link = flow_table_link (&fair->table, id);
  Share offer = equal_share (fair, id), fastest = { 0, 0 };
  link->sole = SOLE_NOBODY;
  for (guint m = 0; m < link->n_members; m++)
    {
      LinkId group = flow_table_flow (&fair->table, link_members (link)[m].flow)->group;
      if (group == LINK_NONE)
        return FALSE;
      link->sole = link->sole == SOLE_NOBODY || link->sole == group ? group : LINK_NONE;
      if (share_before (fastest, group_share (fair, group)))
        fastest = group_share (fair, group);
    }
  if (!share_before (fastest, offer))
    return FALSE;
  link->promised = link->n_members > 1 && !is_wider (fair, id);
  if (link->promised)
    fair_link (fair, id)->promise = halfway (fastest.level, offer.level);
  for (guint m = 0; m < link->n_members; m++)
    lower (&fair_link (fair, flow_table_flow (&fair->table, link_members (link)[m].flow)->group)->lowest,
           fair_promise_of (fair, id));
  return TRUE;
}

/* Asks a slack link whose promise does not lie behind @group for a better one. It may always promise more, up to its offer. */
static gboolean
ask_for_more (Fair *fair, LinkId id, Share group)
{
  Share offer = equal_share (fair, id);
  if (share_before (group, fair_promise_of (fair, id)))
    return TRUE;
  if (!share_before (group, offer))
    return FALSE;
  fair_link (fair, id)->promise = halfway (group.level, offer.level);
  return TRUE;
}

/* The group's rate has risen to the lowest promise: goes through its flows' links. */
static gboolean
find_lowest (Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  Share own = group_share (fair, id), lowest = SHARE_MAX;
  for (guint m = 0; m < link->n_members; m++)
    {
      const Flow *flow = flow_table_flow (&fair->table, link_members (link)[m].flow);
      for (guint h = 0; h < flow->n_hops; h++)
        {
          LinkId other = flow_hops (flow)[h].link;
          if (other == id)
            continue;
          if (!ask_for_more (fair, other, own))
            return FALSE;
          lower (&lowest, fair_promise_of (fair, other));
        }
    }
  fair_link (fair, id)->lowest = lowest;
  return TRUE;
}

static gboolean
is_plain_group (const SharedLink *link)
{
  return link->n_own > 0 && link->n_own == link->n_members && !link->tangled;
}

static void
set_rate (Fair *fair, LinkId id, SimTime now)
{
  SharedLink *link = flow_table_link (&fair->table, id);
  if (link->n_members < 2 || link->n_own > 0)
    link->promised = FALSE;
  if (link->n_members == 0)
    {
      link->tangled = FALSE;
      link->sole = SOLE_NOBODY;
    }
  else if (is_plain_group (link))
    flow_group_set_rate (&fair_link (fair, id)->group, equal_share (fair, id).level, now);
  else if (link->n_own > 0 || link->tangled)
    id_list_add (&fair->broken, id);
}

static void
keep_promise (Fair *fair, LinkId id)
{
  SharedLink *link = flow_table_link (&fair->table, id);
  if (link->n_members == 0 || link->n_own > 0 || link->tangled)
    return;
  if (is_wider (fair, id))
    {
      link->promised = FALSE;
      return;
    }
  if (link->promised && fair_link (fair, id)->promise <= equal_share (fair, id).level)
    return;
  if (!fair_promise (fair, id))
    id_list_add (&fair->broken, id);
}

static void
keep_below (Fair *fair, LinkId id)
{
  if (is_plain_group (flow_table_link (&fair->table, id)) && !share_before (group_share (fair, id), fair_link (fair, id)->lowest)
      && !find_lowest (fair, id))
    id_list_add (&fair->broken, id);
}

void
fair_settle_locally (Fair *fair, SimTime now)
{
  const IdList *dirty = &fair->table.dirty;
  place_fresh (fair, now);
  for (guint i = 0; i < dirty->n; i++)
    set_rate (fair, dirty->ids[i], now);
  for (guint i = 0; i < dirty->n; i++)
    keep_promise (fair, dirty->ids[i]);
  for (guint i = 0; i < dirty->n; i++)
    keep_below (fair, dirty->ids[i]);
  for (guint i = 0; i < dirty->n; i++)
    fair_refresh (fair, dirty->ids[i]);
}
