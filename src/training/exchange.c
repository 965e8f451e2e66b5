#include "training/exchange.h"

static const char *const placements[] = { "dedicated", "colocated", NULL };

static const Knob server_knobs[] = {
  { .name = "servers",
    .type = KNOB_INTEGER,
    .value = 1,
    .min = 1,
    .max = 65536,
    .help = "parameter servers; each holds one contiguous shard of the parameters" },
  { .name = "placement",
    .type = KNOB_WORD,
    .word = "dedicated",
    .words = placements,
    .help = "servers on machines of their own, or on the first workers' machines" },
  { NULL },
};

static const Exchange parameter_server = {
  .name = "parameter-server",
  .summary = "workers push gradients to servers and pull parameters from them",
  .knobs = server_knobs,
};

static const Exchange automatic = {
  .name = "auto",
  .summary = "the all-reduce that the cost model takes to be the fastest",
  .collective = &collective_ring,
  .automatic = TRUE,
};

/* The parameter server, then one exchange for each all-reduce there is. */
static gpointer
build_table (gpointer unused)
{
  GPtrArray *table = g_ptr_array_new ();
  g_ptr_array_add (table, (gpointer)&parameter_server);
  for (guint i = 0; all_reduce_table[i]; i++)
    {
      Exchange *exchange = g_new0 (Exchange, 1);
      exchange->name = all_reduce_table[i]->name;
      exchange->summary = all_reduce_table[i]->summary;
      exchange->collective = all_reduce_table[i];
      g_ptr_array_add (table, exchange);
    }
  g_ptr_array_add (table, (gpointer)&automatic);
  g_ptr_array_add (table, NULL);
  return g_ptr_array_free (table, FALSE);
}

const Exchange *const *
exchange_table (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, build_table, NULL);
}

const Exchange *
exchange_find (const char *name)
{
  for (const Exchange *const *e = exchange_table (); *e; e++)
    if (g_str_equal ((*e)->name, name))
      return *e;
  return NULL;
}

/* Ranks a node of two-level: as many as stand @together. Where that would leave the last node smaller, the largest number that
 * divides both, so that still no node spans two racks or islands. */
static guint
ranks_a_node (guint together, guint n_ranks)
{
  guint divisor = together, rest = n_ranks;
  if (n_ranks <= together)
    return MAX (n_ranks, 1);
  while (rest > 0)
    {
      guint next = divisor % rest;
      divisor = rest;
      rest = next;
    }
  return divisor;
}

Plan
exchange_plan (const Exchange *exchange, const NetworkSettings *network, guint n_ranks, gsize n_elements, guint wire_bytes)
{
  const TopologyKind *topology = network->topology;
  Plan plan = {
    .collective = exchange->collective, .n_ranks = n_ranks, .n_elements = n_elements, .group = 1, .wire_bytes = wire_bytes
  };
  if (topology->group)
    plan.group = ranks_a_node (topology->group (network->topology_knobs, n_ranks), n_ranks);
  if (topology->sides)
    topology->sides (network->topology_knobs, n_ranks, plan.dims);
  return plan;
}
