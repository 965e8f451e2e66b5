#include "collective/ring_times.h"

#include <string.h>

#define STRETCH 64        /* chunks */
#define UNEVEN G_MININT64 /* growth */

/* Neighbouring chunks, at least two. Times are those before step @step; when it rests, so far ago is that. */
typedef struct
{
  guint first, n;
  guint step;
  gboolean rests;
  SimTime growth;          /* of all its times in the step before, or UNEVEN */
  guint first_gap, n_gaps; /* which that step gave */
  SimTime ready[2], last;  /* of its first two chunks and its last one, */
  SimTime covered;         /* … of its first one, before the present step */
} Stretch;

typedef struct
{
  const RingShape *shape;
  SimTime *ready, *covered; /* by the chunk that the place sends */
  GArray *gaps;
  guint n_stretches;
  Stretch *stretches;
  guint *active, n_active;
} RingTimes;

/* @chunk < 2n. */
static guint
is_large (const RingShape *shape, guint chunk)
{
  return (chunk < shape->n ? chunk : chunk - shape->n) < shape->n_large;
}

/* The place that sends @chunk in @step. */
static guint
place_of (const RingShape *shape, guint chunk, guint step)
{
  return (chunk + step + shape->shift) % shape->n;
}

static void
add_gap (const RingShape *shape, GArray *gaps, guint chunk, guint step, SimTime from, SimTime to)
{
  if (to <= from)
    return;
  Gap gap = { .rank = place_of (shape, chunk, step), .from = from, .to = to };
  g_array_append_val (gaps, gap);
}

/* The gaps of the place that sends @chunk: between its messages before and the two of this step, whose ends are both ready at
 * @own and, of the one that it receives, @other. */
static void
add_gaps (const RingShape *shape, GArray *gaps, guint chunk, guint step, SimTime covered, SimTime own, SimTime other)
{
  guint received = chunk + shape->n - 1;
  SimTime first = MIN (own, other), second = MAX (own, other);
  SimTime arrived = first + shape->arrived[is_large (shape, own <= other ? chunk : received)];
  add_gap (shape, gaps, chunk, step, covered, first + shape->start);
  add_gap (shape, gaps, chunk, step, MAX (covered, arrived), second + shape->start);
}

/* Whether the messages of chunks first − 1 … first + n all cost the same. */
static gboolean
is_even (const RingShape *shape, guint first, guint n)
{
  return first > 0 && first + n < shape->n && is_large (shape, first - 1) == is_large (shape, first + n);
}

/* One step of the chunks first … first + n − 1, whose costs are those of @large. Nearly all steps are such, and have no gaps, so this
 * is the inner loop of all. */
static void
even_step (const RingShape *shape, guint step, guint first, guint n, guint large, const SimTime *ready, const SimTime *covered,
           SimTime *next_ready, SimTime *next_covered, GArray *gaps)
{
  const SimTime start = shape->start, left = shape->left[large], arrived = shape->arrived[large], over = shape->over[large];
  SimTime other = MAX (ready[0], ready[1]), own = MAX (ready[1], ready[2]);
  for (guint i = 0; i < n; i++)
    {
      SimTime above = MAX (ready[i + 2], ready[i + 3]), until = covered[i];
      SimTime earlier = MIN (own, other), later = MAX (own, other);
      if (G_UNLIKELY (until < earlier + start || MAX (until, earlier + arrived) < later + start))
        add_gaps (shape, gaps, first + i, step, until, own, other);
      next_ready[i] = MAX (above + left, own + over);
      next_covered[i] = MAX (covered[i + 1], MAX (above, own) + arrived);
      other = own;
      own = above;
    }
}

/* The same where they differ. */
static void
uneven_step (const RingShape *shape, guint step, guint first, guint n, const SimTime *ready, const SimTime *covered,
             SimTime *next_ready, SimTime *next_covered, GArray *gaps)
{
  SimTime other = MAX (ready[0], ready[1]), own = MAX (ready[1], ready[2]);
  guint large = is_large (shape, first);
  for (guint i = 0; i < n; i++)
    {
      SimTime above = MAX (ready[i + 2], ready[i + 3]); /* of the chunk above: when both ends are ready */
      guint above_large = is_large (shape, first + i + 1);
      add_gaps (shape, gaps, first + i, step, covered[i], own, other);
      next_ready[i] = MAX (above + shape->left[above_large], own + shape->over[large]);
      SimTime arrived = MAX (above + shape->arrived[above_large], own + shape->arrived[large]);
      next_covered[i] = MAX (covered[i + 1], arrived);
      other = own;
      own = above;
      large = above_large;
    }
}

/* One step of the chunks first … first + n − 1. @ready holds the times of first − 1 … first + n + 1, @covered those of first …
 * first + n; the new ones go to @next_ready and @next_covered. */
static void
ring_step (const RingShape *shape, guint step, guint first, guint n, const SimTime *ready, const SimTime *covered,
           SimTime *next_ready, SimTime *next_covered, GArray *gaps)
{
  if (is_even (shape, first, n))
    even_step (shape, step, first, n, is_large (shape, first), ready, covered, next_ready, next_covered, gaps);
  else
    uneven_step (shape, step, first, n, ready, covered, next_ready, next_covered, gaps);
}

/* --- stretches --- */

static Stretch *
stretch_beside (const RingTimes *times, const Stretch *stretch, guint steps)
{
  return &times->stretches[(stretch - times->stretches + steps) % times->n_stretches];
}

/* Keeps what the neighbours need, as it is before @step. */
static void
stretch_show (const RingTimes *times, Stretch *stretch, guint step)
{
  SimTime grown = stretch->rests ? stretch->growth * (step - stretch->step) : 0;
  stretch->ready[0] = times->ready[stretch->first] + grown;
  stretch->ready[1] = times->ready[stretch->first + 1] + grown;
  stretch->last = times->ready[stretch->first + stretch->n - 1] + grown;
  stretch->covered = times->covered[stretch->first] + grown;
}

/* By how much all times have grown. */
static SimTime
common_growth (const SimTime *ready, const SimTime *next_ready, const SimTime *covered, const SimTime *next_covered, guint n)
{
  SimTime growth = next_ready[0] - ready[0], differs = 0;
  for (guint i = 0; i < n; i++)
    differs |= (next_ready[i] - ready[i] - growth) | (next_covered[i] - covered[i] - growth);
  return differs == 0 ? growth : UNEVEN;
}

static void
stretch_step (RingTimes *times, Stretch *stretch, guint step)
{
  const Stretch *below = stretch_beside (times, stretch, times->n_stretches - 1), *above = stretch_beside (times, stretch, 1);
  guint n = stretch->n;
  SimTime ready[2 * STRETCH + 3], covered[2 * STRETCH + 1];
  SimTime *next_ready = &times->ready[stretch->first], *next_covered = &times->covered[stretch->first];
  ready[0] = below->last;
  memcpy (&ready[1], next_ready, n * sizeof *ready);
  ready[n + 1] = above->ready[0];
  ready[n + 2] = above->ready[1];
  memcpy (covered, next_covered, n * sizeof *covered);
  covered[n] = above->covered;
  stretch->first_gap = times->gaps->len;
  ring_step (times->shape, step, stretch->first, n, ready, covered, next_ready, next_covered, times->gaps);
  stretch->n_gaps = times->gaps->len - stretch->first_gap;
  stretch->growth = common_growth (&ready[1], next_ready, covered, next_covered, n);
}

/* Brings it to where it is before @step: the gaps that a step gave come back one place further in each. */
static void
stretch_wake (RingTimes *times, Stretch *stretch, guint step)
{
  guint rested = step - stretch->step, n = times->shape->n;
  SimTime grown = stretch->growth * rested;
  stretch->rests = FALSE;
  for (guint i = stretch->first; i < stretch->first + stretch->n; i++)
    {
      times->ready[i] += grown;
      times->covered[i] += grown;
    }
  for (guint i = 0; i < stretch->n_gaps; i++)
    for (guint k = 1; k <= rested; k++)
      {
        Gap gap = g_array_index (times->gaps, Gap, stretch->first_gap + i);
        gap = (Gap){ (gap.rank + k) % n, gap.from + stretch->growth * k, gap.to + stretch->growth * k };
        g_array_append_val (times->gaps, gap);
      }
  times->active[times->n_active++] = stretch - times->stretches;
}

/* Whether a neighbour that grows like it leaves it as it is. */
static gboolean
grows_like (const Stretch *a, const Stretch *b)
{
  return a->growth != UNEVEN && a->growth == b->growth;
}

/* After a step: who has two neighbours that grow like itself rests before @step, who rests beside one that does not wakes up. */
static void
settle_stretches (RingTimes *times, guint step)
{
  guint n_before = times->n_active, kept = 0;
  for (guint i = 0; i < n_before; i++)
    {
      Stretch *stretch = &times->stretches[times->active[i]];
      Stretch *beside[] = { stretch_beside (times, stretch, 1), stretch_beside (times, stretch, times->n_stretches - 1) };
      for (guint k = 0; k < 2; k++)
        if (beside[k]->rests && beside[k]->step < step && !grows_like (stretch, beside[k]))
          stretch_wake (times, beside[k], step);
      stretch->rests = grows_like (stretch, beside[0]) && grows_like (stretch, beside[1]);
      stretch->step = step;
    }
  for (guint i = 0; i < times->n_active; i++)
    if (!times->stretches[times->active[i]].rests)
      times->active[kept++] = times->active[i];
  times->n_active = kept;
}

static void
show_active (RingTimes *times, guint step)
{
  for (guint i = 0; i < times->n_active; i++)
    {
      Stretch *stretch = &times->stretches[times->active[i]];
      stretch_show (times, stretch_beside (times, stretch, times->n_stretches - 1), step);
      stretch_show (times, stretch_beside (times, stretch, 1), step);
    }
}

static void
run_stretches (RingTimes *times)
{
  guint n_steps = times->shape->n_steps;
  for (guint step = 0; step < n_steps && times->n_active > 0; step++)
    {
      show_active (times, step);
      for (guint i = 0; i < times->n_active; i++)
        stretch_step (times, &times->stretches[times->active[i]], step);
      settle_stretches (times, step + 1);
    }
  for (guint i = 0; i < times->n_stretches; i++)
    if (times->stretches[i].rests)
      stretch_wake (times, &times->stretches[i], n_steps);
}

/* --- places and chunks --- */

static void
by_chunk (const RingShape *shape, const SimTime *by_place, SimTime *by_chunk)
{
  for (guint chunk = 0; chunk < shape->n; chunk++)
    by_chunk[chunk] = by_place[place_of (shape, chunk, 0)];
}

static void
by_place (const RingShape *shape, const SimTime *by_chunk, SimTime *by_place)
{
  for (guint chunk = 0; chunk < shape->n; chunk++)
    by_place[place_of (shape, chunk, shape->n_steps)] = by_chunk[chunk];
}

void
ring_times (const RingShape *shape, SimTime *ready, SimTime *covered, GArray *gaps)
{
  guint n_stretches = MAX (shape->n / STRETCH, 1);
  g_autofree Stretch *stretches = g_new0 (Stretch, n_stretches);
  g_autofree guint *active = g_new (guint, 2 * n_stretches);
  g_autofree SimTime *chunk_ready = g_new (SimTime, shape->n), *chunk_covered = g_new (SimTime, shape->n);
  RingTimes times = { shape, chunk_ready, chunk_covered, gaps, n_stretches, stretches, active, n_stretches };
  for (guint i = 0; i < n_stretches; i++)
    {
      guint first = i * STRETCH;
      stretches[i] = (Stretch){ .first = first, .n = i + 1 < n_stretches ? STRETCH : shape->n - first, .growth = UNEVEN };
      active[i] = i;
    }
  by_chunk (shape, ready, chunk_ready);
  by_chunk (shape, covered, chunk_covered);
  run_stretches (&times);
  by_place (shape, chunk_ready, ready);
  by_place (shape, chunk_covered, covered);
}

void
ring_times_naive (const RingShape *shape, SimTime *ready, SimTime *covered, GArray *gaps)
{
  guint n = shape->n;
  g_autofree SimTime *wide_ready = g_new (SimTime, n + 3), *wide_covered = g_new (SimTime, n + 1);
  g_autofree SimTime *next_ready = g_new (SimTime, n), *next_covered = g_new (SimTime, n);
  by_chunk (shape, ready, next_ready);
  by_chunk (shape, covered, next_covered);
  for (guint step = 0; step < shape->n_steps; step++)
    {
      wide_ready[0] = next_ready[n - 1];
      memcpy (&wide_ready[1], next_ready, n * sizeof *wide_ready);
      wide_ready[n + 1] = next_ready[0];
      wide_ready[n + 2] = next_ready[1];
      memcpy (wide_covered, next_covered, n * sizeof *wide_covered);
      wide_covered[n] = next_covered[0];
      ring_step (shape, step, 0, n, wide_ready, wide_covered, next_ready, next_covered, gaps);
    }
  by_place (shape, next_ready, ready);
  by_place (shape, next_covered, covered);
}
