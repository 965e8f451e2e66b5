#include "both_ways.h"

#include "base/random.h"

typedef struct
{
  const Trial *trial;
  Simulator *sim;
  Topology *topology;
  NetworkSettings settings;
  Record *record;
  Network *network;
  PlanExecutor *executor;
  PlanRun *runs[TRIAL_RUNS_MAX];
  SimTime *done; /* [n_runs × n_hosts] */
  SimTime message_at;
  guint client;
  HandlerId enter, compute, come, probe;
  gboolean over;
  GArray *seen;
} World;

/* --- what happens --- */

static void
world_see (World *world, gint64 number)
{
  g_array_append_val (world->seen, number);
}

static void
on_enter (gpointer owner, guint64 run, guint64 rank)
{
  World *world = owner;
  if (world->runs[run])
    plan_run_enter (world->runs[run], rank);
}

static void
on_rank_done (gpointer owner, guint64 run, guint rank)
{
  World *world = owner;
  const Trial *trial = world->trial;
  SimTime now = simulator_now (world->sim);
  g_assert_cmpint (world->done[run * trial->n_hosts + rank], ==, -1);
  world->done[run * trial->n_hosts + rank] = now;
  if (run + 1 < trial->n_runs)
    simulator_at (world->sim, now + trial->delays[(run + 1) * trial->n_hosts + rank], world->enter, run + 1, rank);
}

static void
on_done (gpointer owner, guint64 run)
{
  World *world = owner;
  world->runs[run] = NULL;
}

static void
on_compute (gpointer owner, guint64 actor, guint64 unused)
{
  World *world = owner;
  record_activity (world->record, actor, ACTIVITY_COMPUTE, -1, simulator_now (world->sim));
}

static void
on_probe (gpointer owner, guint64 unused_a, guint64 unused_b)
{
  World *world = owner;
  const NetworkTotals *totals = network_totals (world->network);
  world_see (world, totals->messages);
  world_see (world, totals->bytes_sent);
  world_see (world, totals->bytes_received);
  world_see (world, totals->bytes_lost);
}

static void
on_arrived (gpointer owner, guint64 tag)
{
  World *world = owner;
  world->message_at = simulator_now (world->sim);
}

static void
abort_runs (World *world)
{
  for (guint run = 0; run < world->trial->n_runs; run++)
    if (world->runs[run])
      {
        plan_run_abort (world->runs[run]);
        world->runs[run] = NULL;
      }
}

static void
on_come (gpointer owner, guint64 unused_a, guint64 unused_b)
{
  World *world = owner;
  const Trial *trial = world->trial;
  const MessageSpec spec = {
    .client = world->client, .from = trial->what, .to = trial->whom, .kind = SPAN_PUSH, .bytes = trial->bytes
  };
  if (trial->comes == COMES_MESSAGE)
    network_send (world->network, &spec);
  if (trial->comes == COMES_CRASH)
    network_node_down (world->network, trial->what);
  if (trial->comes == COMES_CRASH || trial->comes == COMES_ABORT)
    abort_runs (world);
  if (trial->comes == COMES_SCALE)
    {
      guint32 link = trial->what % topology_n_links (world->topology);
      network_set_rate (world->network, link, topology_link (world->topology, link)->bandwidth * trial->factor);
    }
  if (trial->comes == COMES_CUT)
    network_cut (world->network);
  world->over = trial->comes == COMES_CUT;
}

/* --- the world --- */

static void
world_init (World *world, const Trial *trial, gboolean shortcuts, gboolean keep)
{
  static const NetworkClient client = { .on_arrived = on_arrived };
  const RecordSettings record = { .keep_spans = keep, .max_spans = 10000000 };
  g_autofree HostLink *hosts = g_new (HostLink, trial->n_hosts);
  *world = (World){ .trial = trial, .sim = simulator_new (), .record = record_new (&record), .message_at = -1 };
  network_settings_init (&world->settings);
  world->settings.overhead = trial->overhead;
  world->settings.sharing = trial->sharing;
  for (guint i = 0; i < trial->n_hosts; i++)
    {
      hosts[i] = (HostLink){ trial->bandwidth, trial->latency };
      record_add_actor (world->record, "host", ACTOR_WORKER);
    }
  world->topology = topology_new (trial->topology, trial->knobs, hosts, trial->n_hosts, 1, NULL);
  world->network = network_new (world->sim, world->topology, &world->settings, world->record);
  world->client = network_add_client (world->network, &client, world);
  world->executor = plan_executor_new (world->sim, world->network, trial->reduce_bytes_per_s);
  plan_executor_set_shortcuts (world->executor, shortcuts);
  world->enter = simulator_register (world->sim, "enter", PRIORITY_COMPUTE, on_enter, world);
  world->compute = simulator_register (world->sim, "compute", PRIORITY_COMPUTE, on_compute, world);
  world->come = simulator_register (world->sim, "come", trial->priority, on_come, world);
  world->probe = simulator_register (world->sim, "probe", PRIORITY_EVALUATE, on_probe, world);
  world->seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  world->done = g_new (SimTime, trial->n_runs * trial->n_hosts);
}

static void
world_start (World *world)
{
  static const PlanRunClient client = { on_rank_done, on_done };
  const Trial *trial = world->trial;
  g_autofree NodeId *nodes = g_new (NodeId, trial->n_hosts);
  for (guint i = 0; i < trial->n_hosts; i++)
    nodes[i] = i;
  for (guint run = 0; run < trial->n_runs; run++)
    world->runs[run] = plan_run_new (world->executor, &trial->plans[run], OPERATOR_SUM, nodes, NULL, run, 0, &client, world, run);
  for (guint i = 0; i < trial->n_runs * trial->n_hosts; i++)
    world->done[i] = -1;
  for (guint i = 0; i < trial->n_hosts; i++)
    {
      simulator_at (world->sim, trial->delays[i], world->enter, 0, i);
      record_activity (world->record, i, ACTIVITY_COMPUTE, 1, 0);
      simulator_at (world->sim, trial->computes[i], world->compute, i, 0);
    }
  if (trial->comes != COMES_NOTHING)
    simulator_at (world->sim, trial->when, world->come, 0, 0);
  for (guint i = 0; i < TRIAL_PROBES; i++)
    if (trial->probes[i] > 0)
      simulator_at (world->sim, trial->probes[i], world->probe, 0, 0);
}

/* Everything else that there is to see. */
static void
world_look (World *world)
{
  const Trial *trial = world->trial;
  on_probe (world, 0, 0);
  world_see (world, world->message_at);
  for (guint i = 0; i < trial->n_runs * trial->n_hosts; i++)
    world_see (world, world->done[i]);
  for (guint32 link = 0; link < topology_n_links (world->topology); link++)
    world_see (world, network_link_bytes (world->network, link));
  for (guint i = 0; i < trial->n_hosts; i++)
    {
      for (guint what = 0; what < N_ACTIVITIES; what++)
        world_see (world, record_time (world->record, i, what));
      world_see (world, record_hidden (world->record, i));
    }
  char print[17];
  record_fingerprint (world->record, print);
  world_see (world, g_ascii_strtoull (print, NULL, 16));
}

static void
keep_message_times (const World *world, Seen *seen)
{
  guint n;
  const MessageSpan *messages = record_messages (world->record, &n);
  seen->events = g_array_new (FALSE, FALSE, sizeof (SimTime));
  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (seen->events, messages[i].start);
      g_array_append_val (seen->events, messages[i].left);
      g_array_append_val (seen->events, messages[i].arrived);
    }
}

static void
world_clear (World *world)
{
  plan_executor_free (world->executor);
  network_free (world->network);
  topology_free (world->topology);
  network_settings_clear (&world->settings);
  record_free (world->record);
  simulator_free (world->sim);
  g_free (world->done);
}

void
trial_run (const Trial *trial, gboolean shortcuts, gboolean keep_events, Seen *seen)
{
  World world;
  world_init (&world, trial, shortcuts, keep_events);
  world_start (&world);
  while (!world.over && simulator_step (world.sim))
    network_check (world.network);
  record_finish (world.record, simulator_now (world.sim));
  world_look (&world);
  *seen = (Seen){ .seen = world.seen, .end = simulator_now (world.sim) };
  seen->n_shortcuts = plan_executor_shortcuts (world.executor, NULL);
  if (keep_events)
    keep_message_times (&world, seen);
  world_clear (&world);
}

void
seen_clear (Seen *seen)
{
  g_array_unref (seen->seen);
  g_clear_pointer (&seen->events, g_array_unref);
}

/* --- drawing --- */

guint64
trial_draw (Trial *trial, guint64 n)
{
  return random_below (20261124, RANDOM_TEST, trial->number, trial->draws++, n);
}

static void
draw_islands (Trial *trial)
{
  guint island = 2 + trial_draw (trial, 4), nics = 1 + trial_draw (trial, 2);
  trial->topology = &topology_islands;
  trial->knobs = knobs_new (topology_islands.knobs);
  knobs_set_number (trial->knobs, "island", island);
  knobs_set_number (trial->knobs, "nics", nics);
  knobs_set_number (trial->knobs, "inside_bandwidth", 1e9 * (1 + trial_draw (trial, 60)));
  trial->n_hosts = island * (2 + trial_draw (trial, 4));
}

static void
draw_racks (Trial *trial)
{
  guint rack = 2 + trial_draw (trial, 3);
  trial->topology = &topology_racks;
  trial->knobs = knobs_new (topology_racks.knobs);
  knobs_set_number (trial->knobs, "rack", rack);
  knobs_set_number (trial->knobs, "oversubscription", 1 + trial_draw (trial, 4) * 0.7);
  trial->n_hosts = rack * (2 + trial_draw (trial, 3));
}

static void
draw_network (Trial *trial)
{
  static const double reduce[] = { 0, 0, 7.7e9 }, bandwidth[] = { 2.385e9, 1.25e9, 12.5e9, 117e6 };
  guint64 kind = trial_draw (trial, 6);
  trial->topology = kind == 4 ? &topology_ring : kind == 5 ? &topology_full_mesh : &topology_star;
  trial->n_hosts = kind >= 4 ? 3 + trial_draw (trial, 14) : 2 + trial_draw (trial, 31);
  if (kind == 0)
    draw_racks (trial);
  else if (kind <= 2)
    draw_islands (trial);
  trial->bandwidth = bandwidth[trial_draw (trial, G_N_ELEMENTS (bandwidth))];
  trial->latency = trial_draw (trial, 4) == 0 ? 0 : trial_draw (trial, 20000);
  trial->overhead = trial_draw (trial, 4) == 0 ? trial_draw (trial, 3000) : 0;
  trial->reduce_bytes_per_s = reduce[trial_draw (trial, G_N_ELEMENTS (reduce))];
  trial->sharing = trial_draw (trial, 6) == 0 ? &sharing_ideal : trial_draw (trial, 8) == 0 ? &sharing_fifo : &sharing_fair;
}

static void
draw_plan (Trial *trial, Plan *plan)
{
  static const Collective *const collectives[] = {
    &collective_ring,  &collective_two_level,        &collective_two_level,
    &collective_torus, &collective_halving_doubling, &collective_recursive_doubling,
    &collective_tree,  &collective_double_tree
  };
  const TopologyKind *kind = trial->topology;
  *plan = (Plan){ .n_ranks = trial->n_hosts, .group = 1, .collective = collectives[trial_draw (trial, 8)] };
  if (kind->group)
    plan->group = kind->group (trial->knobs, trial->n_hosts);
  plan->n_elements = 1 + trial_draw (trial, trial_draw (trial, 3) == 0 ? 40 : 200000);
  if (trial_draw (trial, 2) == 0)
    plan->n_elements *= trial->n_hosts;
}

static SimTime
draw_delay (Trial *trial, guint64 style)
{
  return style == 0   ? 0
         : style == 1 ? trial_draw (trial, 40)
         : style == 2 ? trial_draw (trial, 2000000)
                      : trial_draw (trial, 2) * 500000;
}

static void
draw_ranks (Trial *trial)
{
  trial->delays = g_new (SimTime, trial->n_runs * trial->n_hosts);
  trial->computes = g_new (SimTime, trial->n_hosts);
  for (guint run = 0; run < trial->n_runs; run++)
    {
      guint64 style = trial_draw (trial, 4);
      for (guint i = 0; i < trial->n_hosts; i++)
        trial->delays[run * trial->n_hosts + i] = draw_delay (trial, style);
    }
  for (guint i = 0; i < trial->n_hosts; i++)
    trial->computes[i] = trial_draw (trial, 3000000);
}

void
trial_init (Trial *trial, guint32 number)
{
  *trial = (Trial){ .number = number };
  draw_network (trial);
  trial->n_runs = 1 + trial_draw (trial, TRIAL_RUNS_MAX);
  for (guint run = 0; run < trial->n_runs; run++)
    draw_plan (trial, &trial->plans[run]);
  draw_ranks (trial);
}

void
trial_clear (Trial *trial)
{
  g_clear_pointer (&trial->knobs, knobs_free);
  g_free (trial->delays);
  g_free (trial->computes);
}
