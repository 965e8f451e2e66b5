#include "network/topology_facts.h"

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

static double
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

/* The hosts whose number, or on a grid whose place along the side of @stride and @size, is in the first half. */
static void
choose_half (gboolean *sends, guint n_hosts, guint stride, guint size)
{
  guint half = (n_hosts + 1) / 2, layer = n_hosts / size;
  for (NodeId host = 0; host < n_hosts; host++)
    {
      guint place = host / stride % size, within = host % stride + host / (stride * size) * stride;
      sends[host] = place * layer + within < half;
    }
}

/* A grid is cut across each of its sides; what stands on none, by the numbers alone. */
static double
narrowest_cut (const Topology *topology)
{
  const TopologyKind *kind = topology_kind (topology);
  guint n_hosts = topology_n_hosts (topology), sides[3] = { 0 }, stride = 1;
  g_autofree gboolean *sends = g_new (gboolean, n_hosts);
  double narrowest = INFINITY;
  if (kind->sides != NULL)
    kind->sides (topology_knobs (topology), n_hosts, sides);
  if (sides[0] == 0)
    sides[0] = n_hosts;
  for (guint d = 0; d < G_N_ELEMENTS (sides) && sides[d] > 0; stride *= sides[d++])
    {
      choose_half (sends, n_hosts, stride, sides[d]);
      narrowest = MIN (narrowest, minimum_cut (topology, sends));
    }
  return narrowest;
}

/* What @host can send over its fastest link. */
static double
fastest_link (const Topology *topology, NodeId host)
{
  guint n;
  const guint32 *out = topology_links_from (topology, host, &n);
  double fastest = 0;
  for (guint i = 0; i < n; i++)
    fastest = MAX (fastest, topology_link (topology, out[i])->bandwidth);
  return fastest;
}

static double
leaf_oversubscription (const Topology *topology, NodeId leaf)
{
  guint n;
  const guint32 *out = topology_links_from (topology, leaf, &n);
  double below = 0, above = 0;
  for (guint i = 0; i < n; i++)
    {
      const Link *link = topology_link (topology, out[i]);
      if (link->to < topology_n_hosts (topology))
        below += link->bandwidth;
      else
        above += link->bandwidth;
    }
  return below > 0 && above > 0 ? below / above : NAN;
}

static double
worst_leaf (const Topology *topology)
{
  double worst = NAN;
  for (NodeId node = topology_n_hosts (topology); node < topology_n_nodes (topology); node++)
    worst = fmax (worst, leaf_oversubscription (topology, node)); /* of a number and NAN the number */
  return worst;
}

void
topology_facts (const Topology *topology, TopologyFacts *facts)
{
  guint n_hosts = topology_n_hosts (topology), half = (n_hosts + 1) / 2;
  double sent = 0;
  *facts = (TopologyFacts){ .n_hosts = n_hosts,
                            .n_switches = topology_n_nodes (topology) - n_hosts,
                            .n_cables = topology_n_links (topology) / 2,
                            .leaf_oversubscription = worst_leaf (topology) };
  if (n_hosts < 2)
    return;
  for (NodeId host = half; host < n_hosts; host++)
    sent += fastest_link (topology, host);
  facts->diameter = topology_kind (topology)->diameter (topology);
  facts->bisection = narrowest_cut (topology);
  facts->oversubscription = sent / facts->bisection;
}
