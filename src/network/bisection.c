#include "network/bisection.h"

#include "network/bisection_tree.h"
#include "network/minimum_cut.h"

#define MOST_HOSTS 20      /* of which all halves are tried */
#define MOST_LINKS 2000000 /* to be looked at for that */
#define STARTS 32          /* of halves that grow from a host */

static gboolean
all_alike (const Topology *topology)
{
  for (guint32 id = 1; id < topology_n_links (topology); id++)
    if (topology_link (topology, id)->bandwidth != topology_link (topology, 0)->bandwidth)
      return FALSE;
  return TRUE;
}

/* The narrower way between the senders and the others. */
static double
cut_either_way (const Topology *topology, gboolean *sends)
{
  double there = minimum_cut (topology, sends);
  for (NodeId host = 0; host < topology_n_hosts (topology); host++)
    sends[host] = !sends[host];
  return MIN (there, minimum_cut (topology, sends));
}

static guint64
n_halves (guint n_hosts)
{
  guint64 n = 1;
  for (guint i = 1; i <= n_hosts / 2; i++)
    n = n * (n_hosts - n_hosts / 2 + i) / i;
  return n;
}

/* The next larger number of as many bits (Gosper). */
static guint32
next_half (guint32 half)
{
  guint32 low = half & -half, up = half + low;
  return up | ((half ^ up) / low) >> 2;
}

static double
narrowest_of_all (const Topology *topology)
{
  guint n_hosts = topology_n_hosts (topology);
  g_autofree gboolean *sends = g_new (gboolean, n_hosts);
  double narrowest = INFINITY;
  for (guint32 half = (1u << n_hosts / 2) - 1; half < 1u << n_hosts; half = next_half (half))
    {
      for (NodeId host = 0; host < n_hosts; host++)
        sends[host] = (half >> host & 1) != 0;
      narrowest = MIN (narrowest, cut_either_way (topology, sends));
    }
  return narrowest;
}

/* The hosts whose number, or on a grid whose place along the side of @stride and @size, is in the first half. */
static void
choose_half (gboolean *sends, guint n_hosts, guint stride, guint size)
{
  guint half = n_hosts / 2, layer = n_hosts / size;
  for (NodeId host = 0; host < n_hosts; host++)
    {
      guint place = host / stride % size, within = host % stride + host / (stride * size) * stride;
      sends[host] = place * layer + within < half;
    }
}

/* A grid across each of its sides; what stands on none, by the numbers alone. */
static double
narrowest_by_number (const Topology *topology)
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
      narrowest = MIN (narrowest, cut_either_way (topology, sends));
    }
  return narrowest;
}

/* The hosts nearest to @start in links, half of all. */
static void
grow_half (const Topology *topology, NodeId start, gboolean *sends)
{
  guint n_hosts = topology_n_hosts (topology), left = n_hosts / 2, n;
  g_autofree gboolean *met = g_new0 (gboolean, topology_n_nodes (topology));
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (NodeId));
  memset (sends, 0, n_hosts * sizeof *sends);
  met[start] = TRUE;
  g_array_append_val (queue, start);
  for (guint i = 0; i < queue->len && left > 0; i++)
    {
      NodeId node = g_array_index (queue, NodeId, i);
      if (node < n_hosts)
        {
          sends[node] = TRUE;
          left--;
        }
      const guint32 *out = topology_links_from (topology, node, &n);
      for (guint k = 0; k < n; k++)
        {
          NodeId next = topology_link (topology, out[k])->to;
          if (!met[next])
            g_array_append_val (queue, next);
          met[next] = TRUE;
        }
    }
}

static double
narrowest_found (const Topology *topology)
{
  guint n_hosts = topology_n_hosts (topology), n = MIN (STARTS, n_hosts);
  g_autofree gboolean *sends = g_new (gboolean, n_hosts);
  double narrowest = narrowest_by_number (topology);
  for (guint i = 0; i < n; i++)
    {
      grow_half (topology, (NodeId)((guint64)i * n_hosts / n), sends);
      narrowest = MIN (narrowest, cut_either_way (topology, sends));
    }
  return narrowest;
}

double
bisection_find (const Topology *topology, gboolean *exact)
{
  const TopologyKind *kind = topology_kind (topology);
  guint n_hosts = topology_n_hosts (topology);
  *exact = TRUE;
  if (kind->bisection != NULL && all_alike (topology))
    return (double)kind->bisection (topology) * topology_link (topology, 0)->bandwidth;
  double of_tree = bisection_of_tree (topology);
  if (!isnan (of_tree))
    return of_tree;
  if (n_hosts <= MOST_HOSTS && n_halves (n_hosts) * topology_n_links (topology) <= MOST_LINKS)
    return narrowest_of_all (topology);
  *exact = FALSE;
  return narrowest_found (topology);
}
