/* Max-min fair sharing by progressive filling (Bertsekas & Gallager, Data Networks, section 6.5): the link that offers its flows
 * the smallest equal share freezes them at that share; what they take is taken from their other links, and so on.
 *
 * Only components (flows connected through shared links) with a dirty link are filled anew. A link's share never falls while its
 * component is filled, so the heap may hold old shares: an entry is brought up to date when it comes to the top.
 */
#include "network/component.h"

/* What the link offered to each of its open flows when the entry was made. */
typedef struct
{
  Rate level;
  LinkId link;
} Share;

typedef struct
{
  FlowTable table;
  Component component; /* the one at hand; a flow of it that is frozen has the next mark */
  GArray *shares;      /* Share: a binary heap by (level, link) */
  guint n_open;        /* flows of the component that are not frozen */
} Fair;

static Sharing *
fair_create (void)
{
  Fair *fair = g_new0 (Fair, 1);
  flow_table_init (&fair->table);
  component_init (&fair->component);
  fair->shares = g_array_new (FALSE, FALSE, sizeof (Share));
  return &fair->table;
}

static void
fair_destroy (Sharing *sharing)
{
  Fair *fair = (Fair *)sharing;
  flow_table_clear (&fair->table);
  component_clear (&fair->component);
  g_array_unref (fair->shares);
  g_free (fair);
}

static gboolean
share_before (const Share *a, const Share *b)
{
  return a->level < b->level || (a->level == b->level && a->link < b->link);
}

/* Puts @share into the hole at @place, which moves towards the leaves. */
static void
shares_sift_down (GArray *shares, guint place, Share share)
{
  Share *heap = (Share *)(gpointer)shares->data;
  for (guint child = 2 * place + 1; child < shares->len; child = 2 * place + 1)
    {
      if (child + 1 < shares->len && share_before (&heap[child + 1], &heap[child]))
        child++;
      if (!share_before (&heap[child], &share))
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
freeze_flow (Fair *fair, FlowId id, Rate level, SimTime now)
{
  Flow *flow = flow_table_flow (&fair->table, id);
  flow->mark = fair->component.mark + 1;
  fair->n_open--;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      SharedLink *link = flow_table_link (&fair->table, flow->hops[h].link);
      link->remaining -= level;
      link->n_open--;
    }
  flow_table_set_rate (&fair->table, id, level, now);
}

static void
freeze_link (Fair *fair, const Share *share, SimTime now)
{
  const SharedLink *link = flow_table_link (&fair->table, share->link);
  for (guint m = 0; m < link->n_members; m++)
    if (flow_table_flow (&fair->table, link->members[m].flow)->mark == fair->component.mark)
      freeze_flow (fair, link->members[m].flow, share->level, now);
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

static void
fair_settle (Sharing *sharing, SimTime now)
{
  Fair *fair = (Fair *)sharing;
  component_begin (&fair->component);
  for (guint i = 0; i < fair->table.dirty->len; i++)
    if (component_collect (&fair->component, &fair->table, g_array_index (fair->table.dirty, LinkId, i)))
      fill_component (fair, now);
  flow_table_clean (&fair->table);
}

/* Every flow crosses a link that is full, but for what rounding down leaves, on which no flow is faster. */
static gboolean
flow_has_bottleneck (const FlowTable *table, const Flow *flow)
{
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const SharedLink *link = flow_table_link (table, flow->hops[h].link);
      Rate load = 0, fastest = 0;
      for (guint m = 0; m < link->n_members; m++)
        {
          Rate rate = flow_table_flow (table, link->members[m].flow)->progress.rate;
          load += rate;
          fastest = MAX (fastest, rate);
        }
      if (flow->progress.rate == fastest && link->capacity - load < link->n_members)
        return TRUE;
    }
  return FALSE;
}

static void
fair_check (const Sharing *table, SimTime now)
{
  flow_table_check (table);
  flow_table_check_loads (table);
  if (table->dirty->len > 0)
    return;
  for (guint i = 0; i < table->heap->len; i++)
    g_assert (flow_has_bottleneck (table, flow_table_flow (table, g_array_index (table->heap, FlowId, i))));
}

const SharingModel sharing_fair = {
  .name = "fair",
  .summary = "max-min fair sharing of every link among the flows that cross it",
  .create = fair_create,
  .destroy = fair_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = flow_table_open,
  .close = flow_table_close,
  .settle = fair_settle,
  .next_finish = flow_table_next_finish,
  .pop_finished = flow_table_pop_finished,
  .link_bytes = flow_table_link_bytes,
  .check = fair_check,
};
