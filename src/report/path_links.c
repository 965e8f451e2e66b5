#include "report/path_links.h"

#include "network/channel_table.h"

typedef struct
{
  const Topology *topology;
  SimTime from, until;
  double *bytes; /* by link; negative: the path does not cross it */
  GArray *route;
} Use;

static void
use_route (Use *use, const MessageSpan *message)
{
  g_array_set_size (use->route, 0);
  topology_route (use->topology, message->from, message->to, channel_hash (message->from, message->to, message->purpose),
                  use->route);
}

static void
mark_links (Use *use, const PathStep *first, guint n)
{
  for (guint i = 0; i < topology_n_links (use->topology); i++)
    use->bytes[i] = -1;
  for (guint i = 0; i < n; i++)
    {
      use_route (use, first[i].message);
      for (guint k = 0; k < use->route->len; k++)
        use->bytes[g_array_index (use->route, guint32, k)] = 0;
    }
}

/* The bytes of @message that were on the wire in the stretch, at its mean rate. */
static double
bytes_within (const Use *use, const MessageSpan *message)
{
  SimTime start = MAX (message->start, use->from), end = MIN (message->left, use->until), whole = message->left - message->start;
  return end > start ? (double)message->bytes * (end - start) / whole : 0;
}

static void
add_message (Use *use, const MessageSpan *message)
{
  double bytes = bytes_within (use, message);
  if (bytes == 0)
    return;
  use_route (use, message);
  for (guint i = 0; i < use->route->len; i++)
    {
      double *sum = &use->bytes[g_array_index (use->route, guint32, i)];
      *sum += *sum >= 0 ? bytes : 0;
    }
}

/* The first of the messages, which are in order of arrival, that arrives after @time. */
static guint
first_after (const MessageSpan *messages, guint n, SimTime time)
{
  guint low = 0, high = n;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (messages[middle].arrived <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static BusyLink
busiest (const Use *use)
{
  BusyLink busiest = { 0, -1 };
  double seconds = sim_time_to_s (use->until - use->from);
  for (guint i = 0; i < topology_n_links (use->topology); i++)
    {
      double used = use->bytes[i] / (topology_link (use->topology, i)->bandwidth * seconds);
      if (use->bytes[i] >= 0 && used > busiest.used)
        busiest = (BusyLink){ i, used };
    }
  busiest.used = MIN (busiest.used, 1); /* a message may be faster in the stretch than in the mean */
  return busiest;
}

BusyLink
path_busiest_link (const Record *record, const Topology *topology, const PathStep *first, guint n)
{
  g_autofree double *bytes = g_new (double, topology_n_links (topology));
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  Use use = { topology, first->start, first[n - 1].end, bytes, route };
  guint n_messages;
  const MessageSpan *messages = record_messages (record, &n_messages);
  mark_links (&use, first, n);
  for (guint i = first_after (messages, n_messages, use.from); i < n_messages; i++)
    add_message (&use, &messages[i]);
  return busiest (&use);
}
