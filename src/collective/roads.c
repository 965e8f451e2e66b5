#include "collective/roads.h"

#include "collective/ring_side.h"
#include "network/progress.h"

#define SEVERAL G_MAXUINT32
#define LONGEST_NS ((SimTime)1 << 46) /* of a message: so many steps of so long are still far from the end of time */

/* Who sends over a link, and where to. */
typedef struct
{
  guint32 sender, receiver; /* the only one, or SEVERAL */
  guint32 n;                /* roads over it; 0: none */
  guint32 line;             /* that its senders along the second side stand in, along the first; or SEVERAL */
  guint64 senders;          /* a sum over them that tells sets apart */
} LinkUse;

typedef struct
{
  const Network *network;
  const Plan *plan;
  guint side[3]; /* of the grid; all 0: it is none */
  LinkUse *uses; /* by link */
  gboolean shared;
  Roads *roads;
} Survey;

static void
add_road (Survey *survey, const NodeId *nodes, guint32 purpose, guint rank, guint peer)
{
  Roads *roads = survey->roads;
  Road road = { .peer = peer, .first_link = roads->links->len };
  road.latency = network_road (survey->network, nodes[rank], nodes[peer], purpose, roads->links);
  road.n_links = roads->links->len - road.first_link;
  g_array_append_val (roads->roads, road);
  roads->first[rank + 1] = roads->roads->len;
}

static void
add_grid_roads (Survey *survey, const NodeId *nodes, guint32 purpose, guint rank)
{
  guint stride = 1;
  for (guint k = 0; k < 3; stride *= survey->side[k++])
    if (survey->side[k] > 1)
      add_road (survey, nodes, purpose, rank, ring_side (rank, stride, survey->side[k]).right);
}

/* FALSE: a step with several sends or receives, which would be under way at once. */
static gboolean
add_step_roads (Survey *survey, const NodeId *nodes, guint32 purpose, guint rank)
{
  const Plan *plan = survey->plan;
  guint n_steps = plan->collective->n_steps (plan, rank, 0);
  for (guint i = 0; i < n_steps; i++)
    {
      Step step;
      guint n_sends = 0;
      plan_step (plan, rank, 0, i, &step);
      for (guint op = 0; op < step.n_ops; op++)
        if (step.ops[op].kind == STEP_SEND && n_sends++ == 0 && !roads_find (survey->roads, rank, step.ops[op].peer))
          add_road (survey, nodes, purpose, rank, step.ops[op].peer);
      if (n_sends > 1 || step.n_ops - n_sends > 1)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_roads (Survey *survey, const NodeId *nodes, guint32 purpose)
{
  Roads *roads = survey->roads;
  for (guint rank = 0; rank < roads->n_ranks; rank++)
    {
      roads->first[rank] = roads->first[rank + 1] = roads->roads->len;
      if (survey->side[0] > 0)
        add_grid_roads (survey, nodes, purpose, rank);
      else if (!add_step_roads (survey, nodes, purpose, rank))
        return FALSE;
    }
  return TRUE;
}

/* Along which side a road of @rank leads. */
static guint
road_side (const Survey *survey, guint rank, const Road *road)
{
  guint stride = 1;
  for (guint k = 0; k < 3; stride *= survey->side[k++])
    if (survey->side[k] > 1 && ring_side (rank, stride, survey->side[k]).right == road->peer)
      return k;
  return 3;
}

static void
use_links (Survey *survey, guint rank, const Road *road)
{
  gboolean second = survey->side[0] > 0 && road_side (survey, rank, road) == 1;
  guint32 line = second ? rank / survey->side[0] : SEVERAL;
  for (guint i = 0; i < road->n_links; i++)
    {
      LinkUse *use = &survey->uses[g_array_index (survey->roads->links, guint32, road->first_link + i)];
      gboolean first = use->n++ == 0;
      use->sender = first || use->sender == rank ? rank : SEVERAL;
      use->receiver = first || use->receiver == road->peer ? road->peer : SEVERAL;
      use->line = first || use->line == line ? line : SEVERAL;
      use->senders += (rank + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) * (rank + 3);
    }
}

/* FALSE: how it is shared is not known. Where several links hold a message back as much, who gets what rounding leaves over
 * depends on their numbers: so those that are shared must be by the same ranks, and none that is not may be exactly as fast. */
static gboolean
measure_road (Survey *survey, Road *road)
{
  const SharingModel *model = network_settings (survey->network)->sharing;
  Rate own = ~(Rate)0, shared = ~(Rate)0;
  guint64 senders = 0;
  for (guint i = 0; i < road->n_links; i++)
    {
      guint32 link = g_array_index (survey->roads->links, guint32, road->first_link + i);
      const LinkUse *use = &survey->uses[link];
      Rate rate = network_link_rate (survey->network, link);
      if (model == &sharing_ideal || use->sender != SEVERAL || use->receiver != SEVERAL)
        {
          own = MIN (own, rate);
          continue;
        }
      if (use->line == SEVERAL || (senders != 0 && senders != use->senders))
        return FALSE;
      shared = MIN (shared, rate / use->n);
      senders = use->senders;
      survey->shared = TRUE;
    }
  road->rate = MIN (own, shared);
  guint64 most = plan_wire_bytes (survey->plan, survey->plan->n_elements);
  return own != shared && progress_when (progress_goal (most), road->rate, 0) < LONGEST_NS && road->latency < LONGEST_NS;
}

/* Where links are shared: whether the ranks along the first side are in step. */
static gboolean
lines_are_in_step (const Survey *survey)
{
  guint side = survey->side[0];
  if (survey->plan->n_elements % side != 0 || survey->side[2] > 1)
    return FALSE;
  for (guint rank = 0; rank < survey->roads->n_ranks; rank++)
    for (guint k = 0; k < 2; k++)
      {
        const Road *road = roads_at (survey->roads, rank, k), *first = roads_at (survey->roads, rank - rank % side, k);
        if (road->rate != first->rate || road->latency != first->latency)
          return FALSE;
      }
  return TRUE;
}

static guint
link_owner (const LinkUse *use, guint rank)
{
  return use->sender != SEVERAL ? use->sender : use->receiver != SEVERAL ? use->receiver : rank;
}

/* Gives the links of all roads to whom they belong: counts, then fills. */
static void
give_links (Survey *survey)
{
  Roads *roads = survey->roads;
  guint32 *place = roads->first_owned = g_new0 (guint32, roads->n_ranks + 1);
  roads->owned = g_new (guint32, roads->links->len);
  for (guint fill = 0; fill <= 1; fill++)
    {
      for (guint rank = 0; rank < roads->n_ranks; rank++)
        for (guint r = roads->first[rank]; r < roads->first[rank + 1]; r++)
          {
            const Road *road = &g_array_index (roads->roads, Road, r);
            for (guint i = 0; i < road->n_links; i++)
              {
                guint32 link = g_array_index (roads->links, guint32, road->first_link + i);
                guint owner = link_owner (&survey->uses[link], rank);
                if (fill)
                  roads->owned[--place[owner]] = link;
                else
                  place[owner]++;
              }
          }
      for (guint rank = 1; !fill && rank <= roads->n_ranks; rank++)
        place[rank] += place[rank - 1];
    }
}

static gboolean
survey_plan (Survey *survey, const NodeId *nodes, guint32 purpose)
{
  Roads *roads = survey->roads;
  if (survey->plan->collective->sides)
    survey->plan->collective->sides (survey->plan, survey->side);
  if (!add_roads (survey, nodes, purpose))
    return FALSE;
  for (guint rank = 0; rank < roads->n_ranks; rank++)
    for (guint k = 0; k < roads->first[rank + 1] - roads->first[rank]; k++)
      use_links (survey, rank, roads_at (roads, rank, k));
  for (guint r = 0; r < roads->roads->len; r++)
    if (!measure_road (survey, &g_array_index (roads->roads, Road, r)))
      return FALSE;
  if (survey->shared && !lines_are_in_step (survey))
    return FALSE;
  give_links (survey);
  return TRUE;
}

Roads *
roads_new (const Network *network, const Plan *plan, const NodeId *nodes, guint32 purpose)
{
  g_autofree LinkUse *uses = g_new0 (LinkUse, topology_n_links (network_topology (network)));
  g_autoptr (Roads) roads = g_new0 (Roads, 1);
  Survey survey = { .network = network, .plan = plan, .uses = uses, .roads = roads };
  roads->n_ranks = plan->n_ranks;
  roads->first = g_new0 (guint32, plan->n_ranks + 1);
  roads->roads = g_array_new (FALSE, FALSE, sizeof (Road));
  roads->links = g_array_new (FALSE, FALSE, sizeof (guint32));
  return survey_plan (&survey, nodes, purpose) ? g_steal_pointer (&roads) : NULL;
}

void
roads_free (Roads *roads)
{
  if (!roads)
    return;
  g_array_unref (roads->roads);
  g_array_unref (roads->links);
  g_free (roads->first);
  g_free (roads->first_owned);
  g_free (roads->owned);
  g_free (roads);
}

const Road *
roads_find (const Roads *roads, guint rank, guint peer)
{
  for (guint r = roads->first[rank]; r < roads->first[rank + 1]; r++)
    if (g_array_index (roads->roads, Road, r).peer == peer)
      return &g_array_index (roads->roads, Road, r);
  return NULL;
}

Passage
road_passage (const Road *road, const Plan *plan, const Tolls *tolls, gsize count, gboolean reduced, SimTime posted)
{
  Passage passage = { .start = posted + tolls->overhead };
  passage.left = progress_when (progress_goal (plan_wire_bytes (plan, count)), road->rate, passage.start);
  passage.arrived = passage.left + road->latency + tolls->overhead;
  passage.over = passage.arrived;
  if (reduced && tolls->reduce_bytes_per_s > 0)
    passage.over += sim_time_from_s (count * ELEMENT_BYTES / tolls->reduce_bytes_per_s);
  return passage;
}
