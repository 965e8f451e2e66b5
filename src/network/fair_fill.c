/* The fair model where links depend on one another: components (flows connected through shared links) are filled anew.
 *
 * A link's share never falls while its component is filled, so the heap may hold old shares: an entry is brought up to date when
 * it comes to the top.
 */
#include "network/fair_state.h"

/* Puts @share into the hole at @place, which moves towards the leaves. */
static void
shares_sift_down (GArray *shares, guint place, Share share)
{
  Share *heap = (Share *)(gpointer)shares->data;
  for (guint child = 2 * place + 1; child < shares->len; child = 2 * place + 1)
    {
      if (child + 1 < shares->len && share_before (heap[child + 1], heap[child]))
        child++;
      if (!share_before (heap[child], share))
        break;
      heap[place] = heap[child];
      place = child;
    }
  heap[place] = share;
}

static void
shares_drop_first (GArray *shares)
{
  Share last = g_array_index (shares, Share, shares->len - 1);
  g_array_set_size (shares, shares->len - 1);
  if (shares->len > 0)
    shares_sift_down (shares, 0, last);
}

static Rate
link_level (const SharedLink *link)
{
  return link->remaining / link->n_open;
}

static void
collect_shares (Fair *fair)
{
  g_array_set_size (fair->shares, 0);
  for (guint i = 0; i < fair->component.links->len; i++)
    {
      LinkId id = g_array_index (fair->component.links, LinkId, i);
      const SharedLink *link = flow_table_link (&fair->table, id);
      if (link->n_open == 0)
        continue;
      Share share = { .level = link_level (link), .link = id };
      g_array_append_val (fair->shares, share);
    }
  for (guint i = fair->shares->len / 2; i-- > 0;)
    shares_sift_down (fair->shares, i, g_array_index (fair->shares, Share, i));
}

static void
freeze_flow (Fair *fair, FlowId id, const Share *share, SimTime now)
{
  Flow *flow = flow_table_flow (&fair->table, id);
  flow->mark = fair->component.mark + 1;
  fair->n_open--;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      SharedLink *link = flow_table_link (&fair->table, flow_hops (flow)[h].link);
      link->remaining -= share->level;
      link->n_open--;
    }
  if (flow->group != share->link)
    fair_join (fair, id, share->link, now);
}

static void
freeze_link (Fair *fair, const Share *share, SimTime now)
{
  const SharedLink *link = flow_table_link (&fair->table, share->link);
  for (guint m = 0; m < link->n_members; m++)
    if (flow_table_flow (&fair->table, link_members (link)[m].flow)->mark == fair->component.mark)
      freeze_flow (fair, link_members (link)[m].flow, share, now);
  flow_group_set_rate (&fair_link (fair, share->link)->group, share->level, now);
}

static void
fill_component (Fair *fair, SimTime now)
{
  fair->n_open = fair->component.flows->len;
  collect_shares (fair);
  while (fair->n_open > 0)
    {
      Share top = g_array_index (fair->shares, Share, 0);
      const SharedLink *link = flow_table_link (&fair->table, top.link);
      Rate level = link->n_open > 0 ? link_level (link) : 0;
      if (link->n_open > 0 && level == top.level)
        freeze_link (fair, &top, now);
      else if (link->n_open > 0)
        shares_sift_down (fair->shares, 0, (Share){ .level = level, .link = top.link });
      else
        shares_drop_first (fair->shares);
    }
}

/* Which links are plain. */

static gboolean
is_plain_alone (Fair *fair, LinkId id)
{
  const SharedLink *link = flow_table_link (&fair->table, id);
  return link->n_own == link->n_members || (link->n_own == 0 && fair_promise (fair, id));
}

/* A flow over two links of which neither is slack and plain tangles its group. */
static void
tangle_flow (Fair *fair, FlowId id)
{
  const Flow *flow = flow_table_flow (&fair->table, id);
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const SharedLink *other = flow_table_link (&fair->table, flow_hops (flow)[h].link);
      if (flow_hops (flow)[h].link != flow->group && (other->tangled || other->n_own > 0))
        flow_table_link (&fair->table, flow->group)->tangled = TRUE;
    }
}

static void
judge_component (Fair *fair)
{
  const GArray *links = fair->component.links, *flows = fair->component.flows;
  for (guint i = 0; i < links->len; i++)
    {
      LinkId id = g_array_index (links, LinkId, i);
      fair_link (fair, id)->lowest = SHARE_MAX;
      flow_table_link (&fair->table, id)->promised = FALSE;
    }
  for (guint i = 0; i < links->len; i++)
    {
      LinkId id = g_array_index (links, LinkId, i);
      flow_table_link (&fair->table, id)->tangled = !is_plain_alone (fair, id);
    }
  for (guint i = 0; i < flows->len; i++)
    tangle_flow (fair, g_array_index (flows, FlowId, i));
  for (guint i = 0; i < links->len; i++)
    fair_refresh (fair, g_array_index (links, LinkId, i));
}

void
fair_fill_broken (Fair *fair, SimTime now)
{
  component_begin (&fair->component);
  for (guint i = 0; i < fair->broken.n; i++)
    if (component_collect (&fair->component, &fair->table, fair->broken.ids[i]))
      {
        fill_component (fair, now);
        judge_component (fair);
      }
  fair->broken.n = 0;
}
