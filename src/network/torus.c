/* Hosts on a grid whose every line is closed to a ring (1 to 4 dimensions); messages pass through the hosts between. Hosts are
 * numbered in row-major order, the last dimension fastest. Routes go dimension by dimension, the shorter way round each ring; the
 * flow's hash picks the dimension to begin with and the way where both are equal. A dimension of two is one cable, not two.
 */
#include "base/error.h"
#include "network/topology.h"

#define MAX_DIMENSIONS 4

static const Knob torus_knobs[] = {
  { .name = "dimensions",
    .type = KNOB_INTEGERS,
    .value = NAN,
    .min = 1,
    .max = 1e6,
    .help = "sizes, whose product is the number of hosts; else two, as equal as can be" },
  { NULL },
};

typedef struct
{
  guint n;
  guint sizes[MAX_DIMENSIONS];
  guint strides[MAX_DIMENSIONS]; /* of host numbers */
} Grid;

/* FALSE when the sizes do not give @n_hosts. */
static gboolean
grid_init (Grid *grid, const Knobs *knobs, guint n_hosts)
{
  guint n = 2, side = (guint)sqrt (n_hosts);
  guint64 product = 1;
  const gint64 *sizes = knob_given (knobs, "dimensions") ? knob_integers (knobs, "dimensions", &n) : NULL;
  if (n > MAX_DIMENSIONS)
    return FALSE;
  while (n_hosts % side != 0)
    side--;
  const gint64 square[] = { n_hosts / side, side };
  grid->n = n;
  for (guint d = n; d-- > 0;)
    {
      grid->sizes[d] = (guint)(sizes != NULL ? sizes[d] : square[d]);
      grid->strides[d] = (guint)product;
      product *= grid->sizes[d];
      if (product > n_hosts)
        return FALSE;
    }
  return product == n_hosts;
}

static gboolean
torus_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  Grid grid;
  if (n_hosts > 0 && grid_init (&grid, knobs, n_hosts))
    return TRUE;
  *at = knob_given (knobs, "dimensions") ? "dimensions" : NULL;
  g_set_error (
      error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
      "a torus needs 1 to %d dimensions whose product is the number of hosts (workers and dedicated servers together), %u",
      MAX_DIMENSIONS, n_hosts);
  return FALSE;
}

/* One step from @at along dimension @d. */
static NodeId
grid_step (const Grid *grid, NodeId at, guint d, gboolean forward)
{
  guint size = grid->sizes[d], place = at / grid->strides[d] % size, next = (place + (forward ? 1 : size - 1)) % size;
  return at + next * grid->strides[d] - place * grid->strides[d];
}

static gboolean
torus_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  Grid *grid = g_new (Grid, 1);
  topology_set_state (topology, grid, g_free);
  grid_init (grid, knobs, n_hosts);
  for (NodeId a = 0; a < n_hosts; a++)
    for (guint d = 0; d < grid->n; d++)
      {
        NodeId b = grid_step (grid, a, d, TRUE);
        if (grid->sizes[d] > 2 || (grid->sizes[d] == 2 && a < b))
          topology_add_cable (topology, a, b, MIN (hosts[a].bandwidth, hosts[b].bandwidth),
                              MAX (hosts[a].latency, hosts[b].latency));
      }
  return TRUE;
}

static void
torus_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  const Grid *grid = topology_state (topology);
  guint first = topology_pick (flow, 0, grid->n);
  NodeId at = from;
  for (guint i = 0; i < grid->n; i++)
    {
      guint d = (first + i) % grid->n, size = grid->sizes[d];
      guint ahead = (to / grid->strides[d] % size + size - at / grid->strides[d] % size) % size;
      gboolean forward = 2 * ahead == size ? topology_pick (flow, 1 + d, 2) == 0 : 2 * ahead < size;
      for (guint steps = MIN (ahead, size - ahead); steps > 0; steps--)
        {
          NodeId next = grid_step (grid, at, d, forward);
          guint32 link = topology_find_link (topology, at, next);
          g_array_append_val (links, link);
          at = next;
        }
    }
}

static guint
torus_diameter (const Topology *topology)
{
  const Grid *grid = topology_state (topology);
  guint sum = 0;
  for (guint d = 0; d < grid->n; d++)
    sum += grid->sizes[d] / 2;
  return sum;
}

/* A fourth dimension goes into the third side: its rings are longer, and still of neighbours. */
static void
torus_sides_of (const Knobs *knobs, guint n_hosts, guint sides[3])
{
  Grid grid;
  if (!grid_init (&grid, knobs, n_hosts))
    return;
  for (guint d = 0; d < grid.n; d++)
    {
      guint *side = &sides[MIN (d, 2)];
      *side = MAX (*side, 1) * grid.sizes[grid.n - 1 - d];
    }
}

/* A side of two, whose lines are one cable, is cut like one of four, whose lines are rings. */
static int
compare_sides (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  x = x == 2 ? 4 : x;
  y = y == 2 ? 4 : y;
  return x > y ? -1 : x < y;
}

/* Across the longest side; where that is odd, through the middle of its middle layer across the next one, until a side is even
 * (Aroca and Fernández Anta, IEEE TPDS 2014: 2·Σ of the layers' sizes). */
static guint64
torus_bisection (const Topology *topology)
{
  const Grid *grid = topology_state (topology);
  guint sides[MAX_DIMENSIONS];
  guint64 cables = 0, layer = topology_n_hosts (topology);
  memcpy (sides, grid->sizes, grid->n * sizeof *sides);
  qsort (sides, grid->n, sizeof *sides, compare_sides);
  for (guint d = 0; d < grid->n && sides[d] > 1; d++)
    {
      layer /= sides[d];
      cables += layer * (sides[d] == 2 ? 1 : 2);
      if (sides[d] % 2 == 0)
        break;
    }
  return cables;
}

const TopologyKind topology_torus = {
  .name = "torus",
  .summary = "hosts on a grid whose lines are rings; no switch",
  .knobs = torus_knobs,
  .accepts = torus_accepts,
  .build = torus_build,
  .route = torus_route,
  .sides = torus_sides_of,
  .bisection = torus_bisection,
  .diameter = torus_diameter,
};
