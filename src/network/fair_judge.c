/* The fair model: what one link sees, and the limits that keep it from having to look (fair_state.h). */
#include "network/fair_state.h"

static gboolean
is_wider (const Fair *fair, LinkId id)
{
  LinkId sole = fair_link (fair, id)->sole;
  if (sole >= SOLE_NOBODY)
    return FALSE;
  return share_before ((Share){ .level = flow_table_link (&fair->table, sole)->capacity, .link = sole },
                       (Share){ .level = flow_table_link (&fair->table, id)->capacity, .link = id });
}

static void
add_to_sole (FairLink *link, LinkId group)
{
  link->sole = link->sole == SOLE_NOBODY || link->sole == group ? group : LINK_NONE;
}

/* Halfway between @low and @high; low <= high. */
static Rate
halfway (Rate low, Rate high)
{
  return low + (high - low) / 2;
}

static Rate
cost_of (guint32 limit)
{
  return code_level (limit) + 1;
}

/* Limits of a slack link. */

static void
become_stale (Fair *fair, LinkId id)
{
  fair_link (fair, id)->stale = TRUE;
  fair_doubt (fair, id, fair->at);
}

static gboolean
set_limit (FairLink *link, Hop *hop, Rate rate, Rate up_to)
{
  guint32 limit = level_code (up_to);
  if (level_code (rate) >= limit || cost_of (limit) > link->reserve)
    return FALSE;
  hop->limit = limit;
  link->reserve -= cost_of (limit);
  return TRUE;
}

void
fair_admit (Fair *fair, const Flow *flow, Hop *hop)
{
  FairLink *link = fair_link (fair, hop->link);
  const SharedLink *shared = flow_table_link (&fair->table, hop->link);
  Rate rate = fair_group (fair, flow->group)->flows.rate;
  gboolean was_wider = is_wider (fair, hop->link), alone = shared->n_members == 1;
  hop->limit = 0;
  if (alone)
    {
      link->sole = SOLE_NOBODY;
      link->reserve = shared->capacity;
      link->stale = FALSE;
    }
  if (link->stale)
    return;
  add_to_sole (link, flow->group);
  if (is_wider (fair, hop->link))
    hop->limit = LIMIT_NONE;
  else if ((!alone && was_wider) || !set_limit (link, hop, rate, alone ? link->reserve - 1 : rate + link->slice))
    become_stale (fair, hop->link);
  else
    fair_lower (fair, flow->group, hop->limit);
}

void
fair_release (Fair *fair, const Hop *hop)
{
  FairLink *link = fair_link (fair, hop->link);
  if (!link->stale && hop->limit != 0 && hop->limit != LIMIT_NONE)
    link->reserve += cost_of (hop->limit);
}

/* The flow may have what it has, and no more without asking where @slice does not show. */
static void
grant_limit (Fair *fair, FairLink *link, const Flow *flow, Hop *hop)
{
  Rate rate = fair_group (fair, flow->group)->flows.rate;
  hop->limit = 0;
  if (!set_limit (link, hop, rate, rate + link->slice))
    link->reserve -= rate + 1;
  fair_lower (fair, flow->group, hop->limit);
}

/* Half of what is left, evenly to all; to a single flow, all. There may be none. */
static void
grant_limits (Fair *fair, LinkId id, Rate load)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  guint n = shared->n_members;
  Rate left = shared->capacity - load - n;
  link->slice = n <= 1 ? left : left / (2 * n);
  link->reserve = shared->capacity;
  for (guint m = 0; m < n; m++)
    {
      const Flow *flow = flow_table_flow (&fair->table, link_members (shared)[m].flow);
      grant_limit (fair, link, flow, &flow_hops (flow)[link_members (shared)[m].hop]);
    }
}

/* All limits are @limit, and nothing is left to give. */
static void
set_all_limits (Fair *fair, LinkId id, guint32 limit)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  link->reserve = link->slice = 0;
  for (guint m = 0; m < shared->n_members; m++)
    {
      const Flow *flow = flow_table_flow (&fair->table, link_members (shared)[m].flow);
      flow_hops (flow)[link_members (shared)[m].hop].limit = limit;
      fair_lower (fair, flow->group, limit);
    }
}

/* Looking. */

/* Collects the foreign flows; returns what they take together. */
static Rate
see_foreign (Fair *fair, LinkId id)
{
  const SharedLink *shared = flow_table_link (&fair->table, id);
  const Member *members = link_members (shared);
  Rate load = 0;
  guint n = 0;
  g_array_set_size (fair->seen, shared->n_members);
  for (guint m = 0; m < shared->n_members; m++)
    {
      if (members[m].group == id)
        continue;
      Rate level = fair_group (fair, members[m].group)->flows.rate;
      *fair_seen (fair, n++) = (Seen){ .level = level, .group = members[m].group, .flow = members[m].flow };
      load += level;
    }
  g_array_set_size (fair->seen, n);
  return load;
}

/* A link with a group promises @level to the first @n seen, of which the fastest has @highest; nothing where the difference does
 * not show. One that is to have a group will be judged again. */
static void
promise (Fair *fair, LinkId id, guint n, Rate highest, Rate level)
{
  FairGroup *group = fair_group (fair, id);
  if (group == NULL)
    return;
  level = level_code (highest) < level_code (level) ? level : 0;
  group->promise = level;
  for (guint i = 0; i < n; i++)
    fair_lower (fair, fair_seen (fair, i)->group, level_code (level));
}

/* Those of the flows seen from *@foreign on whose shares come before @offer go to the front, and *@foreign behind them. Returns what
 * they take together. */
static Rate
pass (Fair *fair, Share offer, guint *foreign)
{
  Seen *seen = fair_seen (fair, 0);
  Rate sum = 0;
  for (guint i = *foreign; i < fair->seen->len; i++)
    {
      Seen flow = seen[i];
      if (!share_before ((Share){ .level = flow.level, .link = flow.group }, offer))
        continue;
      seen[i] = seen[*foreign];
      seen[(*foreign)++] = flow;
      sum += flow.level;
    }
  return sum;
}

/* An offer that does not come behind the one that the filling ends at: what would be left if all that is slower than @guess were
 * foreign, but for what rounding may add. */
static Share
offer_below (const Fair *fair, LinkId id, Rate guess)
{
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Rate left = shared->capacity, n = shared->n_members;
  for (guint i = 0; i < fair->seen->len; i++)
    if (fair_seen (fair, i)->level < guess)
      {
        left -= MIN (left, fair_seen (fair, i)->level);
        n--;
      }
  Rate level = n > 0 ? left / n : 0;
  return (Share){ .level = level - MIN (level, shared->n_members), .link = id };
}

/* The filling, seen from the link, which needs no order: whoever is slower than an offer that is not too high is foreign, by which
 * the offer rises, until nobody is. It begins near @guess, which a few rounds suffice for. */
static Share
fill_link (Fair *fair, LinkId id, Rate guess, guint *taken)
{
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Share offer = offer_below (fair, id, guess);
  Rate left = shared->capacity, level = offer.level;
  do
    {
      offer.level = level;
      left -= pass (fair, offer, taken);
      if (*taken == shared->n_members)
        return SHARE_MAX;
      level = left / (shared->n_members - *taken);
    }
  while (level != offer.level);
  return offer;
}

static Share
look (Fair *fair, LinkId id, Rate guess, guint *taken)
{
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Rate highest = 0;
  *taken = 0;
  Share offer = fill_link (fair, id, guess, taken);
  for (guint i = 0; i < *taken; i++)
    highest = MAX (highest, fair_seen (fair, i)->level);
  if (highest + shared->n_members < offer.level)
    promise (fair, id, *taken, highest, halfway (highest, offer.level - shared->n_members));
  else
    promise (fair, id, *taken, 0, 0);
  return offer;
}

static Share
judge_slack (Fair *fair, LinkId id, guint *taken)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Share offer = SHARE_MAX;
  Rate load = see_foreign (fair, id);
  *taken = fair->seen->len;
  link->sole = SOLE_NOBODY;
  for (guint i = 0; i < fair->seen->len; i++)
    add_to_sole (link, fair_seen (fair, i)->group);
  if (is_wider (fair, id))
    set_all_limits (fair, id, LIMIT_NONE);
  else if (load + shared->n_members <= shared->capacity)
    grant_limits (fair, id, load);
  else
    {
      offer = look (fair, id, shared->capacity / shared->n_members, taken);
      if (offer.link == LINK_NONE)
        set_all_limits (fair, id, 0);
    }
  link->stale = offer.link != LINK_NONE;
  return offer;
}

static Share
judge_group (Fair *fair, LinkId id, guint *taken)
{
  const FairLink *link = fair_link (fair, id);
  const FairGroup *group = link->group;
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Share offer = { .level = fair_offer (fair, id), .link = id };
  fair->seen->len = 0;
  *taken = 0;
  if (link->n_own == shared->n_members || (group->promise > 0 && group->promise + shared->n_members <= offer.level))
    return offer;
  see_foreign (fair, id);
  return look (fair, id, group->flows.rate, taken);
}

Rate
fair_offer (const Fair *fair, LinkId id)
{
  const FairLink *link = fair_link (fair, id);
  Rate capacity = flow_table_link (&fair->table, id)->capacity;
  Rate foreign = link->group->foreign;
  return foreign < capacity ? (capacity - foreign) / link->n_own : 0;
}

Share
fair_judge (Fair *fair, LinkId id, guint *taken)
{
  return fair_link (fair, id)->n_own > 0 ? judge_group (fair, id, taken) : judge_slack (fair, id, taken);
}

/* Asking. */

/* A link with a group that has promised something may promise more, up to its offer, without looking. */
static guint32
ask_group (Fair *fair, LinkId id, Rate rate)
{
  FairGroup *group = fair_group (fair, id);
  Rate margin = flow_table_link (&fair->table, id)->n_members;
  if (group->promise > 0 && rate + margin < group->flows.rate)
    {
      Rate more = halfway (rate, group->flows.rate - margin);
      if (level_code (rate) < level_code (more))
        return level_code (group->promise = more);
    }
  group->promise = 0;
  fair_doubt (fair, id, fair->at);
  return 0;
}

static guint32
ask_slack (Fair *fair, Hop *hop, Rate rate)
{
  FairLink *link = fair_link (fair, hop->link);
  if (link->stale)
    return 0;
  fair_release (fair, hop);
  if (hop->limit != 0 && set_limit (link, hop, rate, rate + link->slice))
    return hop->limit;
  hop->limit = 0;
  become_stale (fair, hop->link);
  return 0;
}

static guint32
keep_limit (Fair *fair, Hop *hop, Rate rate)
{
  const FairLink *link = fair_link (fair, hop->link);
  guint32 limit = link->n_own > 0 ? level_code (link->group->promise) : hop->limit;
  if (level_code (rate) < limit)
    return limit;
  return link->n_own > 0 ? ask_group (fair, hop->link, rate) : ask_slack (fair, hop, rate);
}

void
fair_keep_limits (Fair *fair, LinkId group)
{
  const SharedLink *shared = flow_table_link (&fair->table, group);
  Rate rate = fair_group (fair, group)->flows.rate;
  guint32 lowest = LIMIT_NONE;
  for (guint m = 0; m < shared->n_members; m++)
    {
      const Flow *flow = flow_table_flow (&fair->table, link_members (shared)[m].flow);
      for (guint h = 0; flow->group == group && h < flow->n_hops; h++)
        if (flow_hops (flow)[h].link != group)
          {
            guint32 limit = keep_limit (fair, &flow_hops (flow)[h], rate);
            lowest = MIN (lowest, limit);
          }
    }
  fair_group (fair, group)->lowest = lowest;
}
