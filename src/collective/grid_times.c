#include "collective/grid_times.h"

#include "collective/ring_side.h"
#include "collective/ring_times.h"

#include <string.h>

#define MOST_GAPS 4000000

/* One way along one side: reduce-scatter, or back with all-gather. */
typedef struct
{
  const Plan *plan;
  const Roads *roads;
  const Tolls *tolls;
  Timetable *table;
  guint side[3];
  guint k, stride, road; /* the side, of its ranks' numbers, of a rank's roads */
  gboolean back;
} Way;

/* The line of ranks that was reckoned last, by place; the next one is often like it. */
typedef struct
{
  RingShape shape;                    /* n 0: there is none yet */
  SimTime *ready, *covered;           /* before */
  SimTime *next_ready, *next_covered; /* after */
  GArray *gaps;
} Line;

static guint
n_sides (const guint side[3])
{
  return (side[0] > 1) + (side[1] > 1) + (side[2] > 1);
}

gboolean
grid_is_uniform (const Plan *plan, const Roads *roads, const Tolls *tolls)
{
  guint side[3];
  gsize first, count;
  plan->collective->sides (plan, side);
  if ((tolls->overhead > 0 || tolls->reduce_bytes_per_s > 0) && (guint64)plan->n_ranks * grid_n_steps (side) > MOST_GAPS)
    return FALSE;
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    for (guint k = 0; k < n_sides (side); k++)
      {
        const Road *road = roads_at (roads, rank, k), *model = roads_at (roads, 0, k);
        if (road->rate != model->rate || road->latency != model->latency)
          return FALSE;
      }
  grid_part (plan, side, plan->n_ranks - 1, 2, &first, &count); /* the smallest */
  return count >= side[2] && count > 0;
}

/* All of it is set, so that shapes can be compared as bytes. */
static void
line_shape (const Way *way, guint rank, RingShape *shape)
{
  gsize first, count;
  memset (shape, 0, sizeof *shape);
  const Road *road = roads_at (way->roads, rank, way->road);
  grid_part (way->plan, way->side, rank, way->k, &first, &count);
  guint n = way->side[way->k];
  shape->n = n;
  shape->n_steps = n - 1;
  shape->shift = !way->back;
  shape->n_large = count % n;
  for (guint large = 0; large < 2; large++)
    {
      Passage passage = road_passage (road, way->plan, way->tolls, count / n + large, !way->back, 0);
      shape->start = passage.start;
      shape->left[large] = passage.left;
      shape->arrived[large] = passage.arrived;
      shape->over[large] = passage.over;
    }
}

/* What goes over the road of the rank at @place: all chunks but the one that it keeps, or is last to get. */
static void
line_carry (const Way *way, guint rank, guint place, guint n)
{
  gsize part, count, chunk, kept;
  grid_part (way->plan, way->side, rank, way->k, &part, &count);
  chunk_range (count, n, way->back ? (place + 1) % n : place, &chunk, &kept);
  guint64 bytes = plan_wire_bytes (way->plan, count - kept);
  way->table->carried[roads_number (way->roads, roads_at (way->roads, rank, way->road))] += bytes;
  way->table->messages += n - 1;
  way->table->bytes += bytes;
}

static void
line_init (Line *line, guint n)
{
  *line = (Line){ .gaps = g_array_new (FALSE, FALSE, sizeof (Gap)) };
  line->ready = g_new (SimTime, n);
  line->covered = g_new (SimTime, n);
  line->next_ready = g_new (SimTime, n);
  line->next_covered = g_new (SimTime, n);
}

static void
line_clear (Line *line)
{
  g_free (line->ready);
  g_free (line->covered);
  g_free (line->next_ready);
  g_free (line->next_covered);
  g_array_unref (line->gaps);
}

/* The ranks from @rank on as they stand; TRUE when the line before stood so. */
static gboolean
line_load (const Way *way, Line *line, guint rank)
{
  RingShape shape;
  line_shape (way, rank, &shape);
  gboolean same = memcmp (&shape, &line->shape, sizeof shape) == 0;
  for (guint place = 0; place < shape.n; place++, rank += way->stride)
    {
      same = same && line->ready[place] == way->table->end[rank] && line->covered[place] == way->table->covered[rank];
      line->ready[place] = way->table->end[rank];
      line->covered[place] = way->table->covered[rank];
    }
  line->shape = shape;
  return same;
}

static void
line_store (const Way *way, const Line *line, guint first_rank)
{
  for (guint place = 0; place < line->shape.n; place++)
    {
      guint rank = first_rank + place * way->stride;
      way->table->end[rank] = line->next_ready[place];
      way->table->covered[rank] = line->next_covered[place];
      line_carry (way, rank, place, line->shape.n);
    }
  for (guint i = 0; i < line->gaps->len; i++)
    {
      Gap gap = g_array_index (line->gaps, Gap, i);
      gap.rank = first_rank + gap.rank * way->stride;
      g_array_append_val (way->table->gaps, gap);
    }
}

static void
way_times (const Way *way)
{
  Line line;
  line_init (&line, way->side[way->k]);
  for (guint rank = 0; rank < way->plan->n_ranks; rank++)
    {
      if (rank / way->stride % way->side[way->k] > 0)
        continue;
      if (!line_load (way, &line, rank))
        {
          memcpy (line.next_ready, line.ready, line.shape.n * sizeof (SimTime));
          memcpy (line.next_covered, line.covered, line.shape.n * sizeof (SimTime));
          g_array_set_size (line.gaps, 0);
          ring_times (&line.shape, line.next_ready, line.next_covered, line.gaps);
        }
      line_store (way, &line, rank);
    }
  line_clear (&line);
}

void
grid_times (const Plan *plan, const Roads *roads, const Tolls *tolls, const SimTime *entered, Timetable *table)
{
  Way way = { .plan = plan, .roads = roads, .tolls = tolls, .table = table };
  plan->collective->sides (plan, way.side);
  guint strides[] = { 1, way.side[0], way.side[0] * way.side[1] };
  memcpy (table->end, entered, plan->n_ranks * sizeof *entered);
  for (guint i = 0; i < 6; i++)
    {
      way.back = i >= 3;
      way.k = way.back ? 5 - i : i;
      way.stride = strides[way.k];
      way.road = (way.k > 0 && way.side[0] > 1) + (way.k > 1 && way.side[1] > 1);
      if (way.side[way.k] > 1)
        way_times (&way);
    }
}
