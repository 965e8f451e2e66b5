/* The α-β model: no contention. Every flow has the smallest capacity of its route to itself. */
#include "network/flow_table.h"

static Sharing *
ideal_create (void)
{
  FlowTable *table = g_new0 (FlowTable, 1);
  flow_table_init (table);
  return table;
}

static void
ideal_destroy (Sharing *table)
{
  flow_table_clear (table);
  g_free (table);
}

static Rate
narrowest (const FlowTable *table, const Flow *flow)
{
  Rate rate = flow_table_link (table, flow->hops[0].link)->capacity;
  for (guint h = 1; h < flow->n_hops; h++)
    rate = MIN (rate, flow_table_link (table, flow->hops[h].link)->capacity);
  return rate;
}

/* A flow that has its rate keeps it, unless a capacity changed. */
static void
ideal_settle (Sharing *table, SimTime now)
{
  for (guint i = 0; i < table->dirty->len; i++)
    {
      const SharedLink *link = flow_table_link (table, g_array_index (table->dirty, LinkId, i));
      for (guint m = 0; m < link->n_members; m++)
        {
          FlowId id = link->members[m].flow;
          flow_table_set_rate (table, id, narrowest (table, flow_table_flow (table, id)), now);
        }
    }
  flow_table_clean (table);
}

static void
ideal_check (const Sharing *table, SimTime now)
{
  flow_table_check (table);
}

const SharingModel sharing_ideal = {
  .name = "ideal",
  .summary = "no contention: every flow alone at the smallest rate of its route",
  .create = ideal_create,
  .destroy = ideal_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = flow_table_open,
  .close = flow_table_close,
  .settle = ideal_settle,
  .next_finish = flow_table_next_finish,
  .pop_finished = flow_table_pop_finished,
  .link_bytes = flow_table_link_bytes,
  .check = ideal_check,
};
