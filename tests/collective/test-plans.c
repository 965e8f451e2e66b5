/* Plans without a clock. */
#include "base/error.h"
#include "collective/binomial.h"
#include "collective/plan.h"
#include "suites.h"
#include "walk.h"

#include <math.h>
#include <string.h>

/* n = q·c + r: r chunks of q + 1, then c − r of q; together they tile [0, n). */
static void
test_chunks_tile (void)
{
  static const gsize sizes[] = { 0, 1, 6, 7, 8, 1001, 2385017 };
  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (guint n_chunks = 1; n_chunks < 40; n_chunks++)
      {
        gsize next = 0, first, count;
        for (guint i = 0; i < n_chunks; i++)
          {
            chunk_range (sizes[k], n_chunks, i, &first, &count);
            g_assert_cmpuint (first, ==, next);
            g_assert_cmpuint (count, ==, sizes[k] / n_chunks + (i < sizes[k] % n_chunks));
            next = first + count;
          }
        g_assert_cmpuint (next, ==, sizes[k]);
      }
}

/* Of (3, −2) and (−5, 4): sum −2, 2; min −5, −2; max 3, 4; product −15, −8. An average is a sum until the end. */
static void
test_operators (void)
{
  static const struct
  {
    Operator op;
    float expected[2];
  } cases[] = {
    { OPERATOR_SUM, { -2, 2 } }, { OPERATOR_AVERAGE, { -2, 2 } },   { OPERATOR_MIN, { -5, -2 } },
    { OPERATOR_MAX, { 3, 4 } },  { OPERATOR_PRODUCT, { -15, -8 } },
  };
  const float src[] = { -5, 4 };
  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      float dst[] = { 3, -2, 7.25f };
      operator_reduce (cases[k].op, dst, src, 2);
      g_assert_cmpfloat (dst[0], ==, cases[k].expected[0]);
      g_assert_cmpfloat (dst[1], ==, cases[k].expected[1]);
      g_assert_cmpfloat (dst[2], ==, 7.25f);
    }
}

/* The binomial tree, counted out: v is a child of v without its lowest bit. */
static void
test_binomial (void)
{
  for (guint n = 1; n <= 70; n++)
    {
      guint children[70] = { 0 };
      for (guint v = 1; v < n; v++)
        {
          g_assert_cmpuint (binomial_parent (v), ==, v & ~(v & -v));
          children[binomial_parent (v)]++;
        }
      for (guint v = 0; v < n; v++)
        g_assert_cmpuint (binomial_n_children (n, v), ==, children[v]);
    }
}

static void
check_plan (const Plan *plan)
{
  g_autoptr (Walk) walk = walk_new (plan);
  if (!walk_is_right (walk))
    g_test_message ("%s N=%u n=%zu root=%u group=%u dims=%ux%ux%u: finished %d, errors %u", plan->collective->name, plan->n_ranks,
                    plan->n_elements, plan->root, plan->group, plan->dims[0], plan->dims[1], plan->dims[2], walk->finished,
                    walk->errors);
  g_assert_true (walk_is_right (walk));
}

/* Every element reduced exactly once on every rank, or the root's, or everybody's own, as the collective promises. */
static void
test_walk (gconstpointer data)
{
  const Collective *collective = data;
  static const guint more_ranks[] = { 64, 100 };
  for (guint k = 1; k <= 33 + G_N_ELEMENTS (more_ranks); k++)
    {
      guint n = k <= 33 ? k : more_ranks[k - 34];
      const gsize sizes[] = { 0, 1, n - 1, n, 2 * n + 1, 257 };
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          Plan plan = { .collective = collective, .n_ranks = n, .n_elements = sizes[s], .group = 1 };
          check_plan (&plan);
        }
    }
}

/* Any root, pipelined or not. */
static void
test_walk_roots (void)
{
  static const Collective *const rooted[] = { &collective_broadcast, &collective_chain,  &collective_scatter_all_gather,
                                              &collective_reduce,    &collective_gather, &collective_scatter };
  for (guint k = 0; k < G_N_ELEMENTS (rooted); k++)
    for (guint n = 1; n <= 13; n++)
      for (guint root = 0; root < n; root++)
        {
          Plan plan = {
            .collective = rooted[k], .n_ranks = n, .n_elements = 3 * n - 1, .root = root, .n_chunks = root, .group = 1
          };
          check_plan (&plan);
        }
}

/* Grids of two and three sides, nodes of some ranks, pipelines of some chunks. */
static void
test_walk_shapes (void)
{
  static const Plan plans[] = {
    { .collective = &collective_torus, .n_ranks = 12, .n_elements = 50, .dims = { 3, 4 } },
    { .collective = &collective_torus, .n_ranks = 60, .n_elements = 257, .dims = { 5, 3, 4 } },
    { .collective = &collective_torus, .n_ranks = 60, .n_elements = 31, .dims = { 1, 60, 1 } },
    { .collective = &collective_torus, .n_ranks = 8, .n_elements = 3, .dims = { 2, 2, 2 } },
    { .collective = &collective_two_level, .n_ranks = 24, .n_elements = 101, .group = 8 },
    { .collective = &collective_two_level, .n_ranks = 21, .n_elements = 100, .group = 3 },
    { .collective = &collective_two_level, .n_ranks = 21, .n_elements = 2, .group = 21 },
    { .collective = &collective_double_tree, .n_ranks = 31, .n_elements = 100, .n_chunks = 7 },
    { .collective = &collective_double_tree, .n_ranks = 2, .n_elements = 13, .n_chunks = 100 },
    { .collective = &collective_double_tree, .n_ranks = 100, .n_elements = 77, .n_chunks = 3 },
  };
  for (guint k = 0; k < G_N_ELEMENTS (plans); k++)
    {
      g_assert_true (plan_accepts (&plans[k], NULL));
      check_plan (&plans[k]);
    }
}

/* Of nodes of 8 ranks, level 1 is what stays in a node and level 2 what goes from node to node; a ring knows no levels. */
static void
test_levels (void)
{
  const Plan plan = { .collective = &collective_two_level, .n_ranks = 24, .n_elements = 101, .group = 8 };
  const Plan ring = { .collective = &collective_ring, .n_ranks = 24, .n_elements = 101, .group = 1 };
  Step step;
  for (guint rank = 0; rank < 24; rank++)
    {
      for (guint i = 0; i < collective_two_level.n_steps (&plan, rank, 0); i++)
        {
          plan_step (&plan, rank, 0, i, &step);
          g_assert_cmpuint (step.level, ==, step.ops[0].peer / 8 == rank / 8 ? 1 : 2);
        }
      plan_step (&ring, rank, 0, rank, &step);
      g_assert_cmpuint (step.level, ==, 0);
    }
}

static void
test_shapes_refused (void)
{
  static const struct
  {
    Plan plan;
    const char *why;
  } cases[] = {
    { { .collective = &collective_torus, .n_ranks = 12, .dims = { 5, 2 } }, "*5 × 2 × 1*12 ranks*" },
    { { .collective = &collective_two_level, .n_ranks = 12, .group = 5 }, "*12*5*" },
    { { .collective = &collective_two_level, .n_ranks = 12, .group = 0 }, "*12*0*" },
    { { .collective = &collective_broadcast, .n_ranks = 3, .root = 3 }, "*root 3*" },
    { { .collective = &collective_ring }, "*one rank*" },
  };
  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (plan_accepts (&cases[k].plan, &error));
      g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
      g_assert_true (g_pattern_match_simple (cases[k].why, error->message));
    }
}

/* In a double tree nobody sends more than twice the vector, a rounding of its halves apart. */
static void
test_double_tree_load (void)
{
  for (guint n = 2; n <= 70; n++)
    {
      Plan plan = { .collective = &collective_double_tree, .n_ranks = n, .n_elements = 1001, .n_chunks = 5 };
      for (guint rank = 0; rank < n; rank++)
        {
          gsize sent = 0;
          for (guint lane = 0; lane < plan_n_lanes (&plan); lane++)
            for (guint i = 0; i < plan.collective->n_steps (&plan, rank, lane); i++)
              {
                Step step;
                plan_step (&plan, rank, lane, i, &step);
                for (guint k = 0; k < step.n_ops; k++)
                  sent += step.ops[k].kind == STEP_SEND ? step.ops[k].count : 0;
              }
          g_assert_cmpuint (sent, <=, 2 * 1001 + 1);
        }
    }
}

/* A ring sends N chunks over 2(N−1) hops, a tree the vector over 2(N−1) edges: the bytes are the same, 2(N−1)·4n. */
static void
test_counts (void)
{
  for (guint n = 1; n <= 33; n++)
    {
      guint64 messages, bytes;
      Plan ring = { .collective = &collective_ring, .n_ranks = n, .n_elements = 1001, .group = 1 };
      Plan tree = { .collective = &collective_tree, .n_ranks = n, .n_elements = 1001, .group = 1 };
      walk_count (&ring, &messages, &bytes);
      g_assert_cmpuint (messages, ==, 2 * n * (n - 1));
      g_assert_cmpuint (bytes, ==, 2 * (n - 1) * 4004);
      walk_count (&tree, &messages, &bytes);
      g_assert_cmpuint (messages, ==, 2 * (n - 1));
      g_assert_cmpuint (bytes, ==, 2 * (n - 1) * 4004);
    }
}

/* Fewer elements than ranks: chunks of nothing are not sent. 3 elements round 7 ranks: 3 journeys of 12 hops. */
static void
test_counts_of_little (void)
{
  guint64 messages, bytes;
  Plan ring = { .collective = &collective_ring, .n_ranks = 7, .n_elements = 3, .group = 1 };
  walk_count (&ring, &messages, &bytes);
  g_assert_cmpuint (messages, ==, 36);
  g_assert_cmpuint (bytes, ==, 144);
}

static void
test_find (void)
{
  for (const Collective *const *entry = collective_table; *entry; entry++)
    g_assert_true (word_find (&collective_words, (*entry)->name) == *entry);
  for (const Collective *const *entry = all_reduce_table; *entry; entry++)
    {
      g_assert_true (word_find (&collective_words, (*entry)->name) == *entry);
      g_assert_cmpint ((*entry)->result, ==, RESULT_ALL_REDUCE);
    }
  g_assert_null (word_find (&collective_words, "rings"));
}

void
add_plan_tests (void)
{
  g_test_add_func ("/collective/chunks", test_chunks_tile);
  g_test_add_func ("/collective/operators", test_operators);
  g_test_add_func ("/collective/binomial", test_binomial);
  g_test_add_func ("/collective/walk-roots", test_walk_roots);
  g_test_add_func ("/collective/walk-shapes", test_walk_shapes);
  g_test_add_func ("/collective/levels", test_levels);
  g_test_add_func ("/collective/shapes-refused", test_shapes_refused);
  g_test_add_func ("/collective/double-tree-load", test_double_tree_load);
  g_test_add_func ("/collective/counts", test_counts);
  g_test_add_func ("/collective/counts-of-little", test_counts_of_little);
  g_test_add_func ("/collective/find", test_find);
  for (const Collective *const *entry = collective_table; *entry; entry++)
    {
      g_autofree char *path = g_strdup_printf ("/collective/walk/%s", (*entry)->name);
      g_test_add_data_func (path, *entry, test_walk);
    }
}
