/* GraphML. Of what is accepted every edge joins two nodes at a speed above 0, and the nodes get numbers of their own. */
#include "fuzz/fuzz.h"
#include "network/graph_text.h"

#include <math.h>

static void
check_edges (const GraphText *graph)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      g_assert_cmpuint (MAX (edge->from, edge->to), <, graph->names->len);
      g_assert_true (isnan (edge->bandwidth) || (edge->bandwidth > 0 && isfinite (edge->bandwidth)));
      g_assert_true (isnan (edge->latency) || (edge->latency >= 0 && isfinite (edge->latency)));
    }
}

static void
check_numbers (const GraphText *graph, guint n_hosts)
{
  g_autoptr (GError) error = NULL;
  g_autofree NodeId *ids = graph_text_number (graph, n_hosts, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_assert_true ((ids == NULL) == (error != NULL));
  for (guint i = 0; ids && i < graph->names->len; i++)
    {
      g_assert_cmpuint (ids[i], <, graph->names->len);
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
    check_numbers (graph, n_hosts);
}

static const char *const seeds[] = { "tests/data/*.graphml", NULL };

const FuzzTarget fuzz_graph = { .name = "graph", .seeds = seeds, .run = run };
