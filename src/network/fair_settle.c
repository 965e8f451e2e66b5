/* The fair model: which links are judged, and in which order (fair_state.h).
 *
 * A link that is to be judged waits in the queue at a level that is not behind the first at which it differs from what it was:
 * the lower of its group's old level and of its new offer. When it has come to the top and is still the lowest with its offer as
 * it is then, it takes the flows that it has to and its group has its new rate. A group that rises has its new rate from its old
 * level on, since from there on its flows are open to the other links on their way.
 */
#include "network/fair_state.h"

void
fair_doubt (Fair *fair, LinkId id, Rate level)
{
  guint32 *queued = fair_queued (fair);
  if (!fair->settling)
    return;
  if (queued[id] == HEAP_NONE)
    index_heap_push (&fair->queue, queued, id, level);
  else if (level < index_heap_key (&fair->queue, queued, id))
    index_heap_change (&fair->queue, queued, id, level);
}

/* The bottleneck of a new flow is at first the slowest of its links that have groups, or else the one that offers least. */
static LinkId
choose (const Fair *fair, const Flow *flow, Rate *rate)
{
  Share slowest = SHARE_MAX, least = SHARE_MAX;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      LinkId id = flow_hops (flow)[h].link;
      const SharedLink *shared = flow_table_link (&fair->table, id);
      const FairGroup *group = fair_group (fair, id);
      Share offer = { shared->capacity, id };
      if (group != NULL && share_before ((Share){ group->flows.rate, id }, slowest))
        slowest = (Share){ group->flows.rate, id };
      if (slowest.link != LINK_NONE)
        continue;
      if (shared->n_members > 1)
        offer.level /= shared->n_members;
      if (share_before (offer, least))
        least = offer;
    }
  *rate = least.level;
  return slowest.link != LINK_NONE ? slowest.link : least.link;
}

static void
place_fresh (Fair *fair, SimTime now)
{
  for (guint i = 0; i < fair->fresh.n; i++)
    {
      FlowId id = fair->fresh.ids[i];
      const Flow *flow = flow_table_flow (&fair->table, id);
      Rate rate;
      if (flow->sequence == 0 || flow->group != LINK_NONE)
        continue;
      LinkId link = choose (fair, flow, &rate);
      fair_join (fair, id, link, rate, now);
    }
  fair->fresh.n = 0;
}

/* The flows that the link has seen from @taken on are its own from now on. */
static void
take (Fair *fair, LinkId id, Share offer, guint taken, SimTime now)
{
  for (guint i = taken; i < fair->seen->len; i++)
    fair_join (fair, fair_seen (fair, i)->flow, id, offer.level, now);
}

/* Whether another link has to be judged before @level; if so, the link waits until then. */
static gboolean
waits (Fair *fair, LinkId id, Rate level)
{
  const HeapEntry *first = index_heap_first (&fair->queue);
  if (first == NULL || heap_entry_key (first) >= level)
    return FALSE;
  fair_doubt (fair, id, level);
  return TRUE;
}

static void
settle_slack (Fair *fair, LinkId id, SimTime now)
{
  guint taken;
  Share offer = fair_judge (fair, id, &taken);
  if (offer.link == LINK_NONE || waits (fair, id, offer.level))
    return;
  fair->at = offer.level;
  take (fair, id, offer, taken, now);
  fair_doubt (fair, id, offer.level); /* as a link with a group */
}

static void
settle_group (Fair *fair, LinkId id, SimTime now)
{
  FairLink *link = fair_link (fair, id);
  Rate before = link->group->flows.rate;
  guint taken;
  if (waits (fair, id, MIN (before, fair_offer (fair, id))))
    return;
  Share offer = fair_judge (fair, id, &taken);
  gboolean later = waits (fair, id, MIN (before, offer.level));
  if (!later)
    {
      fair->at = MIN (before, offer.level);
      fair_set_rate (fair, id, offer.level, now);
      later = taken < fair->seen->len && waits (fair, id, offer.level);
    }
  if (later && taken < fair->seen->len)
    link->group->promise = 0; /* it must look again */
  if (later)
    return;
  fair->at = offer.level;
  take (fair, id, offer, taken, now);
}

/* Puts down when the next flow of the link's group, if there is one, finishes. */
static void
refresh (Fair *fair, LinkId id)
{
  guint32 *places = &g_array_index (fair->places, guint32, 0);
  FairLink *link = fair_link (fair, id);
  link->moved = FALSE;
  if (link->n_own == 0)
    return;
  SimTime next = flow_group_next_finish (&link->group->flows);
  if (places[id] == HEAP_NONE)
    index_heap_push (&fair->finishes, places, id, next);
  else
    index_heap_change (&fair->finishes, places, id, next);
}

/* Whether a link must be judged because it is dirty. One that has lost all its flows need not, since all of it is free. */
static gboolean
is_doubtful (Fair *fair, LinkId id)
{
  FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  if (link->stale && shared->n_members == 0)
    {
      link->reserve = link->slice = shared->capacity;
      link->sole = SOLE_NOBODY;
      link->stale = FALSE;
    }
  return link->n_own > 0 || link->stale;
}

/* All flows of the link are its own and no other group's link is on their way, so that nobody's offer depends on its rate and it
 * need not wait for its turn. What rises above its limits is noticed. */
static gboolean
is_by_itself (const Fair *fair, LinkId id)
{
  const FairLink *link = fair_link (fair, id);
  return link->n_own == flow_table_link (&fair->table, id)->n_members && link->n_own > 0 && link->group->n_ties == 0;
}

static void
settle_dirty (Fair *fair, SimTime now)
{
  const IdList *dirty = &fair->table.dirty;
  for (guint i = 0; i < dirty->n; i++)
    {
      LinkId id = dirty->ids[i];
      if (is_by_itself (fair, id))
        fair_set_rate (fair, id, fair_offer (fair, id), now);
      else if (is_doubtful (fair, id))
        fair_doubt (fair, id, 0);
    }
}

void
fair_settle_links (Fair *fair, SimTime now)
{
  fair->at = 0;
  fair->settling = TRUE;
  place_fresh (fair, now);
  settle_dirty (fair, now);
  for (const HeapEntry *first; (first = index_heap_first (&fair->queue)) != NULL;)
    {
      LinkId id = first->id;
      index_heap_remove (&fair->queue, fair_queued (fair), id);
      if (fair_link (fair, id)->n_own > 0)
        settle_group (fair, id, now);
      else if (fair_link (fair, id)->stale)
        settle_slack (fair, id, now);
    }
  fair->settling = FALSE;
  for (guint i = 0; i < fair->moved.n; i++)
    refresh (fair, fair->moved.ids[i]);
  fair->moved.n = 0;
}
