/* Max-min fair sharing without any cleverness, for tests: every settle touches every flow and every link. */
#include "network/progress.h"

typedef struct
{
  gboolean live, frozen;
  GArray *route; /* LinkId */
  Progress progress;
} NaiveFlow;

typedef struct
{
  Rate capacity, remaining;
  guint n_open;
  unsigned __int128 carried; /* by flows that are gone */
} NaiveLink;

struct _Sharing
{
  GArray *links; /* NaiveLink */
  GArray *flows; /* NaiveFlow, by id */
};

static NaiveLink *
naive_link (const Sharing *s, LinkId id)
{
  return &g_array_index (s->links, NaiveLink, id);
}

static NaiveFlow *
naive_flow (const Sharing *s, FlowId id)
{
  return &g_array_index (s->flows, NaiveFlow, id);
}

static void
naive_flow_clear (gpointer data)
{
  NaiveFlow *flow = data;
  g_array_unref (flow->route);
}

static Sharing *
naive_create (void)
{
  Sharing *s = g_new0 (Sharing, 1);
  s->links = g_array_new (FALSE, TRUE, sizeof (NaiveLink));
  s->flows = g_array_new (FALSE, TRUE, sizeof (NaiveFlow));
  g_array_set_clear_func (s->flows, naive_flow_clear);
  return s;
}

static void
naive_destroy (Sharing *s)
{
  g_array_unref (s->links);
  g_array_unref (s->flows);
  g_free (s);
}

static LinkId
naive_add_link (Sharing *s, Rate capacity)
{
  NaiveLink link = { .capacity = capacity };
  g_array_append_val (s->links, link);
  return s->links->len - 1;
}

static void
naive_set_capacity (Sharing *s, LinkId id, Rate capacity, SimTime now)
{
  naive_link (s, id)->capacity = capacity;
}

/* The lowest id that is free. */
static FlowId
naive_take_id (Sharing *s)
{
  for (FlowId id = 0; id < s->flows->len; id++)
    if (!naive_flow (s, id)->live)
      return id;
  NaiveFlow fresh = { .route = g_array_new (FALSE, FALSE, sizeof (LinkId)) };
  g_array_append_val (s->flows, fresh);
  return s->flows->len - 1;
}

static FlowId
naive_open (Sharing *s, const LinkId *route, guint n_links, guint64 bytes, SimTime now)
{
  FlowId id = naive_take_id (s);
  NaiveFlow *flow = naive_flow (s, id);
  flow->live = TRUE;
  g_array_set_size (flow->route, 0);
  g_array_append_vals (flow->route, route, n_links);
  progress_start (&flow->progress, bytes, now);
  return id;
}

static guint64
naive_close (Sharing *s, FlowId id, SimTime now)
{
  NaiveFlow *flow = naive_flow (s, id);
  guint64 missing = progress_missing (&flow->progress, now);
  unsigned __int128 done = progress_at (&flow->progress, now);
  if (missing == 0)
    done = (unsigned __int128)flow->progress.bytes << RATE_SHIFT;
  for (guint h = 0; h < flow->route->len; h++)
    naive_link (s, g_array_index (flow->route, LinkId, h))->carried += done;
  flow->live = FALSE;
  return missing;
}

static gboolean
naive_crosses (const NaiveFlow *flow, LinkId id)
{
  for (guint h = 0; h < flow->route->len; h++)
    if (g_array_index (flow->route, LinkId, h) == id)
      return TRUE;
  return FALSE;
}

static void
naive_freeze (Sharing *s, NaiveFlow *flow, Rate level, SimTime now)
{
  flow->frozen = TRUE;
  progress_set_rate (&flow->progress, level, now);
  for (guint h = 0; h < flow->route->len; h++)
    {
      NaiveLink *link = naive_link (s, g_array_index (flow->route, LinkId, h));
      link->remaining -= level;
      link->n_open--;
    }
}

/* The link with the lowest (level, id); FALSE when no flow is open. */
static gboolean
naive_tightest (const Sharing *s, LinkId *best)
{
  gboolean found = FALSE;
  Rate level = 0;
  for (LinkId id = 0; id < s->links->len; id++)
    {
      const NaiveLink *link = naive_link (s, id);
      if (link->n_open == 0 || (found && link->remaining / link->n_open >= level))
        continue;
      level = link->remaining / link->n_open;
      *best = id;
      found = TRUE;
    }
  return found;
}

static void
naive_reset (Sharing *s)
{
  for (LinkId id = 0; id < s->links->len; id++)
    {
      naive_link (s, id)->remaining = naive_link (s, id)->capacity;
      naive_link (s, id)->n_open = 0;
    }
  for (FlowId id = 0; id < s->flows->len; id++)
    {
      NaiveFlow *flow = naive_flow (s, id);
      flow->frozen = !flow->live;
      for (guint h = 0; flow->live && h < flow->route->len; h++)
        naive_link (s, g_array_index (flow->route, LinkId, h))->n_open++;
    }
}

static void
naive_settle (Sharing *s, SimTime now)
{
  LinkId tightest = 0;
  naive_reset (s);
  while (naive_tightest (s, &tightest))
    {
      Rate level = naive_link (s, tightest)->remaining / naive_link (s, tightest)->n_open;
      for (FlowId id = 0; id < s->flows->len; id++)
        if (!naive_flow (s, id)->frozen && naive_crosses (naive_flow (s, id), tightest))
          naive_freeze (s, naive_flow (s, id), level, now);
    }
}

static SimTime
naive_next_finish (const Sharing *s)
{
  SimTime next = SIM_TIME_NEVER;
  for (FlowId id = 0; id < s->flows->len; id++)
    if (naive_flow (s, id)->live)
      next = MIN (next, progress_finish (&naive_flow (s, id)->progress));
  return next;
}

static FlowId
naive_pop_finished (Sharing *s, SimTime now)
{
  for (FlowId id = 0; id < s->flows->len; id++)
    if (naive_flow (s, id)->live && progress_finish (&naive_flow (s, id)->progress) <= now)
      {
        naive_close (s, id, now);
        return id;
      }
  return FLOW_NONE;
}

static guint64
naive_link_bytes (const Sharing *s, LinkId link, SimTime now)
{
  unsigned __int128 carried = naive_link (s, link)->carried;
  for (FlowId id = 0; id < s->flows->len; id++)
    if (naive_flow (s, id)->live && naive_crosses (naive_flow (s, id), link))
      carried += progress_at (&naive_flow (s, id)->progress, now);
  return (guint64)(carried >> RATE_SHIFT);
}

static void
naive_check (const Sharing *s, SimTime now)
{
  for (LinkId link = 0; link < s->links->len; link++)
    {
      Rate load = 0;
      for (FlowId id = 0; id < s->flows->len; id++)
        if (naive_flow (s, id)->live && naive_crosses (naive_flow (s, id), link))
          load += naive_flow (s, id)->progress.rate;
      g_assert (load <= naive_link (s, link)->capacity);
    }
}

const SharingModel sharing_fair_reference = {
  .name = "fair-reference",
  .summary = "max-min fair sharing, computed naively",
  .create = naive_create,
  .destroy = naive_destroy,
  .add_link = naive_add_link,
  .set_capacity = naive_set_capacity,
  .open = naive_open,
  .close = naive_close,
  .settle = naive_settle,
  .next_finish = naive_next_finish,
  .pop_finished = naive_pop_finished,
  .link_bytes = naive_link_bytes,
  .check = naive_check,
};
