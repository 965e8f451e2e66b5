#include "scenario/forms.h"

#include <stdlib.h>

#include "scenario/reader.h"
#include "scenario/writer.h"

#define MOST_WORKERS 1e6

static const ClusterSettings *
cluster_of (gconstpointer scenario)
{
  return &((const Scenario *)scenario)->run.cluster;
}

static int
compare_workers (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
  return (x > y) - (x < y);
}

static void
read_worker_list (Reader *reader, const cJSON *node, gpointer base)
{
  Slowdown *slowdown = &((Scenario *)base)->run.cluster.slowdown;
  g_autoptr (GArray) workers = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_integers (reader, node, 0, MOST_WORKERS, workers))
    return;
  g_array_sort (workers, compare_workers);
  slowdown->slow_count = workers->len;
  g_free (slowdown->slow_list);
  slowdown->slow_list = workers->len > 0 ? g_memdup2 (workers->data, workers->len * sizeof (gint64)) : NULL;
}

static char *
print_worker_list (gconstpointer base, guint indent)
{
  const Slowdown *slowdown = &cluster_of (base)->slowdown;
  return slowdown->slow_list ? integers_json (slowdown->slow_list, slowdown->slow_count) : NULL;
}

/* "3" or "0-3". */
static gboolean
parse_range (const char *text, guint64 *first, guint64 *last)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 2);
  if (!parts[0] || !g_ascii_string_to_unsigned (parts[0], 10, 0, 1000000, first, NULL))
    return FALSE;
  *last = *first;
  return !parts[1] || g_ascii_string_to_unsigned (parts[1], 10, *first, 1000000, last, NULL);
}

static void
read_worker_range (Reader *reader, const cJSON *node, gpointer base)
{
  WorkerRange *range = base;
  guint64 first, last;
  const char *text = read_string (reader, node);
  if (!text)
    return;
  if (!parse_range (text, &first, &last))
    {
      reader_wrong (reader, node, AT_VALUE, "expected a worker or a range of workers, such as \"3\" or \"0-3\", found \"%s\"",
                    text);
      return;
    }
  range->first = (guint)first;
  range->last = (guint)last;
}

static char *
print_worker_range (gconstpointer base, guint indent)
{
  const WorkerRange *range = base;
  return range->first == range->last ? g_strdup_printf ("\"%u\"", range->first)
                                     : g_strdup_printf ("\"%u-%u\"", range->first, range->last);
}

static void
read_groups (Reader *reader, const cJSON *node, gpointer base)
{
  ClusterSettings *cluster = &((Scenario *)base)->run.cluster;
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  if (!read_is_list (reader, node))
    return;
  for (const cJSON *element = node->child; element; element = element->next)
    {
      Group group = { .device = cluster->device, .bandwidth = NAN, .latency = -1 };
      read_object (reader, element, "/cluster/groups/*", &group);
      group.has_device = cJSON_IsObject (element) && cJSON_GetObjectItemCaseSensitive (element, "device");
      g_array_append_val (groups, group);
    }
  g_free (cluster->groups);
  cluster->n_groups = groups->len;
  cluster->groups = g_memdup2 (groups->data, groups->len * sizeof (Group));
}

/* @n elements, @size bytes apart, each printed by the rows of @object; NULL where there are none. */
static char *
list_json (const char *object, gconstpointer elements, gsize size, guint n, guint indent)
{
  if (n == 0)
    return NULL;
  GString *out = g_string_new ("[");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *element = object_json (object, (const char *)elements + i * size, indent + JSON_INDENT);
      g_string_append_printf (out, "%s\n%*s%s", i > 0 ? "," : "", (int)(indent + JSON_INDENT), "", element);
    }
  g_string_append_printf (out, "\n%*s]", (int)indent, "");
  return g_string_free (out, FALSE);
}

static char *
print_groups (gconstpointer base, guint indent)
{
  const ClusterSettings *cluster = cluster_of (base);
  return list_json ("/cluster/groups/*", cluster->groups, sizeof (Group), cluster->n_groups, indent);
}

static void
read_episodes (Reader *reader, const cJSON *node, gpointer base)
{
  ClusterSettings *cluster = &((Scenario *)base)->run.cluster;
  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (SlowEpisode));
  if (!read_is_list (reader, node))
    return;
  for (const cJSON *element = node->child; element; element = element->next)
    {
      SlowEpisode episode = { .workers = { 0, cluster->workers - 1 } };
      read_object (reader, element, "/cluster/slowdown/episodes/*", &episode);
      g_array_append_val (episodes, episode);
    }
  g_free (cluster->slowdown.episodes);
  cluster->slowdown.n_episodes = episodes->len;
  cluster->slowdown.episodes = g_memdup2 (episodes->data, episodes->len * sizeof (SlowEpisode));
}

static char *
print_episodes (gconstpointer base, guint indent)
{
  const Slowdown *slowdown = &cluster_of (base)->slowdown;
  return list_json ("/cluster/slowdown/episodes/*", slowdown->episodes, sizeof (SlowEpisode), slowdown->n_episodes, indent);
}

static void
read_faults (Reader *reader, const cJSON *node, gpointer base)
{
  FaultSettings *faults = &((Scenario *)base)->run.faults;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Fault));
  if (!read_is_list (reader, node))
    return;
  for (const cJSON *element = node->child; element; element = element->next)
    {
      Fault fault = { 0 };
      read_object (reader, element, "/faults/*", &fault);
      g_array_append_val (list, fault);
    }
  fault_settings_clear (faults);
  faults->n = list->len;
  faults->faults = g_memdup2 (list->data, list->len * sizeof (Fault));
}

static char *
print_faults (gconstpointer base, guint indent)
{
  const FaultSettings *faults = &((const Scenario *)base)->run.faults;
  return list_json ("/faults/*", faults->faults, sizeof (Fault), faults->n, indent);
}

static void
read_kept (Reader *reader, const cJSON *node, gpointer base)
{
}

static char *
print_nothing (gconstpointer base, guint indent)
{
  return NULL;
}

const KeyForm worker_list_form = { read_worker_list, print_worker_list };
const KeyForm worker_range_form = { read_worker_range, print_worker_range };
const KeyForm groups_form = { read_groups, print_groups };
const KeyForm faults_form = { read_faults, print_faults };
const KeyForm slow_episodes_form = { read_episodes, print_episodes };
const KeyForm kept_form = { read_kept, print_nothing };

gboolean
model_shown (gconstpointer scenario)
{
  return ((const Scenario *)scenario)->run.learning.model != NULL;
}

gboolean
data_shown (gconstpointer scenario)
{
  return ((const Scenario *)scenario)->run.learning.data != NULL;
}

gboolean
input_shown (gconstpointer scenario)
{
  return !isnan (((const Scenario *)scenario)->run.job.input.storage);
}

gboolean
overlap_shown (gconstpointer scenario)
{
  return ((const Scenario *)scenario)->run.training.overlap;
}

gboolean
slow_count_shown (gconstpointer scenario)
{
  return cluster_of (scenario)->slowdown.slow_list == NULL;
}

gboolean
slow_factor_shown (gconstpointer scenario)
{
  return cluster_of (scenario)->slowdown.slow_count > 0;
}

gboolean
markov_shown (gconstpointer scenario)
{
  return !isnan (cluster_of (scenario)->slowdown.markov.factor);
}

gboolean
efficiency_shown (gconstpointer scenario)
{
  return cluster_of (scenario)->network.mtu == 0;
}

gboolean
aggregation_shown (gconstpointer scenario)
{
  return ((const Scenario *)scenario)->run.training.aggregation != &aggregation_mean;
}

gboolean
network_shown (gconstpointer scenario)
{
  const NetworkSettings *network = &cluster_of (scenario)->network;
  return network->bandwidth > 0 || network_has_rates (network);
}

gboolean
faults_shown (gconstpointer scenario)
{
  return ((const Scenario *)scenario)->run.faults.n > 0;
}

gboolean
timeout_shown (gconstpointer scenario)
{
  return isnan (((const Scenario *)scenario)->run.training.detection.phi);
}

gboolean
group_device_shown (gconstpointer group)
{
  return ((const Group *)group)->has_device;
}

void
settle_exchange (gpointer scenario)
{
  TrainingSettings *training = &((Scenario *)scenario)->run.training;
  const char *word = training->protocol ? training->protocol->default_exchange : NULL;
  training->exchange = word ? exchange_find (word) : NULL;
}
