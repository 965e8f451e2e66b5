#include "network/topology_facts.h"

#include "network/bisection.h"

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

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* What the slower half of the hosts can send, rounded down. */
static double
slower_half (const Topology *topology)
{
  guint n = topology_n_hosts (topology);
  g_autofree double *rates = g_new (double, n);
  double sum = 0;
  for (NodeId host = 0; host < n; host++)
    rates[host] = fastest_link (topology, host);
  qsort (rates, n, sizeof *rates, compare_rates);
  for (guint i = 0; i < n / 2; i++)
    sum += rates[i];
  return sum;
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
        below += topology_link (topology, out[i] ^ 1)->bandwidth;
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
  guint n_hosts = topology_n_hosts (topology);
  *facts = (TopologyFacts){ .n_hosts = n_hosts,
                            .n_switches = topology_n_nodes (topology) - n_hosts,
                            .n_cables = topology_n_links (topology) / 2,
                            .bisection_exact = TRUE,
                            .leaf_oversubscription = worst_leaf (topology) };
  if (n_hosts < 2)
    return;
  facts->diameter = topology_kind (topology)->diameter (topology);
  facts->bisection = bisection_find (topology, &facts->bisection_exact);
  facts->oversubscription = slower_half (topology) / facts->bisection;
}
