/* Every collective's time on an uncontended star against its closed form, the forms against the literature, and who is chosen by
 * them. */
#include "bed.h"
#include "suites.h"

#include <math.h>

typedef enum
{
  EXACT,
  EXACT_FOR_POWERS, /* of two, in equal chunks; otherwise at most the closed form */
  EXACT_WHEN_EVEN,  /* for powers of two, and others in equal chunks */
  AT_MOST,
} Promise;

typedef struct
{
  const Collective *collective;
  Promise promise;
  double volume; /* what a rank must at least send or receive, in units of all chunks but the largest */
} Case;

static const Case cases[] = {
  { &collective_ring, EXACT, 2 },
  { &collective_tree, EXACT_FOR_POWERS, 2 },
  { &collective_double_tree, AT_MOST, 1 },
  { &collective_recursive_doubling, EXACT, 1 },
  { &collective_halving_doubling, EXACT_WHEN_EVEN, 2 },
  { &collective_two_level, EXACT, 2 },
  { &collective_torus, EXACT, 2 },
  { &collective_broadcast, EXACT_FOR_POWERS, 1 },
  { &collective_chain, EXACT, 1 },
  { &collective_scatter_all_gather, AT_MOST, 1 },
  { &collective_reduce, EXACT_FOR_POWERS, 1 },
  { &collective_scatter, EXACT_FOR_POWERS, 1 },
  { &collective_gather, EXACT_FOR_POWERS, 1 },
  { &collective_all_gather, EXACT, 1 },
  { &collective_reduce_scatter, EXACT, 1 },
  { &collective_all_to_all, EXACT, 1 },
};

/* Uneven on purpose. */
static const double bandwidth = 2.385e9;
static const SimTime latency = 11300;

static BedRun *
run_on (Bed *bed, const Plan *plan)
{
  BedRun *run = bed_add (bed, plan, OPERATOR_SUM, NULL, NULL);
  bed_run (bed);
  g_assert_cmpuint (run->n_done, ==, plan->n_ranks);
  return run;
}

static guint
longest_lane (const Plan *plan)
{
  guint longest = 0;
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    longest = MAX (longest, plan->collective->n_steps (plan, rank, 0));
  return longest;
}

static gboolean
is_exact (Promise promise, const Plan *plan)
{
  guint n = plan->n_ranks;
  gboolean power = (n & (n - 1)) == 0;
  if (promise == EXACT_FOR_POWERS)
    return power && plan->n_elements % n == 0;
  if (promise == EXACT_WHEN_EVEN)
    return power || plan->n_elements % 64 == 0;
  return promise == EXACT;
}

/* A flow ends at a whole ns, so a path is late by at most 1 ns a message; no path has more messages than twice the longest lane.
 */
static void
check_time (const Case *c, const Plan *plan)
{
  BedShape shape = { .n_hosts = plan->n_ranks, .bandwidth = bandwidth, .latency = latency };
  g_autoptr (Bed) bed = bed_new (&shape);
  double got = run_on (bed, plan)->all_done;
  double form = 1e9 * plan->collective->closed_form_s (plan, bed_alpha (bed), 1 / bandwidth);
  double bytes = plan->n_elements * ELEMENT_BYTES - chunk_largest_bytes (plan->n_elements, plan->n_ranks);
  double least = 1e9 * c->volume * bytes / bandwidth;
  guint n = plan->n_ranks;
  if (is_exact (c->promise, plan))
    g_assert_cmpfloat (got, >=, form * (1 - 1e-12) - 1e-3);
  g_assert_cmpfloat (got, >=, least * (1 - 1e-12) - 1e-3);
  g_assert_cmpfloat (got, <=, form + 2 * longest_lane (plan) + n + 1e-3);
}

static void
test_closed_form (gconstpointer data)
{
  const Case *c = data;
  for (guint k = 1; k <= 35; k++)
    {
      guint n = k <= 33 ? k : (k == 34 ? 64 : 100);
      const gsize sizes[] = { 1, 13, 2385 * n, 64 * 2385, 400017 };
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          Plan plan = {
            .collective = c->collective, .n_ranks = n, .n_elements = sizes[s], .group = n % 4 ? 1 : 4, .n_chunks = 5
          };
          check_time (c, &plan);
        }
    }
}

/* literature.md, section 1: α = 10 us, B = 1.25e9 B/s. Its chunks are fractions of an element, ours are larger by less than one:
 * 4β a message; the last digit is rounded. */
static void
test_vector (void)
{
  static const struct
  {
    guint n;
    double bytes, ring, recursive_doubling, halving_doubling, tree;
  } rows[] = {
    { 8, 400e6, .56014, .96003, .56006, 1.92006 },
    { 64, 1e6, 2.835e-3, 4.86e-3, 1.695e-3, 9.72e-3 },
    { 8, 1e3, 1.414e-4, 3.24e-5, 6.14e-5, 6.48e-5 },
  };
  for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      const Collective *collectives[] = { &collective_ring, &collective_recursive_doubling, &collective_halving_doubling,
                                          &collective_tree };
      const double expected[] = { rows[k].ring, rows[k].recursive_doubling, rows[k].halving_doubling, rows[k].tree };
      for (guint i = 0; i < 4; i++)
        {
          Plan plan = { .collective = collectives[i], .n_ranks = rows[k].n, .n_elements = rows[k].bytes / 4 };
          double form = collectives[i]->closed_form_s (&plan, 1e-5, 1 / 1.25e9);
          g_assert_cmpfloat (fabs (form - expected[i]), <=, 2 * rows[k].n * 4 / 1.25e9 + 5e-4 * expected[i] * (k > 0));
        }
    }
}

/* 100 MB: 2 S/B would be ideal; filling and draining the pipeline is the rest. */
static void
test_double_tree_is_pipelined (void)
{
  static const guint ranks[] = { 2, 3, 5, 8, 13, 24, 33 };
  for (guint k = 0; k < G_N_ELEMENTS (ranks); k++)
    {
      BedShape shape = { .n_hosts = ranks[k], .bandwidth = 1.25e9, .latency = 10000 };
      Plan plan = { .collective = &collective_double_tree, .n_ranks = ranks[k], .n_elements = 25000000 };
      g_autoptr (Bed) bed = bed_new (&shape);
      g_assert_cmpfloat (sim_time_to_s (run_on (bed, &plan)->all_done), <=, 2.3 * 100e6 / 1.25e9);
    }
}

static void
run_many (const SharingModel *sharing, SimTime *done)
{
  static const Collective *const collectives[] = { &collective_double_tree, &collective_all_to_all, &collective_ring,
                                                   &collective_tree, &collective_halving_doubling };
  BedShape shape = { .n_hosts = 11, .bandwidth = bandwidth, .latency = latency, .sharing = sharing };
  g_autoptr (Bed) bed = bed_new (&shape);
  SimTime ready[11];
  for (guint k = 0; k < G_N_ELEMENTS (collectives); k++)
    {
      Plan plan = { .collective = collectives[k], .n_ranks = 11, .n_elements = 23857, .group = 1, .n_chunks = 4 };
      for (guint rank = 0; rank < 11; rank++)
        ready[rank] = (k * 7919 + rank * 104729) % 200003;
      bed_add (bed, &plan, OPERATOR_SUM, NULL, ready);
    }
  bed_run (bed);
  for (guint k = 0; k < G_N_ELEMENTS (collectives); k++)
    for (guint rank = 0; rank < 11; rank++)
      done[k * 11 + rank] = ((BedRun *)g_ptr_array_index (bed->runs, k))->done[rank];
}

/* Five collectives at once over the same links: the naive solver says the same, rank by rank, to the nanosecond. */
static void
test_contended (void)
{
  SimTime fair[5 * 11], reference[5 * 11];
  run_many (&sharing_fair, fair);
  run_many (&sharing_fair_reference, reference);
  for (guint i = 0; i < G_N_ELEMENTS (fair); i++)
    {
      g_assert_cmpint (fair[i], >, 0);
      g_assert_cmpint (fair[i], ==, reference[i]);
    }
}

static void
test_cases_are_complete (void)
{
  guint n = 0;
  for (; collective_table[n]; n++)
    g_assert_true (n < G_N_ELEMENTS (cases) && cases[n].collective == collective_table[n]);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
}

void
add_closed_form_tests (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree char *path = g_strdup_printf ("/collective/closed-form/%s", cases[k].collective->name);
      g_test_add_data_func (path, &cases[k], test_closed_form);
    }
  g_test_add_func ("/collective/closed-form-cases", test_cases_are_complete);
  g_test_add_func ("/collective/literature", test_vector);
  g_test_add_func ("/collective/double-tree-pipeline", test_double_tree_is_pipelined);
  g_test_add_func ("/collective/contended", test_contended);
}
