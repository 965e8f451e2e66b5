#include "network/bisection_tree.h"

#define NOWHERE G_MAXUINT32

typedef enum
{
  RECEIVES,
  SENDS,
  N_SIDES,
} Side;

/* All cables between two nodes. */
typedef struct
{
  NodeId a, b;        /* a < b */
  double there, back; /* bytes per second from a to b and from b to a */
} Trunk;

/* The cheapest cut of a part of the tree by the number of hosts that send, up to half of all; its top stands on a given side. */
typedef struct
{
  double *cost; /* [n] */
  guint n;
} Costs;

typedef struct
{
  NodeId parent;           /* NOWHERE: the root, or not met */
  double to[N_SIDES];      /* bytes per second over the trunk to the parent, where this node SENDS or RECEIVES */
  gboolean inner;          /* has children */
  GArray *leaves[N_SIDES]; /* double: of hosts below that have no children, their to[]; NULL: there are none */
  Costs costs[N_SIDES];
} TreeNode;

typedef struct
{
  const Topology *topology;
  guint half;      /* ⌈n/2⌉ hosts */
  TreeNode *nodes; /* [n_nodes] */
  GArray *order;   /* NodeId, parents first */
} Tree;

static NodeId
trunk_node (const Topology *topology, NodeId node)
{
  const TopologyKind *kind = topology_kind (topology);
  return kind->trunk != NULL ? kind->trunk (topology, node) : node;
}

static int
compare_trunks (gconstpointer x, gconstpointer y)
{
  const Trunk *a = x, *b = y;
  if (a->a != b->a)
    return a->a < b->a ? -1 : 1;
  return a->b < b->b ? -1 : a->b > b->b;
}

/* The trunks, sorted. (transfer full) */
static GArray *
find_trunks (const Topology *topology)
{
  GArray *trunks = g_array_new (FALSE, FALSE, sizeof (Trunk));
  guint n = 0;
  for (guint32 id = 0; id < topology_n_links (topology); id += 2)
    {
      const Link *there = topology_link (topology, id), *back = topology_link (topology, id + 1);
      NodeId a = trunk_node (topology, there->from), b = trunk_node (topology, there->to);
      Trunk trunk = { MIN (a, b), MAX (a, b), (a < b ? there : back)->bandwidth, (a < b ? back : there)->bandwidth };
      g_array_append_val (trunks, trunk);
    }
  g_array_sort (trunks, compare_trunks);
  for (guint i = 0; i < trunks->len; i++)
    {
      Trunk *kept = n > 0 ? &g_array_index (trunks, Trunk, n - 1) : NULL, trunk = g_array_index (trunks, Trunk, i);
      if (kept == NULL || compare_trunks (kept, &trunk) != 0)
        g_array_index (trunks, Trunk, n++) = trunk;
      else
        {
          kept->there += trunk.there;
          kept->back += trunk.back;
        }
    }
  g_array_set_size (trunks, n);
  return trunks;
}

/* Both ends of the trunks, by node: those of @node are at first[node] … first[node + 1] − 1. */
static guint32 *
index_trunks (const GArray *trunks, guint n_nodes, guint32 **first)
{
  guint32 *at = g_new (guint32, 2 * MAX (trunks->len, 1));
  *first = g_new0 (guint32, n_nodes + 2);
  for (guint i = 0; i < trunks->len; i++)
    {
      const Trunk *trunk = &g_array_index (trunks, Trunk, i);
      (*first)[trunk->a + 2]++;
      (*first)[trunk->b + 2]++;
    }
  for (guint node = 0; node < n_nodes; node++)
    (*first)[node + 2] += (*first)[node + 1];
  for (guint i = 0; i < trunks->len; i++)
    {
      const Trunk *trunk = &g_array_index (trunks, Trunk, i);
      at[(*first)[trunk->a + 1]++] = i;
      at[(*first)[trunk->b + 1]++] = i;
    }
  return at;
}

/* Takes @child as one of @parent's; FALSE when it has been met already. */
static gboolean
meet (Tree *tree, NodeId parent, NodeId child, double down, double up)
{
  TreeNode *node = &tree->nodes[child];
  if (node->parent != NOWHERE || child == g_array_index (tree->order, NodeId, 0))
    return FALSE;
  node->parent = parent;
  node->to[SENDS] = up;
  node->to[RECEIVES] = down;
  tree->nodes[parent].inner = TRUE;
  g_array_append_val (tree->order, child);
  return TRUE;
}

/* Finds everything from host 0, by breadth; FALSE when there are two ways to a node. */
static gboolean
tree_grow (Tree *tree)
{
  g_autoptr (GArray) trunks = find_trunks (tree->topology);
  g_autofree guint32 *first = NULL, *at = index_trunks (trunks, topology_n_nodes (tree->topology), &first);
  NodeId root = trunk_node (tree->topology, 0);
  g_array_append_val (tree->order, root);
  for (guint i = 0; i < tree->order->len; i++)
    {
      NodeId node = g_array_index (tree->order, NodeId, i);
      for (guint32 k = first[node]; k < first[node + 1]; k++)
        {
          const Trunk *trunk = &g_array_index (trunks, Trunk, at[k]);
          gboolean forth = trunk->a == node;
          NodeId next = forth ? trunk->b : trunk->a;
          if (next != tree->nodes[node].parent
              && !meet (tree, node, next, forth ? trunk->there : trunk->back, forth ? trunk->back : trunk->there))
            return FALSE;
        }
    }
  return TRUE;
}

/* sum ← min (sum, a + more), [n]. */
static void
lower (double *restrict sum, const double *restrict a, double more, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      double other = a[i] + more;
      sum[i] = other < sum[i] ? other : sum[i];
    }
}

/* Takes a part of the tree into @costs, whose own hosts it comes beside: (min, +) convolution. Both are up to @half. */
static void
costs_add (Costs *costs, const double *part, guint n_part, guint half)
{
  const double *a = costs->n >= n_part ? costs->cost : part, *b = costs->n >= n_part ? part : costs->cost;
  guint n_a = MAX (costs->n, n_part), n_b = MIN (costs->n, n_part), n = MIN (costs->n + n_part - 1, half + 1);
  double *sum = g_new (double, n);
  for (guint i = 0; i < n; i++)
    sum[i] = INFINITY;
  for (guint k = 0; k < n_b && k < n; k++)
    lower (sum + k, a, b[k], MIN (n_a, n - k));
  g_free (costs->cost);
  *costs = (Costs){ sum, n };
}

static double
costs_at (const Costs *costs, guint k)
{
  return k < costs->n ? costs->cost[k] : INFINITY;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Of the leaves those are cut that are not on the side of @node: the cheapest of them. */
static void
add_leaves (Tree *tree, TreeNode *node, Side side)
{
  GArray *leaves = node->leaves[side == SENDS ? RECEIVES : SENDS];
  guint n = leaves->len;
  g_autofree double *part = g_new0 (double, n + 1);
  g_array_sort (leaves, compare_doubles);
  for (guint cut = 1; cut <= n; cut++)
    {
      guint before = side == SENDS ? n - cut + 1 : cut - 1, now = side == SENDS ? n - cut : cut;
      part[now] = part[before] + g_array_index (leaves, double, cut - 1);
    }
  costs_add (&node->costs[side], part, MIN (n, tree->half) + 1, tree->half);
}

static void
join_leaves (TreeNode *parent, const TreeNode *node)
{
  for (Side side = 0; side < N_SIDES; side++)
    {
      if (parent->leaves[side] == NULL)
        parent->leaves[side] = g_array_new (FALSE, FALSE, sizeof (double));
      g_array_append_val (parent->leaves[side], node->to[side]);
    }
}

/* The trunk between the two is cut where they are on different sides. Of @node nothing is kept. */
static void
join_parent (Tree *tree, TreeNode *parent, TreeNode *node)
{
  guint n = MAX (node->costs[SENDS].n, node->costs[RECEIVES].n);
  g_autofree double *part = g_new (double, n);
  for (Side side = 0; side < N_SIDES; side++)
    {
      Side other = side == SENDS ? RECEIVES : SENDS;
      for (guint k = 0; k < n; k++)
        part[k] = MIN (costs_at (&node->costs[side], k), costs_at (&node->costs[other], k) + node->to[other]);
      costs_add (&parent->costs[side], part, n, tree->half);
    }
  for (Side side = 0; side < N_SIDES; side++)
    g_clear_pointer (&node->costs[side].cost, g_free);
}

/* Everything below @id has been joined to it. */
static void
finish (Tree *tree, NodeId id)
{
  TreeNode *node = &tree->nodes[id], *parent = node->parent != NOWHERE ? &tree->nodes[node->parent] : NULL;
  for (Side side = 0; node->leaves[0] != NULL && side < N_SIDES; side++)
    add_leaves (tree, node, side);
  if (parent != NULL && !node->inner && id < topology_n_hosts (tree->topology))
    join_leaves (parent, node);
  else if (parent != NULL)
    join_parent (tree, parent, node);
}

static double
narrowest (const TreeNode *root, guint n_hosts)
{
  double least = INFINITY;
  for (Side side = 0; side < N_SIDES; side++)
    for (guint k = n_hosts / 2; k <= n_hosts - n_hosts / 2; k++)
      least = MIN (least, costs_at (&root->costs[side], k));
  return least;
}

/* A host sends or receives with its side; a switch is no host. */
static void
tree_init (Tree *tree, const Topology *topology)
{
  guint n_hosts = topology_n_hosts (topology), n_nodes = topology_n_nodes (topology);
  *tree = (Tree){ .topology = topology,
                  .half = n_hosts - n_hosts / 2,
                  .nodes = g_new0 (TreeNode, n_nodes),
                  .order = g_array_new (FALSE, FALSE, sizeof (NodeId)) };
  for (NodeId id = 0; id < n_nodes; id++)
    {
      tree->nodes[id].parent = NOWHERE;
      for (Side side = 0; side < N_SIDES; side++)
        {
          Costs *costs = &tree->nodes[id].costs[side];
          costs->n = id < n_hosts && side == SENDS ? 2 : 1;
          costs->cost = g_new0 (double, costs->n);
          if (costs->n == 2)
            costs->cost[0] = INFINITY;
        }
    }
}

static void
tree_clear (Tree *tree)
{
  for (NodeId id = 0; id < topology_n_nodes (tree->topology); id++)
    for (Side side = 0; side < N_SIDES; side++)
      {
        g_free (tree->nodes[id].costs[side].cost);
        if (tree->nodes[id].leaves[side] != NULL)
          g_array_unref (tree->nodes[id].leaves[side]);
      }
  g_free (tree->nodes);
  g_array_unref (tree->order);
}

double
bisection_of_tree (const Topology *topology)
{
  Tree tree;
  double least = NAN;
  tree_init (&tree, topology);
  if (tree_grow (&tree))
    {
      for (guint i = tree.order->len; i-- > 0;)
        finish (&tree, g_array_index (tree.order, NodeId, i));
      least = narrowest (&tree.nodes[g_array_index (tree.order, NodeId, 0)], topology_n_hosts (topology));
    }
  tree_clear (&tree);
  return least;
}
