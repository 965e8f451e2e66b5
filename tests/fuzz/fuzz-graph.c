/* GraphML. Of what is accepted every edge joins two nodes at a speed above 0, and the nodes get numbers of their own. */
#include "fuzz/fuzz.h"
#include "network/graph_hosts.h"

#include <math.h>

static void
check_way (const GraphWay *way)
{
  g_assert_true (isnan (way->bandwidth) || (way->bandwidth > 0 && isfinite (way->bandwidth)));
  g_assert_true (isnan (way->latency) || (way->latency >= 0 && isfinite (way->latency)));
}

static void
check_edges (const GraphText *graph)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      g_assert_cmpuint (MAX (edge->from, edge->to), <, graph->nodes->len);
      check_way (&edge->there);
      check_way (&edge->back);
    }
}

static void
check_numbers (const GraphText *graph, guint n_hosts, guint n_servers)
{
  g_autoptr (GError) error = NULL;
  const char *at = "file";
  g_autofree NodeId *ids = graph_hosts_number (graph, NULL, n_hosts, n_servers, &at, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_assert_true ((ids == NULL) == (error != NULL));
  for (guint i = 0; ids && i < graph->nodes->len; i++)
    {
      g_assert_cmpuint (ids[i], <, graph->nodes->len);
      g_assert_true (g_hash_table_add (seen, GUINT_TO_POINTER (ids[i])));
    }
}

static void
run (const char *bytes, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GraphText) graph = graph_text_new ();
  if (!graph_text_parse_graphml (graph, "fuzz.graphml", bytes, n, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  check_edges (graph);
  for (guint n_hosts = 1; n_hosts <= 3; n_hosts++)
    for (guint n_servers = 0; n_servers < n_hosts; n_servers++)
      check_numbers (graph, n_hosts, n_servers);
}

static const char *const seeds[] = { "tests/data/*.graphml", NULL };

const FuzzTarget fuzz_graph = { .name = "graph", .seeds = seeds, .run = run };
