#include "network/minimum_cut.h"

#define UNSEEN G_MAXUINT32

/* A maximum flow under way. A cable's two links are each other's residual edge. */
typedef struct
{
  const Topology *topology;
  const gboolean *sends; /* by host; the others receive */
  guint64 *left;         /* bytes per second, by link */
  guint32 *level;        /* by node: links from the senders */
  guint32 *next;         /* by node: the first of its links that may still serve */
  GArray *path;          /* guint32: links from the sender at hand */
  GArray *queue;         /* NodeId */
} Cut;

static gboolean
is_receiver (const Cut *cut, NodeId node)
{
  return node < topology_n_hosts (cut->topology) && !cut->sends[node];
}

static void
cut_reach (Cut *cut, NodeId node, guint32 level)
{
  if (cut->level[node] != UNSEEN)
    return;
  cut->level[node] = level;
  g_array_append_val (cut->queue, node);
}

/* Numbers the nodes by their distance from the senders. FALSE when no receiver can be reached. */
static gboolean
cut_set_levels (Cut *cut)
{
  guint n_nodes = topology_n_nodes (cut->topology), n;
  gboolean reached = FALSE;
  for (NodeId node = 0; node < n_nodes; node++)
    {
      cut->level[node] = UNSEEN;
      cut->next[node] = 0;
    }
  g_array_set_size (cut->queue, 0);
  for (NodeId host = 0; host < topology_n_hosts (cut->topology); host++)
    if (cut->sends[host])
      cut_reach (cut, host, 0);
  for (guint i = 0; i < cut->queue->len; i++)
    {
      NodeId at = g_array_index (cut->queue, NodeId, i);
      const guint32 *out = topology_links_from (cut->topology, at, &n);
      reached = reached || is_receiver (cut, at);
      for (guint k = 0; k < n; k++)
        if (cut->left[out[k]] > 0)
          cut_reach (cut, topology_link (cut->topology, out[k])->to, cut->level[at] + 1);
    }
  return reached;
}

/* A link from @at that leads one level on; FALSE when there is none any more. */
static gboolean
cut_advance (Cut *cut, NodeId at, guint32 *link)
{
  guint n;
  const guint32 *out = topology_links_from (cut->topology, at, &n);
  for (; cut->next[at] < n; cut->next[at]++)
    {
      *link = out[cut->next[at]];
      if (cut->left[*link] > 0 && cut->level[topology_link (cut->topology, *link)->to] == cut->level[at] + 1)
        return TRUE;
    }
  return FALSE;
}

/* Sends as much as the path carries; a cable's link a is followed by its reverse, a ^ 1. */
static guint64
cut_send (Cut *cut)
{
  guint64 most = G_MAXUINT64;
  for (guint i = 0; i < cut->path->len; i++)
    most = MIN (most, cut->left[g_array_index (cut->path, guint32, i)]);
  for (guint i = 0; i < cut->path->len; i++)
    {
      guint32 link = g_array_index (cut->path, guint32, i);
      cut->left[link] -= most;
      cut->left[link ^ 1] += most;
    }
  g_array_set_size (cut->path, 0);
  return most;
}

/* All that can go from @sender along the present levels. */
static double
cut_augment (Cut *cut, NodeId sender)
{
  double sum = 0;
  NodeId at = sender;
  guint32 link = 0;
  g_array_set_size (cut->path, 0);
  for (;;)
    if (is_receiver (cut, at))
      {
        sum += (double)cut_send (cut);
        at = sender;
      }
    else if (cut_advance (cut, at, &link))
      {
        g_array_append_val (cut->path, link);
        at = topology_link (cut->topology, link)->to;
      }
    else if (at != sender)
      {
        at = topology_link (cut->topology, g_array_index (cut->path, guint32, cut->path->len - 1))->from;
        g_array_set_size (cut->path, cut->path->len - 1);
        cut->next[at]++;
      }
    else
      return sum;
}

double
minimum_cut (const Topology *topology, const gboolean *sends)
{
  guint n_nodes = topology_n_nodes (topology), n_links = topology_n_links (topology);
  g_autofree guint64 *left = g_new (guint64, n_links);
  g_autofree guint32 *level = g_new (guint32, n_nodes), *next = g_new (guint32, n_nodes);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (NodeId));
  Cut cut = { .topology = topology, .sends = sends, .left = left, .level = level, .next = next, .path = path, .queue = queue };
  double sum = 0;
  for (guint32 link = 0; link < n_links; link++)
    left[link] = (guint64)(topology_link (topology, link)->bandwidth + 0.5);
  while (cut_set_levels (&cut))
    for (NodeId host = 0; host < topology_n_hosts (topology); host++)
      if (sends[host])
        sum += cut_augment (&cut, host);
  return sum;
}
