/* Gossip learning (Hegedűs et al., 2021): no server. Once a `period` a node sends its model, with its age in updates, to a peer drawn
 * at random; who receives one merges it with its own, each weighted by its age, and takes a step on a batch of its own data.
 *
 *   every period:      send (w, age) to a random peer
 *   on (w', age'):     w ← (age·w + age'·w') / (age + age');  age ← max (age, age');  w ← optimiser (w, g (w));  age ← age + 1
 *
 * A model that comes while the node is at that waits. An update is one step of one node.
 */
#include "training/training.h"

enum
{
  PARCEL_MODEL = PARCEL_OWN,
};

typedef struct
{
  guint64 age;  /* of its model, in updates */
  guint64 sent; /* models */
} Gossip;

static void
gossip_wait (Training *t, Node *node)
{
  node_period (t, node, sim_time_from_s (training_knob (t, "period")), 0);
}

/* At the start, and when it is back after an outage, which ended its timers. */
static void
gossip_on_start (Training *t, Node *node)
{
  gossip_wait (t, node);
}

static void
gossip_on_timer (Training *t, Node *node, guint32 unused)
{
  Gossip *gossip = node_state (node);
  Node *peer = training_is_open (t) ? training_draw_peer (t, node, gossip->sent++) : NULL;
  if (peer)
    node_send_parameters (t, node, peer, PARCEL_MODEL, gossip->age);
  gossip_wait (t, node);
}

static void
gossip_on_model (Training *t, Node *node, const Parcel *model)
{
  Gossip *gossip = node_state (node);
  if (worker_is_busy (t, node))
    {
      worker_defer (t, node, model);
      return;
    }
  training_measure (t, "age.mean", model->number);
  guint64 both = gossip->age + model->number;
  worker_mix (t, node, model, both > 0 ? (double)model->number / both : 0.5);
  gossip->age = MAX (gossip->age, model->number);
  worker_compute (t, node);
}

static void
gossip_on_reduced (Training *t, Node *node)
{
  Gossip *gossip = node_state (node);
  worker_apply (t, node);
  gossip->age++;
  worker_rest (t, node);
}

static const Knob gossip_knobs[] = {
  { "period", KNOB_TIME, .value = 1, .min = 1e-9, .max = 9e9, .help = "time between two models that a node sends" },
  { NULL },
};

static const Metric gossip_metrics[] = {
  { "age.mean", METRIC_UNIT_NONE, "age of a model, in updates, when its receiver merges it" },
  { NULL },
};

const Protocol protocol_gossip = {
  .name = "gossip",
  .summary = "no server: nodes send their models to random peers, which merge them and go on",
  .paper = "Hegedűs, Danner & Jelasity, Decentralized Learning Works, JPDC 2021",
  .knobs = gossip_knobs,
  .metrics = gossip_metrics,
  .exchanges = RUNS_AMONG_PEERS,
  .owns = TRUE,
  .node_size = sizeof (Gossip),
  .worker = { .on_start = gossip_on_start,
              .on_computed = worker_exchange,
              .on_reduced = gossip_on_reduced,
              .on_parcel = gossip_on_model,
              .on_timer = gossip_on_timer },
};
