#include "scenario/checks.h"

#include "base/units.h"
#include "training/choice.h"

/* A note where the collective is not what its name promises. */
static void
note_plain_ring (Reader *reader, const RunSettings *run)
{
  const Exchange *exchange = run->training.exchange;
  if (!exchange || exchange->collective != &collective_two_level || !run->cluster.network.topology || run->cluster.workers < 2)
    return;
  Plan plan = exchange_plan (exchange, &run->cluster.network, run->cluster.workers, run->cluster.workers, 0);
  if (plan.group == 1)
    document_report (reader->document, reader->diagnostics, SEVERITY_NOTE, document_find (reader->document, "/training/exchange"),
                     AT_VALUE, NULL, "%s is a plain ring here: the workers do not stand in groups of one size", exchange->name);
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
  g_autoptr (GError) error = NULL;
  const char *key;
  const RunSettings *run = &reader->scenario->run;
  if (!reader_sound (reader, "/training/exchange") || !reader_sound (reader, "/training/servers")
      || !reader_sound (reader, "/training/placement"))
    return;
  if (exchange_accepts (run, &key, &error))
    note_plain_ring (reader, run);
  else
    {
      g_autofree char *pointer = g_strconcat (g_str_equal (key, "workers") ? "/cluster/" : "/training/", key, NULL);
      reader_mistake (reader, pointer, "%s", error->message);
    }
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
  check_faults (reader);
  check_links (reader);
  if (reader->scenario->run.cluster.slowdown.trace_path)
    check_trace (reader);
}
