#include "network/graph_text.h"

#include "base/error.h"

GraphText *
graph_text_new (void)
{
  GraphText *graph = g_new (GraphText, 1);
  graph->names = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (graph->names);
  g_array_unref (graph->edges);
  g_free (graph);
}

guint32
graph_text_node (GraphText *graph, const char *name)
{
  guint32 found = GPOINTER_TO_UINT (g_hash_table_lookup (graph->index, name));
  if (found > 0)
    return found - 1;
  g_ptr_array_add (graph->names, g_strdup (name));
  g_hash_table_insert (graph->index, g_ptr_array_index (graph->names, graph->names->len - 1),
                       GUINT_TO_POINTER (graph->names->len));
  return graph->names->len - 1;
}

static void
read_links (GraphText *graph, const KnobLink *links, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GraphEdge edge = { .from = graph_text_node (graph, links[i].from),
                         .to = graph_text_node (graph, links[i].to),
                         .bandwidth = links[i].bandwidth,
                         .latency = links[i].latency };
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
                   (const char *)g_ptr_array_index (graph->names, edge->from));
      return FALSE;
    }
  return TRUE;
}

GraphText *
graph_text_read (const Knobs *knobs, GError **error)
{
  g_autoptr (GraphText) graph = graph_text_new ();
  guint n;
  const KnobLink *links = knob_links (knobs, "links", &n);
  const char *file = knob_word (knobs, "file");
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

/* How many nodes are called @role 0, 1, 2 … without a gap. */
static guint
count_role (const GraphText *graph, const char *role)
{
  for (guint n = 0;; n++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", role, n);
      if (!g_hash_table_contains (graph->index, name))
        return n;
    }
}

static void
number_role (const GraphText *graph, const char *role, guint n, NodeId first, NodeId *ids)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", role, i);
      ids[GPOINTER_TO_UINT (g_hash_table_lookup (graph->index, name)) - 1] = first + i;
    }
}

/* Gives @n_hosts nodes the first numbers. */
static gboolean
number_hosts (const GraphText *graph, guint n_hosts, NodeId *ids, GError **error)
{
  guint n_workers = count_role (graph, "worker"), n_servers = count_role (graph, "server");
  number_role (graph, "worker", n_workers, 0, ids);
  number_role (graph, "server", n_servers, n_workers, ids);
  for (guint i = 0; n_workers + n_servers == 0 && i < MIN (n_hosts, graph->names->len); i++)
    ids[i] = i;
  if (n_workers + n_servers == n_hosts || (n_workers + n_servers == 0 && n_hosts <= graph->names->len))
    return TRUE;
  if (n_workers + n_servers == 0)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "the graph has %u nodes, but %u hosts are needed",
                 graph->names->len, n_hosts);
  else
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                 "the graph names %u workers and %u servers (worker0 …, server0 …), but %u hosts are needed", n_workers,
                 n_servers, n_hosts);
  return FALSE;
}

/* The representative of @node's part of the graph (union–find with path halving). */
static guint32
part_of (guint32 *parent, guint32 node)
{
  while (parent[node] != node)
    node = parent[node] = parent[parent[node]];
  return node;
}

static gboolean
check_connected (const GraphText *graph, const NodeId *ids, guint n_hosts, GError **error)
{
  g_autofree guint32 *parent = g_new (guint32, graph->names->len);
  guint32 first = 0;
  for (guint32 node = 0; node < graph->names->len; node++)
    parent[node] = node;
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      parent[part_of (parent, edge->from)] = part_of (parent, edge->to);
    }
  while (ids[first] != 0)
    first++;
  for (guint32 node = 0; node < graph->names->len; node++)
    if (ids[node] < n_hosts && part_of (parent, node) != part_of (parent, first))
      {
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "the graph has no path from %s to %s",
                     (const char *)g_ptr_array_index (graph->names, first), (const char *)g_ptr_array_index (graph->names, node));
        return FALSE;
      }
  return TRUE;
}

NodeId *
graph_text_number (const GraphText *graph, guint n_hosts, GError **error)
{
  const NodeId none = G_MAXUINT32;
  NodeId next = n_hosts;
  g_autofree NodeId *ids = g_new (NodeId, graph->names->len);
  for (guint i = 0; i < graph->names->len; i++)
    ids[i] = none;
  if (!number_hosts (graph, n_hosts, ids, error) || !check_connected (graph, ids, n_hosts, error))
    return NULL;
  for (guint i = 0; i < graph->names->len; i++)
    if (ids[i] == none)
      ids[i] = next++;
  return g_steal_pointer (&ids);
}
