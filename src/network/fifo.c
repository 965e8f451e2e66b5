/* Links serve flows in the order in which they came: the earliest flow has all that its route can carry, the next one what is
 * left, and so on. Nothing is left idle that a later flow could use.
 */
#include "network/component.h"
#include "network/own_rates.h"

typedef struct
{
  OwnRates rates;
  Component component; /* the one at hand */
} Fifo;

static Sharing *
fifo_create (void)
{
  Fifo *fifo = g_new0 (Fifo, 1);
  own_rates_init (&fifo->rates);
  component_init (&fifo->component);
  return &fifo->rates.table;
}

static void
fifo_destroy (Sharing *sharing)
{
  Fifo *fifo = (Fifo *)sharing;
  own_rates_clear (&fifo->rates);
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
serve_flow (OwnRates *rates, FlowId id, SimTime now)
{
  FlowTable *table = &rates->table;
  const Flow *flow = flow_table_flow (table, id);
  Rate rate = flow_table_link (table, flow_hops (flow)[0].link)->remaining;
  for (guint h = 1; h < flow->n_hops; h++)
    rate = MIN (rate, flow_table_link (table, flow_hops (flow)[h].link)->remaining);
  for (guint h = 0; h < flow->n_hops; h++)
    flow_table_link (table, flow_hops (flow)[h].link)->remaining -= rate;
  own_rates_set (rates, id, rate, now);
}

static void
fifo_settle (Sharing *sharing, SimTime now)
{
  Fifo *fifo = (Fifo *)sharing;
  FlowTable *table = &fifo->rates.table;
  GArray *flows = fifo->component.flows;
  component_begin (&fifo->component);
  for (guint i = 0; i < table->dirty.n; i++)
    {
      if (!component_collect (&fifo->component, table, table->dirty.ids[i]))
        continue;
      g_array_sort_with_data (flows, compare_arrival, table);
      for (guint k = 0; k < flows->len; k++)
        serve_flow (&fifo->rates, g_array_index (flows, FlowId, k), now);
    }
  flow_table_clean (table);
}

/* Some link of the flow's is full with it and those that came before it. */
static gboolean
flow_is_served (const FlowTable *table, const Flow *flow)
{
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const SharedLink *link = flow_table_link (table, flow_hops (flow)[h].link);
      Rate load = 0;
      for (guint m = 0; m < link->n_members; m++)
        {
          const Flow *other = flow_table_flow (table, link_members (link)[m].flow);
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
  const Fifo *fifo = (const Fifo *)table;
  own_rates_check (&fifo->rates);
  own_rates_check_loads (&fifo->rates);
  if (table->dirty.n > 0)
    return;
  for (FlowId id = 0; id < table->flows->len; id++)
    {
      const Flow *flow = flow_table_flow (table, id);
      g_assert (flow->sequence == 0 || flow_is_served (table, flow));
    }
}

const SharingModel sharing_fifo = {
  .name = "fifo",
  .summary = "links serve flows in the order in which they came",
  .create = fifo_create,
  .destroy = fifo_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = own_rates_open,
  .close = own_rates_close,
  .settle = fifo_settle,
  .next_finish = own_rates_next_finish,
  .pop_finished = own_rates_pop_finished,
  .link_bytes = own_rates_link_bytes,
  .check = fifo_check,
};
