/* Sites, each with a switch of its own, joined over a backbone that never blocks. The bandwidth and latency of the network are
 * those of a host's link inside its site; a site's own link to the backbone has the site's. Hosts fill the sites in the order of
 * their numbers.
 *
 * Cable h is host h's, cable n_hosts + s is site s's.
 */
#include "base/error.h"
#include "network/topology.h"

static const Knob wan_knobs[] = {
  { .name = "sites",
    .type = KNOB_INTEGERS,
    .value = NAN,
    .min = 1,
    .max = 1e6,
    .required = TRUE,
    .help = "hosts of each site; one number: so many sites of equal size" },
  { .name = "site_bandwidth",
    .type = KNOB_RATES,
    .value = NAN,
    .min = 1,
    .max = 1e18,
    .required = TRUE,
    .help = "of each site's link to the backbone; one: of all" },
  { .name = "site_latency",
    .type = KNOB_TIMES,
    .value = NAN,
    .min = 0,
    .max = 1e6,
    .required = TRUE,
    .help = "of each site's link to the backbone, one way; one: of all" },
  { NULL },
};

typedef struct
{
  guint n;
  guint32 site_of[]; /* by host */
} Sites;

static guint
site_count (const Knobs *knobs)
{
  guint n;
  const gint64 *sites = knob_integers (knobs, "sites", &n);
  return n == 1 ? (guint)sites[0] : n;
}

static gboolean
wan_accepts (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error)
{
  static const char *const lists[] = { "site_bandwidth", "site_latency" };
  guint n, n_sites = site_count (knobs);
  const gint64 *sites = knob_integers (knobs, "sites", &n);
  guint64 sum = 0;
  for (guint i = 0; i < n; i++)
    sum += (guint64)sites[i];
  if (n == 1 ? n_sites > n_hosts : sum != n_hosts)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                   n == 1 ? "%u sites are too many for %u hosts" : "the sites have %u hosts together, but there are %u",
                   n == 1 ? n_sites : (guint)sum, n_hosts);
      *at = "sites";
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      knob_numbers (knobs, lists[i], &n);
      if (n == 1 || n == n_sites)
        continue;
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s has %u values for %u sites", lists[i], n, n_sites);
      *at = lists[i];
      return FALSE;
    }
  return TRUE;
}

static Sites *
place_hosts (const Knobs *knobs, guint n_hosts)
{
  guint n, site = 0;
  const gint64 *sites = knob_integers (knobs, "sites", &n);
  Sites *state = g_malloc (sizeof *state + n_hosts * sizeof state->site_of[0]);
  guint64 end = n == 1 ? 0 : (guint64)sites[0];
  state->n = site_count (knobs);
  for (guint32 host = 0; host < n_hosts; host++)
    {
      if (n == 1)
        site = (guint)((guint64)host * state->n / n_hosts);
      while (n > 1 && host >= end)
        end += (guint64)sites[++site];
      state->site_of[host] = site;
    }
  return state;
}

static double
of_site (const Knobs *knobs, const char *name, guint site)
{
  guint n;
  const double *values = knob_numbers (knobs, name, &n);
  return values[n == 1 ? 0 : site];
}

static gboolean
wan_build (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error)
{
  Sites *sites = place_hosts (knobs, n_hosts);
  topology_set_state (topology, sites, g_free);
  NodeId backbone = topology_add_switch (topology, "backbone");
  for (guint s = 0; s < sites->n; s++)
    {
      g_autofree char *name = g_strdup_printf ("site%u", s);
      topology_add_switch (topology, name);
    }
  for (NodeId host = 0; host < n_hosts; host++)
    topology_add_cable (topology, host, backbone + 1 + sites->site_of[host], hosts[host].bandwidth, hosts[host].latency);
  for (guint s = 0; s < sites->n; s++)
    topology_add_cable (topology, backbone + 1 + s, backbone,
                        of_site (knobs, "site_bandwidth", s) * topology_efficiency (topology),
                        sim_time_from_s (of_site (knobs, "site_latency", s)));
  return TRUE;
}

static void
wan_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links)
{
  const Sites *sites = topology_state (topology);
  guint n_hosts = topology_n_hosts (topology), a = sites->site_of[from], b = sites->site_of[to];
  guint32 path[] = { 2 * from, 2 * (n_hosts + a), 2 * (n_hosts + b) + 1, 2 * to + 1 };
  if (a != b)
    g_array_append_vals (links, path, 4);
  else
    {
      g_array_append_val (links, path[0]);
      g_array_append_val (links, path[3]);
    }
}

static guint
wan_diameter (const Topology *topology)
{
  const Sites *sites = topology_state (topology);
  return sites->n > 1 ? 4 : 2;
}

/* The size of the sites where all have the same, but for a smaller last one. */
static guint
wan_group (const Knobs *knobs, guint n_hosts)
{
  const char *at = NULL;
  if (!wan_accepts (knobs, n_hosts, 0, &at, NULL))
    return 1;
  g_autofree Sites *sites = place_hosts (knobs, n_hosts);
  guint size = 0;
  while (size < n_hosts && sites->site_of[size] == 0)
    size++;
  for (guint host = 0; host < n_hosts; host++)
    if (sites->site_of[host] != host / size)
      return 1;
  return size;
}

const TopologyKind topology_wan = {
  .name = "wan",
  .summary = "sites over a backbone, with a bandwidth and a latency for each site",
  .knobs = wan_knobs,
  .accepts = wan_accepts,
  .build = wan_build,
  .route = wan_route,
  .group = wan_group,
  .diameter = wan_diameter,
};
