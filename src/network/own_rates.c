#include "network/own_rates.h"

void
own_rates_init (OwnRates *rates)
{
  flow_table_init (&rates->table);
  rates->table.progress = g_array_new (FALSE, FALSE, sizeof (Progress));
  rates->finishes = (IndexHeap){ 0 };
}

void
own_rates_clear (OwnRates *rates)
{
  flow_table_clear (&rates->table);
  index_heap_clear (&rates->finishes);
}

FlowId
own_rates_open (Sharing *state, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  OwnRates *rates = (OwnRates *)state;
  FlowId id = flow_table_enter (state, route, n_links, bytes, now);
  index_heap_push (&rates->finishes, flow_table_places (state), id, SIM_TIME_NEVER);
  return id;
}

static Progress *
progress (const FlowTable *table, FlowId id)
{
  return &g_array_index (table->progress, Progress, id);
}

void
own_rates_credit (Sharing *state, FlowId id, unsigned __int128 sent)
{
  Progress *own = progress (state, id);
  own->done = sent;
  index_heap_change (&((OwnRates *)state)->finishes, flow_table_places (state), id, progress_finish (own));
}

static void
leave (OwnRates *rates, FlowId id, SimTime now)
{
  index_heap_remove (&rates->finishes, flow_table_places (&rates->table), id);
  flow_table_leave (&rates->table, id, progress_at (progress (&rates->table, id), now));
}

guint64
own_rates_close (Sharing *state, FlowId id, SimTime now)
{
  guint64 missing = progress_missing (progress (state, id), now);
  leave ((OwnRates *)state, id, now);
  return missing;
}

SimTime
own_rates_next_finish (const Sharing *state)
{
  const OwnRates *rates = (const OwnRates *)state;
  const HeapEntry *first = index_heap_first (&rates->finishes);
  return first == NULL ? SIM_TIME_NEVER : (SimTime)heap_entry_key (first);
}

FlowId
own_rates_first_finished (const Sharing *state, SimTime now)
{
  return own_rates_next_finish (state) > now ? FLOW_NONE : index_heap_first (&((const OwnRates *)state)->finishes)->id;
}

FlowId
own_rates_pop_finished (Sharing *state, SimTime now)
{
  FlowId id = own_rates_first_finished (state, now);
  if (id != FLOW_NONE)
    leave ((OwnRates *)state, id, now);
  return id;
}

guint64
own_rates_link_bytes (const Sharing *state, LinkId id, SimTime now)
{
  const SharedLink *link = flow_table_link (state, id);
  unsigned __int128 carried = link->carried;
  for (guint i = 0; i < link->n_members; i++)
    carried += progress_at (progress (state, link_members (link)[i].flow), now);
  return (guint64)(carried >> RATE_SHIFT);
}

void
own_rates_set (OwnRates *rates, FlowId id, Rate rate, SimTime now)
{
  Progress *own = progress (&rates->table, id);
  if (own->rate == rate)
    return;
  progress_set_rate (own, rate, now);
  index_heap_change (&rates->finishes, flow_table_places (&rates->table), id, progress_finish (own));
}

void
own_rates_check (const OwnRates *rates)
{
  const guint32 *places = flow_table_places (&rates->table);
  flow_table_check (&rates->table);
  index_heap_check (&rates->finishes, flow_table_places (&rates->table));
  for (FlowId id = 0; id < rates->table.flows->len; id++)
    {
      const Flow *flow = flow_table_flow (&rates->table, id);
      g_assert ((flow->sequence != 0) == (places[id] != HEAP_NONE));
      if (flow->sequence != 0)
        g_assert ((SimTime)index_heap_key (&rates->finishes, places, id) == progress_finish (progress (&rates->table, id)));
    }
}

void
own_rates_check_loads (const OwnRates *rates)
{
  for (LinkId id = 0; id < rates->table.links->len; id++)
    {
      const SharedLink *link = flow_table_link (&rates->table, id);
      Rate load = 0;
      for (guint i = 0; i < link->n_members; i++)
        load += progress (&rates->table, link_members (link)[i].flow)->rate;
      g_assert (link->dirty || load <= link->capacity);
    }
}
