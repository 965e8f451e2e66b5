#include "bed.h"

static void
bed_on_enter (gpointer owner, guint64 run, guint64 rank)
{
  Bed *bed = owner;
  BedRun *entered = g_ptr_array_index (bed->runs, run);
  guint n_done = entered->n_done;
  plan_run_enter (entered->run, rank);
  g_assert_cmpuint (entered->n_done, ==, n_done);
}

static void
bed_on_abort (gpointer owner, guint64 run, guint64 unused)
{
  Bed *bed = owner;
  BedRun *aborted = g_ptr_array_index (bed->runs, run);
  if (aborted->all_done == -1)
    plan_run_abort (aborted->run);
}

static void
bed_on_crash (gpointer owner, guint64 run, guint64 node)
{
  Bed *bed = owner;
  network_node_down (bed->network, node);
  bed_on_abort (owner, run, 0);
  network_node_up (bed->network, node);
}

static void
bed_on_rank_done (gpointer owner, guint64 tag, guint rank)
{
  Bed *bed = owner;
  BedRun *run = g_ptr_array_index (bed->runs, tag);
  g_assert_cmpint (run->done[rank], ==, -1);
  run->done[rank] = simulator_now (bed->sim);
  run->n_done++;
  if (run->abort_when_done)
    plan_run_abort (run->run);
}

static void
bed_on_done (gpointer owner, guint64 tag)
{
  Bed *bed = owner;
  BedRun *run = g_ptr_array_index (bed->runs, tag);
  g_assert_cmpuint (run->n_done, ==, run->plan.n_ranks);
  g_assert_cmpint (run->all_done, ==, -1);
  run->all_done = simulator_now (bed->sim);
}

static void
bed_run_free (gpointer data)
{
  BedRun *run = data;
  g_free (run->done);
  g_free (run);
}

Bed *
bed_new (const BedShape *shape)
{
  Bed *bed = g_new0 (Bed, 1);
  g_autofree HostLink *hosts = g_new (HostLink, shape->n_hosts);
  for (guint i = 0; i < shape->n_hosts; i++)
    hosts[i] = (HostLink){ .bandwidth = shape->bandwidth, .latency = shape->latency };
  bed->shape = *shape;
  bed->sim = simulator_new ();
  network_settings_init (&bed->settings);
  bed->settings.eager = shape->eager;
  if (shape->sharing)
    bed->settings.sharing = shape->sharing;
  bed->topology = topology_new (shape->topology ? shape->topology : &topology_star, shape->knobs, hosts, shape->n_hosts, 1, NULL);
  bed->network = network_new (bed->sim, bed->topology, &bed->settings, NULL);
  bed->executor = plan_executor_new (bed->sim, bed->network, shape->reduce_bytes_per_s);
  plan_executor_set_shortcuts (bed->executor, TRUE);
  bed->enter = simulator_register (bed->sim, "bed-enter", PRIORITY_COMPUTE, bed_on_enter, bed);
  bed->abort = simulator_register (bed->sim, "bed-abort", PRIORITY_FAULT, bed_on_abort, bed);
  bed->crash = simulator_register (bed->sim, "bed-crash", PRIORITY_FAULT, bed_on_crash, bed);
  bed->runs = g_ptr_array_new_with_free_func (bed_run_free);
  return bed;
}

void
bed_free (Bed *bed)
{
  g_ptr_array_unref (bed->runs);
  plan_executor_free (bed->executor);
  network_free (bed->network);
  topology_free (bed->topology);
  network_settings_clear (&bed->settings);
  simulator_free (bed->sim);
  g_free (bed);
}

BedRun *
bed_add (Bed *bed, const Plan *plan, Operator op, float *const *data, const SimTime *ready)
{
  static const PlanRunClient client = { .on_rank_done = bed_on_rank_done, .on_done = bed_on_done };
  BedRun *run = g_new0 (BedRun, 1);
  guint number = bed->runs->len;
  g_autofree NodeId *nodes = g_new (NodeId, plan->n_ranks);
  run->bed = bed;
  run->plan = *plan;
  run->done = g_new (SimTime, plan->n_ranks);
  run->all_done = -1;
  for (guint rank = 0; rank < plan->n_ranks; rank++)
    {
      nodes[rank] = bed->shape.place ? bed->shape.place[rank] : rank;
      run->done[rank] = -1;
      simulator_at (bed->sim, ready ? ready[rank] : 0, bed->enter, number, rank);
    }
  run->run = plan_run_new (bed->executor, plan, op, nodes, data, number, 0, &client, bed, number);
  g_ptr_array_add (bed->runs, run);
  return run;
}

static guint
bed_number (const BedRun *run)
{
  guint number = G_MAXUINT;
  g_assert_true (g_ptr_array_find (run->bed->runs, run, &number));
  return number;
}

void
bed_abort_at (BedRun *run, SimTime when)
{
  simulator_at (run->bed->sim, when, run->bed->abort, bed_number (run), 0);
}

void
bed_crash_at (BedRun *run, NodeId node, SimTime when)
{
  simulator_at (run->bed->sim, when, run->bed->crash, bed_number (run), node);
}

void
bed_run (Bed *bed)
{
  while (simulator_step (bed->sim))
    ;
}

double
bed_alpha (const Bed *bed)
{
  return 2 * sim_time_to_s (bed->shape.latency);
}
