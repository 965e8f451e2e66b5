#include "network/graph_hosts.h"

#include "base/error.h"

#define UNNUMBERED G_MAXUINT32
#define RULE                                                                                                                      \
  "hosts are the nodes that \"hosts\" lists; else those whose role is worker or server; else those called worker0, worker1 …, " \
  "server0 …"

/* The numbers so far, and what is needed. */
typedef struct
{
  const GraphText *graph;
  guint n_workers, n_servers;
  NodeId *ids; /* [nodes] */
} Numbering;

static void G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, message);
}

static gboolean
number_listed (Numbering *numbering, const char *const *listed, GError **error)
{
  guint n = g_strv_length ((char **)listed);
  for (guint i = 0; i < n; i++)
    {
      guint32 node = graph_text_find (numbering->graph, listed[i]);
      gboolean is_node = node != GRAPH_NO_NODE, twice = is_node && numbering->ids[node] != UNNUMBERED;
      if (is_node && !twice)
        {
          numbering->ids[node] = i;
          continue;
        }
      refuse (error, is_node ? "\"%s\" stands twice among the hosts" : "\"%s\" is no node of the graph", listed[i]);
      return FALSE;
    }
  if (n == numbering->n_workers + numbering->n_servers)
    return TRUE;
  refuse (error, "%u nodes are listed as hosts, but there are %u: %u workers, then %u dedicated servers", n,
          numbering->n_workers + numbering->n_servers, numbering->n_workers, numbering->n_servers);
  return FALSE;
}

/* Whether the hosts that were found are as many as are needed. */
static gboolean
check_counts (const Numbering *numbering, guint n_workers, guint n_servers, GError **error)
{
  if (n_workers == numbering->n_workers && n_servers == numbering->n_servers)
    return TRUE;
  if (n_workers + n_servers == 0)
    refuse (error, "no node of the graph is a host (" RULE ")");
  else
    refuse (error, "the graph has %u worker%s and %u server%s, but the run has %u and %u dedicated ones (" RULE ")", n_workers,
            n_workers == 1 ? "" : "s", n_servers, n_servers == 1 ? "" : "s", numbering->n_workers, numbering->n_servers);
  return FALSE;
}

static guint
count_role (const GraphText *graph, GraphRole role)
{
  guint n = 0;
  for (guint32 node = 0; node < graph->nodes->len; node++)
    n += graph_text_node (graph, node)->role == role ? 1 : 0;
  return n;
}

static gboolean
number_roles (Numbering *numbering, guint n_workers, guint n_servers, GError **error)
{
  NodeId next[] = { [GRAPH_ROLE_WORKER] = 0, [GRAPH_ROLE_SERVER] = n_workers };
  for (guint32 node = 0; node < numbering->graph->nodes->len; node++)
    {
      GraphRole role = graph_text_node (numbering->graph, node)->role;
      if (role != GRAPH_ROLE_NONE)
        numbering->ids[node] = next[role]++;
    }
  return check_counts (numbering, n_workers, n_servers, error);
}

/* The number in a name such as "worker12"; FALSE where it is no such name. */
static gboolean
number_in_name (const char *name, const char *role, guint64 *number)
{
  const char *digits = g_str_has_prefix (name, role) ? name + strlen (role) : "";
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT32, number, NULL) && (*digits != '0' || digits[1] == '\0');
}

/* Numbers @role0, @role1 … from @first on. Their count in @n; FALSE when one between is missing. */
static gboolean
number_names (Numbering *numbering, const char *role, NodeId first, guint *n, GError **error)
{
  const GraphText *graph = numbering->graph;
  guint64 number = 0, highest = 0;
  *n = 0;
  for (guint32 node = 0; node < graph->nodes->len; node++)
    if (number_in_name (graph_text_node (graph, node)->name, role, &number))
      {
        numbering->ids[node] = first + (NodeId)number;
        highest = MAX (highest, number);
        ++*n;
      }
  for (guint i = 0; i < *n && highest >= *n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", role, i);
      if (graph_text_find (graph, name) != GRAPH_NO_NODE)
        continue;
      refuse (error, "the graph has %s%" G_GUINT64_FORMAT ", but no %s", role, highest, name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
number_by_name (Numbering *numbering, GError **error)
{
  guint n_workers, n_servers;
  return number_names (numbering, "worker", 0, &n_workers, error)
         && number_names (numbering, "server", numbering->n_workers, &n_servers, error)
         && check_counts (numbering, n_workers, n_servers, error);
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
check_connected (const Numbering *numbering, GError **error)
{
  const GraphText *graph = numbering->graph;
  const NodeId *ids = numbering->ids;
  g_autofree guint32 *parent = g_new (guint32, graph->nodes->len);
  guint32 first = 0;
  for (guint32 node = 0; node < graph->nodes->len; node++)
    parent[node] = node;
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const GraphEdge *edge = &g_array_index (graph->edges, GraphEdge, i);
      parent[part_of (parent, edge->from)] = part_of (parent, edge->to);
    }
  while (ids[first] != 0)
    first++;
  for (guint32 node = 0; node < graph->nodes->len; node++)
    if (ids[node] != UNNUMBERED && part_of (parent, node) != part_of (parent, first))
      {
        refuse (error, "the graph has no path from %s to %s", graph_text_node (graph, first)->name,
                graph_text_node (graph, node)->name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
number_hosts (Numbering *numbering, const char *const *listed, GError **error)
{
  guint n_workers = count_role (numbering->graph, GRAPH_ROLE_WORKER);
  guint n_servers = count_role (numbering->graph, GRAPH_ROLE_SERVER);
  if (listed != NULL)
    return number_listed (numbering, listed, error);
  if (n_workers + n_servers > 0)
    return number_roles (numbering, n_workers, n_servers, error);
  return number_by_name (numbering, error);
}

NodeId *
graph_hosts_number (const GraphText *graph, const char *const *listed, guint n_hosts, guint n_servers, const char **at,
                    GError **error)
{
  guint n = graph->nodes->len;
  g_autofree NodeId *ids = g_new (NodeId, n);
  Numbering numbering = { .graph = graph, .n_workers = n_hosts - n_servers, .n_servers = n_servers, .ids = ids };
  NodeId next = n_hosts;
  for (guint i = 0; i < n; i++)
    ids[i] = UNNUMBERED;
  if (!number_hosts (&numbering, listed, error))
    {
      *at = listed != NULL ? "hosts" : *at;
      return NULL;
    }
  if (!check_connected (&numbering, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (ids[i] == UNNUMBERED)
      ids[i] = next++;
  return g_steal_pointer (&ids);
}
