#include "scenario/checks.h"

#include "base/units.h"
#include "training/choice.h"

/* The exchanges that @protocol can run over, "ring or tree". (transfer full) */
static char *
possible_exchanges (const Protocol *protocol)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const Exchange *const *e = exchange_table (); *e; e++)
    if (protocol->exchanges & ((*e)->collective ? RUNS_ON_REDUCTION : RUNS_ON_SERVERS))
      g_ptr_array_add (names, (gpointer)(*e)->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" or ", (char **)names->pdata);
}

static void
check_exchange (Reader *reader, const Protocol *protocol, const Exchange *exchange)
{
  guint kind = exchange->collective ? RUNS_ON_REDUCTION : RUNS_ON_SERVERS;
  if (protocol->exchanges & kind)
    return;
  if (protocol->exchanges == RUNS_ALONE)
    {
      reader_mistake (reader, "/training/exchange", "%s runs alone: it has no exchange", protocol->name);
      return;
    }
  g_autofree char *possible = possible_exchanges (protocol);
  reader_mistake (reader, "/training/exchange", "%s does not run over %s: it runs over %s", protocol->name, exchange->name,
                  possible);
}

/* Whether this number of ranks suits the collective. */
static void
check_ranks (Reader *reader, const Exchange *exchange, guint workers)
{
  g_autoptr (GError) error = NULL;
  const NetworkSettings *network = &reader->scenario->run.cluster.network;
  if (!network->topology || !exchange->collective->accepts || workers == 0)
    return;
  Plan plan = exchange_plan (exchange, network, workers, workers, 0);
  if (!plan_accepts (&plan, &error))
    reader_mistake (reader, "/training/exchange", "%s", error->message);
  else if (exchange->collective == &collective_two_level && plan.group == 1 && workers > 1)
    document_report (reader->document, reader->diagnostics, SEVERITY_NOTE, document_find (reader->document, "/training/exchange"),
                     AT_VALUE, NULL, "%s is a plain ring here: the workers do not stand in groups of one size", exchange->name);
}

/* A colocated server lives on a worker of its own. */
static void
check_servers (Reader *reader, const Knobs *knobs, guint workers)
{
  const Knob *table = knobs_table (knobs);
  if (!knob_find (table, "servers") || !knob_find (table, "placement") || workers == 0)
    return;
  guint64 servers = knob_integer (knobs, "servers");
  if (strcmp (knob_word (knobs, "placement"), "colocated") == 0 && servers > workers)
    reader_mistake (reader, "/training/servers", "%" G_GUINT64_FORMAT " colocated servers need as many workers, but there are %u",
                    servers, workers);
}

/* What auto stands for follows from everything else. */
static void
settle_auto (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  RunSettings *run = &reader->scenario->run;
  ExchangeChoice choice;
  if (!run->training.exchange || !run->training.exchange->automatic || reader->wrong->len > 0)
    return;
  if (!exchange_choose (run, &choice, &error))
    {
      reader_mistake (reader, "/cluster/network", "%s", error->message);
      return;
    }
  run->training.exchange = choice.exchange;
  if (run->cluster.workers < 2)
    return;
  g_autofree char *bytes = unit_format_short (choice.bytes, DIMENSION_BYTES),
                  *time = unit_format_short (choice.seconds, DIMENSION_TIME);
  reader->scenario->automatic = g_strdup_printf ("auto is %s here: about %s for %s among %u workers", choice.exchange->name, time,
                                                 bytes, run->cluster.workers);
}

void
check_training (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  const Protocol *protocol = run->training.protocol;
  guint workers = run->cluster.workers;
  if (!protocol)
    return;
  if (protocol->exchanges == RUNS_ALONE && workers > 1)
    reader_mistake (reader, "/cluster/workers", "must be 1 for %s, found %u", protocol->name, workers);
  if (!run->training.exchange || !reader_sound (reader, "/training/exchange"))
    return;
  check_exchange (reader, protocol, run->training.exchange);
  if (run->training.exchange->collective)
    check_ranks (reader, run->training.exchange, workers);
  else if (reader_sound (reader, "/training/servers") && reader_sound (reader, "/training/placement"))
    check_servers (reader, run->training.exchange_knobs, workers);
}

void
check_scenario (Reader *reader)
{
  check_training (reader);
  check_workload (reader);
  check_cluster (reader);
  settle_auto (reader);
  check_memory (reader);
  check_stop (reader);
  if (reader->scenario->run.cluster.slowdown.trace_path)
    check_trace (reader);
}
