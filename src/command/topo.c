/* topo: what a scenario's network looks like. */
#include "base/escape.h"
#include "base/json_writer.h"
#include "base/units.h"
#include "command/options.h"
#include "command/read.h"
#include "network/route_set.h"
#include "report/output_folder.h"
#include "report/picture.h"
#include "report/topology_picture.h"
#include "training/hosts.h"

#define MOST_PATHS 16 /* that are printed */

static const char *
node_name (const Topology *topology, char *const *hosts, NodeId node)
{
  return node < topology_n_hosts (topology) ? hosts[node] : topology_switch_name (topology, node);
}

/* The name of a node for the user: of a host also what his graph calls it, where that is another name. */
static char *
node_label (const Topology *topology, char *const *hosts, NodeId node)
{
  const char *alias = node < topology_n_hosts (topology) ? topology_alias (topology, node) : NULL;
  g_autofree char *name = printable (node_name (topology, hosts, node));
  g_autofree char *other = alias ? printable (alias) : NULL;
  return alias && !g_str_equal (alias, name) ? g_strdup_printf ("%s (%s)", name, other) : g_steal_pointer (&name);
}

static char **
host_names (const RunSettings *settings)
{
  guint n = hosts_count (settings);
  char **names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = hosts_name (settings, i);
  return names;
}

/* The host called @name, or by its number; complains. */
static gboolean
find_host (char *const *hosts, const char *name, NodeId *out)
{
  guint n = g_strv_length ((char **)hosts);
  char *end = NULL;
  guint64 number = g_ascii_isdigit (name[0]) ? g_ascii_strtoull (name, &end, 10) : n;
  for (*out = 0; *out < n; ++*out)
    if (g_str_equal (hosts[*out], name) || (end && *end == '\0' && number == *out))
      return TRUE;
  complain ("--route: there is no host \"%s\" (%s to %s)", name, hosts[0], hosts[n - 1]);
  return FALSE;
}

static void
print_facts (const Topology *topology, const TopologyFacts *facts)
{
  g_autofree char *bisection = unit_format_short (facts->bisection, DIMENSION_RATE);
  gboolean leaves = !isnan (facts->leaf_oversubscription);
  char over[G_ASCII_DTOSTR_BUF_SIZE];
  printf ("topology          %s\n", topology_kind (topology)->name);
  printf ("hosts             %u\n", facts->n_hosts);
  printf ("switches          %u\n", facts->n_switches);
  printf ("links             %u (%u cables, both directions)\n", 2 * facts->n_cables, facts->n_cables);
  printf ("diameter          %u link%s\n", facts->diameter, facts->diameter == 1 ? "" : "s");
  printf ("bisection         %s%s each way, between two halves of the hosts\n", facts->bisection_exact ? "" : "at most ",
          bisection);
  if (!facts->bisection_exact)
    printf ("                  (the narrowest cut that was found; so large a network may have a narrower one)\n");
  printf ("oversubscription  %s%s%s\n", facts->bisection_exact ? "" : "at least ",
          g_ascii_formatd (over, sizeof over, "%.4g", facts->oversubscription),
          leaves ? " between the halves: what half of the hosts send over the bisection" : "");
  if (leaves)
    printf ("                  %s at a leaf: what a switch's hosts send over what its uplinks carry, at the worst one\n",
            g_ascii_formatd (over, sizeof over, "%.4g", facts->leaf_oversubscription));
}

static void
print_path (const Topology *topology, char *const *hosts, NodeId from, const RoutePath *path)
{
  g_autofree char *time = unit_format_short (sim_time_to_s (path->latency), DIMENSION_TIME);
  g_autofree char *first = node_label (topology, hosts, from);
  guint n = path->links->len;
  printf ("%s", first);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *next = node_label (topology, hosts, topology_link (topology, g_array_index (path->links, guint32, i))->to);
      printf (" → %s", next);
    }
  printf ("\n                  %u link%s, latency %s", n, n == 1 ? "" : "s", time);
  if (path->n_channels < ROUTE_SET_CHANNELS)
    printf ("; %.3g %% of the channels", 100.0 * path->n_channels / ROUTE_SET_CHANNELS);
  printf ("\n");
}

/* Every path from @from to @to; their links are appended to @links. */
static void
print_routes (const Topology *topology, char *const *hosts, NodeId from, NodeId to, GArray *links)
{
  g_autoptr (GArray) paths = route_set_new (topology, from, to);
  if (from == to)
    printf ("\nroute             none: a message to the same machine crosses no link\n");
  else if (paths->len > 1)
    printf ("\nroutes            %u: each channel (shard, bucket, lane) takes one, by its hash\n", paths->len);
  for (guint i = 0; i < paths->len; i++)
    {
      const RoutePath *path = &g_array_index (paths, RoutePath, i);
      g_array_append_vals (links, path->links->data, path->links->len);
      if (i >= MOST_PATHS)
        continue;
      printf ("%s", paths->len == 1 ? "\nroute             " : "                  ");
      print_path (topology, hosts, from, path);
    }
  if (paths->len > MOST_PATHS)
    printf ("                  and %u more\n", paths->len - MOST_PATHS);
}

/* result.json, which marks the folder as lockstep's own. */
static GString *
result_text (const Scenario *scenario, const TopologyFacts *facts)
{
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);
  json_object (&json, NULL, JSON_LINES);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "name", scenario->name);
  json_object (&json, "topology", JSON_SPACED);
  json_count (&json, "hosts", facts->n_hosts);
  json_count (&json, "switches", facts->n_switches);
  json_count (&json, "cables", facts->n_cables);
  json_count (&json, "diameter", facts->diameter);
  json_number (&json, "bisection", facts->bisection);
  json_boolean (&json, "bisection_exact", facts->bisection_exact);
  json_number (&json, "oversubscription", facts->oversubscription);
  json_number (&json, "leaf_oversubscription", facts->leaf_oversubscription);
  json_close (&json);
  json_close (&json);
  return g_string_append_c (text, '\n');
}

static int
draw (const Scenario *scenario, const Topology *topology, const TopologyFacts *facts, char *const *hosts, const GArray *route,
      const char *dir, gboolean force)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  guint n = topology_n_nodes (topology);
  g_autofree const char **names = g_new (const char *, n);
  for (guint i = 0; i < n; i++)
    names[i] = node_name (topology, hosts, i);
  g_autoptr (OutputFolder) folder = output_folder_new (dir, OUTPUT_TOPOLOGY, force, &error);
  g_autoptr (GString) result = result_text (scenario, facts);
  if (!folder || !picture_write_data (output_folder_path (folder), "result.json", result, &error)
      || !topology_picture_write (topology, facts, names, scenario->name, route, output_folder_path (folder), &note, &error)
      || !output_folder_commit (g_steal_pointer (&folder), &error))
    return complain_of (error);
  tell_note (note);
  tell_where ("picture", dir);
  return EXIT_DONE;
}

static int
show (const Scenario *scenario, const char *const *ends, const char *out, gboolean force)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) hosts = host_names (&scenario->run);
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (guint32));
  NodeId from = 0, to = 0;
  TopologyFacts facts;
  if (!scenario->run.training.exchange)
    {
      complain ("%s: %s has no network", scenario->path, scenario->run.training.protocol->name);
      return EXIT_INPUT;
    }
  if (ends && (!find_host (hosts, ends[0], &from) || !find_host (hosts, ends[1], &to)))
    return EXIT_INPUT;
  g_autoptr (Topology) topology = hosts_topology (&scenario->run, &error);
  if (!topology)
    return complain_of (error);
  topology_facts (topology, &facts);
  print_facts (topology, &facts);
  if (ends)
    print_routes (topology, hosts, from, to, route);
  return out ? draw (scenario, topology, &facts, hosts, route, out, force) : EXIT_DONE;
}

/* Puts FILE before the hosts where it stands behind "--route A B". @first: what followed --route on the command line. */
static void
put_file_first (char **argv, const char *first)
{
  if (argv[1] != first)
    return;
  char *file = argv[3];
  argv[3] = argv[2];
  argv[2] = argv[1];
  argv[1] = file;
}

/* What follows @option, NULL when there is nothing. */
static const char *
argument_after (char *const *argv, const char *option)
{
  while (*argv && !g_str_equal (*argv, option))
    argv++;
  return *argv ? argv[1] : NULL;
}

static int
topo_run (int argc, char **argv)
{
  const char *after_route = argument_after (argv, "--route");
  g_auto (GStrv) sets = NULL;
  g_autofree char *out = NULL;
  gboolean route = FALSE, force = FALSE;
  const GOptionEntry entries[] = {
    { "route", 0, 0, G_OPTION_ARG_NONE, &route, "Show the routes between two hosts: FILE --route A B", NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Draw topo.svg into DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Let --out replace a folder that is not lockstep's", NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, "Override a value, such as --set /cluster/workers=16", "POINTER=VALUE" },
    { NULL },
  };
  int status = EXIT_DONE;
  if (!options_parse (&command_topo, entries, NULL, &argc, &argv, &status))
    return status;
  if (argc != (route ? 4 : 2))
    {
      complain ("topo: %s expected (see: lockstep topo --help)",
                route ? "a scenario file and two hosts are" : "one scenario file is");
      return EXIT_INPUT;
    }
  if (route)
    put_file_first (argv, after_route);
  const ScenarioOptions options = { .sets = (const char *const *)sets };
  g_autoptr (Scenario) scenario = scenario_open (argv[1], &options, &status);
  return scenario ? show (scenario, route ? (const char *const *)argv + 2 : NULL, out, force) : status;
}

const Command command_topo = {
  .name = "topo",
  .arguments = "FILE [A B]",
  .summary = "Show the network of a scenario: size, bisection, routes",
  .run = topo_run,
};
