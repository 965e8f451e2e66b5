/* How pushes become updates: one at a time on a machine, in order of arrival, each alone or as a round's average. */
#include "training/happening.h"
#include "training/state.h"
#include "training/worker.h"

/* An update that waits for its machine. */
typedef struct
{
  guint32 server;
  guint32 parcel;  /* PARCEL_NONE: the average of the round that is due */
  guint32 version; /* that the push was computed from */
  guint64 iteration;
} ApplyJob;

static inline gboolean
settle (Training *t, guint from, PushRecord *push)
{
  if (--push->unapplied > 0)
    return FALSE;
  Worker *worker = &t->workers[from];
  if (push->fate != PUSH_WANTED)
    {
      worker->open -= push->fate == PUSH_DROPPED;
      t->updates.dropped += push->fate == PUSH_DROPPED;
      return push->fate == PUSH_DROPPED;
    }
  worker->open--;
  clocks_tick (t->updates.clocks, worker->node.index);
  return TRUE;
}

gboolean
push_settle (Training *t, guint from, PushRecord *push)
{
  return settle (t, from, push);
}

/* What an application means for the worker whose gradient it was. */
static gboolean
push_applied (Training *t, Server *server, guint from, PushRecord *push, guint32 version)
{
  push->staleness = MAX (push->staleness, (guint32)server->params.version - version);
  clocks_tick (server->clocks, from);
  return settle (t, from, push);
}

static void
step (Training *t, Server *server, const float *gradient)
{
  params_step (&server->params, gradient);
  t->updates.changes++;
}

static void
apply_one (Training *t, Server *server, const ApplyJob *job)
{
  const ParcelRecord *parcel = parcel_record (t, job->parcel);
  PushRecord *push = push_record (t, job->parcel);
  const Worker *worker = &t->workers[parcel->from];
  gboolean whole = push_applied (t, server, parcel->from, push, job->version);
  step (t, server, parcel->data ? vector_data (parcel->data) + server->params.first : NULL);
  if (whole && push->fate == PUSH_WANTED)
    training_update (t, &(Update){ push->samples, push->staleness, push->loss });
  happened (t, HAPPENED_APPLIED, &server->node, worker->node.number);
  if (whole && !updates_left (t, worker))
    happened (t, HAPPENED_SPENT, &worker->node, HAPPENED_TO_ALL);
  parcel_unref (t, job->parcel);
}

/* What is gathered, in worker order: the weights do not depend on who came first. */
static Vector *
gathered_average (Training *t, const Server *server, const Gathered *pushes, guint n, double samples)
{
  const Params *params = &server->params;
  const TrainingSettings *training = &t->settings->training;
  Vector *average = vector_new (learner_store (t->learner), params->count);
  GArray *rows = server_side (t)->rows, *shares = server_side (t)->shares;
  g_array_set_size (rows, 0);
  g_array_set_size (shares, 0);
  for (guint k = 0; k < n; k++)
    {
      float share = push_record (t, pushes[k].parcel)->samples / samples;
      const float *row = vector_data (parcel_record (t, pushes[k].parcel)->data) + params->first;
      g_array_append_val (rows, row);
      g_array_append_val (shares, share);
    }
  const AggregationInput input = { (const float **)(gpointer)rows->data, (const float *)(gpointer)shares->data, n, params->count };
  training->aggregation->combine (training->aggregation_knobs, &input, vector_data (average));
  return average;
}

/* Samples and loss of a round. */
static Update
gathered_totals (Training *t, const Gathered *pushes, guint n)
{
  Update total = { 0 };
  for (guint k = 0; k < n; k++)
    {
      const PushRecord *push = push_record (t, pushes[k].parcel);
      total.samples += push->samples;
      total.loss += push->samples * push->loss;
    }
  total.loss /= total.samples;
  return total;
}

/* The last shard completes a round's update. Its staleness is the largest over workers and shards. TRUE: it did. */
static gboolean
round_applied (Training *t, guint64 round, const Update *update)
{
  gboolean complete = FALSE;
  ServerSide *side = server_side (t);
  while (round >= side->first_open + side->open_updates.length)
    *(OpenUpdate *)fifo_push (&side->open_updates) = (OpenUpdate){ .shards_left = t->n_servers };
  OpenUpdate *open = fifo_at (&side->open_updates, round - side->first_open);
  guint64 staleness = MAX (open->update.staleness, update->staleness);
  open->update = *update;
  open->update.staleness = staleness;
  open->shards_left--;
  while (side->open_updates.length > 0 && ((OpenUpdate *)fifo_at (&side->open_updates, 0))->shards_left == 0)
    {
      const OpenUpdate *whole = fifo_pop (&side->open_updates);
      side->first_open++;
      training_update (t, &whole->update);
      complete = TRUE;
    }
  return complete;
}

static void
apply_average (Training *t, Server *server)
{
  guint64 round = server->params.version;
  Gathering *gathering = server_gathering (server, round);
  guint n;
  const Gathered *pushes = server_gathered_pushes (t, gathering, &n);
  Update update = gathered_totals (t, pushes, n);
  Vector *average = t->learner ? gathered_average (t, server, pushes, n, update.samples) : NULL;
  for (guint k = 0; k < n; k++)
    {
      PushRecord *push = push_record (t, pushes[k].parcel);
      push_applied (t, server, pushes[k].worker, push, pushes[k].version);
      update.staleness = MAX (update.staleness, push->staleness);
      parcel_unref (t, pushes[k].parcel);
    }
  server_gathering_close (server, gathering);
  server->averaging = FALSE;
  step (t, server, average ? vector_data (average) : NULL);
  vector_clear (&average);
  gboolean complete = round_applied (t, round, &update);
  happened (t, HAPPENED_APPLIED, &server->node, HAPPENED_TO_ALL);
  if (complete)
    happened (t, HAPPENED_SPENT, &server->node, HAPPENED_TO_ALL);
}

static void
apply (Training *t, const ApplyJob *job)
{
  Server *server = &t->servers[job->server];
  if (job->parcel != PARCEL_NONE)
    apply_one (t, server, job);
  else
    apply_average (t, server);
}

/* An update of one shard takes its share of what one of the whole machine takes. */
static SimTime
apply_time (const Training *t, const Server *server)
{
  guint64 bytes = server_side (t)->machines[server->machine].bytes;
  double share = bytes > 0 ? (double)server->bytes / bytes : 1;
  return llrint (t->settings->training.apply_time * share);
}

static void
apply_begin (Training *t, Machine *machine)
{
  const ApplyJob *job = fifo_at (&machine->applying, 0);
  const Server *server = &t->servers[job->server];
  machine->applying_since = training_now (t);
  operation_begin (t, &t->operations[OPERATION_APPLIED], (Node *)&server->node, apply_time (t, server), 0);
}

/* Only machines of servers alone have a lane for it. */
static void
record_apply (Training *t, const Machine *machine)
{
  SimTime now = training_now (t);
  if (machine->applying.length == 0 || !server_side (t)->dedicated || now <= machine->applying_since)
    return;
  const ApplyJob *job = fifo_at (&machine->applying, 0);
  record_span (t->world->record, t->servers[job->server].node.host, SPAN_APPLY, machine->applying_since, now, job->iteration);
}

void
apply_cut (Training *t)
{
  for (guint i = 0; i < server_side (t)->n_machines; i++)
    record_apply (t, &server_side (t)->machines[i]);
}

static void
enqueue (Training *t, const ApplyJob *job)
{
  Machine *machine = &server_side (t)->machines[t->servers[job->server].machine];
  if (t->settings->training.apply_time == 0)
    {
      apply (t, job);
      return;
    }
  *(ApplyJob *)fifo_push (&machine->applying) = *job;
  if (machine->applying.length == 1)
    apply_begin (t, machine);
}

static ApplyJob
apply_end (Training *t, Machine *machine)
{
  record_apply (t, machine);
  ApplyJob job = *(ApplyJob *)fifo_pop (&machine->applying);
  if (machine->applying.length > 0)
    apply_begin (t, machine);
  return job;
}

static void
on_applied (Training *t, Node *node, guint32 unused)
{
  ApplyJob job = apply_end (t, &server_side (t)->machines[((const Server *)node)->machine]);
  apply (t, &job);
}

/* The same in a run in which workers may be down: what one of them pushed may be void by now. */
static void
on_applied_guarded (Training *t, Node *node, guint32 unused)
{
  ApplyJob job = apply_end (t, &server_side (t)->machines[((const Server *)node)->machine]);
  if (job.parcel != PARCEL_NONE && push_record (t, job.parcel)->fate == PUSH_VOID)
    parcel_unref (t, job.parcel);
  else
    apply (t, &job);
}

void
apply_init (Training *t)
{
  ServerSide *side = server_side (t);
  operation_register (t, &t->operations[OPERATION_APPLIED], "applies an update", PRIORITY_TIMER,
                      t->settings->faults.n > 0 ? on_applied_guarded : on_applied);
  for (guint i = 0; i < side->n_machines; i++)
    fifo_init (&side->machines[i].applying, sizeof (ApplyJob));
}

void
apply_void (Training *t)
{
  apply_cut (t);
  for (guint i = 0; i < server_side (t)->n_machines; i++)
    {
      const ApplyJob *job;
      while ((job = fifo_pop (&server_side (t)->machines[i].applying)))
        if (job->parcel != PARCEL_NONE)
          parcel_unref (t, job->parcel);
    }
}

void
server_apply (Training *t, Node *node, const Parcel *push)
{
  parcel_ref (t, push->id);
  enqueue (t, &(ApplyJob){ node->index, push->id, push->version, push_record (t, push->id)->iteration });
}

void
server_apply_average (Training *t, Node *node)
{
  Server *server = (Server *)node;
  const Gathering *gathering = server_gathering (server, server->params.version);
  guint first = 0;
  while (gathering->parcels[first] == PARCEL_NONE)
    first++;
  server->averaging = TRUE;
  enqueue (t, &(ApplyJob){ node->index, PARCEL_NONE, 0, push_record (t, gathering->parcels[first])->iteration });
}

void
server_drop (Training *t, Node *node, const Parcel *push)
{
  PushRecord *record = push_record (t, push->id);
  record->fate = PUSH_DROPPED;
  if (settle (t, push->from->index, record))
    happened (t, HAPPENED_SPENT, push->from, HAPPENED_TO_ALL);
}
