#include "limit.h"
#include "processor_time.h"

#include <math.h>

typedef struct
{
  gint64 time;
  guint64 sequence;
  guint32 who, kind;
} Event;

typedef struct
{
  Event *events;
  gsize n, room;
  guint64 sequence;
} Heap;

static inline gboolean
event_before (const Event *x, const Event *y)
{
  return x->time < y->time || (x->time == y->time && x->sequence < y->sequence);
}

static void
heap_push (Heap *heap, gint64 time, guint32 who, guint32 kind)
{
  if (heap->n == heap->room)
    {
      heap->room = MAX (64, 2 * heap->room);
      heap->events = g_renew (Event, heap->events, heap->room);
    }
  Event event = { time, heap->sequence++, who, kind };
  gsize place = heap->n++;
  for (; place > 0 && event_before (&event, &heap->events[(place - 1) / 4]); place = (place - 1) / 4)
    heap->events[place] = heap->events[(place - 1) / 4];
  heap->events[place] = event;
}

static Event
heap_pop (Heap *heap)
{
  Event first = heap->events[0], last = heap->events[--heap->n];
  gsize place = 0;
  for (gsize child = 1; child < heap->n; child = 4 * place + 1)
    {
      gsize least = child, end = MIN (child + 4, heap->n);
      for (gsize i = child + 1; i < end; i++)
        if (event_before (&heap->events[i], &heap->events[least]))
          least = i;
      if (!event_before (&heap->events[least], &last))
        break;
      heap->events[place] = heap->events[least];
      place = least;
    }
  heap->events[place] = last;
  return first;
}

static guint64
mix (guint64 z)
{
  z += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static gint64
compute_ns (guint32 worker, guint32 iteration)
{
  double u = (double)(mix ((guint64)worker << 32 | iteration) >> 11) / 9007199254740992.0;
  return (gint64)(LIMIT_STEP_NS * (1 + LIMIT_JITTER * u));
}

/* A parameter server. Each of its two links is shared by processor sharing in virtual time: V is what every flow on it has had.
 */
typedef struct
{
  Heap flows; /* by the V at which they are finished, in 1e-6 bytes */
  double served;
  gint64 updated;
  guint32 generation; /* of the finish event that counts */
} SharedLink;

enum
{
  COMPUTED,
  FINISHED = 2, /* + link */
  PUSHED = 4,
  PULLED,
};

enum
{
  LINK_PUSH,
  LINK_PULL,
};

typedef struct
{
  Heap queue;
  SharedLink links[2];
  guint32 *iteration; /* of each worker */
  guint workers, iterations, gathered;
  gboolean rounds; /* everybody waits for everybody */
  gint64 now;
  guint64 messages;
} Cluster;

static void
link_advance (SharedLink *link, gint64 now)
{
  if (link->flows.n > 0)
    link->served += LIMIT_BYTES_PER_S * (double)(now - link->updated) * 1e-9 / (double)link->flows.n;
  link->updated = now;
}

static void
link_schedule (Cluster *cluster, guint l)
{
  SharedLink *link = &cluster->links[l];
  link->generation++;
  if (link->flows.n == 0)
    return;
  double left = (double)link->flows.events[0].time * 1e-6 - link->served;
  gint64 wait = (gint64)ceil (left * (double)link->flows.n / LIMIT_BYTES_PER_S * 1e9);
  heap_push (&cluster->queue, cluster->now + MAX (wait, 0), link->generation, FINISHED + l);
}

static void
link_open (Cluster *cluster, guint l, guint32 worker)
{
  SharedLink *link = &cluster->links[l];
  link_advance (link, cluster->now);
  heap_push (&link->flows, (gint64)((link->served + LIMIT_GRADIENT_BYTES) * 1e6), worker, 0);
}

static void
link_finish (Cluster *cluster, guint l, guint32 generation)
{
  SharedLink *link = &cluster->links[l];
  if (generation != link->generation)
    return;
  link_advance (link, cluster->now);
  gint64 due = link->flows.events[0].time;
  while (link->flows.n > 0 && link->flows.events[0].time <= due)
    {
      heap_push (&cluster->queue, cluster->now + LIMIT_PATH_NS, heap_pop (&link->flows).who, PUSHED + l);
      cluster->messages++;
    }
  link_schedule (cluster, l);
}

static void
cluster_pushed (Cluster *cluster, guint32 worker)
{
  if (!cluster->rounds)
    link_open (cluster, LINK_PULL, worker);
  else if (++cluster->gathered == cluster->workers)
    {
      cluster->gathered = 0;
      for (guint k = 0; k < cluster->workers; k++)
        link_open (cluster, LINK_PULL, k);
    }
  else
    return;
  link_schedule (cluster, LINK_PULL);
}

static void
cluster_step (Cluster *cluster)
{
  Event event = heap_pop (&cluster->queue);
  cluster->now = event.time;
  if (event.kind == COMPUTED)
    {
      link_open (cluster, LINK_PUSH, event.who);
      link_schedule (cluster, LINK_PUSH);
    }
  else if (event.kind == PUSHED)
    cluster_pushed (cluster, event.who);
  else if (event.kind != PULLED)
    link_finish (cluster, event.kind - FINISHED, event.who);
  else if (++cluster->iteration[event.who] < cluster->iterations)
    heap_push (&cluster->queue, cluster->now + compute_ns (event.who, cluster->iteration[event.who]), event.who, COMPUTED);
}

static guint64
run_cluster (guint workers, guint iterations, gboolean rounds, double *simulated_s)
{
  g_autofree guint32 *iteration = g_new0 (guint32, workers);
  Cluster cluster = { .iteration = iteration, .workers = workers, .iterations = iterations, .rounds = rounds };
  for (guint k = 0; k < workers; k++)
    heap_push (&cluster.queue, compute_ns (k, 0), k, COMPUTED);
  while (cluster.queue.n > 0)
    cluster_step (&cluster);
  g_free (cluster.queue.events);
  for (guint l = 0; l < 2; l++)
    g_free (cluster.links[l].flows.events);
  *simulated_s = (double)cluster.now * 1e-9;
  return cluster.messages;
}

guint64
limit_asp (guint workers, guint iterations, double *simulated_s)
{
  return run_cluster (workers, iterations, FALSE, simulated_s);
}

guint64
limit_bsp (guint workers, guint iterations, double *simulated_s)
{
  return run_cluster (workers, iterations, TRUE, simulated_s);
}

/* A ring all-reduce with a free handshake: a flow starts when both its ends have begun the step. */
typedef struct
{
  guint32 step, begun, left, arrived, iteration;
} RingNode;

enum
{
  RING_BEGIN,
  RING_LEFT,
  RING_ARRIVED,
};

typedef struct
{
  Heap queue;
  RingNode *nodes;
  guint n, iterations;
  gint64 flow_ns;
} Ring;

static void
ring_begin (Ring *ring, guint32 w, gint64 now)
{
  guint32 p = ++ring->nodes[w].begun, right = (w + 1) % ring->n, before = (w + ring->n - 1) % ring->n;
  if (ring->nodes[right].begun >= p)
    heap_push (&ring->queue, now + ring->flow_ns, w, RING_LEFT);
  if (ring->nodes[before].begun >= p)
    heap_push (&ring->queue, now + ring->flow_ns, before, RING_LEFT);
}

/* Counts what is over. Returns whether the next step begins now. */
static gboolean
ring_progress (Ring *ring, const Event *event)
{
  RingNode *node = &ring->nodes[event->who];
  if (event->kind == RING_LEFT)
    {
      node->left++;
      heap_push (&ring->queue, event->time + LIMIT_PATH_NS, (event->who + 1) % ring->n, RING_ARRIVED);
    }
  else
    node->arrived++;
  if (node->left <= node->step || node->arrived <= node->step)
    return FALSE;
  if (++node->step % (2 * (ring->n - 1)) != 0)
    return TRUE;
  if (++node->iteration < ring->iterations)
    heap_push (&ring->queue, event->time + compute_ns (event->who, node->iteration), event->who, RING_BEGIN);
  return FALSE;
}

guint64
limit_ring (guint workers, guint iterations, double *simulated_s)
{
  g_autofree RingNode *nodes = g_new0 (RingNode, workers);
  Ring ring = { .nodes = nodes, .n = workers, .iterations = iterations };
  guint64 messages = 0;
  gint64 now = 0;
  ring.flow_ns = (gint64)ceil (floor (LIMIT_GRADIENT_BYTES / workers) / LIMIT_BYTES_PER_S * 1e9);
  for (guint w = 0; w < workers; w++)
    heap_push (&ring.queue, compute_ns (w, 0), w, RING_BEGIN);
  while (ring.queue.n > 0)
    {
      Event event = heap_pop (&ring.queue);
      now = event.time;
      messages += event.kind == RING_LEFT;
      if (event.kind == RING_BEGIN || ring_progress (&ring, &event))
        ring_begin (&ring, event.who, now);
    }
  g_free (ring.queue.events);
  *simulated_s = (double)now * 1e-9;
  return messages;
}

double
limit_hold (guint n, double seconds)
{
  enum { BATCH = 1000, SPREAD = 1 << 20 };
  Heap heap = { 0 };
  guint64 done = 0;
  double begin, spent = 0;
  for (guint i = 0; i < n; i++)
    heap_push (&heap, (gint64)(mix (i) % 1000000), i, 0);
  begin = processor_time_s ();
  for (; spent < seconds; spent = processor_time_s () - begin)
    for (guint k = 0; k < BATCH; k++, done++)
      {
        Event event = heap_pop (&heap);
        heap_push (&heap, event.time + 1 + (gint64)(mix (done) % SPREAD), event.who, 0);
      }
  g_free (heap.events);
  return (double)done / spent / 1e6;
}
