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
  return flow_table_link (table, flow_narrowest (table, flow))->capacity;
}

/* Nobody else bears on a flow's rate, so it is known at once. */
static FlowId
ideal_open (Sharing *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  FlowId id = own_rates_open (table, route, n_links, bytes, now);
  own_rates_set ((OwnRates *)table, id, narrowest (table, flow_table_flow (table, id)), now);
  return id;
}

static void
ideal_set_capacity (Sharing *table, LinkId id, Rate capacity, SimTime now)
{
  flow_table_set_capacity (table, id, capacity, now);
  const SharedLink *link = flow_table_link (table, id);
  for (guint m = 0; m < link->n_members; m++)
    {
      FlowId flow = link_members (link)[m].flow;
      own_rates_set ((OwnRates *)table, flow, narrowest (table, flow_table_flow (table, flow)), now);
    }
}

static void
ideal_settle (Sharing *table, SimTime now)
{
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
  .set_capacity = ideal_set_capacity,
  .open = ideal_open,
  .credit = own_rates_credit,
  .close = own_rates_close,
  .settle = ideal_settle,
  .next_finish = own_rates_next_finish,
  .pop_finished = own_rates_pop_finished,
  .link_bytes = own_rates_link_bytes,
  .check = ideal_check,
};
