#include "network/route_set.h"

#include "network/channel_table.h"

static void
clear_path (gpointer path)
{
  g_array_unref (((RoutePath *)path)->links);
}

static RoutePath *
find_path (const GArray *paths, const GArray *links)
{
  for (guint i = 0; i < paths->len; i++)
    {
      RoutePath *path = &g_array_index (paths, RoutePath, i);
      if (path->links->len == links->len && memcmp (path->links->data, links->data, links->len * sizeof (guint32)) == 0)
        return path;
    }
  return NULL;
}

GArray *
route_set_new (const Topology *topology, NodeId from, NodeId to)
{
  GArray *paths = g_array_new (FALSE, FALSE, sizeof (RoutePath));
  g_array_set_clear_func (paths, clear_path);
  for (guint32 purpose = 0; from != to && purpose < ROUTE_SET_CHANNELS; purpose++)
    {
      RoutePath path = { .links = g_array_new (FALSE, FALSE, sizeof (guint32)), .n_channels = 1 }, *known;
      path.latency = topology_route (topology, from, to, channel_hash (from, to, purpose), path.links);
      if ((known = find_path (paths, path.links)) != NULL)
        {
          known->n_channels++;
          clear_path (&path);
        }
      else
        g_array_append_val (paths, path);
    }
  return paths;
}
