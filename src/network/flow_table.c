#include "network/flow_table.h"

static void
link_clear (gpointer data)
{
  SharedLink *link = data;
  g_free (link->members);
}

static void
flow_clear (gpointer data)
{
  Flow *flow = data;
  g_free (flow->hops);
}

void
flow_table_init (FlowTable *table)
{
  table->links = g_array_new (FALSE, TRUE, sizeof (SharedLink));
  g_array_set_clear_func (table->links, link_clear);
  table->flows = g_array_new (FALSE, TRUE, sizeof (Flow));
  g_array_set_clear_func (table->flows, flow_clear);
  table->free_ids = g_array_new (FALSE, FALSE, sizeof (FlowId));
  table->dirty = g_array_new (FALSE, FALSE, sizeof (LinkId));
  table->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->n_opened = 0;
}

void
flow_table_clear (FlowTable *table)
{
  g_array_unref (table->links);
  g_array_unref (table->flows);
  g_array_unref (table->free_ids);
  g_array_unref (table->dirty);
  g_array_unref (table->places);
}

/* Links and who is on them. */

void
flow_table_touch (FlowTable *table, LinkId id)
{
  SharedLink *link = flow_table_link (table, id);
  if (link->dirty)
    return;
  link->dirty = TRUE;
  g_array_append_val (table->dirty, id);
}

void
flow_table_clean (FlowTable *table)
{
  for (guint i = 0; i < table->dirty->len; i++)
    flow_table_link (table, g_array_index (table->dirty, LinkId, i))->dirty = FALSE;
  g_array_set_size (table->dirty, 0);
}

LinkId
flow_table_add_link (FlowTable *table, Rate capacity)
{
  SharedLink link = { .capacity = capacity };
  g_array_append_val (table->links, link);
  return table->links->len - 1;
}

void
flow_table_set_capacity (FlowTable *table, LinkId id, Rate capacity, SimTime now)
{
  flow_table_link (table, id)->capacity = capacity;
  flow_table_touch (table, id);
}

static void
link_join (FlowTable *table, LinkId id, FlowId flow, guint32 hop)
{
  SharedLink *link = flow_table_link (table, id);
  if (link->n_members == link->members_allocated)
    {
      link->members_allocated = MAX (4, 2 * link->members_allocated);
      link->members = g_renew (Member, link->members, link->members_allocated);
    }
  flow_table_flow (table, flow)->hops[hop] = (Hop){ .link = id, .place = link->n_members };
  link->members[link->n_members++] = (Member){ .flow = flow, .hop = hop };
  flow_table_touch (table, id);
}

static void
link_leave (FlowTable *table, const Hop *hop)
{
  SharedLink *link = flow_table_link (table, hop->link);
  Member last = link->members[--link->n_members];
  link->members[hop->place] = last;
  flow_table_flow (table, last.flow)->hops[last.hop].place = hop->place;
  flow_table_touch (table, hop->link);
}

/* Flows. */

static FlowId
take_id (FlowTable *table)
{
  const guint32 no_place = HEAP_NONE;
  guint n = table->free_ids->len;
  if (n == 0)
    {
      g_array_set_size (table->flows, table->flows->len + 1);
      g_array_append_val (table->places, no_place);
      return table->flows->len - 1;
    }
  FlowId id = g_array_index (table->free_ids, FlowId, n - 1);
  g_array_set_size (table->free_ids, n - 1);
  return id;
}

FlowId
flow_table_enter (FlowTable *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  FlowId id = take_id (table);
  Flow *flow = flow_table_flow (table, id);
  if (n_links > flow->hops_allocated)
    {
      flow->hops_allocated = n_links;
      flow->hops = g_renew (Hop, flow->hops, n_links);
    }
  flow->n_hops = n_links;
  flow->sequence = ++table->n_opened;
  flow->mark = 0;
  flow->group = LINK_NONE;
  progress_start (&flow->progress, bytes, now);
  for (guint i = 0; i < n_links; i++)
    link_join (table, route[i], id, i);
  return id;
}

void
flow_table_leave (FlowTable *table, FlowId id, const Progress *progress, SimTime now)
{
  Flow *flow = flow_table_flow (table, id);
  unsigned __int128 all = (unsigned __int128)progress->bytes << RATE_SHIFT;
  unsigned __int128 done = progress_missing (progress, now) == 0 ? all : progress_at (progress, now);
  for (guint i = 0; i < flow->n_hops; i++)
    {
      flow_table_link (table, flow->hops[i].link)->carried += done;
      link_leave (table, &flow->hops[i]);
    }
  flow->sequence = 0;
  g_array_append_val (table->free_ids, id);
}

void
flow_table_check (const FlowTable *table)
{
  for (FlowId id = 0; id < table->flows->len; id++)
    {
      const Flow *flow = flow_table_flow (table, id);
      for (guint i = 0; flow->sequence != 0 && i < flow->n_hops; i++)
        {
          const Hop *hop = &flow->hops[i];
          const Member *member = &flow_table_link (table, hop->link)->members[hop->place];
          g_assert (member->flow == id && member->hop == i);
        }
    }
}
