#include "report/topology_picture.h"

#include "base/escape.h"
#include "base/units.h"
#include "report/picture.h"

#define STUB 0.32 /* of the distance between neighbours on a grid */
#define NO_LEVEL G_MAXUINT

typedef struct
{
  double x, y;
} Point;

typedef struct
{
  Point *at; /* [n_nodes] */
  double width, height;
  gboolean grid; /* long cables become stubs */
} Layout;

/* Distance in links from the nearest host, by breadth-first search from all hosts together. */
static guint *
node_levels (const Topology *topology)
{
  guint n = topology_n_nodes (topology), n_hosts = topology_n_hosts (topology), head = 0, tail = 0;
  guint *level = g_new (guint, n);
  g_autofree NodeId *queue = g_new (NodeId, n);
  for (NodeId node = 0; node < n; node++)
    {
      level[node] = node < n_hosts ? 0 : NO_LEVEL;
      if (node < n_hosts)
        queue[tail++] = node;
    }
  while (head < tail)
    {
      guint n_links;
      NodeId node = queue[head++];
      const guint32 *links = topology_links_from (topology, node, &n_links);
      for (guint i = 0; i < n_links; i++)
        {
          NodeId next = topology_link (topology, links[i])->to;
          if (level[next] == NO_LEVEL)
            {
              level[next] = level[node] + 1;
              queue[tail++] = next;
            }
        }
    }
  return level;
}

static guint
switch_level (const Topology *topology, NodeId node, guint distance)
{
  const TopologyKind *kind = topology_kind (topology);
  if (kind->tier != NULL)
    return kind->tier (topology, node);
  return distance == NO_LEVEL ? 1 : distance;
}

/* Nodes of one level side by side, evenly over the width. */
static void
place_in_layers (const Topology *topology, Layout *layout)
{
  guint n = topology_n_nodes (topology), highest = 0;
  g_autofree guint *level = node_levels (topology);
  g_autofree guint *count = g_new0 (guint, n + 1);
  g_autofree guint *placed = g_new0 (guint, n + 1);
  for (NodeId node = 0; node < n; node++)
    {
      level[node] = node < topology_n_hosts (topology) ? 0 : switch_level (topology, node, level[node]);
      count[level[node]]++;
      highest = MAX (highest, level[node]);
    }
  layout->width = count[0];
  layout->height = highest * MAX (2.0, layout->width / 6);
  for (NodeId node = 0; node < n; node++)
    {
      guint l = level[node];
      layout->at[node] = (Point){ (placed[l]++ + 0.5) * layout->width / count[l], l * layout->height / highest };
    }
}

static void
place_in_circle (const Topology *topology, Layout *layout)
{
  guint n = topology_n_nodes (topology);
  double radius = MAX (1.5, n / (2 * G_PI));
  layout->width = layout->height = 2 * radius;
  for (NodeId node = 0; node < n; node++)
    layout->at[node] = (Point){ radius * (1 + sin (2 * G_PI * node / n)), radius * (1 + cos (2 * G_PI * node / n)) };
}

/* Rows of @row hosts, the last dimension along a row; after @block rows a new block begins, after a gap. */
static void
place_in_grid (const Topology *topology, guint row, guint block, Layout *layout)
{
  guint n = topology_n_nodes (topology);
  layout->grid = TRUE;
  layout->width = row;
  for (NodeId node = 0; node < n; node++)
    {
      guint line = node / row;
      layout->at[node] = (Point){ node % row, line + line / block };
    }
  layout->height = layout->at[n - 1].y;
}

static void
place (const Topology *topology, Layout *layout)
{
  layout->at = g_new0 (Point, topology_n_nodes (topology));
  if (topology_n_nodes (topology) > topology_n_hosts (topology))
    place_in_layers (topology, layout);
  else if (topology_kind (topology)->sides)
    {
      guint sides[3] = { 0 };
      topology_kind (topology)->sides (topology_knobs (topology), topology_n_hosts (topology), sides);
      place_in_grid (topology, sides[0], MAX (sides[1], 1), layout);
    }
  else
    place_in_circle (topology, layout);
}

static gboolean
on_route (const GArray *route, guint32 cable)
{
  for (guint i = 0; route && i < route->len; i++)
    if (g_array_index (route, guint32, i) / 2 == cable / 2)
      return TRUE;
  return FALSE;
}

static void
append_line (GString *data, Point a, Point b)
{
  const double numbers[] = { a.x, a.y, b.x, b.y };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_string_append_printf (data, "%s%c", g_ascii_formatd (digits, sizeof digits, "%.4f", numbers[i]), i == 3 ? '\n' : ' ');
    }
}

static void
append_cable (const Layout *layout, const Link *link, GString *data)
{
  Point a = layout->at[link->from], b = layout->at[link->to];
  double dx = b.x - a.x, dy = b.y - a.y, length = hypot (dx, dy);
  if (!layout->grid || length < 1.5)
    {
      append_line (data, a, b);
      return;
    }
  /* Away from each other: the way round. Between layers both stubs lean the same way. */
  double sx = STUB * dx / length, sy = STUB * dy / length;
  append_line (data, a, (Point){ a.x - sx, a.y - sy });
  append_line (data, b, (Point){ b.x + sx, b.y + sy });
}

/* Cables of the route, or all others. */
static GString *
cables (const Topology *topology, const Layout *layout, const GArray *route, gboolean marked)
{
  GString *data = g_string_new ("# x1 y1 x2 y2\n");
  for (guint32 id = 0; id < topology_n_links (topology); id += 2)
    if (on_route (route, id) == marked)
      append_cable (layout, topology_link (topology, id), data);
  return data;
}

static GString *
nodes (const Topology *topology, const Layout *layout, const char *const *names)
{
  GString *data = g_string_new ("# x y kind name\n");
  for (NodeId node = 0; node < topology_n_nodes (topology); node++)
    {
      char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
      guint kind = node >= topology_n_hosts (topology) ? 2 : g_str_has_prefix (names[node], "server") ? 1 : 0;
      g_string_append_printf (data, "%s %s %u ", g_ascii_formatd (x, sizeof x, "%.4f", layout->at[node].x),
                              g_ascii_formatd (y, sizeof y, "%.4f", layout->at[node].y), kind);
      /* Machines by their numbers, so that many fit side by side. */
      gboolean worker = kind == 0 && g_str_has_prefix (names[node], "worker");
      escape_gnuplot (data, worker ? names[node] + strlen ("worker") : names[node]);
      g_string_append_c (data, '\n');
    }
  return data;
}

static GString *
settings (const Topology *topology, const TopologyFacts *facts, const Layout *layout, const char *title, const GArray *route)
{
  GString *to = g_string_new (NULL);
  g_autofree char *bisection = unit_format_short (facts->bisection, DIMENSION_RATE);
  g_autofree char *subtitle = g_strdup_printf ("%s: %u host%s, %u switch%s, %u cable%s; diameter %u, bisection %s%s",
                                               topology_kind (topology)->name, facts->n_hosts, facts->n_hosts == 1 ? "" : "s",
                                               facts->n_switches, facts->n_switches == 1 ? "" : "es", facts->n_cables,
                                               facts->n_cables == 1 ? "" : "s", facts->diameter,
                                               facts->bisection_exact ? "" : "at most ", bisection);
  picture_set_text (to, "title", title);
  picture_set_text (to, "subtitle", subtitle);
  picture_set_number (to, "layout_width", layout->width);
  picture_set_number (to, "layout_height", layout->height);
  picture_set_number (to, "node_count", topology_n_nodes (topology));
  picture_set_number (to, "has_route", route && route->len > 0);
  return to;
}

gboolean
topology_picture_write (const Topology *topology, const TopologyFacts *facts, const char *const *names, const char *title,
                        const GArray *route, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "topo", NULL };
  if (topology_n_nodes (topology) > TOPOLOGY_PICTURE_NODES)
    {
      picture_add_note (note, "%u nodes are too many for a picture (at most %u)", topology_n_nodes (topology),
                        TOPOLOGY_PICTURE_NODES);
      return TRUE;
    }
  Layout layout = { 0 };
  place (topology, &layout);
  g_autoptr (GString) others = cables (topology, &layout, route, FALSE);
  g_autoptr (GString) marked = cables (topology, &layout, route, TRUE);
  g_autoptr (GString) points = nodes (topology, &layout, names);
  g_autoptr (GString) given = settings (topology, facts, &layout, title, route);
  g_free (layout.at);
  return picture_write_data (dir, "topo-cables.dat", others, error) && picture_write_data (dir, "topo-route.dat", marked, error)
         && picture_write_data (dir, "topo-nodes.dat", points, error) && picture_draw (dir, "topo", scripts, given, note, error);
}
