/* The fair model where a change touches plain links alone (fair_state.h). */
#include "network/fair_state.h"

static Share
equal_share (const Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  return (Share){ .level = link->capacity / link->n_members, .link = id };
}

static Share
group_share (const Fair *fair, LinkId id)
{
  return (Share){ .level = fair_link (fair, id)->group.rate, .link = id };
}

static gboolean
is_slack (const Fair *fair, LinkId id)
{
  return fair_link (fair, id)->group.n == 0;
}

static Share
promise_of (const Fair *fair, LinkId id)
{
  return (Share){ .level = fair_link (fair, id)->promise, .link = id };
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
      LinkId link = flow->hops[h].link;
      if (fair_link (fair, link)->tangled)
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
    if (flow->hops[h].link != group)
      lower (&fair_link (fair, group)->lowest, promise_of (fair, flow->hops[h].link));
}

static void
place_fresh (Fair *fair, SimTime now)
{
  for (guint i = 0; i < fair->fresh->len; i++)
    {
      FlowId id = g_array_index (fair->fresh, FlowId, i);
      const Flow *flow = flow_table_flow (&fair->table, id);
      if (flow->sequence != 0 && flow->group == LINK_NONE)
        place (fair, id, now);
    }
  g_array_set_size (fair->fresh, 0);
}

gboolean
fair_promise (Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  Share offer = equal_share (fair, id), fastest = { 0, 0 };
  for (guint m = 0; m < link->n_members; m++)
    {
      LinkId group = flow_table_flow (&fair->table, link->members[m].flow)->group;
      if (group == LINK_NONE)
        return FALSE;
      if (share_before (fastest, group_share (fair, group)))
        fastest = group_share (fair, group);
    }
  if (!share_before (fastest, offer))
    return FALSE;
  fair_link (fair, id)->promise = halfway (fastest.level, offer.level);
  for (guint m = 0; m < link->n_members; m++)
    lower (&fair_link (fair, flow_table_flow (&fair->table, link->members[m].flow)->group)->lowest, promise_of (fair, id));
  return TRUE;
}

/* Asks a slack link whose promise does not lie behind @group for a better one. It may always promise more, up to its offer. */
static gboolean
ask_for_more (Fair *fair, LinkId id, Share group)
{
  FairLink *link = fair_link (fair, id);
  Share offer = equal_share (fair, id);
  if (share_before (group, promise_of (fair, id)))
    return TRUE;
  if (!share_before (group, offer))
    return FALSE;
  link->promise = halfway (group.level, offer.level);
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
      const Flow *flow = flow_table_flow (&fair->table, link->members[m].flow);
      for (guint h = 0; h < flow->n_hops; h++)
        {
          LinkId other = flow->hops[h].link;
          if (other == id)
            continue;
          if (!ask_for_more (fair, other, own))
            return FALSE;
          lower (&lowest, promise_of (fair, other));
        }
    }
  fair_link (fair, id)->lowest = lowest;
  return TRUE;
}

void
fair_make_plain (Fair *fair, LinkId id)
{
  FairLink *link = fair_link (fair, id);
  link->tangled = FALSE;
  link->promise = SHARE_MAX.level;
  link->lowest = SHARE_MAX;
}

static void
set_rate (Fair *fair, LinkId id, SimTime now)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  if (shared->n_members == 0)
    fair_make_plain (fair, id);
  else if (link->group.n > 0 && !link->tangled && link->group.n == shared->n_members)
    flow_group_set_rate (&link->group, equal_share (fair, id).level, now);
  else if (link->group.n > 0 || link->tangled)
    g_array_append_val (fair->broken, id);
}

static void
keep_promise (Fair *fair, LinkId id)
{
  const FairLink *link = fair_link (fair, id);
  if (link->tangled || link->group.n > 0 || flow_table_link (&fair->table, id)->n_members == 0)
    return;
  if (equal_share (fair, id).level < link->promise && !fair_promise (fair, id))
    g_array_append_val (fair->broken, id);
}

static void
keep_below (Fair *fair, LinkId id)
{
  FairLink *link = fair_link (fair, id);
  if (link->tangled || link->group.n == 0 || link->group.n < flow_table_link (&fair->table, id)->n_members)
    return;
  if (!share_before (group_share (fair, id), link->lowest) && !find_lowest (fair, id))
    g_array_append_val (fair->broken, id);
}

void
fair_settle_locally (Fair *fair, SimTime now)
{
  const GArray *dirty = fair->table.dirty;
  place_fresh (fair, now);
  for (guint i = 0; i < dirty->len; i++)
    set_rate (fair, g_array_index (dirty, LinkId, i), now);
  for (guint i = 0; i < dirty->len; i++)
    keep_promise (fair, g_array_index (dirty, LinkId, i));
  for (guint i = 0; i < dirty->len; i++)
    keep_below (fair, g_array_index (dirty, LinkId, i));
  for (guint i = 0; i < dirty->len; i++)
    fair_refresh (fair, g_array_index (dirty, LinkId, i));
}
