#include "collective/estimate.h"

#include "collective/ring_side.h"

typedef struct
{
  const Topology *topology;
  guint n_ranks;
  double overhead_s;
} Ground;

typedef struct
{
  double alpha_s, beta_s; /* beta: a byte */
} Cost;

static Cost
worse (Cost a, Cost b)
{
  return (Cost){ MAX (a.alpha_s, b.alpha_s), MAX (a.beta_s, b.beta_s) };
}

/* Every rank sends to the next one of its ring of @side ranks that are @stride apart: all at once, or each @alone. Ranks whose
 * next one is not there do not send. */
static Cost
pattern_cost (const Ground *ground, guint stride, guint side, gboolean alone)
{
  g_autofree guint *load = g_new0 (guint, topology_n_links (ground->topology));
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  Cost cost = { 0, 0 };
  for (guint rank = 0; rank < ground->n_ranks && side > 1; rank++)
    {
      guint to = ring_side (rank, stride, side).right;
      if (to >= ground->n_ranks)
        continue;
      g_array_set_size (route, 0);
      double path_s = sim_time_to_s (topology_route (ground->topology, rank, to, rank, route)) + 2 * ground->overhead_s;
      cost.alpha_s = MAX (cost.alpha_s, path_s);
      for (guint i = 0; i < route->len; i++)
        {
          guint32 id = g_array_index (route, guint32, i);
          load[id] += alone && load[id] > 0 ? 0 : 1;
          cost.beta_s = MAX (cost.beta_s, load[id] / topology_link (ground->topology, id)->bandwidth);
        }
    }
  return cost;
}

/* Pairs at distances 1, 2, 4 …; n ranks of which the last may have no partner. */
static Cost
doubling_cost (const Ground *ground, gboolean alone)
{
  Cost cost = { 0, 0 };
  for (guint distance = 1; distance < ground->n_ranks; distance *= 2)
    cost = worse (cost, pattern_cost (ground, distance, 2, alone));
  return cost;
}

static double
ring_s (guint side, gsize elements, Cost cost)
{
  const Plan ring = { .collective = &collective_ring, .n_ranks = side, .n_elements = elements, .group = 1 };
  return collective_ring.closed_form_s (&ring, cost.alpha_s, cost.beta_s);
}

static double
two_level_s (const Plan *plan, const Ground *ground, gboolean alone)
{
  guint g = plan->group, across = plan->n_ranks / g;
  gsize part = (plan->n_elements + g - 1) / g;
  return ring_s (g, plan->n_elements, pattern_cost (ground, 1, g, alone))
         + ring_s (across, part, pattern_cost (ground, g, across, alone));
}

static Cost
torus_cost (const Plan *plan, const Ground *ground, gboolean alone)
{
  guint sides[3], stride = 1;
  Cost cost = { 0, 0 };
  torus_sides (plan, sides);
  for (guint k = 0; k < 3; k++)
    {
      cost = worse (cost, pattern_cost (ground, stride, sides[k], alone));
      stride *= sides[k];
    }
  return cost;
}

double
plan_estimate_s (const Plan *plan, const Topology *topology, gboolean shared, double overhead_s)
{
  const Ground ground = { topology, plan->n_ranks, overhead_s };
  const Collective *c = plan->collective;
  Cost cost;
  if (c == &collective_two_level)
    return two_level_s (plan, &ground, !shared);
  if (c == &collective_ring)
    cost = pattern_cost (&ground, 1, plan->n_ranks, !shared);
  else if (c == &collective_torus)
    cost = torus_cost (plan, &ground, !shared);
  else
    cost = doubling_cost (&ground, !shared || c == &collective_tree || c == &collective_double_tree);
  return c->closed_form_s (plan, cost.alpha_s, cost.beta_s);
}
