#include "network/link_names.h"
#include "network/link_script.h"
#include "scenario/checks.h"
#include "training/hosts.h"

#define CHANGES "/cluster/network/changes"

/* Whether the links that the script names are there. */
static void
check_names (Reader *reader, const RunSettings *run)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;
  g_autoptr (Topology) topology = hosts_topology (run, NULL); /* why there is none is said elsewhere */
  if (!topology || link_script_accepts (run->cluster.network.script, topology, &at, &error))
    return;
  g_autofree char *pointer = g_strconcat (CHANGES "/", at, NULL);
  reader_mistake (reader, reader_has (reader, pointer) ? pointer : CHANGES, "%s", error->message);
}

/* The same for those that faults name. */
static void
check_faulty (Reader *reader, const RunSettings *run)
{
  g_autoptr (Topology) topology = hosts_topology (run, NULL);
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; topology && i < run->faults.n; i++)
    {
      g_autoptr (GError) error = NULL;
      const Fault *fault = &run->faults.faults[i];
      g_autofree char *pointer = g_strdup_printf ("/faults/%u/link", i);
      if (knob_find (fault->kind->knobs, "link") && !links_named (topology, knob_word (fault->knobs, "link"), links, &error))
        reader_mistake (reader, pointer, "%s", error->message);
    }
}

static gboolean
names_links (const FaultSettings *faults)
{
  for (guint i = 0; i < faults->n; i++)
    if (knob_find (faults->faults[i].kind->knobs, "link"))
      return TRUE;
  return FALSE;
}

void
check_links (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  RunSettings *run = &reader->scenario->run;
  NetworkSettings *network = &run->cluster.network;
  if (reader->wrong->len == 0 && names_links (&run->faults))
    check_faulty (reader, run);
  if (!network->changes || !reader_sound (reader, CHANGES))
    return;
  network->script = link_script_read (network->changes, &error);
  if (!network->script)
    reader_mistake (reader, CHANGES, "%s", error->message);
  else if (reader->wrong->len == 0)
    check_names (reader, run);
}
