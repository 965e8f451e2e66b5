/* The parameter server: every shard of what a worker computed goes to its server, and the pull request rides on it for free. */
#include "training/compute.h"
#include "training/exchange/server_outage.h"
#include "training/hosts.h"
#include "training/server.h"
#include "training/state.h"

/* The shards of @bucket; those of the bucket before it stand behind them. */
static guint
shards_of (const Training *t, guint bucket, guint *first)
{
  const guint *starts = server_side (t)->first_server;
  *first = starts[bucket];
  return (bucket > 0 ? starts[bucket - 1] : t->n_servers) - *first;
}

static void
add_shards (Training *t, guint bucket)
{
  ServerSide *side = server_side (t);
  side->first_server[bucket] = t->n_servers;
  for (guint machine = 0; machine < side->n_machines; machine++)
    if (machine == 0 || machine < t->job.step.buckets[bucket].count)
      {
        server_init (t, &t->servers[t->n_servers], t->n_servers, bucket, machine);
        t->n_servers++;
      }
}

static void
servers_open (Training *t)
{
  ServerSide *side = t->exchange_state = g_new0 (ServerSide, 1);
  guint buckets = t->job.step.n_buckets;
  side->n_machines = hosts_n_machines (t->settings);
  side->dedicated = hosts_dedicated (t->settings);
  side->machines = g_new0 (Machine, side->n_machines);
  fifo_init (&side->open_updates, sizeof (OpenUpdate));
  side->first_server = g_new (guint, buckets);
  side->averaged = g_array_new (FALSE, FALSE, sizeof (Gathered));
  side->rows = g_array_new (FALSE, FALSE, sizeof (const float *));
  side->shares = g_array_new (FALSE, FALSE, sizeof (float));
  apply_init (t);
  t->servers = g_new0 (Server, (gsize)buckets * side->n_machines);
  for (guint bucket = buckets; bucket-- > 0;)
    add_shards (t, bucket);
  t->n_held = t->n_servers;
}

static void
servers_close (Training *t)
{
  ServerSide *side = server_side (t);
  if (!side)
    return;
  for (guint i = 0; i < t->n_servers; i++)
    server_clear (t, &t->servers[i]);
  for (guint i = 0; i < side->n_machines; i++)
    fifo_clear (&side->machines[i].applying);
  fifo_clear (&side->open_updates);
  g_array_unref (side->averaged);
  g_array_unref (side->rows);
  g_array_unref (side->shares);
  g_free (side->machines);
  g_free (side->first_server);
  g_free (side);
  g_free (t->servers);
}

static gboolean
servers_need (const Training *t, const Worker *worker, guint bucket)
{
  return worker->unpulled[bucket] == 0;
}

static guint32
push_new (Training *t, Worker *worker)
{
  if (worker->gradient && t->codec->encode)
    t->codec->encode (vector_data (worker->gradient), vector_length (worker->gradient));
  return parcel_new_push (t, &worker->node,
                          &(PushRecord){ .number = worker->unit,
                                         .samples = worker->samples,
                                         .loss = worker->loss,
                                         .iteration = worker->started - 1,
                                         .unapplied = t->n_servers },
                          g_steal_pointer (&worker->gradient));
}

static void
servers_ready (Training *t, Worker *worker, guint bucket)
{
  guint first, n = shards_of (t, bucket, &first);
  if (worker->push == PARCEL_NONE)
    worker->push = push_new (t, worker);
  worker->called = FALSE;
  worker->unpulled[bucket] = n;
  for (guint i = first; i < first + n; i++)
    parcel_send (t, worker->push, &worker->node, &t->servers[i].node, t->servers[i].bytes, SPAN_PUSH, worker->started - 1);
  if (bucket + 1 < t->job.step.n_buckets)
    return;
  parcel_unref (t, worker->push);
  worker->push = PARCEL_NONE;
}

/* The servers' shards as they stand. */
static Vector **
servers_parameters (Training *t, guint *n)
{
  *n = t->n_servers;
  Vector **shards = g_new (Vector *, *n);
  for (guint i = 0; i < t->n_servers; i++)
    shards[i] = vector_ref (t->servers[i].params.w);
  return shards;
}

/* The workers whose push the round at @server lacks, and that it would wait for. */
static char *
lacking (const Training *t, const Server *server)
{
  const Gathering *gathering = server_gathering (server, server->params.version);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;
  for (guint k = 0; gathering && k < t->n_workers; k++)
    if (t->workers[k].member && gathering->parcels[k] == PARCEL_NONE && ++n <= 3)
      g_string_append_printf (names, "%sworker%u", n > 1 ? ", " : "", k);
  return n == 0 ? g_strdup ("") : g_strdup_printf (" for the push of %s%s", names->str, n > 3 ? " and others" : "");
}

static char *
servers_awaited (const Training *t, const Worker *worker)
{
  for (guint i = 0; i < t->n_servers; i++)
    {
      const Server *server = &t->servers[i];
      if (worker->unpulled[server->bucket] == 0 || !server->clients[worker->node.index].pulling)
        continue;
      g_autofree char *name = node_name (t, &server->node), *push = lacking (t, server);
      return g_strdup_printf ("%s, which %s%s", name, *push ? "waits" : "holds its pull", push);
    }
  return g_strdup ("its parameters");
}

const ExchangeWay exchange_over_servers = {
  .open = servers_open,
  .close = servers_close,
  .need = servers_need,
  .ready = servers_ready,
  .parameters = servers_parameters,
  .cut = apply_cut,
  .awaited = servers_awaited,
  .forget = servers_forget,
  .renew = servers_renew,
  .save = servers_save,
  .restore = servers_restore,
};
