/* First come, first served without any cleverness, for tests: every settle serves every flow anew, in the order of arrival. */
#include "network/own_rates.h"

typedef struct
{
  OwnRates rates;
  GArray *remaining; /* Rate, by LinkId: what no flow has been given yet */
  GArray *flows;     /* FlowId, those that are open */
} Naive;

static Sharing *
naive_create (void)
{
  Naive *naive = g_new0 (Naive, 1);
  own_rates_init (&naive->rates);
  naive->remaining = g_array_new (FALSE, FALSE, sizeof (Rate));
  naive->flows = g_array_new (FALSE, FALSE, sizeof (FlowId));
  return &naive->rates.table;
}

static void
naive_destroy (Sharing *sharing)
{
  Naive *naive = (Naive *)sharing;
  own_rates_clear (&naive->rates);
  g_array_unref (naive->remaining);
  g_array_unref (naive->flows);
  g_free (naive);
}

static int
compare_arrival (gconstpointer a, gconstpointer b, gpointer data)
{
  const FlowTable *table = data;
  guint64 x = flow_table_flow (table, *(const FlowId *)a)->sequence, y = flow_table_flow (table, *(const FlowId *)b)->sequence;
  return x < y ? -1 : x > y;
}

static void
naive_reset (Naive *naive)
{
  FlowTable *table = &naive->rates.table;
  g_array_set_size (naive->remaining, 0);
  g_array_set_size (naive->flows, 0);
  for (LinkId id = 0; id < table->links->len; id++)
    g_array_append_val (naive->remaining, flow_table_link (table, id)->capacity);
  for (FlowId id = 0; id < table->flows->len; id++)
    if (flow_table_flow (table, id)->sequence != 0)
      g_array_append_val (naive->flows, id);
  g_array_sort_with_data (naive->flows, compare_arrival, table);
}

static Rate *
hop_remaining (const Naive *naive, const Hop *hop)
{
  return &g_array_index (naive->remaining, Rate, hop->link);
}

static void
naive_serve (Naive *naive, FlowId id, SimTime now)
{
  const Flow *flow = flow_table_flow (&naive->rates.table, id);
  const Hop *hops = flow_hops (flow);
  Rate rate = *hop_remaining (naive, &hops[0]);
  for (guint h = 1; h < flow->n_hops; h++)
    rate = MIN (rate, *hop_remaining (naive, &hops[h]));
  for (guint h = 0; h < flow->n_hops; h++)
    *hop_remaining (naive, &hops[h]) -= rate;
  own_rates_set (&naive->rates, id, rate, now);
}

static void
naive_settle (Sharing *sharing, SimTime now)
{
  Naive *naive = (Naive *)sharing;
  naive_reset (naive);
  for (guint i = 0; i < naive->flows->len; i++)
    naive_serve (naive, g_array_index (naive->flows, FlowId, i), now);
  flow_table_clean (sharing);
}

static void
naive_check (const Sharing *sharing, SimTime now)
{
  own_rates_check ((const OwnRates *)sharing);
  own_rates_check_loads ((const OwnRates *)sharing);
}

const SharingModel sharing_fifo_reference = {
  .name = "fifo-reference",
  .summary = "first come, first served, computed naively",
  .create = naive_create,
  .destroy = naive_destroy,
  .add_link = flow_table_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = own_rates_open,
  .close = own_rates_close,
  .settle = naive_settle,
  .next_finish = own_rates_next_finish,
  .pop_finished = own_rates_pop_finished,
  .link_bytes = own_rates_link_bytes,
  .check = naive_check,
};
