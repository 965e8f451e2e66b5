/* Two solvers run side by side on random systems of links and flows with arrivals, departures and changes of capacity: every
 * finish time, every flow that finishes, every byte count must be the same.
 */
#include "base/random.h"
#include "network-tests.h"
#include "network/sharing.h"
#include "network/topology.h"

#define MAX_FLOWS 64
#define BURST 24   /* flows that start at one instant, at most */
#define MAX_HOPS 4 /* of a random route */

typedef struct
{
  const SharingModel *model, *reference;
} Twins;

static const Twins fair = { &sharing_fair, &sharing_fair_reference }, fifo = { &sharing_fifo, &sharing_fifo_reference };

typedef struct
{
  const SharingModel *model;
  Sharing *state;
  guint32 names[MAX_FLOWS]; /* by FlowId; 0: the id is free */
} Runner;

typedef enum
{
  ANYWHERE,
  SERVERS,   /* to or from the first hosts */
  COLOCATED, /* the same, and these are workers too */
  TREES,     /* between parents and children of one of two binary trees, the second a place further (Sanders, Speck and Traff) */
} Pattern;

typedef struct
{
  Runner runners[2];
  const Topology *topology; /* NULL: random links and routes */
  Pattern pattern;
  guint n_servers;
  guint n_links;
  guint n_open;
  guint32 n_names;
  SimTime now;
  guint32 system;
  guint64 draws;
} Race;

static guint64
draw (Race *race, guint64 n)
{
  return random_below (20240607, RANDOM_TEST, race->system, race->draws++, n);
}

/* A few capacities come often, so that links tie; some are odd; now and then one stands still. */
static Rate
draw_capacity (Race *race)
{
  static const double common[] = { 1.25e9, 2.385e9, 1.25e9, 12.5e9 };
  guint64 k = draw (race, 10);
  if (k < G_N_ELEMENTS (common))
    return rate_from_bytes_per_s (common[k]);
  return k == 9 ? 0 : rate_from_bytes_per_s (1e6 + (double)draw (race, 5000000000));
}

static void
race_init (Race *race, const Twins *twins, guint32 system, const Topology *topology)
{
  const SharingModel *a = twins->model, *b = twins->reference;
  *race = (Race){ .runners = { { .model = a, .state = a->create () }, { .model = b, .state = b->create () } },
                  .topology = topology,
                  .system = system };
  race->n_links = topology != NULL ? topology_n_links (topology) : 1 + draw (race, 12);
  for (guint link = 0; link < race->n_links; link++)
    {
      Rate capacity = topology != NULL ? rate_from_bytes_per_s (topology_link (topology, link)->bandwidth) : draw_capacity (race);
      for (guint i = 0; i < 2; i++)
        race->runners[i].model->add_link (race->runners[i].state, capacity);
    }
}

static void
race_clear (Race *race)
{
  for (guint i = 0; i < 2; i++)
    race->runners[i].model->destroy (race->runners[i].state);
}

static void
draw_links (Race *race, GArray *route)
{
  guint n = 1 + draw (race, MIN (MAX_HOPS, race->n_links));
  while (route->len < n)
    {
      LinkId link = draw (race, race->n_links);
      gboolean twice = FALSE;
      for (guint i = 0; i < route->len; i++)
        twice = twice || g_array_index (route, LinkId, i) == link;
      if (!twice)
        g_array_append_val (route, link);
    }
}

/* The ends of a flow in one direction; draw_route turns every other one round. */
static void
draw_pair (Race *race, NodeId *from, NodeId *to)
{
  guint n = topology_n_hosts (race->topology), n_servers = race->n_servers;
  if (race->pattern == SERVERS)
    {
      *to = draw (race, n_servers);
      *from = n_servers + draw (race, n - n_servers);
    }
  else if (race->pattern == TREES)
    {
      guint32 child = 1 + draw (race, n - 1), shift = draw (race, 2);
      *from = (child + shift) % n;
      *to = ((child - 1) / 2 + shift) % n;
    }
  else
    {
      *to = draw (race, race->pattern == COLOCATED ? n_servers : n);
      *from = (*to + 1 + draw (race, n - 1)) % n;
    }
}

static void
draw_route (Race *race, GArray *route)
{
  NodeId ends[2];
  if (race->topology == NULL)
    {
      draw_links (race, route);
      return;
    }
  draw_pair (race, &ends[0], &ends[1]);
  guint first = draw (race, 2);
  topology_route (race->topology, ends[first], ends[1 - first], draw (race, G_MAXUINT64), route);
}

static void
race_open (Race *race)
{
  g_autoptr (GArray) route = g_array_new (FALSE, FALSE, sizeof (LinkId));
  guint64 bytes = draw (race, 20) == 0 ? 0 : 1 + draw (race, draw (race, 2) == 0 ? 3000 : 100000);
  draw_route (race, route);
  if (race->n_open == MAX_FLOWS)
    return;
  race->n_names++;
  race->n_open++;
  for (guint i = 0; i < 2; i++)
    {
      Runner *runner = &race->runners[i];
      FlowId id = runner->model->open (runner->state, (const LinkId *)(gpointer)route->data, route->len, bytes, race->now);
      g_assert_cmpuint (id, <, MAX_FLOWS);
      runner->names[id] = race->n_names;
    }
}

static FlowId
runner_find (const Runner *runner, guint32 name)
{
  for (FlowId id = 0; id < MAX_FLOWS; id++)
    if (runner->names[id] == name)
      return id;
  return FLOW_NONE;
}

static void
race_close (Race *race)
{
  FlowId id = draw (race, MAX_FLOWS);
  guint32 name = race->runners[0].names[id];
  guint64 missing[2];
  if (name == 0)
    return;
  for (guint i = 0; i < 2; i++)
    {
      Runner *runner = &race->runners[i];
      id = runner_find (runner, name);
      missing[i] = runner->model->close (runner->state, id, race->now);
      runner->names[id] = 0;
    }
  race->n_open--;
  g_assert_cmpuint (missing[0], ==, missing[1]);
}

static void
race_change (Race *race)
{
  LinkId link = draw (race, race->n_links);
  Rate capacity = draw_capacity (race);
  for (guint i = 0; i < 2; i++)
    race->runners[i].model->set_capacity (race->runners[i].state, link, capacity, race->now);
}

static void
race_settle (Race *race)
{
  for (guint i = 0; i < 2; i++)
    {
      race->runners[i].model->settle (race->runners[i].state, race->now);
      race->runners[i].model->check (race->runners[i].state, race->now);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return x < y ? -1 : x > y;
}

/* Who has finished now, sorted. Returns how many. */
static guint
runner_pop (Runner *runner, SimTime now, guint32 *names)
{
  guint n = 0;
  FlowId id;
  while ((id = runner->model->pop_finished (runner->state, now)) != FLOW_NONE)
    {
      names[n++] = runner->names[id];
      runner->names[id] = 0;
    }
  qsort (names, n, sizeof *names, compare_names);
  return n;
}

static void
race_pop (Race *race)
{
  guint32 names[2][MAX_FLOWS];
  guint n = runner_pop (&race->runners[0], race->now, names[0]);
  g_assert_cmpuint (runner_pop (&race->runners[1], race->now, names[1]), ==, n);
  g_assert_cmpmem (names[0], n * sizeof (guint32), names[1], n * sizeof (guint32));
  race->n_open -= n;
}

/* The next finish, the same for both. */
static SimTime
race_next (const Race *race)
{
  SimTime next[2];
  for (guint i = 0; i < 2; i++)
    next[i] = race->runners[i].model->next_finish (race->runners[i].state);
  g_assert_cmpint (next[0], ==, next[1]);
  return next[0];
}

static void
race_compare_bytes (const Race *race)
{
  const Runner *a = &race->runners[0], *b = &race->runners[1];
  for (LinkId link = 0; link < race->n_links; link++)
    g_assert_cmpuint (a->model->link_bytes (a->state, link, race->now), ==, b->model->link_bytes (b->state, link, race->now));
}

/* One to three things happen at @now, with servers now and then many. */
static void
race_act (Race *race)
{
  gboolean many = race->pattern != ANYWHERE && draw (race, 8) == 0;
  for (guint n = 1 + draw (race, many ? BURST : 3); n > 0; n--)
    {
      guint64 what = draw (race, 16);
      if (what < 11)
        race_open (race);
      else if (what < 14)
        race_close (race);
      else
        race_change (race);
    }
}

static gboolean
race_run (const Twins *twins, guint32 system, guint n_steps, const Topology *topology, Pattern pattern, guint n_servers)
{
  Race race;
  race_init (&race, twins, system, topology);
  race.pattern = pattern;
  race.n_servers = n_servers;
  for (guint step = 0; step < n_steps && !g_test_failed (); step++)
    {
      SimTime next = race_next (&race), act = race.now + (SimTime)draw (&race, 20000);
      race.now = MIN (next, act);
      race_pop (&race);
      if (act <= next)
        race_act (&race);
      race_compare_bytes (&race);
      race_settle (&race);
    }
  race_clear (&race);
  if (g_test_failed ())
    g_test_message ("system %u", system);
  return !g_test_failed ();
}

/* 10,000 small systems, and a few that run for long. */
static void
test_random_systems (gconstpointer data)
{
  gboolean fine = TRUE;
  for (guint32 system = 0; fine && system < 10000; system++)
    fine = race_run (data, system, system % 100 == 0 ? 400 : 20, NULL, ANYWHERE, 0);
}

/* Systems whose links and routes are those of topologies. */
static void
test_topologies (gconstpointer data)
{
  static const struct
  {
    const TopologyKind *kind;
    guint n_hosts;
  } kinds[] = { { &topology_star, 9 },   { &topology_racks, 39 },     { &topology_fat_tree, 16 },
                { &topology_torus, 12 }, { &topology_hypercube, 16 }, { &topology_islands, 21 } };
  HostLink hosts[39];
  gboolean fine = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    hosts[i] = (HostLink){ .bandwidth = i % 5 == 0 ? 1.25e9 : 2.385e9, .latency = 1711 };
  for (guint i = 0; fine && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (Topology) topology = topology_new (kinds[i].kind, NULL, hosts, kinds[i].n_hosts, 1, NULL);
      for (guint32 system = 0; fine && system < 25; system++)
        fine = race_run (data, 20000 + 100 * i + system, 100, topology, ANYWHERE, 0);
    }
}

/* Many flows to and from few servers, whose links are sometimes the bottleneck of all, sometimes of none: workers' links are
 * equal or uneven, some of them slower than a share of the server's. */
static void
test_servers (gconstpointer data)
{
  static const struct
  {
    const TopologyKind *kind;
    guint n_servers;
    double server, worker, odd_worker; /* bytes per second; every fifth worker is odd */
  } stars[] = {
    { &topology_star, 1, 1.25e9, 1.25e9, 1.25e9 },  { &topology_star, 1, 2.385e9, 1.25e9, 1.25e9 },
    { &topology_star, 1, 12.5e9, 1.25e9, 1.25e9 },  { &topology_star, 1, 1.25e9, 1.25e9, 0.07e9 },
    { &topology_star, 2, 1.25e9, 1.25e9, 1.25e9 },  { &topology_star, 2, 2.385e9, 1.25e9, 0.11e9 },
    { &topology_star, 3, 1.25e9, 2.385e9, 1.25e9 }, { &topology_racks, 1, 1.25e9, 1.25e9, 1.25e9 },
    { &topology_racks, 2, 12.5e9, 1.25e9, 0.31e9 },
  };
  HostLink hosts[21];
  gboolean fine = TRUE;
  for (guint i = 0; fine && i < G_N_ELEMENTS (stars); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (hosts); k++)
        hosts[k] = (HostLink){ k < stars[i].n_servers ? stars[i].server
                               : k % 5 == 0           ? stars[i].odd_worker
                                                      : stars[i].worker,
                               1711 };
      g_autoptr (Topology) topology = topology_new (stars[i].kind, NULL, hosts, G_N_ELEMENTS (hosts), 1, NULL);
      for (guint32 system = 0; fine && system < 30; system++)
        fine = race_run (data, 30000 + 100 * i + system, 120, topology, SERVERS, stars[i].n_servers);
    }
}

/* The shapes in which most links are bottlenecks of some of their flows and not of others. */
static void
test_tangles (gconstpointer data)
{
  static const struct
  {
    const TopologyKind *kind;
    Pattern pattern;
    guint n_hosts, n_servers;
    double oversubscription; /* 0: the kind has none */
  } tangles[] = {
    { &topology_star, TREES, 16, 0, 0 },      { &topology_star, COLOCATED, 12, 12, 0 },
    { &topology_star, COLOCATED, 24, 4, 0 },  { &topology_fat_tree, COLOCATED, 16, 4, 4 },
    { &topology_fat_tree, TREES, 16, 0, 4 },  { &topology_fat_tree, ANYWHERE, 16, 0, 3 },
    { &topology_racks, COLOCATED, 24, 4, 4 },
  };
  HostLink hosts[24];
  gboolean fine = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    hosts[i] = (HostLink){ .bandwidth = 1.25e9, .latency = 1711 };
  for (guint i = 0; fine && i < G_N_ELEMENTS (tangles); i++)
    {
      g_autoptr (Knobs) knobs = knobs_new (tangles[i].kind->knobs);
      if (tangles[i].oversubscription > 0)
        knobs_set_number (knobs, "oversubscription", tangles[i].oversubscription);
      g_autoptr (Topology) topology = topology_new (tangles[i].kind, knobs, hosts, tangles[i].n_hosts, 1, NULL);
      for (guint32 system = 0; fine && system < 25; system++)
        fine = race_run (data, 40000 + 100 * i + system, 200, topology, tangles[i].pattern, tangles[i].n_servers);
    }
}

static void
add_twins (const char *folder, const Twins *twins)
{
  static const struct
  {
    const char *name;
    GTestDataFunc run;
  } tests[] = { { "random-systems", test_random_systems },
                { "topologies", test_topologies },
                { "servers", test_servers },
                { "tangles", test_tangles } };
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/network/%s/%s", folder, tests[i].name);
      g_test_add_data_func (path, twins, tests[i].run);
    }
}

void
add_race_tests (void)
{
  add_twins ("race", &fair);
  add_twins ("race-fifo", &fifo);
}
