#include "training/exchange.h"

#include "base/error.h"
#include "training/hosts.h"

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
  .way = &exchange_over_servers,
  .kind = RUNS_ON_SERVERS,
};

static const Exchange automatic = {
  .name = "auto",
  .summary = "the all-reduce that the cost model takes to be the fastest",
  .way = &exchange_over_all_reduce,
  .kind = RUNS_ON_REDUCTION,
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
      Exchange *exchange = g_new (Exchange, 1);
      *exchange = (Exchange){ .name = all_reduce_table[i]->name,
                              .summary = all_reduce_table[i]->summary,
                              .way = &exchange_over_all_reduce,
                              .kind = RUNS_ON_REDUCTION,
                              .collective = all_reduce_table[i] };
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

const ExchangeWay *
exchange_way (const RunSettings *settings)
{
  return settings->training.exchange ? settings->training.exchange->way : &exchange_none;
}

/* The exchanges that @protocol can run over, "ring or tree". (transfer full) */
static char *
possible_exchanges (const Protocol *protocol)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const Exchange *const *e = exchange_table (); *e; e++)
    if (protocol->exchanges & (*e)->kind)
      g_ptr_array_add (names, (gpointer)(*e)->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" or ", (char **)names->pdata);
}

static void
refuse_exchange (const Protocol *protocol, const Exchange *exchange, GError **error)
{
  g_autofree char *possible = possible_exchanges (protocol);
  if (protocol->exchanges & RUNS_ALONE)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s runs alone: it has no exchange", protocol->name);
  else if (protocol->exchanges & RUNS_AMONG_PEERS)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s sends from worker to worker: it has no exchange",
                 protocol->name);
  else
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s does not run over %s: it runs over %s", protocol->name,
                 exchange->name, possible);
}

static gboolean
accepts_workers (const Protocol *protocol, guint workers, GError **error)
{
  if (protocol->exchanges == RUNS_ALONE && workers > 1)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "must be 1 for %s, found %u", protocol->name, workers);
  else if (protocol->exchanges == RUNS_AMONG_PEERS && workers == 1)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "must be at least 2 for %s, which sends from worker to worker",
                 protocol->name);
  else
    return TRUE;
  return FALSE;
}

/* A colocated server lives on a worker of its own. */
static gboolean
accepts_servers (const RunSettings *settings, GError **error)
{
  guint servers = hosts_n_machines (settings), workers = settings->cluster.workers;
  if (servers <= workers || hosts_dedicated (settings))
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%u colocated servers need as many workers, but there are %u", servers,
               workers);
  return FALSE;
}

/* Whether this number of ranks suits the collective. */
static gboolean
accepts_ranks (const RunSettings *settings, GError **error)
{
  const Exchange *exchange = settings->training.exchange;
  const NetworkSettings *network = &settings->cluster.network;
  if (!exchange->collective || !network->topology)
    return TRUE;
  Plan plan = exchange_plan (exchange, network, settings->cluster.workers, settings->cluster.workers, 0);
  return plan_accepts (&plan, error);
}

/* An aggregation other than the mean needs rounds at a server, and enough workers in them. */
static gboolean
accepts_aggregation (const RunSettings *settings, GError **error)
{
  const TrainingSettings *training = &settings->training;
  const AggregationKind *kind = training->aggregation;
  guint workers = settings->cluster.workers, batches = 0, least = kind->least ? kind->least (training->aggregation_knobs) : 1;
  if (kind == &aggregation_mean)
    return TRUE;
  if (training->protocol->round)
    training->protocol->round (settings, &workers, &batches);
  if (!training->protocol->rounds || !training->exchange || training->exchange->way != &exchange_over_servers)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                 "%s needs rounds at a parameter server, whose gradients it could compare", kind->name);
  else if (workers < least)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s needs %u workers in a round for this, and has %u", kind->name, least,
                 workers);
  else
    return TRUE;
  return FALSE;
}

gboolean
exchange_accepts (const RunSettings *settings, const char **key, GError **error)
{
  const Protocol *protocol = settings->training.protocol;
  const Exchange *exchange = settings->training.exchange;
  *key = "workers";
  if (!protocol || settings->cluster.workers == 0)
    return TRUE;
  if (!accepts_workers (protocol, settings->cluster.workers, error))
    return FALSE;
  *key = "exchange";
  if (exchange && !(protocol->exchanges & exchange->kind))
    {
      refuse_exchange (protocol, exchange, error);
      return FALSE;
    }
  if (exchange && !accepts_ranks (settings, error))
    return FALSE;
  if (protocol->accepts && !protocol->accepts (settings, key, error))
    return FALSE;
  *key = "aggregation";
  if (!accepts_aggregation (settings, error))
    return FALSE;
  *key = "servers";
  return accepts_servers (settings, error);
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
