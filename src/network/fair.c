/* Max-min fair sharing: the model. How it settles is told in fair_state.h. */
#include "network/fair_state.h"

static void
group_free (FairGroup *group)
{
  if (group == NULL)
    return;
  flow_group_clear (&group->flows);
  g_free (group->ties);
  g_free (group);
}

static void
fair_link_clear (gpointer data)
{
  group_free (((FairLink *)data)->group);
}

static Sharing *
fair_create (void)
{
  Fair *fair = g_new0 (Fair, 1);
  flow_table_init (&fair->table);
  fair->next = SIM_TIME_NEVER;
  fair->links = g_array_new (FALSE, TRUE, sizeof (FairLink));
  g_array_set_clear_func (fair->links, fair_link_clear);
  fair->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  fair->queued = g_array_new (FALSE, FALSE, sizeof (guint32));
  fair->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  return &fair->table;
}

static void
fair_destroy (Sharing *sharing)
{
  Fair *fair = (Fair *)sharing;
  flow_table_clear (&fair->table);
  index_heap_clear (&fair->finishes);
  index_heap_clear (&fair->queue);
  g_array_unref (fair->links);
  for (FairGroup *next; fair->spare != NULL; fair->spare = next)
    {
      next = fair->spare->next_spare;
      group_free (fair->spare);
    }
  g_array_unref (fair->places);
  id_list_clear (&fair->fresh);
  g_free (fair->finished);
  g_array_unref (fair->queued);
  id_list_clear (&fair->moved);
  g_array_unref (fair->seen);
  g_free (fair);
}

static LinkId
fair_add_link (Sharing *sharing, Rate capacity)
{
  Fair *fair = (Fair *)sharing;
  const guint32 no_place = HEAP_NONE;
  LinkId id = flow_table_add_link (sharing, capacity);
  g_array_set_size (fair->links, id + 1);
  g_array_append_val (fair->places, no_place);
  g_array_append_val (fair->queued, no_place);
  fair_link (fair, id)->sole = SOLE_NOBODY;
  return id;
}

/* Limits stand on the link's capacity, and whether links that share flows with it are wider. */
static void
fair_set_capacity (Sharing *sharing, LinkId id, Rate capacity, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  const SharedLink *link = flow_table_link (sharing, id);
  flow_table_set_capacity (sharing, id, capacity, now);
  fair_link (fair, id)->stale = TRUE;
  for (guint m = 0; m < link->n_members; m++)
    {
      const Flow *flow = flow_table_flow (sharing, link_members (link)[m].flow);
      for (guint h = 0; h < flow->n_hops; h++)
        {
          fair_link (fair, flow_hops (flow)[h].link)->stale = TRUE;
          flow_table_touch (sharing, flow_hops (flow)[h].link);
        }
    }
}

static guint32 *
group_places (const Fair *fair)
{
  return &g_array_index (fair->places, guint32, 0);
}

static FlowId
fair_open (Sharing *sharing, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  FlowId id = flow_table_enter (sharing, route, n_links, bytes, now);
  id_list_add (&fair->fresh, id);
  return id;
}

static guint64
fair_close (Sharing *sharing, FlowId id, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  const Flow *flow = flow_table_flow (sharing, id);
  unsigned __int128 sent = fair_sent (fair, flow, now);
  guint64 missing = progress_short_of (flow->bytes, sent);
  fair_leave (fair, id);
  flow_table_leave (sharing, id, sent);
  return missing;
}

static gboolean
is_open (const Fair *fair, const Finished *finished)
{
  return flow_table_flow (&fair->table, finished->flow)->sequence == finished->sequence;
}

/* Flows that have finished and that nobody has asked for are on the way again. */
static void
put_back_finished (Fair *fair, SimTime now)
{
  for (; fair->first_finished < fair->n_finished; fair->first_finished++)
    {
      const Finished *finished = &fair->finished[fair->first_finished];
      LinkId link = flow_table_flow (&fair->table, finished->flow)->group;
      if (!is_open (fair, finished))
        continue;
      flow_group_put_back (&fair_group (fair, link)->flows, &fair->table, finished->flow, now);
      fair_note_moved (fair, link);
    }
}

static SimTime
fair_next_finish (const Sharing *sharing)
{
  return ((const Fair *)sharing)->next;
}

static void
note_next (Fair *fair)
{
  const HeapEntry *first = index_heap_first (&fair->finishes);
  fair->next = first == NULL ? SIM_TIME_NEVER : (SimTime)heap_entry_key (first);
}

static void
fair_settle (Sharing *sharing, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  put_back_finished (fair, now);
  fair_settle_links (fair, now);
  flow_table_clean (&fair->table);
  note_next (fair);
}

static int
compare_flows (gconstpointer a, gconstpointer b)
{
  FlowId x = ((const Finished *)a)->flow, y = ((const Finished *)b)->flow;
  return x < y ? -1 : x > y;
}

static void
add_finished (Fair *fair, FlowId id)
{
  if (fair->n_finished == fair->finished_allocated)
    {
      fair->finished_allocated = MAX (16, 2 * fair->finished_allocated);
      fair->finished = g_renew (Finished, fair->finished, fair->finished_allocated);
    }
  guint64 sequence = flow_table_flow (&fair->table, id)->sequence;
  fair->finished[fair->n_finished++] = (Finished){ .flow = id, .sequence = sequence };
}

/* The flows of a group come in order already. */
static void
sort_finished (Fair *fair)
{
  for (guint i = 1; i < fair->n_finished; i++)
    if (fair->finished[i].flow < fair->finished[i - 1].flow)
      {
        qsort (fair->finished, fair->n_finished, sizeof (Finished), compare_flows);
        return;
      }
}

/* What has finished by @now. Popping or closing it moves its group, so that the group is put down in finishes anew. */
static void
collect_finished (Fair *fair, SimTime now)
{
  fair->first_finished = fair->n_finished = 0;
  for (; fair->next <= now; note_next (fair))
    {
      LinkId link = index_heap_first (&fair->finishes)->id;
      FlowId id;
      while ((id = flow_group_take_finished (&fair_group (fair, link)->flows, &fair->table, now)) != FLOW_NONE)
        add_finished (fair, id);
      index_heap_remove (&fair->finishes, group_places (fair), link);
    }
  sort_finished (fair);
}

static FlowId
fair_pop_finished (Sharing *sharing, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  if (fair->first_finished == fair->n_finished)
    collect_finished (fair, now);
  while (fair->first_finished < fair->n_finished)
    {
      Finished finished = fair->finished[fair->first_finished++];
      if (!is_open (fair, &finished))
        continue;
      guint64 bytes = flow_table_flow (sharing, finished.flow)->bytes;
      fair_leave (fair, finished.flow);
      flow_table_leave (sharing, finished.flow, (unsigned __int128)bytes << RATE_SHIFT);
      return finished.flow;
    }
  return FLOW_NONE;
}

static guint64
fair_link_bytes (const Sharing *sharing, LinkId id, SimTime now)
{
  const Fair *fair = (const Fair *)sharing;
  const SharedLink *link = flow_table_link (sharing, id);
  unsigned __int128 carried = link->carried;
  for (guint i = 0; i < link->n_members; i++)
    carried += fair_sent (fair, flow_table_flow (sharing, link_members (link)[i].flow), now);
  return (guint64)(carried >> RATE_SHIFT);
}

/* Invariants. */

static Rate
flow_rate (const Fair *fair, const Flow *flow)
{
  return fair_group (fair, flow->group)->flows.rate;
}

/* Every flow crosses a link that is full, but for what rounding down leaves, on which no flow is faster. */
static gboolean
flow_has_bottleneck (const Fair *fair, const Flow *flow)
{
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const SharedLink *link = flow_table_link (&fair->table, flow_hops (flow)[h].link);
      Rate load = 0, fastest = 0;
      for (guint m = 0; m < link->n_members; m++)
        {
          Rate rate = flow_rate (fair, flow_table_flow (&fair->table, link_members (link)[m].flow));
          load += rate;
          fastest = MAX (fastest, rate);
        }
      if (flow_rate (fair, flow) == fastest && link->capacity - load < link->n_members)
        return TRUE;
    }
  return FALSE;
}

/* What keeps a link from being judged. */
static void
check_limit (const Fair *fair, const Flow *flow, const Hop *hop)
{
  const FairLink *link = fair_link (fair, hop->link);
  const FairGroup *group = fair_group (fair, flow->group);
  guint32 limit = link->n_own > 0 ? level_code (link->group->promise) : hop->limit;
  g_assert (limit == 0 || level_code (group->flows.rate) < limit);
  g_assert (group->lowest <= limit);
  if (link->n_own == 0)
    return;
  const Tie *tie = &group->ties[hop->tie];
  g_assert (flow_table_flow (&fair->table, tie->flow) == flow && tie->link == hop->link);
}

static void
check_link (const Fair *fair, LinkId id)
{
  const FairLink *link = fair_link (fair, id);
  const SharedLink *shared = flow_table_link (&fair->table, id);
  Rate load = 0, limits = 0;
  guint own = 0;
  for (guint m = 0; m < shared->n_members; m++)
    {
      const Flow *flow = flow_table_flow (&fair->table, link_members (shared)[m].flow);
      const Hop *hop = &flow_hops (flow)[link_members (shared)[m].hop];
      load += flow_rate (fair, flow);
      own += flow->group == id;
      if (flow->group == id)
        continue;
      check_limit (fair, flow, hop);
      limits += hop->limit == LIMIT_NONE || hop->limit == 0 ? 0 : code_level (hop->limit) + 1;
    }
  g_assert (own == link->n_own && !link->moved);
  g_assert (load <= shared->capacity);
  if (own > 0)
    {
      const FlowGroup *flows = &link->group->flows;
      g_assert (link->group->foreign + own * flows->rate == load);
      g_assert (flows->rate == (shared->capacity - link->group->foreign) / own);
      index_heap_check (&flows->heap, flow_table_places (&fair->table));
    }
  else
    g_assert (link->group == NULL && !link->stale && limits + link->reserve <= shared->capacity);
}

static void
fair_check (const Sharing *sharing, SimTime now)
{
  const Fair *fair = (const Fair *)sharing;
  flow_table_check (sharing);
  index_heap_check (&fair->finishes, group_places (fair));
  if (sharing->dirty.n > 0)
    return;
  for (LinkId id = 0; id < sharing->links->len; id++)
    check_link (fair, id);
  for (FlowId id = 0; id < sharing->flows->len; id++)
    {
      const Flow *flow = flow_table_flow (sharing, id);
      g_assert (flow->sequence == 0 || flow_has_bottleneck (fair, flow));
    }
}

const SharingModel sharing_fair = {
  .name = "fair",
  .summary = "max-min fair sharing of every link among the flows that cross it",
  .create = fair_create,
  .destroy = fair_destroy,
  .add_link = fair_add_link,
  .set_capacity = fair_set_capacity,
  .open = fair_open,
  .credit = flow_table_credit,
  .close = fair_close,
  .settle = fair_settle,
  .next_finish = fair_next_finish,
  .pop_finished = fair_pop_finished,
  .link_bytes = fair_link_bytes,
  .check = fair_check,
};
