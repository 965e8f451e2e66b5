/* The verbs that ask, and draw. */
#include "base/random.h"
#include "training/state.h"
#include "training/worker.h"

gpointer
training_protocol_state (Training *t)
{
  return t->protocol_state;
}

gpointer
node_state (Node *node)
{
  return node->state;
}

const Knobs *
training_knobs (Training *t)
{
  return t->settings->training.protocol_knobs;
}

double
training_knob (Training *t, const char *name)
{
  return knob_number (t->settings->training.protocol_knobs, name);
}

guint
training_n_workers (Training *t)
{
  return t->n_workers;
}

Node *
training_worker (Training *t, guint k)
{
  return &t->workers[k].node;
}

guint
node_index (const Node *node)
{
  return node->index;
}

SimTime
training_now (const Training *t)
{
  return simulator_now (t->world->sim);
}

gboolean
training_is_open (Training *t)
{
  return t->updates.n_gone < t->n_workers && budget_open (&t->updates.budget);
}

guint
training_draw (Training *t, const Node *node, guint64 index, guint n)
{
  return random_below (t->settings->seed, RANDOM_PROTOCOL, node->number, index, n);
}

static gboolean
is_peer (const Training *t, const Node *node, guint k)
{
  return &t->workers[k].node != node && !faults_is_suspected (t, &t->workers[k]);
}

static guint
count_peers (const Training *t, const Node *node)
{
  guint n = 0;
  for (guint k = 0; k < t->n_workers; k++)
    n += is_peer (t, node, k);
  return n;
}

static guint
nth_peer (const Training *t, const Node *node, guint n)
{
  guint k = 0;
  while (!is_peer (t, node, k) || n-- > 0)
    k++;
  return k;
}

Node *
training_draw_peer (Training *t, const Node *node, guint64 index)
{
  guint n = t->faults ? count_peers (t, node) : t->n_workers - 1;
  if (n == 0)
    return NULL;
  guint drawn = training_draw (t, node, index, n);
  return &t->workers[t->faults ? nth_peer (t, node, drawn) : drawn + (drawn >= node->index)].node;
}

void
node_send_parameters (Training *t, Node *node, Node *to, guint kind, guint64 number)
{
  Params *own = ((Worker *)node)->own;
  guint32 parcel = parcel_new (t, node, kind, number, own ? vector_ref (params_outgoing (own, t->codec)) : NULL);
  parcel_send (t, parcel, node, to, t->job.elements * t->job.element_bytes, SPAN_SEND, ((Worker *)node)->started);
  parcel_unref (t, parcel);
}
