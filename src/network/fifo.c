/* Links serve flows in the order in which they came: the earliest flow has all that its route can carry, the next one what is
 * left, and so on. Nothing is left idle that a later flow could use.
 *
 * Rates are these exactly when no link carries more than it can and every flow is bound somewhere: some link is full with it and
 * those that came before it, so that nobody behind it moves there. Each flow remembers one link that binds it, and each link
 * keeps the flows that it binds, the earliest first. A settle rates anew only flows for which this may have ceased to hold, in
 * order of arrival, so that each is rated once, after all that it stands on:
 *   A link that is not full any more concerns the first flow that it binds; when that one leaves something, the next.
 *   A link that carries too much concerns the last flows that move there, as many as have the excess.
 * So a queue of many flows that wait costs nothing while the first ones are served.
 */
#include "network/fifo_line.h"
#include "network/own_rates.h"

typedef struct
{
  Rate load;
  FifoLine line;
  IndexHeap bound; /* FlowId by sequence: the flows that it binds */
} FifoLink;

typedef struct
{
  OwnRates rates;
  GArray *links;        /* FifoLink */
  IndexHeap doubtful;   /* FlowId by sequence: to be rated */
  GArray *doubt_places; /* guint32, by FlowId: its place in doubtful */
  GArray *bound_places; /* guint32, by FlowId: its place in its link's bound */
} Fifo;

static FifoLink *
fifo_link (const Fifo *fifo, LinkId id)
{
  return &g_array_index (fifo->links, FifoLink, id);
}

static guint32 *
places (const GArray *array)
{
  return &g_array_index (array, guint32, 0);
}

static void
fifo_link_clear (gpointer data)
{
  FifoLink *link = data;
  fifo_line_clear (&link->line);
  index_heap_clear (&link->bound);
}

static Sharing *
fifo_create (void)
{
  Fifo *fifo = g_new0 (Fifo, 1);
  own_rates_init (&fifo->rates);
  fifo->links = g_array_new (FALSE, TRUE, sizeof (FifoLink));
  g_array_set_clear_func (fifo->links, fifo_link_clear);
  fifo->doubt_places = g_array_new (FALSE, FALSE, sizeof (guint32));
  fifo->bound_places = g_array_new (FALSE, FALSE, sizeof (guint32));
  return &fifo->rates.table;
}

static void
fifo_destroy (Sharing *sharing)
{
  Fifo *fifo = (Fifo *)sharing;
  own_rates_clear (&fifo->rates);
  g_array_unref (fifo->links);
  index_heap_clear (&fifo->doubtful);
  g_array_unref (fifo->doubt_places);
  g_array_unref (fifo->bound_places);
  g_free (fifo);
}

static LinkId
fifo_add_link (Sharing *sharing, Rate capacity)
{
  Fifo *fifo = (Fifo *)sharing;
  g_array_set_size (fifo->links, fifo->links->len + 1);
  return flow_table_add_link (sharing, capacity);
}

static void
doubt (Fifo *fifo, FlowId id)
{
  guint32 *at = places (fifo->doubt_places);
  if (at[id] == HEAP_NONE)
    index_heap_push (&fifo->doubtful, at, id, flow_table_flow (&fifo->rates.table, id)->sequence);
}

/* The flow's link of that name binds it; LINK_NONE: none does. */
static void
bind_flow (Fifo *fifo, FlowId id, LinkId link)
{
  Flow *flow = flow_table_flow (&fifo->rates.table, id);
  guint32 *at = places (fifo->bound_places);
  if (flow->group == link)
    return;
  if (flow->group != LINK_NONE)
    index_heap_remove (&fifo_link (fifo, flow->group)->bound, at, id);
  if (link != LINK_NONE)
    index_heap_push (&fifo_link (fifo, link)->bound, at, id, flow->sequence);
  flow->group = link;
}

static FlowId
fifo_open (Sharing *sharing, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  Fifo *fifo = (Fifo *)sharing;
  const guint32 no_place = HEAP_NONE;
  FlowId id = own_rates_open (sharing, route, n_links, bytes, now);
  if (id == fifo->doubt_places->len)
    {
      g_array_append_val (fifo->doubt_places, no_place);
      g_array_append_val (fifo->bound_places, no_place);
    }
  for (guint h = 0; h < n_links; h++)
    fifo_line_join (&fifo_link (fifo, route[h])->line, sharing, id, h, flow_table_link (sharing, route[h])->n_members);
  doubt (fifo, id);
  return id;
}

static void
leave_lines (Fifo *fifo, FlowId id)
{
  const Flow *flow = flow_table_flow (&fifo->rates.table, id);
  for (guint h = 0; h < flow->n_hops; h++)
    {
      FifoLink *link = fifo_link (fifo, flow_hops (flow)[h].link);
      link->load -= flow_table_progress (&fifo->rates.table, flow)->rate;
      fifo_line_leave (&link->line, flow_hops (flow)[h].spot);
    }
  bind_flow (fifo, id, LINK_NONE);
  if (places (fifo->doubt_places)[id] != HEAP_NONE)
    index_heap_remove (&fifo->doubtful, places (fifo->doubt_places), id);
}

static guint64
fifo_close (Sharing *sharing, FlowId id, SimTime now)
{
  leave_lines ((Fifo *)sharing, id);
  return own_rates_close (sharing, id, now);
}

static FlowId
fifo_pop_finished (Sharing *sharing, SimTime now)
{
  FlowId id = own_rates_first_finished (sharing, now);
  if (id != FLOW_NONE)
    fifo_close (sharing, id, now);
  return id;
}

/* Settling. */

/* What the hop's link has for the flow, or @enough when that is less: its capacity but for what those before the flow have. Those
 * behind it are counted only as far as it matters. */
static Rate
hop_offer (const Fifo *fifo, const Flow *flow, const Hop *hop, Rate enough)
{
  const FlowTable *table = &fifo->rates.table;
  const FifoLink *link = fifo_link (fifo, hop->link);
  Rate sum = flow_table_link (table, hop->link)->capacity + flow_table_progress (table, flow)->rate;
  for (guint32 i = link->line.end; i > hop->spot + 1 && sum < link->load + enough; i--)
    sum += fifo_line_rate (&link->line, table, i - 1);
  return MIN (enough, sum - link->load);
}

/* Doubts those behind whom all of the link's load is right, if it is more or less than it should be. */
static void
look_at_link (Fifo *fifo, LinkId id)
{
  const FlowTable *table = &fifo->rates.table;
  Rate capacity = flow_table_link (table, id)->capacity;
  FifoLink *link = fifo_link (fifo, id);
  const HeapEntry *first = index_heap_first (&link->bound);
  if (link->load < capacity && first != NULL)
    doubt (fifo, first->id);
  if (link->load <= capacity)
    return;
  while (fifo_line_rate (&link->line, table, link->line.end - 1) == 0)
    link->line.end--;
  Rate kept = link->load;
  for (guint32 i = link->line.end; kept > capacity; i--)
    if (fifo_line_rate (&link->line, table, i - 1) > 0)
      {
        kept -= fifo_line_rate (&link->line, table, i - 1);
        doubt (fifo, link->line.spots[i - 1].flow);
      }
}

static void
give (Fifo *fifo, FlowId id, Rate rate, SimTime now)
{
  const Flow *flow = flow_table_flow (&fifo->rates.table, id);
  for (guint h = 0; h < flow->n_hops; h++)
    {
      const Hop *hop = &flow_hops (flow)[h];
      FifoLink *link = fifo_link (fifo, hop->link);
      link->load = link->load - flow_table_progress (&fifo->rates.table, flow)->rate + rate;
      if (rate > 0)
        link->line.end = MAX (link->line.end, hop->spot + 1);
    }
  own_rates_set (&fifo->rates, id, rate, now);
}

/* Rates a flow, before which all are rated. */
static void
rate_flow (Fifo *fifo, FlowId id, SimTime now)
{
  const FlowTable *table = &fifo->rates.table;
  const Flow *flow = flow_table_flow (table, id);
  const Hop *hops = flow_hops (flow);
  LinkId bound = flow_narrowest (table, flow);
  Rate rate = flow_table_link (table, bound)->capacity;
  for (guint h = 0; h < flow->n_hops; h++)
    {
      Rate offer = hop_offer (fifo, flow, &hops[h], rate);
      if (offer < rate)
        bound = hops[h].link;
      rate = offer;
    }
  give (fifo, id, rate, now);
  bind_flow (fifo, id, bound);
  for (guint h = 0; h < flow->n_hops; h++)
    look_at_link (fifo, hops[h].link);
}

static void
fifo_settle (Sharing *sharing, SimTime now)
{
  Fifo *fifo = (Fifo *)sharing;
  for (guint i = 0; i < sharing->dirty.n; i++)
    look_at_link (fifo, sharing->dirty.ids[i]);
  for (const HeapEntry *first; (first = index_heap_first (&fifo->doubtful)) != NULL;)
    {
      FlowId id = first->id;
      index_heap_remove (&fifo->doubtful, places (fifo->doubt_places), id);
      rate_flow (fifo, id, now);
    }
  flow_table_clean (sharing);
}

/* Invariants. */

/* The link that binds the flow is full with it and those that came before it. */
static gboolean
flow_is_bound (const FlowTable *table, const Flow *flow)
{
  const SharedLink *link = flow_table_link (table, flow->group);
  Rate load = 0;
  for (guint m = 0; m < link->n_members; m++)
    {
      const Flow *other = flow_table_flow (table, link_members (link)[m].flow);
      load += other->sequence <= flow->sequence ? flow_table_progress (table, other)->rate : 0;
    }
  return load == link->capacity;
}

static void
check_link (const Fifo *fifo, LinkId id)
{
  const FlowTable *table = &fifo->rates.table;
  const FifoLink *link = fifo_link (fifo, id);
  const SharedLink *shared = flow_table_link (table, id);
  Rate load = 0;
  for (guint m = 0; m < shared->n_members; m++)
    load += flow_table_progress (table, flow_table_flow (table, link_members (shared)[m].flow))->rate;
  g_assert (load == link->load);
  fifo_line_check (&link->line, table);
  index_heap_check (&link->bound, places (fifo->bound_places));
}

static void
fifo_check (const Sharing *sharing, SimTime now)
{
  const Fifo *fifo = (const Fifo *)sharing;
  own_rates_check (&fifo->rates);
  own_rates_check_loads (&fifo->rates);
  for (LinkId id = 0; id < sharing->links->len; id++)
    check_link (fifo, id);
  if (sharing->dirty.n > 0)
    return;
  for (FlowId id = 0; id < sharing->flows->len; id++)
    {
      const Flow *flow = flow_table_flow (sharing, id);
      g_assert (flow->sequence == 0 || flow_is_bound (sharing, flow));
    }
}

const SharingModel sharing_fifo = {
  .name = "fifo",
  .summary = "links serve flows in the order in which they came",
  .create = fifo_create,
  .destroy = fifo_destroy,
  .add_link = fifo_add_link,
  .set_capacity = flow_table_set_capacity,
  .open = fifo_open,
  .close = fifo_close,
  .settle = fifo_settle,
  .next_finish = own_rates_next_finish,
  .pop_finished = fifo_pop_finished,
  .link_bytes = own_rates_link_bytes,
  .check = fifo_check,
};
