/* Double binary tree all-reduce (Sanders, Speck & Träff; the trees are NCCL's): each of two trees reduces half of the vector to
 * its root and broadcasts it back, in chunks, pipelined. Who is within one tree is a leaf of the other, so nobody sends more than
 * twice the vector.
 *
 * A rank has four lanes: up and down of each tree. Up, step j receives chunk j from the children and sends chunk j − 1; down, it
 * receives chunk j from the parent and sends chunk j − 1 to the children. The root's way down waits for its way up, chunk by
 * chunk.
 */
#include "collective/binomial.h"


#define N_TREES 2
#define NOBODY G_MAXUINT
#define TREE_CHUNK_ELEMENTS 65536

/* A rank's neighbours in one tree. */
typedef struct
{
  guint parent; /* NOBODY at the root */
  guint children[2];
  guint n_children;
} TreePlace;

/* The first tree. Odd ranks are leaves; the subtree of a rank whose lowest bit is b are the ranks less than b away. */
static TreePlace
first_tree (guint n, guint rank)
{
  guint bit = rank > 0 ? rank & -rank : 1u << ceil_log2 (n);
  TreePlace place = { .parent = NOBODY };
  if (rank > 0)
    {
      guint up = (rank ^ bit) | bit << 1;
      place.parent = up < n ? up : rank ^ bit;
    }
  if (rank > 0 && bit > 1)
    place.children[place.n_children++] = rank - bit / 2;
  guint offset = bit / 2;
  while (offset > 0 && rank + offset >= n)
    offset /= 2;
  if (offset > 0)
    place.children[place.n_children++] = rank + offset;
  return place;
}

/* The second tree is the first in a mirror, or shifted by one where N is odd. */
static guint
second_number (guint n, guint rank)
{
  return n % 2 == 0 ? n - 1 - rank : (rank + n - 1) % n;
}

static guint
second_rank (guint n, guint number)
{
  return n % 2 == 0 ? n - 1 - number : (number + 1) % n;
}

static TreePlace
tree_place (const Plan *plan, guint rank, guint tree)
{
  guint n = plan->n_ranks;
  if (tree == 0)
    return first_tree (n, rank);
  TreePlace place = first_tree (n, second_number (n, rank));
  if (place.parent != NOBODY)
    place.parent = second_rank (n, place.parent);
  for (guint i = 0; i < place.n_children; i++)
    place.children[i] = second_rank (n, place.children[i]);
  return place;
}

static guint
tree_n_chunks (const Plan *plan, guint tree)
{
  gsize first, count;
  chunk_range (plan->n_elements, N_TREES, tree, &first, &count);
  gsize wanted = plan->n_chunks > 0 ? plan->n_chunks : count / TREE_CHUNK_ELEMENTS;
  return CLAMP (wanted, 1, MAX (count, 1));
}

static void
tree_chunk (const Plan *plan, guint tree, guint i, gsize *first, gsize *count)
{
  gsize half, n;
  chunk_range (plan->n_elements, N_TREES, tree, &half, &n);
  chunk_range (n, tree_n_chunks (plan, tree), i, first, count);
  *first += half;
}

static guint
double_tree_n_lanes (const Plan *plan)
{
  return 2 * N_TREES;
}

static guint
double_tree_n_steps (const Plan *plan, guint rank, guint lane)
{
  TreePlace place = tree_place (plan, rank, lane / 2);
  gboolean within = place.parent != NOBODY && place.n_children > 0;
  return plan->n_ranks > 1 ? tree_n_chunks (plan, lane / 2) + within : 0;
}

/* Adds chunk @i, if there is such a one, to or from the parent. */
static void
add_parent (const Plan *plan, const TreePlace *place, guint tree, StepKind kind, guint i, Step *out)
{
  gsize first, count;
  if (place->parent == NOBODY || i >= tree_n_chunks (plan, tree))
    return;
  tree_chunk (plan, tree, i, &first, &count);
  step_add (out, kind, place->parent, first, count);
}

static void
add_children (const Plan *plan, const TreePlace *place, guint tree, StepKind kind, guint i, Step *out)
{
  gsize first, count;
  if (i >= tree_n_chunks (plan, tree))
    return;
  tree_chunk (plan, tree, i, &first, &count);
  for (guint c = 0; c < place->n_children; c++)
    step_add (out, kind, place->children[c], first, count);
}

static void
double_tree_step (const Plan *plan, guint rank, guint lane, guint i, Step *out)
{
  guint tree = lane / 2;
  gboolean down = lane % 2;
  TreePlace place = tree_place (plan, rank, tree);
  out->phase = down ? PHASE_BROADCAST : PHASE_REDUCE;
  if (!down)
    {
      add_children (plan, &place, tree, STEP_REDUCE, i, out);
      add_parent (plan, &place, tree, STEP_SEND, place.n_children > 0 ? i - 1 : i, out);
      return;
    }
  add_parent (plan, &place, tree, STEP_RECEIVE, i, out);
  add_children (plan, &place, tree, STEP_SEND, place.parent == NOBODY ? i : i - 1, out);
  if (place.parent == NOBODY)
    {
      out->after_lane = lane - 1;
      out->after = i + 1;
    }
}

/* At most: up and down every level once, then a chunk a period. In a period a rank within one tree receives two chunks up and one
 * down, and another down as a leaf of the other tree. */
static double
double_tree_closed_form (const Plan *plan, double alpha_s, double beta_s_per_byte)
{
  guint n_chunks = tree_n_chunks (plan, 0);
  gsize first, count;
  tree_chunk (plan, 0, 0, &first, &count);
  if (plan->n_ranks == 1 || count == 0)
    return 0;
  return (2 * ceil_log2 (plan->n_ranks) + n_chunks - 1) * (alpha_s + 4.0 * count * ELEMENT_BYTES * beta_s_per_byte);
}

const Collective collective_double_tree = {
  .name = "double-tree",
  .summary = "two binary trees at once, half of the vector each, pipelined",
  .paper =
      "Sanders, Speck & Träff, Two-tree algorithms for full bandwidth broadcast, reduction and scan, Parallel Computing 2009",
  .result = RESULT_ALL_REDUCE,
  .n_lanes = double_tree_n_lanes,
  .n_steps = double_tree_n_steps,
  .step = double_tree_step,
  .closed_form_s = double_tree_closed_form,
};
