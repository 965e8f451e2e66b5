/* Links serve flows in the order in which they came: the earliest flow has all that its route can carry, the next one what is
 * left, and so on. Nothing is left idle that a later flow could use.
 */
#include "network/component.h"

typedef struct
{
  FlowTable table;
  Component component; /* the one at hand */
} Fifo;

static Sharing *
fifo_create (void)
{
  Fifo *fifo = g_new0 (Fifo, 1);
  flow_table_init (&fifo->table);
  component_init (&fifo->component);
  return &fifo->table;
}

static void
fifo_destroy (Sharing *sharing)
{
  Fifo *fifo = (Fifo *)sharing;
  flow_table_clear (&fifo->table);
  component_clear (&fifo->component);
  g_free (fifo);
}

static int
compare_arrival (gconstpointer a, gconstpointer b, gpointer data)
{
  const FlowTable *table = data;
  guint64 x = flow_table_flow (table, *(const FlowId *)a)->sequence, y = flow_table_flow (table, *(const FlowId *)b)->sequence;
  return x < y ? -1 : x > y;
}

static void
serve_flow (FlowTable *table, FlowId id, SimTime now)
{
  const Flow *flow = flow_table_flow (table, id);
  Rate rate = flow_table_link (table, flow->hops[0].link)->remaining;
  for (guint h = 1; h < flow->n_hops; h++)
    rate = MIN (rate, flow_table_link (table, flow->hops[h].link)->remaining);
  for (guint h = 0; h < flow->n_hops; h++)
    flow_table_link (table, flow->hops[h].link)->remaining -= rate;
  flow_table_set_rate (table, id, rate, now);
}

static void
fifo_settle (Sharing *sharing, SimTime now)
{
  Fifo *fifo = (Fifo *)sharing;
  GArray *flows = fifo->component.flows;
  component_begin (&fifo->component);
  for (guint i = 0; i < fifo->table.dirty->len; i++)
    {
      if (!component_collect (&fifo->component, &fifo->table, g_array_index (fifo->table.dirty, LinkId, i)))
        continue;
      g_array_sort_with_data (flows, compare_arrival, &fifo->table);
      for (guint k = 0; k < flows->len; k++)
        serve_flow (&fifo->table, g_array_index (flows, FlowId, k), now);
    }
  flow_table_clean (&fifo->table);
}

/* Some link of the flow's is full with it and those that came before it. */
static gboolean
flow_is_served (const FlowTable *table, const Flow *flow)
{
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const SharedLink *link = flow_table_link (table, flow->hops[h].link);
      Rate load = 0;
      for (guint m = 0; m < link->n_members; m++)
        {
          const Flow *other = flow_table_flow (table, link->members[m].flow);
          load += other->sequence <= flow->sequence ? other->progress.rate : 0;
        }
      if (load == link->capacity)
        return TRUE;
    }
  return FALSE;
}

static void
fifo_check (const Sharing *table, SimTime now)
{
  flow_table_check (table);
  flow_table_check_loads (table);
  if (table->dirty->len > 0)
    return;
  for (guint i = 0; i < table->heap->len; i++)
    g_assert (flow_is_served (table, flow_table_flow (table, g_array_index (table->heap, FlowId, i))));
}

const SharingModel sharing_fifo = {
  .name = "fifo",
  .summary = "links serve flows in the order in which they came",
  .create = fifo_create,
  .destroy = fifo_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = flow_table_open,
  .close = flow_table_close,
  .settle = fifo_settle,
  .next_finish = flow_table_next_finish,
  .pop_finished = flow_table_pop_finished,
  .link_bytes = flow_table_link_bytes,
  .check = fifo_check,
};
