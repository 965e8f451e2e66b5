#include "network/fabric.h"

#include "network/flow_table.h"

struct _Fabric
{
  Simulator *sim;
  const Topology *topology;
  const SharingModel *model;
  Sharing *sharing;
  FabricFinished on_finished;
  gpointer owner;
  GArray *tags;  /* guint32, by FlowId */
  GArray *route; /* guint32, scratch */
  AlarmId settle, finish;
  gboolean touched;    /* settle is set, for this instant */
  SimTime finish_time; /* that finish is set for */
};

/* Rates are shared anew at the end of this instant. */
static void
fabric_touch (Fabric *fabric)
{
  if (fabric->touched)
    return;
  fabric->touched = TRUE;
  simulator_set_alarm (fabric->sim, fabric->settle, simulator_now (fabric->sim));
}

static void
fabric_on_settle (gpointer owner, guint64 a, guint64 b)
{
  Fabric *fabric = owner;
  fabric->touched = FALSE;
  fabric->model->settle (fabric->sharing, simulator_now (fabric->sim));
  SimTime next = fabric->model->next_finish (fabric->sharing);
  if (next == fabric->finish_time)
    return;
  fabric->finish_time = next;
  simulator_set_alarm (fabric->sim, fabric->finish, next);
}

static void
fabric_on_finish (gpointer owner, guint64 a, guint64 b)
{
  Fabric *fabric = owner;
  FlowId flow;
  fabric->finish_time = SIM_TIME_NEVER;
  fabric_touch (fabric);
  while ((flow = fabric->model->pop_finished (fabric->sharing, simulator_now (fabric->sim))) != FLOW_NONE)
    fabric->on_finished (fabric->owner, g_array_index (fabric->tags, guint32, flow));
}

Fabric *
fabric_new (Simulator *sim, const Topology *topology, const SharingModel *model, FabricFinished on_finished, gpointer owner)
{
  Fabric *fabric = g_new0 (Fabric, 1);
  fabric->sim = sim;
  fabric->topology = topology;
  fabric->model = model;
  fabric->sharing = model->create ();
  fabric->on_finished = on_finished;
  fabric->owner = owner;
  fabric->tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  fabric->route = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (LinkId link = 0; link < topology_n_links (topology); link++)
    model->add_link (fabric->sharing, rate_from_bytes_per_s (topology_link (topology, link)->bandwidth));
  fabric->settle = simulator_register_alarm (sim, "settle", PRIORITY_SETTLE, fabric_on_settle, fabric);
  fabric->finish = simulator_register_alarm (sim, "flow finished", PRIORITY_FLOW, fabric_on_finish, fabric);
  fabric->finish_time = SIM_TIME_NEVER;
  return fabric;
}

void
fabric_set_finished (Fabric *fabric, FabricFinished on_finished)
{
  fabric->on_finished = on_finished;
}

void
fabric_free (Fabric *fabric)
{
  if (fabric == NULL)
    return;
  fabric->model->destroy (fabric->sharing);
  g_array_unref (fabric->tags);
  g_array_unref (fabric->route);
  g_free (fabric);
}

SimTime
fabric_latency (const Fabric *fabric, NodeId from, NodeId to, guint64 hash)
{
  fabric->route->len = 0;
  return topology_route (fabric->topology, from, to, hash, fabric->route);
}

FlowId
fabric_open (Fabric *fabric, NodeId from, NodeId to, guint64 hash, guint64 bytes, guint32 tag, SimTime *latency)
{
  *latency = fabric_latency (fabric, from, to, hash);
  FlowId flow = fabric->model->open (fabric->sharing, (const LinkId *)(gpointer)fabric->route->data, fabric->route->len, bytes,
                                     simulator_now (fabric->sim));
  if (flow >= fabric->tags->len)
    g_array_set_size (fabric->tags, flow + 1);
  g_array_index (fabric->tags, guint32, flow) = tag;
  fabric_touch (fabric);
  return flow;
}

void
fabric_close (Fabric *fabric, FlowId flow)
{
  fabric->model->close (fabric->sharing, flow, simulator_now (fabric->sim));
  fabric_touch (fabric);
}

Rate
fabric_link_rate (const Fabric *fabric, LinkId link)
{
  return flow_table_link (fabric->sharing, link)->capacity;
}

gboolean
fabric_link_is_idle (const Fabric *fabric, LinkId link)
{
  return flow_table_link (fabric->sharing, link)->n_members == 0;
}

void
fabric_credit (Fabric *fabric, FlowId flow, unsigned __int128 sent)
{
  fabric->model->credit (fabric->sharing, flow, sent);
}

void
fabric_carry (Fabric *fabric, LinkId link, guint64 bytes)
{
  flow_table_carry (fabric->sharing, link, bytes);
}

void
fabric_set_rate (Fabric *fabric, LinkId link, double bytes_per_s)
{
  Rate rate = rate_from_bytes_per_s (bytes_per_s);
  fabric->model->set_capacity (fabric->sharing, link, rate, simulator_now (fabric->sim));
  fabric_touch (fabric);
}

guint64
fabric_link_bytes (const Fabric *fabric, LinkId link)
{
  return fabric->model->link_bytes (fabric->sharing, link, simulator_now (fabric->sim));
}

void
fabric_check (const Fabric *fabric)
{
  fabric->model->check (fabric->sharing, simulator_now (fabric->sim));
}
