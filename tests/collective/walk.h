/* Plans walked without a clock: every rank holds, for each element, which element it is and a set of the ranks whose values have
 * been reduced into it. A send meets the matching receive of the peer's present step, as under network.send "waited".
 */
#pragma once

#include "collective/plan.h"

typedef unsigned __int128 RankSet; /* so at most 128 ranks */

typedef struct
{
  gsize element;
  RankSet from;
} Cell;

typedef struct
{
  Plan plan;
  gsize length; /* cells of a rank */
  Cell *cells;  /* [n_ranks × length] */
  guint errors; /* a value reduced twice, different elements reduced into each other, ranges or phases that do not fit */
  gboolean finished;
} Walk;

/** Walks @plan from everybody's own elements to where nothing moves. */
Walk *walk_new (const Plan *plan);
void walk_free (Walk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walk, walk_free)

/** Messages and payload bytes that @plan sends in all, step by step; copies and messages of no bytes do not count. */
void walk_count (const Plan *plan, guint64 *messages, guint64 *bytes);

/** Whether it finished without errors and everything is where plan->collective->result says. */
gboolean walk_is_right (const Walk *walk);
