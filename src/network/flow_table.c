#include "network/flow_table.h"

static void
link_clear (gpointer data)
{
  SharedLink *link = data;
  if (link->many_allocated > 0)
    g_free (link->many);
}

static void
flow_clear (gpointer data)
{
  Flow *flow = data;
  if (flow->n_hops > FEW_HOPS)
    g_free (flow->many);
}

void
flow_table_init (FlowTable *table)
{
  table->links = g_array_new (FALSE, TRUE, sizeof (SharedLink));
  g_array_set_clear_func (table->links, link_clear);
  table->flows = g_array_new (FALSE, TRUE, sizeof (Flow));
  g_array_set_clear_func (table->flows, flow_clear);
  table->slab = (Slab){ 0 };
  table->dirty = (IdList){ 0 };
  table->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->n_opened = 0;
}

void
flow_table_clear (FlowTable *table)
{
  for (HopBlock *next; table->spare != NULL; table->spare = next)
    {
      next = table->spare->next_spare;
      g_free (table->spare);
    }
  g_clear_pointer (&table->progress, g_array_unref);
  g_array_unref (table->links);
  g_array_unref (table->flows);
  slab_clear (&table->slab);
  id_list_clear (&table->dirty);
  g_array_unref (table->places);
}

/* Links and who is on them. */

void
flow_table_clean (FlowTable *table)
{
  for (guint i = 0; i < table->dirty.n; i++)
    flow_table_link (table, table->dirty.ids[i])->dirty = FALSE;
  table->dirty.n = 0;
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
link_grow (SharedLink *link)
{
  guint32 n = link->many_allocated;
  Member *many = n == 0 ? g_memdup2 (&link->one, sizeof (Member)) : link->many;
  link->many_allocated = MAX (4, 2 * n);
  link->many = g_renew (Member, many, link->many_allocated);
}

static void
link_join (FlowTable *table, LinkId id, FlowId flow, guint32 hop)
{
  SharedLink *link = flow_table_link (table, id);
  if (link->n_members == MAX (1, link->many_allocated))
    link_grow (link);
  flow_hops (flow_table_flow (table, flow))[hop] = (Hop){ .link = id, .place = link->n_members };
  link_members (link)[link->n_members++] = (Member){ .flow = flow, .hop = hop, .group = LINK_NONE };
  flow_table_touch (table, id);
}

static void
link_leave (FlowTable *table, const Hop *hop)
{
  SharedLink *link = flow_table_link (table, hop->link);
  Member last = link_members (link)[--link->n_members];
  link_members (link)[hop->place] = last;
  flow_hops (flow_table_flow (table, last.flow))[last.hop].place = hop->place;
  flow_table_touch (table, hop->link);
}

/* Flows. */

static FlowId
take_id (FlowTable *table)
{
  const guint32 no_place = HEAP_NONE;
  FlowId id = slab_take (&table->slab);
  if (id == table->flows->len)
    {
      g_array_set_size (table->flows, id + 1);
      g_array_append_val (table->places, no_place);
      if (table->progress != NULL)
        g_array_set_size (table->progress, id + 1);
    }
  return id;
}

/* Routes that differ in length share the blocks, so that a block soon has room for all of them. */
static HopBlock *
take_block (FlowTable *table, guint n_links)
{
  HopBlock *block = table->spare;
  if (block != NULL)
    table->spare = block->next_spare;
  if (block == NULL || block->room < n_links)
    {
      block = g_realloc (block, sizeof (HopBlock) + n_links * sizeof (Hop));
      block->room = n_links;
    }
  return block;
}

static void
release_block (FlowTable *table, HopBlock *block)
{
  block->next_spare = table->spare;
  table->spare = block;
}

FlowId
flow_table_enter (FlowTable *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  FlowId id = take_id (table);
  Flow *flow = flow_table_flow (table, id);
  if (n_links > FEW_HOPS)
    flow->many = take_block (table, n_links);
  flow->n_hops = n_links;
  flow->sequence = ++table->n_opened;
  flow->group = LINK_NONE;
  flow->bytes = bytes;
  flow->sent = 0;
  if (table->progress != NULL)
    progress_start (flow_table_progress (table, flow), bytes, now);
  for (guint i = 0; i < n_links; i++)
    link_join (table, route[i], id, i);
  return id;
}

void
flow_table_leave (FlowTable *table, FlowId id, unsigned __int128 sent)
{
  Flow *flow = flow_table_flow (table, id);
  guint64 bytes = flow->bytes;
  unsigned __int128 carried = progress_short_of (bytes, sent) == 0 ? (unsigned __int128)bytes << RATE_SHIFT : sent;
  const Hop *hops = flow_hops (flow);
  for (guint i = 0; i < flow->n_hops; i++)
    {
      flow_table_link (table, hops[i].link)->carried += carried;
      link_leave (table, &hops[i]);
    }
  if (flow->n_hops > FEW_HOPS)
    release_block (table, flow->many);
  flow->n_hops = 0;
  flow->sequence = 0;
  slab_release (&table->slab, id);
}

LinkId
flow_narrowest (const FlowTable *table, const Flow *flow)
{
  LinkId narrowest = flow_hops (flow)[0].link;
  for (guint h = 1; h < flow->n_hops; h++)
    {
      LinkId link = flow_hops (flow)[h].link;
      if (flow_table_link (table, link)->capacity < flow_table_link (table, narrowest)->capacity)
        narrowest = link;
    }
  return narrowest;
}

void
flow_table_credit (FlowTable *table, FlowId id, unsigned __int128 sent)
{
  flow_table_flow (table, id)->sent = sent;
}

void
flow_table_carry (FlowTable *table, LinkId id, guint64 bytes)
{
  flow_table_link (table, id)->carried += (unsigned __int128)bytes << RATE_SHIFT;
}

void
flow_table_check (const FlowTable *table)
{
  for (FlowId id = 0; id < table->flows->len; id++)
    {
      const Flow *flow = flow_table_flow (table, id);
      for (guint i = 0; flow->sequence != 0 && i < flow->n_hops; i++)
        {
          const Hop *hop = &flow_hops (flow)[i];
          const Member *member = &link_members (flow_table_link (table, hop->link))[hop->place];
          g_assert (member->flow == id && member->hop == i);
        }
    }
}
