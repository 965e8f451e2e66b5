#include "network/shortest_paths.h"

#include "sim/event_queue.h"

/* A distance is latency · 2^HOP_BITS + links. */
#define HOP_BITS 16
#define FAR G_MAXINT64
#define MAX_DISTANCES (1 << 25)

struct _ShortestPaths
{
  gint64 **to; /* [n_nodes][n_nodes], by destination; NULL: not worked out */
  guint n_nodes, n_kept;
};

ShortestPaths *
shortest_paths_new (void)
{
  return g_new0 (ShortestPaths, 1);
}

static void
forget (ShortestPaths *paths)
{
  for (guint i = 0; i < paths->n_nodes; i++)
    g_clear_pointer (&paths->to[i], g_free);
  paths->n_kept = 0;
}

void
shortest_paths_free (ShortestPaths *paths)
{
  forget (paths);
  g_free (paths->to);
  g_free (paths);
}

static gint64
link_cost (const Topology *topology, guint32 link)
{
  return (topology_first_latency (topology, link) << HOP_BITS) + 1;
}

/* Whether @node has one link only, so that no path leads through it; its link. */
static gboolean
is_leaf (const Topology *topology, NodeId node, guint32 *link)
{
  guint n;
  const guint32 *out = topology_links_from (topology, node, &n);
  *link = n > 0 ? out[0] : 0;
  return n == 1;
}

/* From the destination against the direction of the links: a link's cable has the way back beside it. The event queue serves as
 * the heap. Leaves are left out. */
static gint64 *
distances_to (const Topology *topology, NodeId to)
{
  g_autoptr (EventQueue) heap = event_queue_new ();
  guint n_nodes = topology_n_nodes (topology), n;
  guint32 its_link;
  gint64 *distance = g_new (gint64, n_nodes);
  Event nearest;
  for (NodeId node = 0; node < n_nodes; node++)
    distance[node] = FAR;
  distance[to] = 0;
  event_queue_push (heap, 0, 0, 0, to, 0);
  while (event_queue_pop (heap, &nearest))
    {
      if (nearest.time > distance[nearest.a])
        continue;
      const guint32 *out = topology_links_from (topology, (NodeId)nearest.a, &n);
      for (guint i = 0; i < n; i++)
        {
          const Link *link = topology_link (topology, out[i]);
          gint64 through = nearest.time + link_cost (topology, out[i] ^ 1);
          if (through >= distance[link->to] || is_leaf (topology, link->to, &its_link))
            continue;
          distance[link->to] = through;
          event_queue_push (heap, through, 0, 0, link->to, 0);
        }
    }
  return distance;
}

static const gint64 *
find_distances (ShortestPaths *paths, const Topology *topology, NodeId to)
{
  if (paths->to == NULL)
    {
      paths->n_nodes = topology_n_nodes (topology);
      paths->to = g_new0 (gint64 *, paths->n_nodes);
    }
  if (paths->to[to] != NULL)
    return paths->to[to];
  if ((guint64)(paths->n_kept + 1) * paths->n_nodes > MAX_DISTANCES)
    forget (paths);
  paths->n_kept++;
  return paths->to[to] = distances_to (topology, to);
}

/* Whether the link lies on a shortest path. */
static gboolean
leads_nearer (const Topology *topology, guint32 id, const gint64 *distance)
{
  const Link *link = topology_link (topology, id);
  return distance[link->to] != FAR && distance[link->to] + link_cost (topology, id) == distance[link->from];
}

/* The part of the way from @from to @to that has a choice: the ends, or where they hang where they are leaves. @first and @last
 * say whether the link of such an end is beside it. */
static void
find_middle (const Topology *topology, NodeId *from, NodeId *to, gboolean *first, gboolean *last, guint32 *first_link,
             guint32 *last_link)
{
  *last = is_leaf (topology, *to, last_link);
  *to = *last ? topology_link (topology, *last_link)->to : *to;
  *last_link ^= 1;
  *first = *from != *to && is_leaf (topology, *from, first_link);
  *from = *first ? topology_link (topology, *first_link)->to : *from;
}

void
shortest_paths_route (ShortestPaths *paths, const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  gboolean first, last;
  guint32 first_link = 0, last_link = 0;
  find_middle (topology, &from, &to, &first, &last, &first_link, &last_link);
  const gint64 *distance = find_distances (paths, topology, to);
  if (first)
    g_array_append_val (links, first_link);
  guint step = first ? 1 : 0;
  for (NodeId at = from; at != to; step++)
    {
      guint n, n_good = 0;
      const guint32 *out = topology_links_from (topology, at, &n);
      for (guint i = 0; i < n; i++)
        n_good += leads_nearer (topology, out[i], distance);
      g_assert (n_good > 0);
      guint skip = topology_pick (flow, step, n_good), i = 0;
      while (!leads_nearer (topology, out[i], distance) || skip-- > 0)
        i++;
      g_array_append_val (links, out[i]);
      at = topology_link (topology, out[i])->to;
    }
  if (last)
    g_array_append_val (links, last_link);
}

/* Hosts that share their distances: the leaves of one node, and that node where it is a host. */
typedef struct
{
  NodeId node;
  guint n_leaves;
} Stand;

static GArray *
find_stands (const Topology *topology)
{
  GArray *stands = g_array_new (FALSE, TRUE, sizeof (Stand));
  g_autofree guint *number = g_new0 (guint, topology_n_nodes (topology)); /* in stands, counted from 1 */
  for (NodeId host = 0; host < topology_n_hosts (topology); host++)
    {
      guint32 link;
      gboolean leaf = is_leaf (topology, host, &link);
      NodeId node = leaf ? topology_link (topology, link)->to : host;
      if (number[node] == 0)
        {
          Stand stand = { .node = node };
          g_array_append_val (stands, stand);
          number[node] = stands->len;
        }
      g_array_index (stands, Stand, number[node] - 1).n_leaves += leaf;
    }
  return stands;
}

/* The longest way between hosts of @a and @b, which may be the same, given that between their nodes; 1 where that is one host,
 * which is no more than the way to any other. */
static guint
longest_way (const Stand *a, const Stand *b, guint between)
{
  guint leaves = a == b ? MIN (a->n_leaves, 2) : (guint)(a->n_leaves > 0) + (b->n_leaves > 0);
  return between + leaves;
}

guint
shortest_paths_diameter (ShortestPaths *paths, const Topology *topology)
{
  guint longest = 0;
  g_autoptr (GArray) stands = find_stands (topology);
  if (topology_n_nodes (topology) == 2) /* each the other's leaf */
    return 1;
  for (guint t = 0; t < stands->len; t++)
    {
      const Stand *to = &g_array_index (stands, Stand, t);
      const gint64 *distance = find_distances (paths, topology, to->node);
      for (guint f = 0; f < stands->len; f++)
        {
          const Stand *from = &g_array_index (stands, Stand, f);
          guint between = (guint)(distance[from->node] & ((1 << HOP_BITS) - 1));
          longest = MAX (longest, longest_way (from, to, between));
        }
    }
  return longest;
}
