#include "network/graph_pairs.h"

#include "base/error.h"

static GraphEdge *
edge_at (const GraphText *graph, guint32 i)
{
  return &g_array_index (graph->edges, GraphEdge, i);
}

/* By both ends whichever way, then by direction, then in their order. */
static int
compare_edges (gconstpointer a, gconstpointer b, gpointer graph)
{
  guint32 i = *(const guint32 *)a, k = *(const guint32 *)b;
  const GraphEdge *x = edge_at (graph, i), *y = edge_at (graph, k);
  const guint32 keys[][2] = {
    { MIN (x->from, x->to), MIN (y->from, y->to) }, { MAX (x->from, x->to), MAX (y->from, y->to) }, { x->from, y->from }, { i, k }
  };
  for (guint n = 0; n < G_N_ELEMENTS (keys); n++)
    if (keys[n][0] != keys[n][1])
      return keys[n][0] < keys[n][1] ? -1 : 1;
  return 0;
}

static gboolean
same_way (const GraphEdge *a, const GraphEdge *b)
{
  return a->from == b->from && a->to == b->to;
}

static gboolean
is_back (const GraphEdge *a, const GraphEdge *b)
{
  return a->from == b->to && a->to == b->from;
}

/* Joins two edges in the earlier one; the later one is gone. */
static void
join (GraphText *graph, guint32 a, guint32 b, gboolean *gone)
{
  edge_at (graph, MIN (a, b))->back = edge_at (graph, MAX (a, b))->there;
  gone[MAX (a, b)] = TRUE;
}

/* Of the sorted @order from @first on: the edges of one way and as many back. Returns where they end, 0 when they do not fit. */
static guint
join_group (GraphText *graph, const GArray *order, guint first, gboolean *gone)
{
  const guint32 *at = (const guint32 *)(gpointer)order->data;
  guint n = 1;
  while (first + n < order->len && same_way (edge_at (graph, at[first]), edge_at (graph, at[first + n])))
    n++;
  for (guint i = 0; i < n; i++)
    {
      guint back = first + n + i;
      if (back >= order->len || !is_back (edge_at (graph, at[first]), edge_at (graph, at[back])))
        return 0;
      join (graph, at[first + i], at[back], gone);
    }
  return first + 2 * n;
}

static void
drop (GraphText *graph, const gboolean *gone)
{
  guint n = 0;
  for (guint i = 0; i < graph->edges->len; i++)
    if (!gone[i])
      *edge_at (graph, n++) = *edge_at (graph, i);
  g_array_set_size (graph->edges, n);
}

gboolean
graph_pairs_join (GraphText *graph, const gboolean *directed, GError **error)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree gboolean *gone = g_new0 (gboolean, graph->edges->len);
  for (guint32 i = 0; i < graph->edges->len; i++)
    if (directed[i])
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_edges, graph);
  for (guint first = 0, next; first < order->len; first = next)
    {
      next = join_group (graph, order, first, gone);
      if (next > 0)
        continue;
      const GraphEdge *edge = edge_at (graph, g_array_index (order, guint32, first));
      const char *from = graph_text_node (graph, edge->from)->name, *to = graph_text_node (graph, edge->to)->name;
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                   "the directed edges between %s and %s are not as many each way: each needs one back, as a cable carries both "
                   "ways",
                   from, to);
      return FALSE;
    }
  drop (graph, gone);
  return TRUE;
}
