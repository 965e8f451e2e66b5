#include "topology_check.h"

Topology *
topology_build (const TopologyKind *kind, const Knobs *knobs, guint n_hosts, double efficiency, GError **error)
{
  g_autofree HostLink *hosts = g_new (HostLink, n_hosts);
  for (guint i = 0; i < n_hosts; i++)
    hosts[i] = (HostLink){ .bandwidth = HOST_BANDWIDTH, .latency = HOST_LATENCY };
  return topology_new (kind, knobs, hosts, n_hosts, efficiency, error);
}

/* Fewest links from @from to every node, by breadth. */
static void
search (const Topology *topology, NodeId from, guint *distance)
{
  guint n_nodes = topology_n_nodes (topology), n;
  g_autofree NodeId *queue = g_new (NodeId, n_nodes);
  guint n_queued = 1;
  for (NodeId node = 0; node < n_nodes; node++)
    distance[node] = G_MAXUINT;
  distance[from] = 0;
  queue[0] = from;
  for (guint i = 0; i < n_queued; i++)
    {
      const guint32 *out = topology_links_from (topology, queue[i], &n);
      for (guint k = 0; k < n; k++)
        {
          NodeId to = topology_link (topology, out[k])->to;
          if (distance[to] != G_MAXUINT)
            continue;
          distance[to] = distance[queue[i]] + 1;
          queue[n_queued++] = to;
        }
    }
}

/* A route is a chain of links from @from to @to, with the latency that it says. */
static void
check_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, guint shortest)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  SimTime latency = topology_route (topology, from, to, flow, links), sum = 0;
  NodeId at = from;
  for (guint i = 0; i < links->len; i++)
    {
      const Link *link = topology_link (topology, g_array_index (links, guint32, i));
      g_assert_cmpuint (link->from, ==, at);
      sum += link->latency;
      at = link->to;
    }
  g_assert_cmpuint (at, ==, to);
  g_assert_cmpuint (links->len, ==, shortest);
  g_assert_cmpint (latency, ==, sum);
}

static void
check_cables (const Topology *topology)
{
  for (guint32 id = 0; id < topology_n_links (topology); id += 2)
    {
      const Link *there = topology_link (topology, id), *back = topology_link (topology, id + 1);
      g_assert_cmpuint (there->from, ==, back->to);
      g_assert_cmpuint (there->to, ==, back->from);
      g_assert_cmpfloat (there->bandwidth, ==, back->bandwidth);
    }
}

void
topology_check_all (const Topology *topology)
{
  guint n_hosts = topology_n_hosts (topology), longest = 0;
  g_autofree guint *distance = g_new (guint, topology_n_nodes (topology));
  check_cables (topology);
  for (NodeId from = 0; from < n_hosts; from++)
    {
      search (topology, from, distance);
      for (NodeId to = 0; to < n_hosts; to++)
        {
          longest = MAX (longest, distance[to]);
          for (guint64 flow = 0; from != to && flow < 3; flow++)
            check_route (topology, from, to, flow * 977 + to, distance[to]);
        }
    }
  g_assert_cmpuint (topology_kind (topology)->diameter (topology), ==, longest);
}

guint
topology_count_routes (const Topology *topology, NodeId from, NodeId to)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint64 flow = 0; flow < 400; flow++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
      GString *text = g_string_new (NULL);
      topology_route (topology, from, to, flow * 0x9E3779B97F4A7C15, links);
      for (guint i = 0; i < links->len; i++)
        g_string_append_printf (text, "%u ", g_array_index (links, guint32, i));
      g_hash_table_add (seen, g_string_free (text, FALSE));
    }
  return g_hash_table_size (seen);
}

void
graph_add_link (Knobs *knobs, const char *from, const char *to, double bandwidth, double latency)
{
  Knobs *link = knobs_add_object (knobs, "links");
  knobs_set_word (link, "from", from);
  knobs_set_word (link, "to", to);
  knobs_set_number (link, "bandwidth", bandwidth);
  knobs_set_number (link, "latency", latency);
}
