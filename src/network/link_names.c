#include "network/link_names.h"

#include "base/error.h"

#define NODE_NONE G_MAXUINT32

/* The host that is @prefix and a number below @n, the first of them being @first. */
static NodeId
numbered (const char *name, const char *prefix, NodeId first, guint n)
{
  guint64 number;
  if (!g_str_has_prefix (name, prefix) || n == 0
      || !g_ascii_string_to_unsigned (name + strlen (prefix), 10, 0, n - 1, &number, NULL))
    return NODE_NONE;
  return first + (NodeId)number;
}

static NodeId
node_named (const Topology *topology, const char *name)
{
  guint n_hosts = topology_n_hosts (topology), n_servers = topology_n_servers (topology), n_workers = n_hosts - n_servers;
  NodeId node = numbered (name, "worker", 0, n_workers);
  if (node == NODE_NONE)
    node = numbered (name, "server", n_workers, n_servers);
  for (NodeId host = 0; node == NODE_NONE && host < n_hosts && topology_alias (topology, host); host++)
    if (g_str_equal (topology_alias (topology, host), name))
      node = host;
  for (NodeId other = n_hosts; node == NODE_NONE && other < topology_n_nodes (topology); other++)
    if (g_str_equal (topology_switch_name (topology, other), name))
      node = other;
  return node;
}

static gboolean
find_node (const Topology *topology, const char *name, NodeId *out, GError **error)
{
  *out = node_named (topology, name);
  if (*out == NODE_NONE)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no node \"%s\"", name);
  return *out != NODE_NONE;
}

static void
append_between (const Topology *topology, NodeId from, NodeId to, GArray *links)
{
  guint n;
  const guint32 *out = topology_links_from (topology, from, &n);
  for (guint i = 0; i < n; i++)
    if (topology_link (topology, out[i])->to == to)
      g_array_append_val (links, out[i]);
}

/* A cable's two links have neighbouring numbers, the even one first. */
static void
append_around (const Topology *topology, NodeId node, GArray *links)
{
  guint n;
  const guint32 *out = topology_links_from (topology, node, &n);
  for (guint i = 0; i < n; i++)
    {
      guint32 both[] = { out[i] & ~1u, out[i] | 1u };
      g_array_append_vals (links, both, 2);
    }
}

gboolean
links_named (const Topology *topology, const char *text, GArray *links, GError **error)
{
  NodeId from, to;
  guint before = links->len;
  g_auto (GStrv) ends = g_strsplit (text, ">", 2);
  if (g_str_equal (text, "*"))
    for (guint32 link = 0; link < topology_n_links (topology); link++)
      {
        if (topology_link (topology, link)->from != topology_link (topology, link)->to)
          g_array_append_val (links, link);
      }
  else if (!find_node (topology, ends[0] ? ends[0] : "", &from, error) || (ends[1] && !find_node (topology, ends[1], &to, error)))
    return FALSE;
  else if (ends[1])
    append_between (topology, from, to, links);
  else
    append_around (topology, from, links);
  if (links->len == before)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no link \"%s\"", text);
  return links->len > before;
}
