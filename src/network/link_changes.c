#include "network/link_changes.h"

typedef struct
{
  guint32 *links; /* owned */
  guint n;
  LinkChange says;
} Source;

/* A link that sources speak of. */
typedef struct
{
  double bandwidth; /* the topology's */
  SimTime latency;
  GArray *sources; /* guint, in the order in which they were added */
} Changed;

struct _LinkChanges
{
  Topology *topology;
  Network *network;
  GArray *sources;   /* Source */
  GHashTable *links; /* link → Changed; looked up, never iterated */
};

static void
changed_free (gpointer data)
{
  Changed *changed = data;
  g_array_unref (changed->sources);
  g_free (changed);
}

static void
source_clear (gpointer data)
{
  g_free (((Source *)data)->links);
}

LinkChanges *
link_changes_new (Topology *topology, Network *network)
{
  LinkChanges *changes = g_new0 (LinkChanges, 1);
  changes->topology = topology;
  changes->network = network;
  changes->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (changes->sources, source_clear);
  changes->links = g_hash_table_new_full (NULL, NULL, NULL, changed_free);
  return changes;
}

void
link_changes_free (LinkChanges *changes)
{
  if (!changes)
    return;
  g_array_unref (changes->sources);
  g_hash_table_unref (changes->links);
  g_free (changes);
}

static Changed *
find_changed (LinkChanges *changes, guint32 link)
{
  Changed *changed = g_hash_table_lookup (changes->links, GUINT_TO_POINTER (link));
  if (changed)
    return changed;
  changed = g_new0 (Changed, 1);
  changed->bandwidth = topology_link (changes->topology, link)->bandwidth;
  changed->latency = topology_link (changes->topology, link)->latency;
  changed->sources = g_array_new (FALSE, FALSE, sizeof (guint));
  g_hash_table_insert (changes->links, GUINT_TO_POINTER (link), changed);
  return changed;
}

guint
link_changes_add (LinkChanges *changes, const guint32 *links, guint n)
{
  Source source = { g_memdup2 (links, n * sizeof *links), n, LINK_UNCHANGED };
  guint number = changes->sources->len;
  for (guint i = 0; i < n; i++)
    g_array_append_val (find_changed (changes, links[i])->sources, number);
  g_array_append_val (changes->sources, source);
  return number;
}

/* The rate before the latency: whoever reckons messages gives up when the rate is set, and has to meet the old latency. */
static void
update (LinkChanges *changes, guint32 link)
{
  const Changed *changed = find_changed (changes, link);
  double bandwidth = changed->bandwidth, factor = 1;
  SimTime latency = changed->latency, extra = 0;
  for (guint i = 0; i < changed->sources->len; i++)
    {
      guint number = g_array_index (changed->sources, guint, i);
      const LinkChange *says = &g_array_index (changes->sources, Source, number).says;
      bandwidth = isnan (says->bandwidth) ? bandwidth : says->bandwidth;
      latency = says->latency < 0 ? latency : says->latency;
      factor *= says->factor;
      extra = sim_time_later (extra, says->extra);
    }
  network_set_rate (changes->network, link, bandwidth * factor);
  topology_set_latency (changes->topology, link, sim_time_later (latency, extra));
}

void
link_changes_say (LinkChanges *changes, guint source, const LinkChange *change)
{
  Source *speaker = &g_array_index (changes->sources, Source, source);
  speaker->says = *change;
  for (guint i = 0; i < speaker->n; i++)
    update (changes, speaker->links[i]);
}
