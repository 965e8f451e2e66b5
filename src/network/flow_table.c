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
  table->heap = g_array_new (FALSE, FALSE, sizeof (FlowId));
  table->n_opened = 0;
}

void
flow_table_clear (FlowTable *table)
{
  g_array_unref (table->links);
  g_array_unref (table->flows);
  g_array_unref (table->free_ids);
  g_array_unref (table->dirty);
  g_array_unref (table->heap);
}

/* The heap of finish times. */

static gboolean
finishes_before (const FlowTable *table, FlowId a, FlowId b)
{
  SimTime at = flow_table_flow (table, a)->finish, bt = flow_table_flow (table, b)->finish;
  return at < bt || (at == bt && a < b);
}

static void
heap_put (FlowTable *table, guint32 place, FlowId id)
{
  g_array_index (table->heap, FlowId, place) = id;
  flow_table_flow (table, id)->heap_place = place;
}

static void
heap_sift_up (FlowTable *table, guint32 place, FlowId id)
{
  while (place > 0)
    {
      guint32 parent = (place - 1) / 4;
      FlowId above = g_array_index (table->heap, FlowId, parent);
      if (!finishes_before (table, id, above))
        break;
      heap_put (table, place, above);
      place = parent;
    }
  heap_put (table, place, id);
}

static void
heap_sift_down (FlowTable *table, guint32 place, FlowId id)
{
  const FlowId *heap = (const FlowId *)(gpointer)table->heap->data;
  for (guint32 child = 4 * place + 1; child < table->heap->len; child = 4 * place + 1)
    {
      guint32 first = child, end = MIN (child + 4, table->heap->len);
      for (guint32 i = child + 1; i < end; i++)
        if (finishes_before (table, heap[i], heap[first]))
          first = i;
      if (!finishes_before (table, heap[first], id))
        break;
      heap_put (table, place, heap[first]);
      place = first;
    }
  heap_put (table, place, id);
}

static void
heap_fix (FlowTable *table, FlowId id)
{
  guint32 place = flow_table_flow (table, id)->heap_place;
  heap_sift_up (table, place, id);
  heap_sift_down (table, flow_table_flow (table, id)->heap_place, id);
}

static void
heap_remove (FlowTable *table, FlowId id)
{
  guint32 place = flow_table_flow (table, id)->heap_place;
  FlowId last = g_array_index (table->heap, FlowId, table->heap->len - 1);
  g_array_set_size (table->heap, table->heap->len - 1);
  flow_table_flow (table, id)->heap_place = FLOW_NONE;
  if (last == id)
    return;
  heap_put (table, place, last);
  heap_fix (table, last);
}

/* Links and who is on them. */

static void
link_touch (FlowTable *table, LinkId id)
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
  link_touch (table, id);
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
  link_touch (table, id);
}

static void
link_leave (FlowTable *table, const Hop *hop)
{
  SharedLink *link = flow_table_link (table, hop->link);
  Member last = link->members[--link->n_members];
  link->members[hop->place] = last;
  flow_table_flow (table, last.flow)->hops[last.hop].place = hop->place;
  link_touch (table, hop->link);
}

/* Flows. */

static FlowId
take_id (FlowTable *table)
{
  guint n = table->free_ids->len;
  if (n == 0)
    {
      g_array_set_size (table->flows, table->flows->len + 1);
      return table->flows->len - 1;
    }
  FlowId id = g_array_index (table->free_ids, FlowId, n - 1);
  g_array_set_size (table->free_ids, n - 1);
  return id;
}

FlowId
flow_table_open (FlowTable *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  FlowId id = take_id (table);
  Flow *flow = flow_table_flow (table, id);
  if (n_links > flow->hops_allocated)
    {
      flow->hops_allocated = n_links;
      flow->hops = g_renew (Hop, flow->hops, n_links);
    }
  flow->n_hops = n_links;
  flow->finish = SIM_TIME_NEVER;
  flow->sequence = table->n_opened++;
  flow->mark = 0;
  progress_start (&flow->progress, bytes, now);
  for (guint i = 0; i < n_links; i++)
    link_join (table, route[i], id, i);
  g_array_append_val (table->heap, id);
  heap_sift_up (table, table->heap->len - 1, id);
  return id;
}

static void
flow_leave (FlowTable *table, FlowId id, SimTime now)
{
  Flow *flow = flow_table_flow (table, id);
  unsigned __int128 all = (unsigned __int128)flow->progress.bytes << RATE_SHIFT;
  unsigned __int128 done = progress_missing (&flow->progress, now) == 0 ? all : progress_at (&flow->progress, now);
  for (guint i = 0; i < flow->n_hops; i++)
    {
      flow_table_link (table, flow->hops[i].link)->carried += done;
      link_leave (table, &flow->hops[i]);
    }
  heap_remove (table, id);
  g_array_append_val (table->free_ids, id);
}

guint64
flow_table_close (FlowTable *table, FlowId id, SimTime now)
{
  guint64 missing = progress_missing (&flow_table_flow (table, id)->progress, now);
  flow_leave (table, id, now);
  return missing;
}

SimTime
flow_table_next_finish (const FlowTable *table)
{
  return table->heap->len == 0 ? SIM_TIME_NEVER : flow_table_flow (table, g_array_index (table->heap, FlowId, 0))->finish;
}

FlowId
flow_table_pop_finished (FlowTable *table, SimTime now)
{
  if (flow_table_next_finish (table) > now)
    return FLOW_NONE;
  FlowId id = g_array_index (table->heap, FlowId, 0);
  flow_leave (table, id, now);
  return id;
}

guint64
flow_table_link_bytes (const FlowTable *table, LinkId id, SimTime now)
{
  const SharedLink *link = flow_table_link (table, id);
  unsigned __int128 carried = link->carried;
  for (guint i = 0; i < link->n_members; i++)
    carried += progress_at (&flow_table_flow (table, link->members[i].flow)->progress, now);
  return (guint64)(carried >> RATE_SHIFT);
}

void
flow_table_set_rate (FlowTable *table, FlowId id, Rate rate, SimTime now)
{
  Flow *flow = flow_table_flow (table, id);
  if (flow->progress.rate == rate)
    return;
  progress_set_rate (&flow->progress, rate, now);
  flow->finish = progress_finish (&flow->progress);
  heap_fix (table, id);
}

/* Invariants. */

static void
check_flow (const FlowTable *table, FlowId id)
{
  const Flow *flow = flow_table_flow (table, id);
  g_assert (g_array_index (table->heap, FlowId, flow->heap_place) == id);
  g_assert (flow->finish == progress_finish (&flow->progress));
  g_assert (flow->heap_place == 0
            || !finishes_before (table, id, g_array_index (table->heap, FlowId, (flow->heap_place - 1) / 4)));
  for (guint i = 0; i < flow->n_hops; i++)
    {
      const Hop *hop = &flow->hops[i];
      const Member *member = &flow_table_link (table, hop->link)->members[hop->place];
      g_assert (member->flow == id && member->hop == i);
    }
}

void
flow_table_check (const FlowTable *table)
{
  g_assert (table->heap->len + table->free_ids->len == table->flows->len);
  for (guint i = 0; i < table->heap->len; i++)
    check_flow (table, g_array_index (table->heap, FlowId, i));
}

void
flow_table_check_loads (const FlowTable *table)
{
  for (LinkId id = 0; id < table->links->len; id++)
    {
      const SharedLink *link = flow_table_link (table, id);
      Rate load = 0;
      for (guint i = 0; i < link->n_members; i++)
        load += flow_table_flow (table, link->members[i].flow)->progress.rate;
      g_assert (link->dirty || load <= link->capacity);
    }
}
