/* The α-β model: no contention. Every flow has the smallest capacity of its route to itself. */
#include "network/own_rates.h"

static Sharing *
ideal_create (void)
{
  OwnRates *rates = g_new0 (OwnRates, 1);
  own_rates_init (rates);
  return &rates->table;
}

static void
ideal_destroy (Sharing *state)
{
  OwnRates *rates = (OwnRates *)state;
  own_rates_clear (rates);
  g_free (rates);
}

static Rate
narrowest (const FlowTable *table, const Flow *flow)
{
  Rate rate = flow_table_link (table, flow_hops (flow)[0].link)->capacity;
  for (guint h = 1; h < flow->n_hops; h++)
    rate = MIN (rate, flow_table_link (table, flow_hops (flow)[h].link)->capacity);
  return rate;
}

/* A flow that has its rate keeps it, unless a capacity changed. */
static void
ideal_settle (Sharing *table, SimTime now)
{
  for (guint i = 0; i < table->dirty.n; i++)
    {
      const SharedLink *link = flow_table_link (table, table->dirty.ids[i]);
      for (guint m = 0; m < link->n_members; m++)
        {
          FlowId id = link_members (link)[m].flow;
          own_rates_set ((OwnRates *)table, id, narrowest (table, flow_table_flow (table, id)), now);
        }
    }
  flow_table_clean (table);
}

static void
ideal_check (const Sharing *table, SimTime now)
{
  own_rates_check ((const OwnRates *)table);
}

const SharingModel sharing_ideal = {
  .name = "ideal",
  .summary = "no contention: every flow alone at the smallest rate of its route",
  .create = ideal_create,
  .destroy = ideal_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = own_rates_open,
  .close = own_rates_close,
  .settle = ideal_settle,
  .next_finish = own_rates_next_finish,
  .pop_finished = own_rates_pop_finished,
  .link_bytes = own_rates_link_bytes,
  .check = ideal_check,
};
