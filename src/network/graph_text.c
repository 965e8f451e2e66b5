#include "network/graph_text.h"

#include "base/error.h"

static void
clear_node (gpointer node)
{
  g_free (((GraphNode *)node)->name);
}

GraphText *
graph_text_new (void)
{
  GraphText *graph = g_new (GraphText, 1);
  graph->nodes = g_array_new (FALSE, FALSE, sizeof (GraphNode));
  g_array_set_clear_func (graph->nodes, clear_node);
  graph->index = g_hash_table_new (g_str_hash, g_str_equal);
  graph->edges = g_array_new (FALSE, FALSE, sizeof (GraphEdge));
  return graph;
}

void
graph_text_free (GraphText *graph)
{
  if (graph == NULL)
    return;
  g_hash_table_unref (graph->index);
  g_array_unref (graph->nodes);
  g_array_unref (graph->edges);
  g_free (graph);
}

guint32
graph_text_find (const GraphText *graph, const char *name)
{
  guint32 found = GPOINTER_TO_UINT (g_hash_table_lookup (graph->index, name));
  return found > 0 ? found - 1 : GRAPH_NO_NODE;
}

guint32
graph_text_add (GraphText *graph, const char *name, GraphRole role)
{
  GraphNode node = { .name = g_strdup (name), .role = role };
  g_array_append_val (graph->nodes, node);
  g_hash_table_insert (graph->index, node.name, GUINT_TO_POINTER (graph->nodes->len));
  return graph->nodes->len - 1;
}

gboolean
graph_text_has_rates (const GraphText *graph)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      if (isnan (edge->there.bandwidth) || isnan (edge->back.bandwidth))
        return FALSE;
    }
  return TRUE;
}

/* The end of a link, which may be the first that says its name. */
static guint32
end_of_link (GraphText *graph, const char *name)
{
  guint32 node = graph_text_find (graph, name);
  return node != GRAPH_NO_NODE ? node : graph_text_add (graph, name, GRAPH_ROLE_NONE);
}

static void
read_links (GraphText *graph, const Knobs *const *links, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GraphWay way = { knob_number (links[i], "bandwidth"), knob_number (links[i], "latency") };
      guint32 from = end_of_link (graph, knob_word (links[i], "from")), to = end_of_link (graph, knob_word (links[i], "to"));
      GraphEdge edge = { .from = from, .to = to, way, way };
      g_array_append_val (graph->edges, edge);
    }
}

static gboolean
check_edges (const GraphText *graph, GError **error)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      if (edge->from != edge->to)
        continue;
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "the graph has a link from %s to itself",
                   graph_text_node (graph, edge->from)->name);
      return FALSE;
    }
  return TRUE;
}

GraphText *
graph_text_read (const Knobs *knobs, const char **at, GError **error)
{
  g_autoptr (GraphText) graph = graph_text_new ();
  guint n;
  const Knobs *const *links = knob_objects (knobs, "links", &n);
  const char *file = knob_word (knobs, "file");
  *at = file != NULL ? "file" : "links";
  if ((n > 0) == (file != NULL))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a graph needs either links or a file%s",
                   file == NULL ? "" : ", not both");
      return NULL;
    }
  read_links (graph, links, n);
  if (file != NULL && !graph_text_read_graphml (graph, file, error))
    return NULL;
  return check_edges (graph, error) ? g_steal_pointer (&graph) : NULL;
}
